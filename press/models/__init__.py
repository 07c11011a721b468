"""What the Assembly says."""

from ..choices import ALONE, Act, Kind, State
from .changes import Correction, OldAddress, WorkingCopy
from .files import Document, ItemDocument, ItemPicture, Picture
from .history import JournalEntry, Revision
from .items import (
    RESERVED_SLUGS,
    ItemText,
    PressItem,
    ever_public,
    next_due,
    refuse_reserved,
    site_languages,
)
from .listed import Listed, choices_in_press, countries_in_press, is_listed, topics_in_press
from .parts import Appearance, Exchange
from .previews import PreviewLink
from .topics import Topic

__all__ = [
    "ALONE",
    "RESERVED_SLUGS",
    "Act",
    "Appearance",
    "Correction",
    "Document",
    "Exchange",
    "ItemDocument",
    "Listed",
    "is_listed",
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
    "Topic",
    "WorkingCopy",
    "choices_in_press",
    "countries_in_press",
    "ever_public",
    "next_due",
    "refuse_reserved",
    "site_languages",
    "topics_in_press",
]
