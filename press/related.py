"""What else a reader of an item may want to read."""

from django.db.models import Exists, OuterRef

from .models import Appearance, Listed
from .models.listed import COUNTRY, PERSON, SHORT, TOPIC

MOST = 3


def related_to(item, published, beside=()):
    """Of published items, those in which a speaker of `item` speaks, then those on a subject of it, then of a country.

    Newest first, three at most, in one query; never the item itself or those already named `beside` it. Whoever asks
    the questions does not count: a press service is in all of its interviews.
    """
    people = {voice.person_id for voice in item.appearances.all() if voice.person_id and not voice.is_interviewer}
    topics, countries = ({each.pk for each in rows.all()} for rows in (item.topics, item.countries))
    known = [item.pk, *(other.pk for other in beside if other)]
    lists = [_newest(places.exclude(item__in=known)) for places in _lists(item.language, people, topics, countries)]
    if not lists:
        return []
    # Few are left, of which the best are taken.
    found = published.filter(pk__in=lists[0].union(*lists[1:])).annotate(
        is_of_speaker=Exists(_speaking(OuterRef("pk"), people)),
        is_on_subject=Exists(Listed.objects.filter(item=OuterRef("pk"), what=TOPIC, number__in=topics)),
    )
    in_order = found.order_by("-is_of_speaker", "-is_on_subject", "-published_at", "-uuid")
    return list(in_order.defer("body", "reference_note", "imported_text")[:MOST])


def _lists(language, people, topics, countries):
    """Where to look; of what somebody said, among the newest thousand."""
    due = Listed.objects.fallen_due()
    for person in sorted(people):
        newest = due.in_list(PERSON, person, language).newest_first()[:SHORT]
        spoken = Listed.objects.filter(Exists(_speaking(OuterRef("item"), [person])), pk__in=newest.values("pk"))
        yield spoken
        if topics:
            on = Listed.objects.filter(item=OuterRef("item"), what=TOPIC, number__in=topics)
            yield spoken.filter(Exists(on))
    yield from (due.in_list(TOPIC, topic, language) for topic in sorted(topics))
    yield from (due.in_list(COUNTRY, country, language) for country in sorted(countries))


def _speaking(item, people):
    return Appearance.objects.filter(item=item, person__in=people, is_interviewer=False)


def _newest(places):
    newest = places.newest_first()[:MOST].values("pk")
    return Listed.objects.filter(pk__in=newest).order_by().values("item")
