"""What else a reader of an item may want to read."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery

from .models import Appearance, Listed
from .models.listed import COUNTRY, PERSON, SHORT, TOPIC

MOST = 3
MOST_LOOKED_AT = 20  # people, topics and countries


def beside(item, published):
    """Of published items, the one before and the one after an item, None where there is none, and those related to it.

    Related are those in which a speaker of `item` speaks, then those on a subject of it, then of a country; newest
    first, three at most, never the item itself or its neighbours. Whoever asks the questions does not count: a press
    service is in all of its interviews. One query.
    """
    voices = (voice for voice in item.appearances.all() if voice.person_id and not voice.is_interviewer)
    # In their order; of an item with hundreds of speakers the first will do.
    people = list(dict.fromkeys(voice.person_id for voice in voices))[:MOST_LOOKED_AT]
    topics, countries = ([each.pk for each in rows.all()][:MOST_LOOKED_AT] for rows in (item.topics, item.countries))
    neighbours = [published.filter(pk=Subquery(one)).values("pk") for one in _neighbours(item, published)]
    lists = [_newest(places.exclude(item=item.pk)) for places in _lists(item.language, people, topics, countries)]
    # Few are left, of which the best are taken.
    found = published.filter(pk__in=neighbours[0].order_by().union(neighbours[1].order_by(), *lists)).annotate(
        is_neighbour=ExpressionWrapper(Q(pk__in=neighbours[0]) | Q(pk__in=neighbours[1]), BooleanField()),
        is_of_speaker=Exists(_speaking(OuterRef("pk"), people)),
        is_on_subject=Exists(Listed.objects.filter(item=OuterRef("pk"), what=TOPIC, number__in=topics)),
    )
    in_order = found.order_by("-is_neighbour", "-is_of_speaker", "-is_on_subject", "-published_at", "-uuid")
    rows = list(in_order.defer("body", "reference_note", "imported_text")[: MOST + 2])
    place = item.published_at, item.uuid
    by_side = {(row.published_at, row.uuid) < place: row for row in rows if row.is_neighbour}
    return by_side.get(True), by_side.get(False), [row for row in rows if not row.is_neighbour][:MOST]


def _neighbours(item, published):
    """The statements of the item before and of the one after."""
    place = item.published_at, item.uuid
    yield published.before(*place).newest_first().values("pk")[:1]
    yield published.after(*place).values("pk")[:1]


def _lists(language, people, topics, countries):
    """Where to look; of what somebody said, among the newest thousand."""
    due = Listed.objects.fallen_due()
    for person in people:
        newest = due.in_list(PERSON, person, language).newest_first()[:SHORT]
        spoken = Listed.objects.filter(Exists(_speaking(OuterRef("item"), [person])), pk__in=newest.values("pk"))
        yield spoken
        if topics:
            on = Listed.objects.filter(item=OuterRef("item"), what=TOPIC, number__in=topics)
            yield spoken.filter(Exists(on))
    yield from (due.in_list(TOPIC, topic, language) for topic in topics)
    yield from (due.in_list(COUNTRY, country, language) for country in countries)


def _speaking(item, people):
    return Appearance.objects.filter(item=item, person__in=people, is_interviewer=False)


def _newest(places):
    # Two of them may be the item's neighbours.
    newest = places.newest_first()[: MOST + 2].values("pk")
    return Listed.objects.filter(pk__in=newest).order_by().values("item")
