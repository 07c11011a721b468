"""The delegations' pages in the sitemap."""

from cstosite.shared.sitemaps import SiteSitemap

from .models import Delegation


class DelegationSitemap(SiteSitemap):
    """One page per delegation."""

    def items(self):
        return Delegation.objects.public().order_by("slug")
