"""The public pages of the press."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.shared import twins
from cstosite.shared.public import of_what_is_public
from delegations.history import offices_of

from . import as_data, body, citing, narrowing, transcript
from .addresses import exchange_address
from .anchors import was_public
from .countries import country_or_404
from .listing import PAGE_SIZE, Listing, newest_in
from .models import Kind, OldAddress, PressItem, topics_in_press
from .models.listed import TOPIC
from .people import heard, items_with, people_in_press, with_page
from .related import beside


@of_what_is_public
def item_list(request):
    """The press list: newest first, by kind, country and year."""
    context = _list(request)
    return context["moved"] or render(request, "press/item_list.html", context)


@of_what_is_public
@twins.twin
def item_list_data(request):
    """The press list as JSON."""
    context = _list(request)
    return _twin_of(context["moved"]) or twins.answer(as_data.list_as_dict(context))


def _list(request):
    """What the list is made of; `moved` where it stands at another address."""
    listing = Listing.from_query(request.GET)
    if "page" in request.GET:  # Of the time when pages had numbers.
        return {"moved": redirect(listing.newest, permanent=True)}
    language, now = get_language(), timezone.now()
    published = PressItem.objects.published(now).in_language(language)
    person, topic = _person_of(listing, language), _topic_of(listing, language)
    for name, found in [("person", person), ("topic", topic)]:
        if found and found.slug != getattr(listing, name):
            return {"moved": redirect(replace(listing, **{name: found.slug}).address, permanent=True)}
    counts, choices = narrowing.counts(language, now), narrowing.choices(language, now)
    country = country_or_404(listing.country, now) if listing.country else None
    places = listing.places(published, country, person, topic)
    places = (places.before(*listing.before) if listing.before else places)[: PAGE_SIZE + 1]
    items = list(published.at(places).for_list())
    return {
        "moved": None,
        "twin": twins.address_of(listing.address),
        "listing": listing,
        "kind": Kind(listing.kind) if listing.kind else None,
        "country": country,
        "person": person,
        "topic": topic,
        "topics": choices["topic"],
        "people": narrowing.people(language, now),
        "items": items[:PAGE_SIZE],
        "older": listing.after(items[PAGE_SIZE - 1]) if len(items) > PAGE_SIZE else "",
        "kinds": [(kind, counts[kind.value]) for kind in Kind if kind.value in counts],
        "total": sum(counts.values()),
        "countries": choices["country"],
        "years": [(year, year) for year in narrowing.years(language, now)],
    }


def _person_of(listing, language):
    """The person a list is of; 404 unless they appear in a public item. An address they had before is known too."""
    if not listing.person:
        return None
    return get_object_or_404(people_in_press(language), addresses__slug=listing.person)


def _topic_of(listing, language):
    """The topic a list is of; of a merged one, the one it was merged into. 404 unless a public item is about it."""
    if not listing.topic:
        return None
    return get_object_or_404(topics_in_press(language).with_address(listing.topic))


def _twin_of(moved):
    """Where a page leads on its twin leads on, to the twin of that page."""
    return moved and redirect(twins.address_of(moved.url), permanent=True)


@of_what_is_public
def topic_detail(request, slug):
    """One topic: what belongs to it, and its newest items. The address of a merged one leads on, 301; else 404."""
    context = _topic(slug)
    return context["moved"] or render(request, "press/topic_detail.html", context)


@of_what_is_public
@twins.twin
def topic_data(request, slug):
    """One topic as JSON."""
    context = _topic(slug)
    return _twin_of(context["moved"]) or twins.answer(as_data.topic_page_as_dict(context))


def _topic(slug):
    topic = get_object_or_404(topics_in_press(get_language()).with_address(slug))
    if topic.slug != slug:
        return {"moved": redirect(topic, permanent=True)}
    items = list(newest_in(TOPIC, topic, PAGE_SIZE + 1))
    return {
        "moved": None,
        "twin": twins.address_of(topic.get_absolute_url()),
        "topic": topic,
        "items": items[:PAGE_SIZE],
        "more": Listing(topic=topic.slug).address if len(items) > PAGE_SIZE else "",
    }


@of_what_is_public
def item_detail(request, slug):
    """One item; a withdrawn one answers 410 with the public reason and the date."""
    context = _item(slug)
    if context is None:
        return elsewhere(request, slug)
    return render(request, "press/item_detail.html", context)


@of_what_is_public
@twins.twin
def item_data(request, slug):
    """One item as JSON."""
    context = _item(slug)
    if context is None:
        return elsewhere(request, slug, "detail-data")
    return twins.answer(as_data.item_as_dict(context))


def _item(slug):
    """What an item's page is made of; None where none is published."""
    published = PressItem.objects.published().in_language(get_language())
    item = published.for_page().filter(slug=slug).first()
    if item is None:
        return None
    earlier, later, related = beside(item, published)
    twin = twins.address_of(item.get_absolute_url())
    return {"item": item, "earlier": earlier, "later": later, "related": related, "twin": twin}


