"""What the Assembly says."""

from ..choices import ALONE, Act, Kind, State
from .changes import Correction, OldAddress, WorkingCopy
from .files import Document, ItemDocument, ItemPicture, Picture
from .history import JournalEntry, Revision
from .items import (
    RESERVED_SLUGS,
    ItemText,
    PressItem,
    countries_in_press,
    ever_public,
    refuse_reserved,
    site_languages,
)
from .parts import Appearance, Exchange
from .previews import PreviewLink

__all__ = [
    "ALONE",
    "RESERVED_SLUGS",
    "Act",
    "Appearance",
    "Correction",
    "Document",
    "Exchange",
    "ItemDocument",
    "ItemPicture",
    "ItemText",
    "JournalEntry",
    "Kind",
    "OldAddress",
    "Picture",
    "PressItem",
    "PreviewLink",
    "Revision",
    "State",
    "WorkingCopy",
    "countries_in_press",
    "ever_public",
    "refuse_reserved",
    "site_languages",
]
