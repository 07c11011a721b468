"""The rows of the tables: what is published at a moment, in chunks, however much there is."""

from itertools import groupby, islice
from operator import itemgetter

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from delegations.models import Person

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
from ..transcript import ANSWER

CHUNK = 2000
TEXTS = 100  # these may be long


def people(now):
    """Those who appear in a published item."""
    items = PressItem.objects.published(now)
    return Person.objects.filter(Exists(items.filter(appearances__person=OuterRef("pk"))))


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


def items(now):
    before, after = _page("press:detail")
    fields = ("uuid", "group", "language", "kind", "slug", "title", "standfirst", "byline")
    fields += ("republished_from", "republished_url")
    dates = ("given_on_earliest", "given_on_precision", "published_at", "revised_at", "last_anchor")
    rows = PressItem.objects.published(now).order_by("published_at", "uuid").values_list(*fields, *dates)
    for row in rows.iterator(CHUNK):
        uuid, group, language, kind, slug, *words = row[: len(fields)]
        earliest, precision, *others = row[len(fields) :]
        url = f"{before}{slug}{after}"
        yield _plain((uuid, group, language, kind, slug, url, *words, _given(earliest, precision), precision, *others))


def texts(now):
    rows = PressItem.objects.published(now).order_by("published_at", "uuid")
    return map(_plain, rows.values_list("uuid", "body", "reference_note").iterator(TEXTS))


def exchanges(now):
    before, after = _page("press:detail")
    rows = _in_published(Exchange, now).order_by("item__published_at", "item__uuid", "number")
    shown = ("item__slug", "anchor", "short_title", "prompt", "answer", "voices", "number", "item_id")
    rows = rows.only(*shown, "item__uuid").iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        voices = {}
        numbers = {exchange.item_id for exchange in chunk}
        for voice in Appearance.objects.filter(item__in=numbers).select_related("person"):
            voices.setdefault(voice.item_id, []).append(voice)
        for exchange in chunk:
            names, persons = _answering(exchange, voices.get(exchange.item_id, []))
            url = f"{before}{exchange.item.slug}{after}{exchange.anchor}/"
            texts = (exchange.short_title, exchange.prompt, exchange.answer)
            person = persons.pop() if len(persons) == 1 else None
            yield _plain((exchange.item.uuid, exchange.anchor, exchange.number, url, *texts, names, person))


def _answering(exchange, voices):
    """The names of those who answer, with semicolons, and the identifiers of the people they are."""
    if not exchange.answer:
        return None, set()
    found = [(label, speakers.resolve(label, ANSWER, voices)) for label in exchange.voices.split("\n")]
    names = [label or (voice.label if voice else "") for label, voice in found]
    persons = {voice.person.uuid if voice and voice.person else None for _label, voice in found}
    return "; ".join(filter(None, names)), persons


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
    shown = topics_in_press(PressItem.objects.published(now))
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
