"""Finding the exchanges: the editor's text goes in, a proposal of roles comes out, and nothing is stored."""

import json
from collections import Counter
from dataclasses import replace
from functools import partial
from html import unescape
from unicodedata import category

from django.http import JsonResponse
from django.urls import path
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from cstosite.shared.richtext import clean_html

from .. import body, transcript
from ..marking import cut, mark
from ..models import PressItem
from ..transcript import Block

MAX_BYTES = 1024 * 1024

# The sentences of `press.proposal`, which knows of no translation: here they are found when the words are collected.
DOUBT_MESSAGES = frozenset(
    {
        gettext_noop("Nothing in this text marks who speaks, so it was left as it is."),
        gettext_noop("Questions stand here without a mark; set the roles by hand if it is an interview."),
        gettext_noop("The dashes, labels or numbers do not show who asks, so nothing was changed."),
        gettext_noop("The dashes look like quoted speech in a report, not like the turns of an interview."),
        gettext_noop("Speakers are named, but it could not be seen which of them asks."),
        gettext_noop("Taken as a prompt by its place only: it does not ask anything."),
        gettext_noop("This could be a prompt or an answer."),
        gettext_noop("Two prompts stand in a row here: is an answer missing?"),
        gettext_noop("Two answers stand in a row here: is the second one a prompt?"),
        gettext_noop("Taken as a prompt although it carries no mark: it asks, and an answer follows."),
        gettext_noop("Taken as the answer although it carries no mark."),
        gettext_noop("This question without a mark could belong to the prompt or to the answer."),
        gettext_noop("Does an answer begin at the dash inside this paragraph? It was not cut."),
        gettext_noop("This paragraph was cut at a dash, as a question and its answer."),
        gettext_noop("Taken as the items of a list, not as turns."),
        gettext_noop("Is this a speaker's name? It stands here only once, so it was left in the text."),
        gettext_noop("Somebody speaks here before the first prompt; taken as narration."),
        gettext_noop("A note stands between the turns; only this part of the text was taken as the note."),
        gettext_noop("Taken as a closing line, not as a part of the last answer."),
    }
)


def urls(model_admin):
    """The address of the proposal, for the admin of press items."""
    view = never_cache(require_POST(csrf_protect(partial(propose, model_admin=model_admin))))
    return [path("propose/", view, name="press_pressitem_propose")]


def propose(request, model_admin):
    """The proposal for the text in {"html", "byline", "note"}; the last two say whether these fields are still empty.

    Answers JSON, an error too: {"error": a sentence}. Whoever asks gives `html` to the editor only when
    `is_interview` is true.
    """
    may_edit = model_admin.has_add_permission(request) or model_admin.has_change_permission(request)
    if not (model_admin.admin_site.has_permission(request) and may_edit):
        return _error(403, _("You are signed out, or may not edit press items."))
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
            return _error(413, _("This text is too long to be looked at in one piece."))
        asked = json.loads(request.body)
        html = asked["html"]
        html.encode()
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return _error(400, _("The text did not arrive as it should."))
    return JsonResponse(answer(clean_html(html), bool(asked.get("byline")), bool(asked.get("note"))))


def _error(status, sentence):
    return JsonResponse({"error": sentence}, status=status)


def answer(html: str, byline_is_free: bool = True, note_is_free: bool = True) -> dict:
    """What the editor shows for a cleaned body; a byline or note whose field is taken stays in the text."""
    marked = mark(html)
    proposal = marked.proposal
    limit = PressItem._meta.get_field("byline").max_length
    moved = {"byline": byline_is_free and len(marked.byline) <= limit, "note": note_is_free}
    result, byline, note_html, marks = html, "", "", ""
    if proposal.is_interview:
        blocks, places = _blocks(html, marked, moved)
        result = body.write(blocks)
        byline = marked.byline if moved["byline"] else ""
        note_html = marked.note_html if moved["note"] else ""
        marks = "".join(piece.marker for piece in proposal.pieces)
    else:
        blocks = body.parse(html)
        places = {number: number for number in range(len(blocks))}
    doubts = [
        {"message": _(doubt.message), "block": _place(blocks, places.get(doubt.source))} for doubt in proposal.doubts
    ]
    before, after = Counter(_characters(html)), Counter(_characters(result + byline + note_html) + _visible(marks))
    unaccounted = proposal.unaccounted + (before - after).total() + (after - before).total()
    is_interview = proposal.is_interview and not unaccounted
    return {
        "html": result if is_interview else html,
        "byline": byline,
        "note_html": note_html,
        "left_in_text": [role for role in _roles(proposal) if is_interview and not moved[role]],
        "is_interview": is_interview,
        "exchanges": [_exchange(*each) for each in enumerate(transcript.exchanges(blocks), 1)] if is_interview else [],
        "doubts": doubts,
        "unaccounted": unaccounted,
        "marks": len(_visible(marks)),
    }


def _roles(proposal):
    """Which parts that belong to other fields were found."""
    return [role for role in ("byline", "note") if any(piece.role == role for piece in proposal.pieces)]


def _blocks(html, marked, moved):
    """The proposed blocks, and which of them begins each paragraph of the source.

    What an editor has marked already stays so, with its anchor and speaker; what answers a prompt marked before
    the first mark that was found is not made narration.
    """
    sources, kept = body.parse(html), iter(body.parse(marked.html))
    answering = {id(b) for e in transcript.exchanges(sources) for turn in e.answers for b in turn.blocks}
    blocks, places, is_found = [], {}, False
    for piece in marked.proposal.pieces:
        source = sources[piece.source]
        is_found = is_found or piece.role == "prompt"
        if piece.role in moved:
            if moved[piece.role]:
                continue
            block = _narration(source, piece)
        elif piece.text.strip() or source.tag == "hr":
            block = next(kept)
            if source.role and piece.source not in places:
                block = replace(block, role=source.role, anchor=source.anchor)
            elif id(source) in answering and not is_found:
                block = replace(block, role="")
            if source.speaker and not block.speaker and block.role != "narration":
                block = replace(block, speaker=source.speaker)
        else:
            continue
        places.setdefault(piece.source, len(blocks))
        blocks.append(block)
    return blocks, places


def _narration(source: Block, piece) -> Block:
    """A byline or note that stays in the text; only paragraphs can be marked as nobody's words."""
    (inner,) = cut(source.html, [(piece.start + len(piece.marker), piece.end)])
    tag = "p" if source.tag in {"h2", "h3", "h4"} else source.tag
    role = "narration" if tag == "p" else ""
    return replace(source, text=piece.text.strip(), html=inner, tag=tag, role=role, speaker="", anchor="")


def _place(blocks, number):
    """A block's number among those with words, as the editor counts them; None for no block."""
    return None if number is None else sum(bool(block.text.strip()) for block in blocks[:number])


def _exchange(number, exchange):
    voices = [exchange.prompt.speaker, *(turn.speaker for turn in exchange.answers)]
    return {
        "number": number,
        "short_title": exchange.short_title,
        "prompt": Truncator(" ".join(exchange.prompt_text.split())).chars(90),
        "speakers": list(dict.fromkeys(filter(None, voices))),
        "answer_paragraphs": sum(len(turn.blocks) for turn in exchange.answers),
    }


def _characters(html):
    return _visible(unescape(strip_tags(html)))


def _visible(text):
    """A text without white space and what cannot be seen, which HTML does not keep; exchanges.js counts so too."""
    return "".join(char for char in text if category(char) not in {"Zs", "Zl", "Zp", "Cc", "Cf"})
