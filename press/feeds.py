"""Press items as feed entries."""

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Length
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from cstosite.shared.feeds import Category, Entry
from cstosite.shared.richtext import absolute_links

from . import media
from .models import Kind, PressItem


def entries(items):
    """Feed entries of items loaded with `for_page()`, in their order."""
    return [entry(item) for item in items]


def entry(item, media_base=media.BASE):
    """One item as a feed entry: its whole text, the exchanges marked up and the speakers named."""
    kind = Kind(item.kind)
    # Scheme and term together are the address of the list.
    categories = [Category(f"{settings.SITE_URL}/press/?kind=", kind.value, str(kind.label))]
    categories += [
        Category(f"{settings.SITE_URL}/press/?country=", country.code, country.name) for country in item.countries.all()
    ]
    url = settings.SITE_URL + item.get_absolute_url()
    return Entry(
        identifier=f"urn:uuid:{item.uuid}",
        url=url,
        title=item.title,
        summary=item.standfirst or item.title,
        content_html=absolute_links(render_to_string("feeds/item.html", {"item": item, "media_base": media_base}), url),
        published=timezone.localtime(item.published_at),
        updated=timezone.localtime(item.updated_at),
        language=item.language,
        author=item.byline or settings.SITE_NAME,
        categories=categories,
        via=iri_to_uri(item.republished_url),
    )


def sizes(items):
    """The number of each item and about how many characters its entry has, in their order."""
    said = Length("body") + Length("reference_note") + 2 * Length("standfirst")
    return items.values_list("pk", said)


def last_changed(now):
    """When what the public sees of the press last changed, for Last-Modified; drafts do not move it."""
    public = PressItem.objects.published(now).aggregate(Max("published_at"), Max("modified_at"))
    gone = PressItem.objects.withdrawn().aggregate(Max("modified_at"))
    return max((moment for moment in (*public.values(), *gone.values()) if moment), default=None)
