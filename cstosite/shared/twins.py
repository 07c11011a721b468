"""The JSON twin of a page: the same, at an address of its own, for programs on any site."""

from datetime import date, datetime
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from .cors import open_to_all
from .json_text import as_json
from .partial_date import PartialDate


def address_of(page: str) -> str:
    """Where the twin of a page stands: that of /press/?kind=interviews at /press.json?kind=interviews."""
    path, mark, query = page.partition("?")
    return f"{path.rstrip('/')}.json{mark}{query}"


def absolute(address: str) -> str:
    """An address of this site as other sites know it."""
    return settings.SITE_URL + address


def moment(value: datetime) -> str:
    """A moment as feeds and pages tell it: ISO 8601 with the offset of the site's time zone."""
    return timezone.localtime(value).isoformat()


def day(value: date | None) -> str | None:
    """A day known as such, or None."""
    return value and value.isoformat()


def partial(value: PartialDate | None) -> dict | None:
    """A date as far as it is known: {"date": "2023-12", "precision": "month"}."""
    return {"date": str(value), "precision": value.precision} if value else None


def answer(data: dict, status: int = 200) -> HttpResponse:
    """The data as JSON."""
    return HttpResponse(as_json(data), content_type="application/json; charset=utf-8", status=status)


def refusal(status: int, message: str, **more) -> HttpResponse:
    """Why there is no data, in a sentence."""
    return answer({"status": status, "message": message, **more}, status)


def nothing(request) -> HttpResponse:
    """404, the same for what never existed and for what is not public."""
    response = refusal(404, _("There is nothing at this address."))
    # Of queries that find nothing there is no end.
    response.is_endless = bool(request.GET)
    return for_programs(response)


def for_programs(response: HttpResponse) -> HttpResponse:
    """The answer as programs on any site may read it, which search engines leave out where there is no end of them."""
    if getattr(response, "is_endless", False):
        response["X-Robots-Tag"] = "noindex"
    return open_to_all(response)


def twin(view):
    """A view that answers with JSON, which programs on any site may read; where there is nothing, JSON says so too."""

    @wraps(view)
    def for_every_site(request, *args, **kwargs):
        try:
            return for_programs(view(request, *args, **kwargs))
        except Http404:
            return nothing(request)

    return for_every_site
