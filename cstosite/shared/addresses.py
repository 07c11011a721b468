"""Addresses within the site. Paths are the same for as long as a process runs: each is worked out once."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse


@lru_cache(maxsize=500)
def path_of(name: str, *args: str) -> str:
    """The path of a view by its name, as `reverse` has it."""
    return reverse(name, args=args)


def query_of(values: Mapping) -> str:
    """What is set of some values as the query of an address, with its question mark; "" when nothing is."""
    query = urlencode({name: value for name, value in values.items() if value}, safe="~:")
    return f"?{query}" if query else ""
