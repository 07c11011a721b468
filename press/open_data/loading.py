"""The press's tables loaded into an empty site: items with their identifiers, addresses, dates and anchors.

Of what was withdrawn only the identifier, the date and the reason are public: they come back as an item without a text.
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from cstosite.shared import documents, pictures
from cstosite.shared.partial_date import PartialDate
from cstosite.shared.tables import values_of
from cstosite.shared.uploads import Refused
from delegations.models import Country, Person

from .. import indexing, media
from ..history import keep
from ..models import (
    Act,
    Appearance,
    Correction,
    Document,
    ItemDocument,
    ItemPicture,
    JournalEntry,
    OldAddress,
    Picture,
    PressItem,
    State,
    Topic,
)

CHUNK = 200
LISTED = ["countries", "topics", "appearances__person", "pictures__picture", "documents__document"]

Rows = Callable[[str], Iterator[dict]]


def load(rows: Rows):
    """Load every table of the press; `rows` reads one by its name. The caller has the transaction."""
    _load_topics(rows)
    _load_items(rows)
    for name, make in _PARTS.items():
        for item, row in _with_items(rows(name)):
            make(item, row)
    for row in rows("withdrawn"):
        _load_withdrawn(row)
    for item in PressItem.objects.order_by("pk").prefetch_related(*LISTED).iterator(chunk_size=CHUNK):
        indexing.refile_one(item)
        JournalEntry.note(item, Act.TAKE_OVER, revision=keep(item, Act.TAKE_OVER))


def _load_topics(rows):
    for row in rows("topics"):
        _save(Topic(**values_of(Topic, row)), exclude=["into"])
    for row in rows("topics"):
        if row["into"]:
            topic = Topic.objects.get(uuid=row["uuid"])
            topic.into = Topic.objects.get(uuid=row["into"])
            topic.was_public = True
            topic.save(update_fields=["into", "was_public"])


def _load_items(rows):
    for row, text in zip(rows("press"), rows("press_texts"), strict=True):
        if text["item"] != row["uuid"]:
            raise ValueError(_("The texts are not in the order of the items."))
        item = PressItem(
            state=State.APPROVED,
            body=text["body_html"] or "",
            reference_note=text["reference_note_html"] or "",
            **values_of(PressItem, row),
        )
        item.given_on = PartialDate.parse(row["given_on"]) if row["given_on"] else None
        _save(item, exclude=["modified_by"])


def _load_withdrawn(row):
    values = values_of(PressItem, row)
    PressItem.objects.create(
        state=State.WITHDRAWN,
        title=_("Withdrawn item"),
        slug=f"withdrawn-{values['uuid']}",
        published_at=values["withdrawn_at"],
        withdrawal_reason=row["reason"],
        **values,
    )


def _with_items(rows):
    """Rows, each with the item that it is of; those of one item stand together."""
    item = None
    for row in rows:
        if item is None or str(item.uuid) != row["item"]:
            item = PressItem.objects.defer("body", "reference_note").get(uuid=row["item"])
        yield item, row


def _save(instance, exclude=()):
    instance.full_clean(exclude=exclude)
    instance.save(force_insert=True)


def _appearance(item, row):
    person = Person.objects.get_known(row["person"]) if row["person"] else None
    _save(Appearance(item=item, person=person, **values_of(Appearance, row)))


def _country(item, row):
    # Filters of the search follow at the end, for all countries and subjects of an item at once.
    PressItem.countries.through.objects.create(pressitem=item, country=Country.objects.get(code=row["country"]))


def _topic(item, row):
    PressItem.topics.through.objects.create(pressitem=item, topic=Topic.objects.get(uuid=row["topic"]))


def _correction(item, row):
    _save(Correction(item=item, **values_of(Correction, row)))


def _old_address(item, row):
    _save(OldAddress(item=item, **values_of(OldAddress, row)))


def _picture(item, row):
    place = _place(row, Picture)
    extension = place["name"].rpartition(".")[2]
    if not {extension, *row["formats"].split(",")} <= {*pictures.extensions("jpg"), *pictures.extensions("png")}:
        raise ValueError(row["formats"])
    made = {"key": place["key"], "extension": extension, **values_of(Picture, row)}
    picture, _is_new = Picture.objects.get_or_create(uuid=row["picture"], defaults=made)
    _save(ItemPicture(item=item, picture=picture, **values_of(ItemPicture, row)))


def _document(item, row):
    made = {"key": _place(row, Document)["key"], **values_of(Document, row)}
    document, _is_new = Document.objects.get_or_create(uuid=row["document"], defaults=made)
    _save(ItemDocument(item=item, document=document, **values_of(ItemDocument, row)))


def _place(row, model):
    """Where a file lies, by its address: its folder, key and name."""
    found = re.search(f"/{media.PATTERN}$", row["url"])
    if not found or found["folder"] != model.FOLDER:
        raise ValueError(_("It is no address of a file: %(url)s") % {"url": row["url"]})
    return found


_PARTS = {
    "appearances": _appearance,
    "press_countries": _country,
    "press_topics": _topic,
    "corrections": _correction,
    "press_addresses": _old_address,
    "pictures": _picture,
    "documents": _document,
}


def check_file(folder: str, key: str, name: str, file: BinaryIO) -> bool:
    """Whether a stored file is the original of a loaded picture or document; Refused when it is a file of none."""
    if folder == Document.FOLDER:
        document = Document.objects.filter(key=key).first()
        if document is None or name != Document.NAME or len(documents.accept_pdf(file)) != document.size:
            raise Refused(_("It is a file of no document."))
        return True
    picture = Picture.objects.filter(key=key).first()
    extension, width, height = pictures.identify(file)
    if picture is None or name.rpartition(".")[2] != extension:
        raise Refused(_("It is a file of no picture."))
    if name == picture.original and (width, height) != (picture.width, picture.height):
        raise Refused(_("The picture has another size."))
    return name == picture.original


def count_files() -> int:
    """How many originals of pictures and documents there are to be."""
    return Picture.objects.count() + Document.objects.count()
