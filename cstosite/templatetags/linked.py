"""What the front page tells search engines."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from cstosite.shared import linked_data
from cstosite.shared.twins import absolute

register = template.Library()


@register.simple_tag
def home_data():
    """The assembly, the site, and how it is searched."""
    assembly = linked_data.assembly()
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    site = {
        "@type": "WebSite",
        "@id": f"{assembly['url']}#site",
        "name": settings.SITE_NAME,
        "url": assembly["url"],
        "inLanguage": get_language(),
        "publisher": {"@id": assembly["@id"]},
        "potentialAction": search,
    }
    return linked_data.script({"@graph": [assembly, site]})
