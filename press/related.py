"""What else a reader of an item may want to read."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from .models import Appearance, PressItem

MOST = 3


def related_to(item, published, beside=()):
    """Of published items, those in which somebody who speaks in `item` speaks, then those about a country of it.

    Newest first, three at most, in one query; never the item itself or those already named `beside` it. Whoever asks
    the questions does not count: a press service is in all of its interviews.
    """
    people = {voice.person_id for voice in item.appearances.all() if voice.person_id and not voice.is_interviewer}
    countries = {country.pk for country in item.countries.all()}
    if not people and not countries:
        return []
    speaking = Appearance.objects.filter(person__in=people, is_interviewer=False).values("item")
    about = PressItem.countries.through.objects.filter(country__in=countries).values("pressitem")
    found = published.filter(Q(pk__in=speaking) | Q(pk__in=about))
    found = found.exclude(pk__in=[item.pk, *(other.pk for other in beside if other)])
    found = found.annotate(is_of_speaker=ExpressionWrapper(Q(pk__in=speaking), BooleanField()))
    in_order = found.order_by("-is_of_speaker", "-published_at", "-uuid")
    return list(in_order.defer("body", "reference_note", "imported_text")[:MOST])
