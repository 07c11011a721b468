"""What the page of search results asks for. Results are put together here: as a template they took most of its time."""

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import gettext as _

from cstosite.shared.richtext import trusted
from press.models import Kind

register = template.Library()


@register.simple_tag
def hit(result, press):
    """An item that was found: the line over its headline as in other lists, the exchange, and the words around.

    `press` is the address of the press list, under which all of it is.
    """
    item, address = result.item, f"{press}{result.item.slug}/"
    day = timezone.localtime(item.published_at)
    lines = [
        format_html(
            '<p class="kicker"><strong>{}</strong> <span><time datetime="{}">{}</time></span>{}</p>'
            '\n<h3><a class="headline" href="{}">{}</a></h3>',
            Kind(item.kind).label,
            day.date().isoformat(),
            format_date(day, "j F Y"),
            trusted("".join(f" <span>{escape(name)}</span>" for name in result.countries)),
            address,
            _pieces(result.headline),
        )
    ]
    if result.exchange:
        lines += _exchange(result, address)
    if result.passage:
        lines.append(f'<p class="hit__text">{_pieces(result.passage)}</p>')
    if result.others:
        links = ((f"{address}{unit.anchor}/", _("question %(number)s") % {"number": n}) for n, unit in result.others)
        others = format_html_join(", ", '<a href="{}">{}</a>', links)
        lines.append(format_html('<p class="hit__more">{} {}</p>', _("Also in:"), others))
    return trusted("\n".join(lines))


def _exchange(result, item_address):
    number, title = _("Question %(number)s") % {"number": result.number}, _pieces(result.title)
    name = format_html("{}: {}", number, title) if title else number
    # On its own page, whose context is one link away.
    address = f"{item_address}{result.exchange.anchor}/"
    yield format_html('<p class="hit"><a href="{}">{}</a></p>', address, name)
    for voice in result.voices:
        office = f", {voice.office}" if voice.office else ""
        yield format_html('<p class="hit__who"><b>{}</b>{}</p>', voice.label, office)


def _pieces(parts):
    """A text in pieces, the words that were found marked."""
    return trusted("".join(f"<mark>{escape(text)}</mark>" if is_mark else escape(text) for text, is_mark in parts))


@register.simple_tag
def search_address(search, **values):
    """The address of the same search from its beginning, with other values."""
    return search.but(**values).address


@register.simple_tag
def options(pairs, chosen):
    """The choices of a list: pairs of value and words."""
    lines = (
        f'<option value="{escape(value)}"{" selected" * (value == chosen)}>{escape(words)}</option>'
        for value, words in pairs
    )
    return trusted("".join(lines))
