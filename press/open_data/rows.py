"""The rows of the tables: what is published at a moment, in chunks, however much there is."""

import hashlib
from datetime import UTC, timedelta
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from .. import media, speakers
from ..models import (
    Appearance,
    Correction,
    Exchange,
    ItemDocument,
    ItemPicture,
    OldAddress,
    PressItem,
    Topic,
    topics_in_press,
)
from ..people import people_in_press
from ..transcript import ANSWER

CHUNK = 2000
TEXTS = 100  # these may be long


def people(now):
    """Those who appear in a published item."""
    return people_in_press(now=now)


def _in_published(model, now):
    """The parts, of one kind, of published items, by their items."""
    items = PressItem.objects.published(now)
    return model.objects.filter(item__in=items.values("pk")).select_related("item").order_by("item__uuid")


def _plain(values):
    return tuple(None if value == "" else value for value in values)


def _page(name, *args):
    """Builds addresses of pages faster than `reverse`: the two texts around the slug."""
    before, after = reverse(name, args=["slug", *args]).split("slug")
    return settings.SITE_URL + before, after


def _given(earliest, precision):
    return earliest and earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def by_month(rows, names_speakers=False):
    """The rows of published items, one month after the other: a function of the moment, for a table in parts."""

    def parts(now):
        published = PressItem.objects.published(now).order_by("published_at", "uuid")
        for begins, ends in _months(published):
            items = published.filter(published_at__gte=begins, published_at__lt=ends)
            yield _name_of(items, names_speakers), rows(items)

    return parts


def _months(published):
    """The months (of UTC) in which something was published, each as its beginning and its end."""
    moments = published.values_list("published_at", flat=True)
    at = moments.first()
    while at:
        begins = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        ends = (begins + timedelta(days=31)).replace(day=1)
        yield begins, ends
        at = moments.filter(published_at__gte=ends).first()


def _name_of(items, names_speakers):
    """What is another text when a row of some items is: every save moves `modified_at`, speakers stand for themselves.

    Whatever else comes to write the columns of these rows has to do as much, or raise LAYOUT of cstosite/data/files.py.
    """
    digest = hashlib.sha256()
    own = items.values_list("uuid", "published_at", "modified_at", "revised_at", "slug")
    voices = Appearance.objects.filter(item__in=items.order_by().values("pk")).order_by("pk")
    voices = voices.values_list("item_id", "label", "is_interviewer", "person__uuid")
    for row in chain(own.iterator(CHUNK), voices.iterator(CHUNK) if names_speakers else ()):
        digest.update(repr(row).encode())
    return digest.hexdigest()


def items(published):
    before, after = _page("press:detail")
    fields = ("uuid", "group", "language", "kind", "slug", "title", "standfirst", "byline")
    fields += ("republished_from", "republished_url")
    dates = ("given_on_earliest", "given_on_precision", "published_at", "revised_at", "last_anchor")
    for row in published.values_list(*fields, *dates).iterator(CHUNK):
        uuid, group, language, kind, slug, *words = row[: len(fields)]
        earliest, precision, *others = row[len(fields) :]
        url = f"{before}{slug}{after}"
        yield _plain((uuid, group, language, kind, slug, url, *words, _given(earliest, precision), precision, *others))


def texts(published):
    for row in published.values_list("uuid", "body", "reference_note").iterator(TEXTS):
        yield _plain(row)


class _Voice(NamedTuple):
    item: int
    label: str
    is_interviewer: bool
    person: UUID | None


def exchanges(published):
    before, after = _page("press:detail")
    rows = Exchange.objects.filter(item__in=published.order_by().values("pk"))
    rows = rows.order_by("item__published_at", "item__uuid", "number")
    texts = ("short_title", "prompt", "answer")
    shown = ("item_id", "item__uuid", "item__slug", "anchor", "number", "voices", *texts)
    rows = rows.values_list(*shown).iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        voices = {}
        found = Appearance.objects.filter(item__in={row[0] for row in chunk}).order_by()
        for voice in found.values_list("item_id", "label", "is_interviewer", "person__uuid"):
            voices.setdefault(voice[0], []).append(_Voice(*voice))
        for item, uuid, slug, anchor, number, labels, *texts in chunk:
            # Who answers nothing is nobody.
            names, persons = _answering(labels, voices.get(item, [])) if texts[-1] else (None, set())
            url = f"{before}{slug}{after}{anchor}/"
            person = persons.pop() if len(persons) == 1 else None
            yield _plain((uuid, anchor, number, url, *texts, names, person))


def _answering(labels, voices):
    """The names of those who answer, with semicolons, and the identifiers of the people they are."""
    found = [(label, speakers.resolve(label, ANSWER, voices)) for label in labels.split("\n")]
    names = [label or (voice.label if voice else "") for label, voice in found]
    return "; ".join(filter(None, names)), {voice and voice.person for _label, voice in found}


def appearances(now):
    fields = ("item__uuid", "position", "label", "office", "is_interviewer", "person__uuid")
    rows = _in_published(Appearance, now).order_by("item__uuid", "position", "label").values_list(*fields)
    return map(_plain, rows.iterator(CHUNK))


def linked(through, value):
    """The rows of a table that ties items to something: a function of the moment."""

    def rows(now):
        links = through.objects.filter(pressitem__in=PressItem.objects.published(now).values("pk"))
        names = ("pressitem__uuid", value)
        return links.order_by(*names).values_list(*names).iterator(CHUNK)

    return rows


def corrections(now):
    rows = _in_published(Correction, now).order_by("item__uuid", "at", "pk")
    rows = rows.values_list("item__uuid", "at", "what", "note", "was").iterator(CHUNK)
    for _item, own in groupby(rows, key=itemgetter(0)):
        for number, row in enumerate(own, start=1):
            yield _plain((*row, number))


def addresses(now):
    rows = _in_published(OldAddress, now).order_by("item__uuid", "language", "slug")
    return rows.values_list("item__uuid", "language", "slug").iterator(CHUNK)


def topics(now):
    shown = topics_in_press(now=now)
    rows = Topic.objects.filter(Q(pk__in=shown) | Q(into__in=shown, was_public=True)).order_by("slug")
    for uuid, slug, name, description, into in rows.values_list("uuid", "slug", "name", "description", "into__uuid"):
        # Of a merged one only what leads on is told.
        yield _plain((uuid, slug, name, "" if into else description, into))


def withdrawn(now):
    # Neither headline nor address: that says too much already.
    return PressItem.objects.withdrawn().order_by("uuid").values_list("uuid", "withdrawn_at", "withdrawal_reason")


def pictures(now):
    rows = _in_published(ItemPicture, now).select_related("item", "picture").order_by("item__uuid", "position", "pk")
    for each in rows.iterator(CHUNK):
        picture = each.picture
        url = settings.SITE_URL + media.address(picture, picture.original)
        about = (each.alt, each.is_decorative, each.caption, each.credit, each.focus_x, each.focus_y, picture.formats)
        yield _plain((each.item.uuid, each.position, picture.uuid, url, picture.width, picture.height, *about))


def documents(now):
    rows = _in_published(ItemDocument, now).select_related("item", "document").order_by("item__uuid", "position", "pk")
    for each in rows.iterator(CHUNK):
        url = settings.SITE_URL + media.address(each.document, each.document.NAME)
        yield each.item.uuid, each.position, each.document.uuid, url, each.title, each.document.size
