"""The pages that see both apps, the small addresses beside them, and what is said when something fails."""

import logging
import re
from datetime import UTC, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cstosite.shared import twins
from cstosite.shared.public import of_what_is_public
from delegations.register import read_register
from press.models import PressItem

logger = logging.getLogger("cstosite")

# Where programs ask, who are refused in JSON.
_DATA = re.compile(r"/(?!admin/).+\.json|/data/[^/]+\.\w+")


@of_what_is_public
def home(request):
    """The newest item, the latest ones, and the Assembly as one chart."""
    items = list(PressItem.objects.published().in_language(get_language()).for_page().newest_first()[:4])
    context = {
        "lead": items[0] if items else None,
        "latest": items[1:],
        "register": read_register(details=False),
    }
    return render(request, "home.html", context)


@of_what_is_public
def about(request):
    """What this site is, what its figures mean, and its promises on access and privacy."""
    return render(request, "about.html")


def robots(request):
    """Where the sitemap is; no public address is hidden."""
    lines = ["User-agent: *", "Disallow: /admin/", "", *_sitemaps(), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _sitemaps():
    return [f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "sitemap-news")]


def security_txt(request):
    """Whom to tell of a weakness (RFC 9116); the address exists when a contact is set."""
    expires = (timezone.now() + timedelta(days=180)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request):
    """The database answers and has every migration; 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        logger.exception("Not ready: the database does not answer.")
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse("migrations are waiting\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request, exception=None):
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    """403."""
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    """403, for a form that was open too long or came from elsewhere."""
    return render(request, "403.html", {"is_form": True}, status=403)


def not_found(request, exception=None):
    """404: the same for what never existed and for what is not public."""
    if _is_of_data(request):
        return twins.nothing(request)
    response = render(request, "404.html", status=404)
    response.is_endless = bool(request.GET)
    return response


def _is_of_data(request):
    return _DATA.fullmatch(request.path_info) is not None


def method_not_allowed(request, allowed):
    """405, with the methods that are."""
    if _is_of_data(request):
        response = twins.for_programs(twins.refusal(405, _("This address can only be read.")))
    else:
        response = render(request, "405.html", status=405)
    response["Allow"] = ", ".join(allowed)
    return response


def locked_out(request, response, credentials, *args, **kwargs):
    """429: too many wrong passwords."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = int(settings.AXES_COOLOFF_TIME.total_seconds())
    return response


def server_error(request):
    """500: nothing here asks the database; when even the template fails, plain words."""
    context = {
        "site_name": settings.SITE_NAME,
        "wordmark_short": settings.WORDMARK_SHORT,
        "wordmark_long": settings.WORDMARK_LONG,
        "contact_email": settings.CONTACT_EMAIL,
    }
    try:
        return HttpResponseServerError(loader.get_template("500.html").render(context))
    except Exception:
        logger.exception("The error page failed.")
        return HttpResponseServerError("Something went wrong. Please try again later.\n", content_type="text/plain")
