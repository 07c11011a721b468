"""What templates of the press, and of pages that list it, ask for."""

from functools import lru_cache
from html import escape

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cstosite.shared import linked_data, pictures
from cstosite.shared.richtext import trusted

from .. import body, citing, linked, media, quoting, speakers, transcript
from ..addresses import exchange_address
from ..listing import newest_in
from ..models import Kind
from ..models.listed import COUNTRY
from ..people import with_page

register = template.Library()
register.simple_tag(exchange_address)


@register.simple_tag
def headline(item, name_class):
    """The headline; in "Name: statement" the name stands in a span of its own."""
    name, statement = item.speaker_and_statement
    return format_html('<span class="{}">{}:</span> {}', name_class, name, statement) if name else statement


@register.filter
def description(item):
    """What an item says, in a few words: its standfirst, else the paragraph it begins with."""
    return item.standfirst or next((block.text for block in body.parse(item.body) if block.tag == "p"), item.title)


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
    html = bare_element(block)
    if block.tag == "table":
        return format_html('<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>', _("Table"), html)
    return html


@register.filter
def bare_element(block):
    """A block of the text for feed readers: the element alone."""
    return trusted("<hr>" if block.tag == "hr" else f"<{block.tag}{block.attributes}>{block.html}</{block.tag}>")


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


@register.simple_tag
def attribution(item, turn, role):
    """Who speaks in a quotation: name and office with what parts them from the rest; "" where nobody can be told."""
    who = quoting.attribution(turn, role, item.appearances.all())
    return _attributed(who or (_("Interviewer") if role == transcript.PROMPT else ""))


@register.simple_tag
def office_of(item, turn, role):
    """The office, as printed that day, of whoever speaks."""
    return quoting.office(turn, role, item.appearances.all())


@register.simple_tag
def names_of(item, exchange):
    """Who answers, in one line: "Ada Example, Bob Example"."""
    return ", ".join(quoting.names(exchange, item.appearances.all()))


@register.simple_tag
def quotation(item, exchanges, anchor):
    """An exchange's answer as a sentence to be copied, its parts marked for a script; "" where nothing was answered."""
    exchange = next(each for each in exchanges if each.anchor == anchor)
    quote = quoting.quote_of(exchange, item.appearances.all())
    if quote is None:
        return ""
    parts = citing.quotation_parts(item, quote, settings.SITE_URL + exchange_address(item, anchor))
    parts = {name: escape(text) for name, text in parts.items()}
    for name, part in [("words", "words"), ("who", "whose"), ("address", "where")]:
        parts[name] = format_html('<span class="{}">{}</span>', part, trusted(parts[name]))
    return trusted(escape(citing.quotation_sentence()) % parts)


def _attributed(who):
    return f"{who}, " if who else ""


@register.simple_tag
def quotation_data(item, exchange):
    """A page of one exchange as data for search engines, where one named voice answers; else ""."""
    data = linked.quotation(item, exchange)
    return linked_data.script(data) if data else ""


@register.simple_tag
def item_data(item):
    """An item's page as data for search engines."""
    return linked_data.script(linked.article(item))


@register.simple_tag
def person_data(person, offices):
    """A person's page as data for search engines."""
    return linked_data.script(linked.profile(person, offices))


@register.simple_tag
def reference(item, address):
    """How an item is cited, in one line."""
    return citing.reference(item, address)


@register.simple_tag(takes_context=True)
def citation_as_html(context, item):
    """How an item is cited on a page of somebody else, as HTML to be copied."""
    address = context["site_url"] + item.get_absolute_url()
    parts = {
        "author": escape(citing.author(item)),
        "title": format_html('<a href="{}">{}</a>', address, item.title),
        "day": date_format(timezone.localdate(item.published_at), "j F Y"),
    }
    sentence = escape(_("%(author)s. “%(title)s”. %(day)s.")) % parts
    if not item.republished_from:
        return sentence
    where = escape(item.republished_from)
    if item.republished_url:
        where = format_html('<a href="{}">{}</a>', item.republished_url, where)
    return f"{sentence} {escape(_('Republished from %(where)s.')) % {'where': where}}"


@register.inclusion_tag("press/_about.html")
def press_about(country):
    """The newest items about a country, for its delegation's page."""
    items = newest_in(COUNTRY, country, 5) if country else []
    return {"country": country, "items": list(items)}


def kicker(kind, moment, countries, day_format="j F Y"):
    """The line over a headline in a list: the kind, the day and some countries by their names; as HTML."""
    over = kind_and_day(kind, timezone.localdate(moment), get_language(), day_format)
    return f'<p class="kicker">{over}{"".join(f" <span>{escape(name)}</span>" for name in countries)}</p>'


@lru_cache(maxsize=4000)
def kind_and_day(kind, day, _language, day_format):
    """Few kinds and days come again and again."""
    in_words = escape(format_date(day, day_format))
    kind = escape(str(Kind(kind).label))
    return f'<strong>{kind}</strong> <span><time datetime="{day.isoformat()}">{in_words}</time></span>'


@register.simple_tag
def list_kicker(item, short_date=False, with_countries=True):
    """The same of an item, in `short_date` without the year."""
    countries = [country.name for country in item.countries.all()] if with_countries else []
    return trusted(kicker(item.kind, item.published_at, countries, "j F" if short_date else "j F Y"))


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
def narrowing(name, pairs, chosen):
    """Links to the list of one value of a filter each: of pairs of value and words."""
    press, current = reverse("press:list"), ' aria-current="true"'
    lines = (
        f'<li><a href="{press}?{name}={escape(str(value))}"{current * (value == chosen)}>{escape(str(words))}</a></li>'
        for value, words in pairs
    )
    return trusted("".join(lines))


@register.simple_tag
def exchange_number(exchanges, exchange):
    """The place of an exchange among the others, from 1."""
    return [each.anchor for each in exchanges].index(exchange.anchor) + 1
