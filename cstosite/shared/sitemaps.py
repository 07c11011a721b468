"""The base of every sitemap here."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap


class SiteSitemap(Sitemap):
    """Addresses come from SITE_URL, never from the Host header of whoever asks."""

    limit = 10_000

    def changed_at(self):
        """When one of its pages last changed; None when that is not known."""

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc
