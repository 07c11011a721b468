"""What holds for every request: its id, the methods it may use, the headers and the cache rules of its answer."""

import hashlib
import re
import uuid
from datetime import datetime, time, timedelta

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, DataError
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import parse_http_date_safe

from cstosite.shared import cors
from cstosite.shared.compression import takes_gzip
from press.models import PressItem

from . import logs, views

# The only part of the site that knows people and takes what they send.
STAFF_PREFIX = "/admin/"
PAGE_SECONDS = 60
# Bytes from which Django compresses.
COMPRESSED_FROM = 200
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_staff_address(request):
    """Whether the request is for the admin."""
    return request.path_info.startswith(STAFF_PREFIX)


class StaffSessionMiddleware(SessionMiddleware):
    """Sessions exist for staff addresses only: whatever cookie a visitor sends, a public page answers the same."""

    def process_request(self, request):
        if is_staff_address(request):
            super().process_request(request)

    def process_response(self, request, response):
        return super().process_response(request, response) if hasattr(request, "session") else response


class StaffAuthenticationMiddleware(AuthenticationMiddleware):
    """Who is signed in, at staff addresses."""

    def process_request(self, request):
        if is_staff_address(request):
            super().process_request(request)


class StaffCsrfMiddleware(CsrfViewMiddleware):
    """Forms exist at staff addresses only; elsewhere even a broken token in a cookie changes nothing."""

    def process_request(self, request):
        if is_staff_address(request):
            super().process_request(request)

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if is_staff_address(request):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return None


class StaffMessageMiddleware(MessageMiddleware):
    """Messages to whoever is signed in, at staff addresses."""

    def process_request(self, request):
        if is_staff_address(request):
            super().process_request(request)


class RequestIdMiddleware:
    """Gives each request an id, for the log and for whoever reports a failure."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = logs.request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = logs.request_id.get()
            return response
        finally:
            logs.request_id.reset(token)


class LocaleMiddleware:
    """Names the language and the time zone of a request, the site's: Django takes longer to find that none is named."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        translation.activate(translation.get_language())
        with timezone.override(timezone.get_current_timezone()):
            return self.get_response(request)


class StaffQueryMiddleware:
    """400 where a list of the admin is asked for what no database can answer: endless numbers, NUL, broken patterns."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not is_staff_address(request) or request.method == "POST":
            return None
        query = request.META.get("QUERY_STRING", "")
        faults = (DatabaseError, ValueError) if "regex" in query or "%00" in query else (DataError, OverflowError)
        return views.bad_request(request, exception) if isinstance(exception, faults) else None


class MethodGuardMiddleware:
    """Public addresses are read only, nothing takes more than the admin's forms need; HEAD is GET without its body."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        allowed = ["GET", "HEAD", "POST"] if is_staff_address(request) else ["GET", "HEAD"]
        if request.method not in allowed:
            return views.method_not_allowed(request, allowed)
        response = self.get_response(request)
        if request.method != "HEAD" or response.status_code == 304:
            return response
        if response.streaming:
            # A file says its length itself. Closing the answer would be the end of the request.
            response.file_to_stream.close()
            return HttpResponse(headers=response.headers, status=response.status_code)
        response["Content-Length"] = len(response.content)
        response.content = b""
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """The content policy: the admin's holds a nonce, the public's is one and is put together once."""

    public = cached_property(lambda self: build_policy())

    def process_response(self, request, response):
        # Django's own page of a fault, which developers see, is excepted by django-csp.
        if settings.DEBUG or is_staff_address(request):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.public)
        return response


class HeadersMiddleware:
    """The headers Django and django-csp do not set; the admin's own content policy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if is_staff_address(request):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response


def is_text(response):
    """Whether an answer gets smaller by compressing it."""
    kind = response.get("Content-Type", "")
    return not kind.startswith(("image/", "application/pdf")) or "svg" in kind


class TextGZipMiddleware(GZipMiddleware):
    """Compresses what is text: pictures and documents are compressed as they are."""

    def __init__(self, get_response):
        super().__init__(get_response)
        # What is public holds no secret that its length could tell: it is as long each time, and HEAD says so.
        self.public = GZipMiddleware(get_response)
        self.public.max_random_bytes = 0

    def process_response(self, request, response):
        if not is_text(response):
            return response
        if not takes_gzip(request):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        if not is_staff_address(request):
            return self.public.process_response(request, response)
        return super().process_response(request, response)


class PublicCacheMiddleware:
    """How long a public answer may be kept, never past the next scheduled item or midnight; ETag and 304."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # What falls due while the page is made is missing from it: the clock is read before.
        began = timezone.now()
        response = self.get_response(request)
        if is_staff_address(request) or response.status_code >= 500:
            return response
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
        if "no-store" in response["Cache-Control"]:
            return response
        if getattr(response, "is_endless", False):
            # One of as many addresses as there are days: a cache that is shared keeps none of them.
            patch_cache_control(response, s_maxage=0)
        # A view that has asked for the next due moment already says so on its response.
        due = response.next_due if hasattr(response, "next_due") else PressItem.objects.next_due(began)
        response["Cache-Control"] = _bounded(response["Cache-Control"], seconds_until_change(began, due))
        patch_vary_headers(response, ["Accept-Encoding"])
        if response.status_code != 200:
            return response
        if not response.streaming:
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        modified = parse_http_date_safe(response["Last-Modified"]) if "Last-Modified" in response else None
        answer = get_conditional_response(request, response["ETag"], modified, response)
        # A cache that updates what it kept from a 304 must not read another policy than in the 200.
        for name in (*cors.OPEN, "X-Robots-Tag"):
            if name in response:
                answer[name] = response[name]
        if answer is not response and not response.streaming and _would_be_compressed(request, response):
            answer["ETag"] = f"W/{response['ETag']}"
        return answer


def _would_be_compressed(request, response):
    """Whether TextGZipMiddleware, which never sees what a 304 stands for, makes this answer's ETag a weak one."""
    return takes_gzip(request) and len(response.content) >= COMPRESSED_FROM and is_text(response)


def seconds_until_change(began, due):
    """Whole seconds, rounded down, from now until the public sees something new: an item falls due or a day begins.

    `began` is when the answer was begun, `due` the next item's time as of then or None; 0 when it has passed since.
    """
    tomorrow = timezone.localdate(began) + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), timezone.get_current_timezone())
    change = min(due, midnight) if due else midnight
    return max(0, int((change - timezone.now()).total_seconds()))


def _bounded(cache_control, limit):
    return re.sub(r"\b(max-age|s-maxage)=(\d+)", lambda age: f"{age[1]}={min(int(age[2]), limit)}", cache_control)
