"""The sitemaps: every public page, with the moment it last changed where that is known; and the news of two days."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from cstosite.shared.sitemaps import SiteSitemap
from delegations.sitemaps import DelegationSitemap
from press.models import PressItem
from press.sitemaps import PersonSitemap, PressSitemap, TopicSitemap


class PageSitemap(SiteSitemap):
    """The pages that belong to no app."""

    def items(self):
        return ["home", "delegations:list", "press:list", "feeds", "data", "about"]

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "pages": PageSitemap,
    "delegations": DelegationSitemap,
    "people": PersonSitemap,
    "topics": TopicSitemap,
    "press": PressSitemap,
}

# What search engines take for news, and how much of it at a time.
NEWS, MOST_NEWS = timedelta(days=2), 1000


def index(request):
    """The parts of the sitemap; when one changed is said where it is one file."""
    parts = []
    for section, make in SITEMAPS.items():
        part, address = make(), settings.SITE_URL + reverse("sitemap-part", args=[section])
        pages = part.paginator.num_pages
        parts.append((address, part.changed_at() if pages == 1 else None))
        parts += [(f"{address}?p={number}", None) for number in range(2, pages + 1)]
    return render(request, "sitemap_index.xml", {"parts": parts}, content_type="application/xml")


def news(request):
    """What was published in the last two days, for search engines that look for news."""
    now = timezone.now()
    items = PressItem.objects.published(now).in_language(get_language()).filter(published_at__gt=now - NEWS)
    items = items.newest_first().only("slug", "title", "language", "published_at")[:MOST_NEWS]
    return render(request, "sitemap_news.xml", {"items": items}, content_type="application/xml")
