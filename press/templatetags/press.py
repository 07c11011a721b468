"""What templates of the press, and of pages that list it, ask for."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.shared import pictures
from cstosite.shared.richtext import trusted

from .. import body, media, speakers, transcript
from ..models import PressItem
from ..people import with_page

register = template.Library()


@register.simple_tag
def headline(item, name_class):
    """The headline; in "Name: statement" the name stands in a span of its own."""
    name, statement = item.speaker_and_statement
    return format_html('<span class="{}">{}:</span> {}', name_class, name, statement) if name else statement


@register.filter
def exchanges(item):
    """The item's exchanges in the order of the text, each whole."""
    return transcript.exchanges(body.parse(item.body))


@register.filter
def is_exchange(segment):
    """Whether a segment of the text is an exchange, not narration."""
    return isinstance(segment, transcript.Exchange)


@register.filter
def element(block):
    """A block of the text as the public gets it: no role, speaker or anchor on the element; a wide table scrolls."""
    if block.tag == "hr":
        return trusted("<hr>")
    html = f"<{block.tag}{block.attributes}>{block.html}</{block.tag}>"
    if block.tag == "table":
        return format_html(
            '<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>', _("Table"), trusted(html)
        )
    return trusted(html)


@register.filter
def as_rendered(html):
    """HTML that our own templates made for a feed, in a page of ours."""
    return trusted(html)


@register.simple_tag
def kept_address(file, name):
    """Where staff find a file, whatever uses it."""
    return media.address(file, name, reverse("admin:press_pressitem_changelist") + "files/")


@register.simple_tag(takes_context=True)
def file_address(context, file, name):
    """Where whoever reads this page finds a file: at its public address, or at that of the preview."""
    return media.address(file, name, context.get("media_base") or media.BASE)


@register.inclusion_tag("press/_picture.html", takes_context=True)
def picture(context, use, is_lead=False):
    """A picture of an item in all its renditions, with caption and credit."""
    kept, base = use.picture, context.get("media_base") or media.BASE
    sizes = pictures.sizes(kept.width, kept.height)
    *modern, fallback = [
        (extension, ", ".join(f"{media.address(kept, f'{width}.{extension}', base)} {width}w" for width, _ in sizes))
        for extension in kept.formats.split(",")
    ]
    width, height = sizes[-1]
    source = media.address(kept, f"{width}.{kept.extension}", base)
    return {
        "use": use,
        "sources": [(media.TYPES[extension], addresses) for extension, addresses in modern],
        "addresses": fallback[1],
        "source": source,
        "width": width,
        "height": height,
        "original": media.address(kept, kept.original, base),
        "is_lead": is_lead,
    }


@register.simple_tag
def name_over(item, turn, role):
    """The name over a turn of the text ("prompt" or "answer"); "" where nobody can be told."""
    return speakers.name_shown(turn, role, item.appearances.all())


@register.inclusion_tag("press/_about.html")
def press_about(country):
    """The newest items about a country, for its delegation's page."""
    published = PressItem.objects.published().in_language(get_language())
    return {"country": country, "items": list(published.about(country).for_list()[:5]) if country else []}


@register.simple_tag
def has_page(person):
    """Whether a person has a page now: for staff, who look at people of whom nothing is public."""
    return with_page().filter(pk=person.pk).exists()


@register.simple_tag
def list_title(listing, *filters):
    """The title of the list with its filters in words: "Interviews, Kazakhstan, 2023 – Press"."""
    filters = ", ".join(str(part) for part in (*filters, listing.year) if part)
    return f"{filters} – {_('Press')}" if filters else _("Press")


@register.simple_tag
def tab_address(listing, kind):
    """The address of the same list in another kind."""
    return listing.of_kind(kind)


@register.simple_tag
def newest(listing):
    """The address of the list's beginning."""
    return listing.newest


@register.simple_tag
def drop_filter(listing, name):
    """The address of the list without one of its filters."""
    return listing.without(name)


@register.simple_tag
def exchange_number(exchanges, exchange):
    """The place of an exchange among the others, from 1."""
    return [each.anchor for each in exchanges].index(exchange.anchor) + 1
