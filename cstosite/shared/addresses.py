"""Addresses within the site, which are the same for as long as a process runs: each is worked out once."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=500)
def path_of(name: str, *args: str) -> str:
    """The path of a view by its name, as `reverse` has it."""
    return reverse(name, args=args)
