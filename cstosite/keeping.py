"""What each process keeps for as long as nothing public changes: whoever asks the same again need not wait."""

import hashlib
from functools import wraps

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from cstosite.data.state import PublicState, public_state
from cstosite.shared.richtext import trusted


def kept(view):
    """A view whose page is made of its address and of what is public, and of nothing else; it is given the state."""

    @wraps(view)
    def answer(request):
        state, pages = public_state(timezone.now()), caches["pages"]
        key = hashlib.sha256(f"{get_language()} {request.get_full_path()}".encode()).hexdigest()
        known_in, content = pages.get(key, (None, None))
        if known_in == state.text:
            response = HttpResponse(content)
        else:
            response = view(request, state)
            if response.status_code == 200:
                pages.set(key, (state.text, response.content))
        response.next_due = state.next_due
        return response

    return answer


def kept_value(name, state, make):
    """What `make` makes of the page's language and of what is public, and of nothing else; `state` was asked before."""
    key = f"{name}-{get_language()}"
    known_in, value = caches["pages"].get(key, (None, None))
    if known_in != state.text:
        value = make()
        caches["pages"].set(key, (state.text, value))
    return value


def framed(request: HttpRequest, state: PublicState, template: str, pieces: dict[str, str], **context) -> str:
    """A page whose template shows `pieces`, by their names, and is rendered once for each state and each `context`.

    The template shows every piece as it is, whatever it holds: it does not ask about them. A piece that is no HTML is
    escaped here.
    """

    def split():
        marks = {name: trusted(f"\0{name}\0") for name in pieces}
        return render_to_string(template, marks | context, request).split("\0")

    frame = kept_value("-".join([template, *map(str, context.values())]), state, split)
    return "".join(conditional_escape(pieces[part]) if number % 2 else part for number, part in enumerate(frame))
