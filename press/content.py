"""What an item says, as one value that JSON can hold: texts, speakers, pictures, documents, what it is about.

Revisions and working copies keep it, forms and comparisons read it, restoring puts parts of it back. Never in it: the
item's identity, its language, its state and the dates of publication.
"""

from dataclasses import replace

from cstosite.shared.partial_date import PartialDate
from cstosite.shared.richtext import clean_html
from cstosite.shared.text import clean_text
from delegations.models import Country, Person

from . import body
from .models import Appearance, Document, ItemDocument, ItemPicture, ItemText, Picture, PressItem, Topic

TEXTS = [field.name for field in ItemText._meta.fields]
PLAIN = ["kind", *TEXTS, "slug"]
RICH = {"body", "reference_note"}
# The lists of an item: the model of their rows, what a row says in words and numbers, and what it points at.
LISTS = {
    "appearances": (Appearance, ["label", "office", "is_interviewer"], ("person", Person)),
    "pictures": (
        ItemPicture,
        ["alt", "is_decorative", "caption", "credit", "focus_x", "focus_y"],
        ("picture", Picture),
    ),
    "documents": (ItemDocument, ["title"], ("document", Document)),
}
# What an item is about: several of these, in no order.
SETS = {"countries": Country, "topics": Topic}
FIELDS = [*PLAIN, *SETS, "given_on", *LISTS]
# Fields that a content kept by an earlier version of the site does not have, and what it says of them.
ADDED = {"republished_from": "", "republished_url": ""}
# What restoring an earlier text brings back: words, and who speaks them. Never an address or a date.
RESTORED = [*TEXTS, "appearances"]


def of_item(item: PressItem) -> dict:
    """What the item says now, with its countries, speakers, pictures and documents."""
    return {
        **{name: getattr(item, name) for name in PLAIN},
        **{name: sorted(str(row.uuid) for row in getattr(item, name).all()) for name in SETS},
        "given_on": str(item.given_on or ""),
        **{name: [_row(name, row) for row in getattr(item, name).all()] for name in LISTS},
    }


def current(item: PressItem) -> dict:
    """What an editor goes on with: the working copy where there is one, else the item itself."""
    copy = copy_of(item)
    return followed(copy.content) if copy else of_item(item)


def copy_of(item: PressItem):
    """The item's working copy, or None."""
    return getattr(item, "working_copy", None) if item.pk else None


def _row(name, row):
    _model, names, (link, _linked) = LISTS[name]
    target = getattr(row, link)
    return {link: str(target.uuid) if target else "", **{field: getattr(row, field) for field in names}}


def followed(content: dict) -> dict:
    """The same as it is said today: else nothing would be the same any more.

    It names whom people and topics were merged into since, and has the fields that were added.
    """
    content = ADDED | content
    voices = content.get("appearances") or []
    now = Person.objects.followed(voice["person"] for voice in voices)
    if any(old != new for old, new in now.items()):
        content = content | {"appearances": [voice | {"person": now.get(voice["person"], "")} for voice in voices]}
    return content | {"topics": sorted(str(topic.uuid) for topic in chosen("topics", content.get("topics") or []))}


def chosen(name: str, identifiers):
    """The countries or topics that identifiers stand for; of a merged topic, the one it was merged into."""
    rows = SETS[name].objects
    if not identifiers:
        return rows.none()
    return rows.known_as(identifiers) if name == "topics" else rows.filter(uuid__in=identifiers)


def linked_by(model, identifiers) -> dict:
    """The rows that identifiers stand for, as {identifier: row}; for a merged person, whom they were merged into."""
    if model is Person:
        return Person.objects.known_as(identifiers)
    return {str(row.uuid): row for row in model.objects.filter(uuid__in=identifiers)} if identifiers else {}


def cleaned(content: dict) -> dict:
    """The same as it would be after saving it: rich text in the one form the site writes, no controls, one line end.

    People who were merged since are whom they were merged into.
    """
    content = followed(content)
    blocks = {name: body.parse(clean_html(clean_text(content[name]))) for name in RICH}
    # Roles and anchors are the body's alone: a second q1 on the page would be one too many.
    note = [replace(block, role="", anchor="", speaker="") for block in blocks["reference_note"]]
    texts = {"body": body.write(blocks["body"]), "reference_note": body.write(note)}
    return _without_controls(content | texts)


def _without_controls(value):
    if isinstance(value, str):
        return clean_text(value).replace("\r\n", "\n")
    if isinstance(value, list):
        return [_without_controls(part) for part in value]
    return {name: _without_controls(part) for name, part in value.items()} if isinstance(value, dict) else value


def shown(item: PressItem, content: dict) -> PressItem:
    """The item, in memory only, saying `content`: for forms and previews."""
    _set_fields(item, content)
    countries = Country.objects.with_delegation().filter(uuid__in=content.get("countries", []))
    kept = {"countries": countries, "topics": chosen("topics", content.get("topics", []))}
    kept |= {name: LISTS[name][0].objects.none() for name in LISTS}
    for name in LISTS:
        kept[name]._result_cache, kept[name]._prefetch_done = _rows(item, name, content), True
    # As prefetching keeps them: what is read of the item is this and not its rows.
    item._prefetched_objects_cache = getattr(item, "_prefetched_objects_cache", {}) | kept
    return item


def put(item: PressItem, content: dict) -> PressItem:
    """Write what the item is to say from now on. The caller holds the row and the transaction."""
    _set_fields(item, content)
    item._prefetched_objects_cache = {}
    item.save()
    for name in SETS:
        getattr(item, name).set(chosen(name, content.get(name, [])))
    for name, (model, _names, _linked) in LISTS.items():
        kept = list(getattr(item, name).all())
        rows = _rows(item, name, content)
        # A row goes on being itself while it says the same words or points at the same file.
        for row in rows:
            same = next((k for k in kept if _identity(name, k) == _identity(name, row)), None)
            if same:
                kept.remove(same)
                row.pk = same.pk
        model.objects.filter(pk__in=[row.pk for row in kept]).delete()
        for row in rows:
            row.save(force_update=bool(row.pk), force_insert=not row.pk)
            if name == "pictures":
                row.picture.cut((row.focus_x, row.focus_y))
    return item


def _identity(name, row):
    return row.label if name == "appearances" else getattr(row, f"{LISTS[name][2][0]}_id")


def _set_fields(item, content):
    # A content of an earlier version of the site may lack what was added since.
    for name in PLAIN:
        setattr(item, name, content.get(name, getattr(item, name)))
    item.given_on = PartialDate.parse(content["given_on"]) if content.get("given_on") else None


def _rows(item, name, content):
    """The rows of a list, not saved; those whose file is gone are left out, a person who is gone leaves the words."""
    model, names, (link, linked) = LISTS[name]
    said = content.get(name, [])
    found = linked_by(linked, [row[link] for row in said if row[link]])
    return [
        model(
            item=item,
            position=position,
            **{link: found.get(row[link])},
            **{field: row[field] for field in names if field in row},
        )
        for position, row in enumerate(said, start=1)
        if name == "appearances" or row[link] in found
    ]
