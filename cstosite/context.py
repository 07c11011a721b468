"""What every template may need: the tenant's names and addresses. No query, nothing of the visitor."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cstosite.shared.feeds import FORMATS

FORMAT_NAMES = {
    "rss": _("All press, RSS"),
    "atom": _("All press, Atom"),
    "json": _("All press, JSON Feed"),
}


def site(request):
    """The site's own names, its public address and the address of this page without its query, and with it on paper."""
    return {
        "site_name": settings.SITE_NAME,
        "wordmark_short": settings.WORDMARK_SHORT,
        "wordmark_long": settings.WORDMARK_LONG,
        "site_url": settings.SITE_URL,
        "page_url": settings.SITE_URL + request.path,
        "printed_url": settings.SITE_URL + request.get_full_path(),
        "contact_email": settings.CONTACT_EMAIL,
        "data_licence": settings.DATA_LICENCE,
        "text_licence": settings.TEXT_LICENCE,
        "feed_links": _feed_links,
        "is_demo": settings.DEMO,
    }


def _feed_links():
    """Address, content type and name of the feed of everything, in each format; asked for once by each process."""
    return [
        (reverse("feed", args=["all", format]), content_type.partition(";")[0], FORMAT_NAMES[format])
        for format, content_type in FORMATS.items()
    ]
