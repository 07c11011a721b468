"""Pages that each process keeps for as long as nothing public changes: whoever asks the same again need not wait."""

import hashlib
from functools import wraps

from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from cstosite.data.state import public_state


def kept(view):
    """A view whose page is made of its address and of what is public, and of nothing else."""

    @wraps(view)
    def answer(request):
        state, pages = public_state(timezone.now()), caches["pages"]
        key = hashlib.sha256(f"{get_language()} {request.get_full_path()}".encode()).hexdigest()
        known_in, content = pages.get(key, (None, None))
        if known_in == state:
            return HttpResponse(content)
        response = view(request)
        if response.status_code == 200:
            pages.set(key, (state, response.content))
        return response

    return answer
