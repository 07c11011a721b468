"""Two contents of an item side by side, as a person reads them: paragraph by paragraph, with the words that changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from delegations.models import Person

from . import body
from .choices import Kind
from .content import FIELDS, LISTS, RICH, SETS, TEXTS, chosen, followed
from .models import PressItem

LONG_WORD = 25  # characters; what is longer counts as several words
MAX_STEPS = 4_000_000  # of a comparison: some seconds

LABELS = {
    **{name: PressItem._meta.get_field(name).verbose_name for name in [*TEXTS, "kind", "slug", *SETS]},
    "given_on": _("said or held on"),
    **{name: LISTS[name][0]._meta.verbose_name_plural for name in LISTS},
}


@dataclass(frozen=True)
class Difference:
    """A field that says two things: `before` and `after` as text, a paragraph to a line."""

    name: str
    before: str
    after: str

    @property
    def label(self):
        """The field's name."""
        return LABELS[self.name]

    @property
    def marked(self):
        """`after`, with the words put in and taken away; long unchanged passages are left out."""
        return marked(self.before, self.after)


def differences(before: dict, after: dict) -> list[Difference]:
    """The fields in which two contents differ, in the order of the form."""
    before, after = followed(before), followed(after)
    return [
        Difference(name, readable(name, before.get(name, "")), readable(name, after.get(name, "")))
        for name in FIELDS
        if before.get(name) != after.get(name)
    ]


def readable(name: str, value) -> str:
    """A field's value as text, a paragraph to a line, with the roles of an interview."""
    if name in RICH:
        return "\n".join(_block(block) for block in body.parse(value))
    if name == "kind":
        return str(Kind(value).label) if value in Kind.values else str(value)
    if name in SETS:
        return ", ".join(str(row) for row in chosen(name, value)) if value else ""
    if name in LISTS:
        return "\n".join(_row(name, row) for row in value or [])
    return str(value or "").strip()


def _block(block):
    named = " · ".join(filter(None, [block.role, block.speaker]))
    return f"{named}: {block.text}" if named else block.text


def _row(name, row):
    if name == "appearances":
        person = Person.objects.known_as([row["person"]]).get(row["person"])
        asks = _("asks") if row["is_interviewer"] else ""
        linked = _("linked with %(person)s") % {"person": person} if person else ""
        return " · ".join(str(part) for part in (row["label"], row["office"], asks, linked) if part)
    if name == "documents":
        return row["title"]
    alt = _("decorative") if row["is_decorative"] else row["alt"]
    focus = f"{row['focus_x']} %, {row['focus_y']} %" if (row["focus_x"], row["focus_y"]) != (50, 50) else ""
    words = " · ".join(str(part) for part in (alt, row["caption"], row["credit"], focus) if part)
    return f"[{row['picture'][:8]}] {words}"


def changed_words(before: dict, after: dict) -> tuple[int, int]:
    """How many words of an item's texts differ, and how many it had: (changed, all).

    A word in a paragraph that is somebody else's now has changed, for it is said by another; a link's address and what
    sets words apart count as words, and a very long one counts as several.
    """
    old, new = (list(_words_said(content)) for content in (before, after))
    changed = 0
    for act, i, j, k, m in _opcodes([*map(tuple, old)], [*map(tuple, new)]):
        if act != "equal":
            first, second = ([word for line in part for word in line] for part in (old[i:j], new[k:m]))
            kept = sum(end - start for same, start, end, *_other in _opcodes(first, second) if same == "equal")
            changed += max(len(first), len(second)) - kept
    return changed, sum(map(len, old))


def _words_said(content) -> Iterator[list[tuple[str, str]]]:
    """The words of each paragraph, each with the field, or the voice, it is in."""
    for name in TEXTS:
        if name in RICH:
            for block in body.parse(content.get(name, "")):
                yield _words_of(f"{name} {block.tag} {block.role} {block.speaker}", block.html)
        else:
            yield _words_of(name, content.get(name, ""))
    for row in content.get("appearances", []):
        yield _words_of("speaker", f"{row['label']} {row['office']}")


def _words_of(place, text):
    words = re.findall(r"</?[a-z][^>]*>|[^\s<]+", text)
    return [(place, part) for word in words for part in _parts(word)]


def _parts(word):
    """A long word in pieces; an element's tag is one word however long its address."""
    return [word] if word.startswith("<") else re.findall(f"(?s).{{1,{LONG_WORD}}}", word)


def _opcodes(first, second):
    """As SequenceMatcher's; texts that would take it too long, beyond what they begin and end with, differ wholly."""
    if len(first) * len(second) <= MAX_STEPS:
        return SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    shorter = min(len(first), len(second))
    begin = next((place for place in range(shorter) if first[place] != second[place]), shorter)
    rest = shorter - begin
    end = next((place for place in range(rest) if first[-1 - place] != second[-1 - place]), rest)
    cut = [("equal", 0, begin, 0, begin), ("replace", begin, len(first) - end, begin, len(second) - end)]
    return [*cut, ("equal", len(first) - end, len(first), len(second) - end, len(second))]


def marked(before: str, after: str):
    """The paragraphs of `after` that differ, with the words put in and taken away; "…" for the rest."""
    old, new = before.split("\n"), after.split("\n")
    parts = []
    for act, i, j, k, m in _opcodes(old, new):
        if act == "equal":
            parts.append(("p", format_html("{}", new[k] if len(new) == 1 else "…")))
        else:
            parts += [("p", _words(*pair)) for pair in _paired(old[i:j], new[k:m])]
    return format_html_join("", "<{0}>{1}</{0}>", parts)


def _paired(old, new):
    """Paragraphs that stand against each other: pairs while there are as many, else all of them as one."""
    return zip(old, new, strict=True) if len(old) == len(new) else [("\n".join(old), "\n".join(new))]


def _words(before, after):
    old, new = before.split(), after.split()
    parts = []
    for act, i, j, k, m in _opcodes(old, new):
        if act in {"delete", "replace"}:
            parts.append(("del", " ".join(old[i:j])))
        if act in {"insert", "replace"}:
            parts.append(("ins", " ".join(new[k:m])))
        if act == "equal":
            parts.append(("span", " ".join(new[k:m])))
    return format_html_join(" ", "<{0}>{1}</{0}>", parts)
