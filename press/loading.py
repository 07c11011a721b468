"""Loading items from files that keep a page's text as it was printed, one paragraph to a line.

Each file is JSON with the item's stable identifier. What it has never created is created, once; nothing is updated.
"""

import json
from datetime import date, datetime, time
from html import escape
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from delegations.loading import is_new
from delegations.models import Country, Person

from . import body
from .history import keep
from .models import Act, Appearance, JournalEntry, PressItem, State
from .proposal import propose
from .transcript import Block


@transaction.atomic
def load_items(folder: Path) -> int:
    """Load the JSON files of a folder; the number of new items."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return sum(is_new(values["uuid"]) and _create(values) for values in files)


def _create(values):
    text = propose(values["text"])
    item = PressItem(
        **{name: values[name] for name in ("uuid", "group", "language", "kind", "slug", "title", "standfirst")},
        body=body.write(blocks_of(text.pieces, values["short_titles_by_the_editor"])),
        byline=" ".join(piece.text for piece in text.pieces if piece.role == "byline"),
        reference_note="".join(note_as_html(piece.text) for piece in text.pieces if piece.role == "note"),
        imported_text="\n".join(values["text"]),
        state=State.APPROVED,
        published_at=_noon(date.fromisoformat(values["published_on"])),
    )
    item.full_clean(exclude=["modified_by"])
    item.save()
    item.countries.set(Country.objects.filter(code__in=values["countries"]))
    for position, voice in enumerate(values["appearances"], start=1):
        person = Person.objects.get_known(voice["person"])
        Appearance.objects.create(
            item=item, person=person, label=voice["label"], office=voice["office"], position=position
        )
    JournalEntry.note(item, Act.LOAD, revision=keep(item, Act.LOAD))
    return True


def blocks_of(pieces, short_titles):
    """The body's blocks; before each prompt goes the next of the titles that the editor gave."""
    titles = iter(short_titles)
    for piece in pieces:
        if piece.role in {"byline", "note"}:
            continue
        if piece.role == "prompt" and (title := next(titles, "")):
            yield Block(text=title, html=escape(title), tag="h3", role="short-title")
        role = "" if piece.role == "answer" else piece.role
        yield Block(text=piece.text, html=escape(piece.text), role=role, speaker=piece.speaker)


def note_as_html(text):
    """A paragraph of the note; its opening words, "For reference.", stand out."""
    opening, stop, rest = text.partition(". ")
    if stop and len(opening.split()) <= 2:
        return f"<p><strong>{escape(opening)}.</strong> {escape(rest)}</p>"
    return f"<p>{escape(text)}</p>"


def _noon(day):
    """The moment an old page without a time came out: noon of its day, in the site's zone."""
    return datetime.combine(day, time(12), timezone.get_default_timezone())
