"""What each process keeps for as long as nothing public changes: whoever asks the same again need not wait."""

import hashlib
from functools import wraps

from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from cstosite.data.state import public_state


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
