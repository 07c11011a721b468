"""The sitemap: every public page, with the moment it last changed where that is known."""

from django.urls import reverse

from cstosite.shared.sitemaps import SiteSitemap
from delegations.sitemaps import DelegationSitemap
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
