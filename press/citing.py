"""How an item or an exchange is cited: in a sentence, and as reference managers read it (BibTeX, RIS; in UTF-8)."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .quoting import Quote, in_one_line, quote_of

# Braces must balance even when they are escaped, so they go by name.
_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{char: rf"\{char}" for char in "#$%&_"},
}

# BibTeX's own words for the months; each style writes them in its language.
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def author(item):
    """Who signs an item: its byline, else the assembly."""
    return item.byline or settings.SITE_NAME


def reference(item, address):
    """The item in one line, with the address of it or of an exchange."""
    parts = {"author": author(item), "title": item.title, "day": _day(item)}
    said = _("%(author)s. “%(title)s”. %(day)s.") % parts
    return " ".join(filter(None, [said, origin_in_words(item), address]))


def quotation(item, exchange, address):
    """An exchange's answer in a sentence with speaker, item, day and address; None where nothing was answered."""
    quote = quote_of(exchange, item.appearances.all())
    return quote and quotation_sentence() % quotation_parts(item, quote, address)


def quotation_sentence():
    """How the parts of a quotation stand in a sentence: marks and places are the language's own."""
    return _("“%(words)s” — %(who)s“%(title)s”, %(site)s, %(day)s. %(address)s")


def quotation_parts(item, quote: Quote, address):
    """What stands in the sentence, as plain text."""
    return {
        "words": quote.words,
        "who": f"{quote.who}, " if quote.who else "",
        "title": item.title,
        "site": settings.SITE_NAME,
        "day": _day(item),
        "address": address,
    }


def _day(item):
    return date_format(timezone.localdate(item.published_at), "j F Y")


def origin(item):
    """Where an item was published before, in a sentence with the address there; "" where it is the site's own."""
    return f"{origin_in_words(item)} {item.republished_url}".strip()


def origin_in_words(item):
    """The same without the address."""
    return _("Republished from %(where)s.") % {"where": item.republished_from} if item.republished_from else ""


def bibtex(item, address):
    """One entry, known by the last part of the item's address; titles keep their capitals."""
    day = timezone.localdate(item.published_at)
    fields = {
        "author": f"{{{{{_tex(author(item))}}}}}",
        "title": f"{{{{{_tex(item.title)}}}}}",
        "howpublished": f"{{{_tex(settings.SITE_NAME)}}}",
        "year": f"{{{day.year}}}",
        "month": _MONTHS[day.month - 1],
        "day": f"{{{day.day}}}",
        "url": f"{{{address}}}",
        "language": f"{{{item.language}}}",
        "note": f"{{{_tex(' '.join(filter(None, [item.standfirst, origin(item)])))}}}",
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value != "{}"]
    return "\n".join([f"@misc{{{item.slug},", *lines, "}", ""])


def ris(item, address):
    """One record of a web page."""
    day = timezone.localdate(item.published_at)
    lines = [
        ("TY", "ELEC"),
        ("AU", author(item)),
        ("TI", item.title),
        ("PB", settings.SITE_NAME),
        ("PY", f"{day:%Y}"),
        ("DA", f"{day:%Y/%m/%d}/"),
        ("AB", item.standfirst),
        ("N1", origin(item)),
        ("LA", item.language),
        ("UR", address),
    ]
    # The record ends with an empty tag, its space included.
    return "".join(f"{tag}  - {in_one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"


# By the ending of the address: content type and writer.
FORMS = {"bib": ("application/x-bibtex", bibtex), "ris": ("application/x-research-info-systems", ris)}


def _tex(text):
    return "".join(_TEX.get(char, char) for char in in_one_line(text))
