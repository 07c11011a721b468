"""What the Assembly says."""

from ..choices import Act, Kind, State
from .items import (
    RESERVED_SLUGS,
    Appearance,
    Exchange,
    ItemText,
    PressItem,
    countries_in_press,
    ever_public,
    refuse_reserved,
    site_languages,
)
from .journal import JournalEntry
from .previews import PreviewLink

__all__ = [
    "RESERVED_SLUGS",
    "Act",
    "Appearance",
    "Exchange",
    "ItemText",
    "JournalEntry",
    "Kind",
    "PressItem",
    "PreviewLink",
    "State",
    "countries_in_press",
    "ever_public",
    "refuse_reserved",
    "site_languages",
]
