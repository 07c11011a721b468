"""The press in the admin."""

from . import items, journal, topics

__all__ = ["items", "journal", "topics"]