@of_what_is_public
def exchange_detail(request, slug, anchor):
    """One exchange alone; one that was taken out answers 410 and leads to the item."""
    context = _exchange(slug, anchor)
    if context is None:
        return elsewhere(request, slug, "exchange", anchor=anchor)
    if "exchange" not in context:
        return removed(request, context["item"], anchor)
    return render(request, "press/exchange_detail.html", context)


@of_what_is_public
@twins.twin
def exchange_data(request, slug, anchor):
    """One exchange as JSON."""
    context = _exchange(slug, anchor)
    if context is None:
        return elsewhere(request, slug, "exchange-data", anchor=anchor)
    if "exchange" not in context:
        return removed(request, context["item"], anchor, is_data=True)
    return twins.answer(as_data.exchange_as_dict(context))


def _exchange(slug, anchor):
    """What an exchange's page is made of; the item alone where it has no such anchor, None where none is published."""
    published = PressItem.objects.published().in_language(get_language())
    item = published.for_page().filter(slug=slug).first()
    if item is None:
        return None
    exchanges = transcript.exchanges(body.parse(item.body))
    place = next((place for place, exchange in enumerate(exchanges) if exchange.anchor == anchor), None)
    if place is None:
        return {"item": item}
    return {
        "item": item,
        "exchanges": exchanges,
        "exchange": exchanges[place],
        "number": place + 1,
        "earlier": exchanges[place - 1] if place else None,
        "later": exchanges[place + 1] if place + 1 < len(exchanges) else None,
        "segments": transcript.part_of(item.segments, anchor),
        "twin": twins.address_of(exchange_address(item, anchor)),
    }


@of_what_is_public
def citation(request, slug, form):
    """One item for a reference manager: "bib" or "ris"."""
    published = PressItem.objects.published().in_language(get_language())
    item = published.filter(slug=slug).first()
    if item is None:
        return elsewhere(request, slug, "cite", form=form)
    content_type, write = citing.FORMS[form]
    text = write(item, settings.SITE_URL + item.get_absolute_url())
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{item.slug}.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def elsewhere(request, slug, page="detail", **parts):
    """What an address answers where nothing is published: the item may be withdrawn, 410, or have another one, 301.

    What is not public answers as it does at its own address. `page` is which of the item's was asked for.
    """
    language = get_language()
    item = PressItem.objects.in_language(language).withdrawn().filter(slug=slug).first()
    if item is None:
        old = OldAddress.objects.filter(language=language, slug=slug).select_related("item").first()
        item = old and old.item
    if item is None or not item.was_ever_public():
        raise Http404("No item has this address.")
    anchor = parts.get("anchor")
    is_data = page.endswith("-data")
    if item.is_published():
        if anchor and anchor not in body.prompts(body.parse(item.body)):
            return removed(request, item, anchor, is_data)
        return redirect(f"press:{page}", slug=item.slug, permanent=True, **parts)
    if anchor and not was_public(item, anchor):
        raise Http404("The item never had this exchange.")
    return _gone_as_data(item) if is_data else render(request, "410.html", {"gone": item}, status=410)


def _gone_as_data(item):
    """410 of a withdrawn item as JSON: the day and the reason, and no word of the item."""
    day, reason = timezone.localdate(item.withdrawn_at).isoformat(), item.withdrawal_reason
    return twins.refusal(410, _("This item has been withdrawn"), withdrawn_on=day, reason=reason)


def removed(request, item, anchor, is_data=False):
    """410 for an exchange that a public item had, with the way to the item; 404 for one it never had."""
    if not was_public(item, anchor):
        raise Http404("The item never had this exchange.")
    if is_data:
        words, address = _("This question is no longer part of the item"), twins.absolute(item.get_absolute_url())
        return twins.refusal(410, words, item={"id": str(item.uuid), "title": item.title, "url": address})
    return render(request, "press/exchange_removed.html", {"item": item}, status=410)


@of_what_is_public
def person_detail(request, slug):
    """One person: offices over time, items they appear in. An address they had before leads on, 301; else 404."""
    context = _person(slug)
    return context["moved"] or render(request, "press/person_detail.html", context)


@of_what_is_public
@twins.twin
def person_data(request, slug):
    """One person as JSON."""
    context = _person(slug)
    return _twin_of(context["moved"]) or twins.answer(as_data.person_page_as_dict(context))


def _person(slug):
    person = with_page().filter(slug=slug).first()
    if person is None:
        return {"moved": redirect(get_object_or_404(with_page(), addresses__slug=slug), permanent=True)}
    items = list(items_with(person, PAGE_SIZE + 1).defer(None))
    return {
        "moved": None,
        "twin": twins.address_of(person.get_absolute_url()),
        "person": person,
        "offices": offices_of(person),
        "heard": heard(person, items[:PAGE_SIZE]),
        "more": Listing(person=person.slug).address if len(items) > PAGE_SIZE else "",
    }
