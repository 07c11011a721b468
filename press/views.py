"""The public pages of the press."""

from dataclasses import replace

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from delegations.history import offices_of
from delegations.models import Country

from .listing import PAGE_SIZE, Listing
from .models import Kind, OldAddress, PressItem, countries_in_press, topics_in_press
from .people import items_with, people_in_press, with_page

# With more people than this a choice of them is no help: search finds them.
MOST_PEOPLE = 200


def item_list(request):
    """The press list: newest first, by kind, country and year."""
    listing = Listing.from_query(request.GET)
    if "page" in request.GET:  # Of the time when pages had numbers.
        return redirect(listing.newest, permanent=True)
    published = PressItem.objects.published().in_language(get_language())
    person, topic = _person_of(listing, published), _topic_of(listing, published)
    for name, found in [("person", person), ("topic", topic)]:
        if found and found.slug != getattr(listing, name):
            return redirect(replace(listing, **{name: found.slug}).address, permanent=True)
    matching = listing.narrow(published).for_list()
    items = list((matching.before(*listing.before) if listing.before else matching)[: PAGE_SIZE + 1])
    counts = dict(published.order_by().values_list("kind").annotate(Count("pk")))
    countries = list(countries_in_press(published))
    country = next((country for country in countries if country.code == listing.country), None)
    if listing.country and not country:
        country = get_object_or_404(Country, code=listing.country)
    context = {
        "listing": listing,
        "kind": Kind(listing.kind) if listing.kind else None,
        "country": country,
        "person": person,
        "topic": topic,
        "topics": topics_in_press(published),
        "people": people_in_press(published)[: MOST_PEOPLE + 1],
        "most_people": MOST_PEOPLE,
        "items": items[:PAGE_SIZE],
        "older": listing.after(items[PAGE_SIZE - 1]) if len(items) > PAGE_SIZE else "",
        "kinds": [(kind, counts[kind.value]) for kind in Kind if kind.value in counts],
        "total": sum(counts.values()),
        "countries": countries,
        "years": published.order_by()
        .annotate(year=ExtractYear("published_at"))
        .values_list("year", flat=True)
        .distinct()
        .order_by("-year"),
    }
    return render(request, "press/item_list.html", context)


def _person_of(listing, published):
    """The person a list is of; 404 unless they appear in a public item. An address they had before is known too."""
    if not listing.person:
        return None
    return get_object_or_404(people_in_press(published), addresses__slug=listing.person)


def _topic_of(listing, published):
    """The topic a list is of; of a merged one, the one it was merged into. 404 unless a public item is about it."""
    if not listing.topic:
        return None
    return get_object_or_404(topics_in_press(published).with_address(listing.topic))


def topic_detail(request, slug):
    """One topic: what belongs to it, and its newest items. The address of a merged one leads on, 301; else 404."""
    published = PressItem.objects.published().in_language(get_language())
    topic = get_object_or_404(topics_in_press(published).with_address(slug))
    if topic.slug != slug:
        return redirect(topic, permanent=True)
    items = list(published.filter(topics=topic).for_list()[: PAGE_SIZE + 1])
    listing = Listing(topic=topic.slug)
    context = {"topic": topic, "items": items[:PAGE_SIZE], "more": listing.address if len(items) > PAGE_SIZE else ""}
    return render(request, "press/topic_detail.html", context)


def item_detail(request, slug):
    """One item; a withdrawn one answers 410 with the public reason and the date."""
    in_language = PressItem.objects.in_language(get_language())
    item = in_language.published().for_page().with_next_due().filter(slug=slug).first()
    if item:
        earlier, later = in_language.published().neighbours(item)
        response = render(request, "press/item_detail.html", {"item": item, "earlier": earlier, "later": later})
        response.next_due = item.next_due
        return response
    if gone := in_language.withdrawn().filter(slug=slug).first():
        return render(request, "410.html", {"gone": gone}, status=410)
    return moved(request, slug)


def moved(request, slug):
    """To the address the item has now, 301; what is not public answers as it does at its own address."""
    old = OldAddress.objects.filter(language=get_language(), slug=slug).select_related("item").first()
    if old and old.item.is_published():
        return redirect(old.item, permanent=True)
    if old and old.item.was_ever_public():
        return render(request, "410.html", {"gone": old.item}, status=410)
    raise Http404("No item has this address.")


def person_detail(request, slug):
    """One person: offices over time, items they appear in. An address they had before leads on, 301; else 404."""
    person = with_page().filter(slug=slug).first()
    if person is None:
        return redirect(get_object_or_404(with_page(), addresses__slug=slug), permanent=True)
    context = {"person": person, "offices": offices_of(person), "items": items_with(person)}
    return render(request, "press/person_detail.html", context)
