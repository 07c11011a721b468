"""The register in the admin."""

from . import bodies, facts, members, people

__all__ = ["bodies", "facts", "members", "people"]
