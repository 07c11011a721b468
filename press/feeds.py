"""Press items as feed entries."""

from django.conf import settings
from django.db.models.functions import Length
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language_info

from cstosite.shared.feeds import Category, Enclosure, Entry, Picture
from cstosite.shared.richtext import absolute_links

from . import media
from .models import Kind


def entries(items):
    """Feed entries of items loaded with `for_page()`, in their order."""
    return [entry(item) for item in items]


def entry(item, media_base=media.BASE):
    """One item as a feed entry: its whole text, the exchanges marked up and the speakers named."""
    url = settings.SITE_URL + item.get_absolute_url()
    is_rtl = get_language_info(item.language)["bidi"]
    content = render_to_string("feeds/item.html", {"item": item, "media_base": media_base, "is_rtl": is_rtl})
    return Entry(
        identifier=f"urn:uuid:{item.uuid}",
        url=url,
        title=item.title,
        summary=item.standfirst or item.title,
        content_html=absolute_links(content, url),
        published=timezone.localtime(item.published_at),
        updated=timezone.localtime(item.updated_at),
        language=item.language,
        author=item.byline or settings.SITE_NAME,
        via=iri_to_uri(item.republished_url),
        categories=_categories(item),
        pictures=[_picture(use, media_base) for use in item.pictures.all()],
        enclosures=[_enclosure(use, media_base) for use in item.documents.all()],
    )


def _categories(item):
    """Its kind, countries and topics; scheme and term together are the address of the list."""
    kind = Kind(item.kind)
    found = [("kind", kind.value, str(kind.label))]
    found += [("country", country.code, country.name) for country in item.countries.all()]
    found += [("topic", topic.slug, topic.name) for topic in item.topics.all()]
    return [Category(f"{settings.SITE_URL}/press/?{name}=", term, label) for name, term, label in found]


def _picture(use, media_base):
    name, width, height = use.picture.for_readers
    url = settings.SITE_URL + media.address(use.picture, name, media_base)
    return Picture(url, media.TYPES[use.picture.extension], width, height, "" if use.is_decorative else use.alt)


def _enclosure(use, media_base):
    url = settings.SITE_URL + media.address(use.document, use.document.NAME, media_base)
    return Enclosure(url, media.TYPES["pdf"], use.document.size, use.title)


def sizes(items):
    """The number of each item and about how many characters its entry has, in their order."""
    said = Length("body") + Length("reference_note") + 2 * Length("standfirst")
    return items.values_list("pk", said)
