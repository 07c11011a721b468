"""The press in the admin."""

from . import items, journal

__all__ = ["items", "journal"]
