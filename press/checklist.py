"""What an editor should look at before an item goes out: it may be right as it is, so nothing is refused."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import body, transcript

# A small letter and a capital without a space between them: two words that ran together.
_RUN_TOGETHER = re.compile(r"\w*[^\W\d_A-ZА-ЯЁ](?=[A-ZА-ЯЁ])[A-ZА-ЯЁ][^\W\d_]+")
_TWO_SPACES = re.compile(r"\S+ {2,}\S+")


def remarks(item):
    """Sentences about what is worth a look, each with the field it is about: (field name, sentence)."""
    if not item.standfirst:
        yield "standfirst", _("There is no standfirst: lists show the headline alone.")
    blocks = body.parse(item.body)
    yield from _about_exchanges(item, transcript.exchanges(blocks))
    for name in ("title", "standfirst", "byline"):
        yield from _about_words(name, getattr(item, name))
    for block in blocks:
        yield from _about_words("body", block.text)
    for block in body.parse(item.reference_note):
        yield from _about_words("reference_note", block.text)


def _about_exchanges(item, exchanges):
    untitled = sum(not exchange.short_title for exchange in exchanges)
    if untitled:
        sentence = ngettext(
            "%(count)d exchange has no short title: the list of questions says “Question 1” and so on.",
            "%(count)d exchanges have no short title: the list of questions says “Question 1” and so on.",
            untitled,
        )
        yield "body", sentence % {"count": untitled}
    for exchange in exchanges:
        if not exchange.answers:
            yield "body", _("This prompt has no answer: “%(text)s”.") % {"text": _short(exchange.prompt_text)}
    named = {turn.speaker for exchange in exchanges for turn in (exchange.prompt, *exchange.answers)}
    listed = {appearance.label for appearance in item.appearances.all()}
    for name in sorted(named - listed - {""}):
        yield "body", _("%(name)s speaks in the text and is not listed under Speakers.") % {"name": name}
    if exchanges and not listed:
        yield "body", _("Nobody is listed under Speakers: the page cannot say who answers.")


def _about_words(name, text):
    for found in _RUN_TOGETHER.findall(text):
        yield name, _("Is a space missing in “%(text)s”?") % {"text": found}
    for found in _TWO_SPACES.findall(text.replace("\n", " \n")):
        yield name, _("Two spaces stand in “%(text)s”.") % {"text": " ".join(found.split())}


def _short(text):
    return text if len(text) <= 60 else f"{text[:60].rpartition(' ')[0]} …"
