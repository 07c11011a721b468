"""The published items in the sitemap."""

from django.db.models import Max
from django.db.models.functions import Coalesce

from cstosite.shared.sitemaps import SiteSitemap

from .models import PressItem, topics_in_press
from .people import with_page


class PressSitemap(SiteSitemap):
    """One page per published item, with the moment of its last significant change."""

    def items(self):
        # Oldest first: what is new stands on the last page and moves nothing.
        items = PressItem.objects.published().order_by("published_at", "uuid")
        return items.only("slug", "published_at", "revised_at", "uuid")

    def lastmod(self, item):
        return item.updated_at

    def changed_at(self):
        return self.items().aggregate(at=Max(Coalesce("revised_at", "published_at")))["at"]


class PersonSitemap(SiteSitemap):
    """One page per person of whom something is public."""

    def items(self):
        return with_page().order_by("slug").only("slug")


class TopicSitemap(SiteSitemap):
    """One page per topic that a public item is about."""

    def items(self):
        return topics_in_press().order_by("slug").only("slug")
