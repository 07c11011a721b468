"""The page of search results and its twin: press items, by exchange; delegations and people by any recorded name."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.search.asking import MAX_TERMS, without_minus
from cstosite.shared import twins
from cstosite.shared.public import of_what_is_public
from delegations.finding import delegations_called, public_names
from press import narrowing
from press.models import Kind, PressItem
from press.people import people_called, people_called_any
from press.searching import Search, search_press

from . import as_data
from .channels import feed_links
from .channels.filtered import feed_of
from .hits import hits
from .keeping import framed, kept_value
from .templatetags.feeds import feed_choice, feed_heads


@of_what_is_public
def search(request):
    """What is found of the words typed."""
    answer = _answer(request)
    asked, found, feeds, heading = (answer[name] for name in ("search", "found", "feeds", "heading"))
    other_order = asked.but(sort="" if asked.sort else "date")
    is_nothing = asked.typed and not found.results and not asked.before
    pieces = {
        "title": f"{heading} ({_('further results')})" if asked.before else heading,
        "feed_heads": feed_heads(feeds, heading),
        "twin": answer["twin"],
        "heading": heading,
        "told": render_to_string("search/_told.html", answer) if asked.typed or found.filters else "",
        "other_order": other_order.address,
        "hits": hits(found.results),
        "first_results": asked.but().address,
        "listed": asked.listed,
        "printed_url": twins.absolute(asked.address),
        "further_results": found.more,
        "nothing": render_to_string("search/_nothing.html", answer) if is_nothing else "",
        "feed_choice": feed_choice(feeds),
        "typed": asked.typed,
        "choices": _choices(answer, request.public_state),
    }
    page = framed(
        request,
        "search/page.html",
        pieces,
        # The navigation says that this is the page of searches, or one of them.
        nav_current="page" if asked.address == request.path else "",
        is_typed=bool(asked.typed),
        is_by_date=bool(asked.sort),
        is_further=bool(asked.before),
        has_results=bool(found.results),
        has_more=bool(found.more),
        has_feeds=bool(feeds),
        has_list=bool(asked.listed),
    )
    response = HttpResponse(page)
    response.is_endless = True
    return response


def _choices(answer, state):
    def choices():
        return render_to_string("search/_choices.html", answer)

    is_narrowed = answer["search"] != Search(typed=answer["search"].typed)
    return choices() if is_narrowed else kept_value("search-choices", state, choices)


@of_what_is_public
@twins.twin
def search_data(request):
    """What is found as JSON."""
    answer = _answer(request)
    items = PressItem.objects.published().for_list().in_bulk([result.item.pk for result in answer["found"].results])
    response = twins.answer(as_data.search_as_dict(answer, items))
    response.is_endless = True
    return response


def _answer(request):
    now, state = timezone.now(), request.public_state
    asked = Search.from_query(request.GET)
    found = search_press(asked, get_language(), now)
    # Who narrows a search to a country, a person or a subject, or reads on, asks for items.
    is_of_items = asked.country or asked.person or asked.topic or asked.before
    wanted = without_minus(asked.typed)
    delegations = [] if is_of_items else delegations_called(wanted, kept_value("names", state, public_names))
    people = [] if is_of_items else people_called(wanted, now)
    feed = feed_of(found)
    nothing = asked.typed and not (found.results or delegations or people or asked.before)
    return {
        "found": found,
        "search": asked,
        "twin": twins.address_of(asked.address),
        "heading": _heading(asked.typed),
        "feeds": feed_links("search", feed) if feed else [],
        "delegations": delegations,
        "people": people,
        "spelt": people_called_any(wanted.split()[:MAX_TERMS], now) if nothing else [],
        "choices": kept_value("choices", state, lambda: narrowing.choices(get_language(), now)),
        "kinds": [(kind.value, kind.plural) for kind in Kind],
    }


def _heading(typed):
    return _("Search for “%(words)s”") % {"words": Truncator(typed).chars(80)} if typed else _("Search")
