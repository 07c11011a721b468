"""What each process keeps for as long as nothing public changes: whoever asks the same again need not wait."""

import hashlib

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from cstosite.data.state import public_state
from cstosite.shared.richtext import trusted


class KeptAnswersMiddleware:
    """Answers of views that are `of_what_is_public`; they find the state they are made in as `request.public_state`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not hasattr(request, "public_state"):
            return response
        response.next_due = request.public_state.next_due
        if response.status_code == 200 and not hasattr(response, "was_kept"):
            kept = response.content, dict(response.headers), getattr(response, "is_endless", False)
            caches["pages"].set(_key(request), (request.public_state.text, kept))
        return response

    def process_view(self, request, view, args, kwargs):
        """The answer that is kept, if it is one of the state there is now."""
        if not hasattr(view, "is_of_what_is_public"):
            return None
        request.public_state = public_state(timezone.now())
        known_in, kept = caches["pages"].get(_key(request), (None, None))
        if known_in != request.public_state.text:
            return None
        content, headers, is_endless = kept
        response = HttpResponse(content, headers=headers)
        response.is_endless, response.was_kept = is_endless, True
        return response


def _key(request):
    # As it was sent: two queries that are written differently may be read differently.
    address = f"{get_language()}\n{request.path}\n{request.META.get('QUERY_STRING', '')}"
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def kept_value(name, state, make):
    """What `make` makes of the page's language and of what is public, and of nothing else; `state` was asked before."""
    key = f"{name}-{get_language()}"
    known_in, value = caches["pages"].get(key, (None, None))
    if known_in != state.text:
        value = make()
        caches["pages"].set(key, (state.text, value))
    return value


def framed(request: HttpRequest, template: str, pieces: dict[str, str], **context) -> str:
    """A page whose template shows `pieces`, by their names, and is rendered once for each state and each `context`.

    The template shows every piece as it is, whatever it holds: it does not ask about them. A piece that is no HTML is
    escaped here.
    """

    def split():
        marks = {name: trusted(f"\0{name}\0") for name in pieces}
        return render_to_string(template, marks | context, request).split("\0")

    frame = kept_value("-".join([template, *map(str, context.values())]), request.public_state, split)
    return "".join(conditional_escape(pieces[part]) if number % 2 else part for number, part in enumerate(frame))
