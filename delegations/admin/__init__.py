"""The register in the admin."""

from . import bodies, facts, people

__all__ = ["bodies", "facts", "people"]
