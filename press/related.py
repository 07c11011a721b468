"""What else a reader of an item may want to read."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from .models import Appearance, PressItem

MOST = 3


def related_to(item, published, beside=()):
    """Of published items, those in which a speaker of `item` speaks, then those on a subject of it, then of a country.

    Newest first, three at most, in one query; never the item itself or those already named `beside` it. Whoever asks
    the questions does not count: a press service is in all of its interviews.
    """
    people = {voice.person_id for voice in item.appearances.all() if voice.person_id and not voice.is_interviewer}
    countries = {country.pk for country in item.countries.all()}
    topics = {topic.pk for topic in item.topics.all()}
    if not people and not countries and not topics:
        return []
    speaking = Appearance.objects.filter(person__in=people, is_interviewer=False).values("item")
    about = PressItem.countries.through.objects.filter(country__in=countries).values("pressitem")
    on = PressItem.topics.through.objects.filter(topic__in=topics).values("pressitem")
    found = published.filter(Q(pk__in=speaking) | Q(pk__in=about) | Q(pk__in=on))
    found = found.exclude(pk__in=[item.pk, *(other.pk for other in beside if other)])
    found = found.annotate(
        is_of_speaker=ExpressionWrapper(Q(pk__in=speaking), BooleanField()),
        is_on_subject=ExpressionWrapper(Q(pk__in=on), BooleanField()),
    )
    in_order = found.order_by("-is_of_speaker", "-is_on_subject", "-published_at", "-uuid")
    return list(in_order.defer("body", "reference_note", "imported_text")[:MOST])
