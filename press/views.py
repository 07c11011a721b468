"""The public pages of the press."""

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from delegations.history import offices_of
from delegations.models import Country

from .listing import PAGE_SIZE, Listing
from .models import Kind, OldAddress, PressItem, countries_in_press
from .people import items_with, with_page


def item_list(request):
    """The press list: newest first, by kind, country and year."""
    listing = Listing.from_query(request.GET)
    published = PressItem.objects.published().in_language(get_language())
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
