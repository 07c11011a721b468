"""The items of a page of search results, in HTML: as a template they took most of its time."""

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cstosite.shared.addresses import path_of
from cstosite.shared.richtext import trusted
from press.results import Result
from press.templatetags.press import kicker


def hits(results: list[Result]) -> SafeString:
    """The items of a list that were found, each with its line as in other lists, the exchange, and the words around."""
    press = path_of("press:list")
    return trusted("\n".join(f"<li>{_hit(result, press)}</li>" for result in results))


def _hit(result, press):
    item, address = result.item, escape(f"{press}{result.item.slug}/")
    lines = [
        kicker(item.kind, item.published_at, result.countries),
        f'<h3><a class="headline" href="{address}">{_pieces(result.headline)}</a></h3>',
    ]
    if result.exchange:
        lines += _exchange(result, address)
    if result.passage:
        lines.append(f'<p class="hit__text">{_pieces(result.passage)}</p>')
    if result.others:
        others = ", ".join(
            f'<a href="{address}{escape(unit.anchor)}/">{escape(_("question %(number)s") % {"number": number})}</a>'
            for number, unit in result.others
        )
        lines.append(f'<p class="hit__more">{escape(_("Also in:"))} {others}</p>')
    return "\n".join(lines)


def _exchange(result, item_address):
    name = escape(_("Question %(number)s") % {"number": result.number})
    name = f"{name}: {_pieces(result.title)}" if result.title else name
    # On its own page, whose context is one link away.
    yield f'<p class="hit"><a href="{item_address}{escape(result.exchange.anchor)}/">{name}</a></p>'
    for voice in result.voices:
        office = f", {escape(voice.office)}" if voice.office else ""
        yield f'<p class="hit__who"><b>{escape(voice.label)}</b>{office}</p>'


def _pieces(parts):
    """A text in pieces, the words that were found marked."""
    return "".join(f"<mark>{escape(text)}</mark>" if is_mark else escape(text) for text, is_mark in parts)
