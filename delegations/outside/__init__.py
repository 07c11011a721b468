"""Websites outside: one polite request at a time, and none to an address that is not public.

The host of an address is looked up once. Every address found for it must be public, and the connection is made to one
of those very addresses, so that a second look-up, which may answer otherwise, has no say. The same holds for each
address a site redirects to. Nothing is read from the environment: proxies named there are not used.
"""

from .asking import Outside
from .outcomes import Answer, Outcome

__all__ = ["Answer", "Outcome", "Outside"]
