"""What somebody typed into the search field, understood: nothing of it reaches a database but tokens made here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from . import words as w

MAX_CHARACTERS = 400
MAX_TERMS = 8
MIN_BEGINNING = 2  # letters of a beginning; fewer are taken for a word
# Whoever adds letters to a beginning nobody finds gets nowhere.
MIN_GUESSED = 3

# What somebody who asks in a whole sentence does not look for. They are words like others where something has them all.
_SENTENCE = """
a about all also an and any are as at be been being but by can could did do does else for from had has have he her
him his how i if in into is it its me more most my no not of on one only or our say says said saying she should so
some tell tells than that the their them there these they think thinks this those to told was we were what when
where which who whom whose why will with would you your а без бы был была были было быть в во вы где говорил
говорила говорит да для до его ее если есть еще же за зачем и из или им их к как какая какие какое какой какую когда
которая которые который кто ли мне может мы на над нам нас не него нее нет ни них но о об обо он она они оно от по
под при про с сказал сказала сказали со так там то у уже чего чем что чтобы эта эти это этот я
"""
_FUNCTION_WORDS = frozenset(map(w.fold, _SENTENCE.split()))

_MINUS = re.compile(r'(?<!\S)[-−](?:"[^"]*"?|[“„«][^“”„«»]*[”“»]?|\S+)')
_QUOTED = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:"(?P<a>[^"]*)"?|[“„«](?P<b>[^“”„«»]*)[”“»]?)|(?P<plain>[^\s"“„«]+)')


def without_minus(typed: str) -> str:
    """What was typed but for what is to be left out."""
    return _MINUS.sub(" ", typed).strip()


@dataclass(frozen=True)
class Term:
    """One thing that is asked for: a word, a phrase, or the beginning of a word.

    A word has several `ways` of being written, each a sequence of stems; `beginning` are its letters, folded, and
    `forms` the words there are that begin with them, as tokens, where they are known and not too many.
    """

    typed: str
    ways: tuple[tuple[str, ...], ...] = ()
    beginning: str = ""
    forms: tuple[str, ...] = ()

    @cached_property
    def in_lines(self) -> tuple[str, ...]:
        """Each way as a line of stems has it: a blank before and after every stem."""
        return tuple(f" s{' s'.join(way)} " for way in self.ways)

    @property
    def is_plain_word(self) -> bool:
        """Whether it is one word and nothing else."""
        return not self.beginning and self.ways and all(len(way) == 1 for way in self.ways)


@dataclass(frozen=True)
class Asked:
    """A query: what an item must have, and what it must not have. `is_cut`: there was more than is looked for."""

    include: tuple[Term, ...] = ()
    exclude: tuple[Term, ...] = ()
    is_cut: bool = False

    @classmethod
    def read(cls, typed: str) -> "Asked":
        """Understand what was typed; whatever it is, there is an answer."""
        include, exclude = [], []
        is_cut = len(typed) > MAX_CHARACTERS
        for match in _QUOTED.finditer(typed[:MAX_CHARACTERS]):
            plain = match["plain"]
            if plain is None:
                phrase = match["a"] if match["a"] is not None else match["b"]
                (exclude if match["minus"] else include).extend(_phrase(phrase))
                continue
            is_minus = plain[0] in "-−" and (match.start() == 0 or typed[match.start() - 1].isspace())
            (exclude if is_minus else include).extend(_terms(plain))
        include, exclude = _different(include), _different(exclude)
        is_cut = is_cut or len(include) > MAX_TERMS or len(exclude) > MAX_TERMS
        if len(include) > MAX_TERMS:
            include = _content(include)
        return cls(tuple(include[:MAX_TERMS]), tuple(exclude[:MAX_TERMS]), is_cut)

    @property
    def phrase(self) -> tuple[str, ...]:
        """The whole query as one phrase, where it is several words."""
        if len(self.include) < 2 or any(term.beginning for term in self.include):
            return ()
        return tuple(stem for term in self.include for stem in term.ways[0])

    @property
    def is_contradictory(self) -> bool:
        """Whether a word must be there that must not: nothing is found, which need not be looked for."""
        unwanted = {way[0] for term in self.exclude for way in term.ways if len(way) == 1}
        return any(term.ways and all(unwanted.intersection(way) for way in term.ways) for term in self.include)

    @property
    def typed(self) -> str:
        """The query as it is written out."""
        return " ".join([*(term.typed for term in self.include), *(f"-{term.typed}" for term in self.exclude)])

    def without(self, *terms: Term) -> "Asked":
        """The same with something less."""
        return replace(self, include=tuple(each for each in self.include if each not in terms))

    def with_beginnings(self, terms: Iterable[Term]) -> "Asked":
        """The same with some plain words taken for beginnings of words; itself when there is none."""
        return replace(self, include=tuple(_as_beginning(each) if each in terms else each for each in self.include))

    def without_function_words(self) -> "Asked":
        """The same without the words that sentences are made of; itself when nothing else is asked for."""
        return replace(self, include=tuple(_content(self.include)))

    def with_forms(self, forms: dict[str, tuple[str, ...]]) -> "Asked":
        """The same with the forms that some beginnings stand for."""

        def known(term):
            return replace(term, forms=forms[term.beginning]) if term.beginning in forms else term

        return replace(self, include=tuple(map(known, self.include)), exclude=tuple(map(known, self.exclude)))


def _content(terms):
    """Those that are more than what sentences are made of; all of them when none is."""
    return [each for each in terms if not each.is_plain_word or w.fold(each.typed) not in _FUNCTION_WORDS] or terms


def _as_beginning(term):
    found = w.words(term.typed)
    if not term.is_plain_word or len(found) != 1 or len(w.fold(term.typed)) < MIN_GUESSED:
        return term
    return Term(f"{term.typed}*", beginning=w.fold(term.typed))


def _different(terms):
    return list({(term.ways, term.beginning): term for term in reversed(terms)}.values())[::-1]


def _phrase(text):
    stems = tuple(filter(None, (word.stem for word in w.words(text))))
    typed = " ".join(text.split())
    return [Term(f'"{typed}"' if len(stems) > 1 else typed, (stems,))] if stems else []


def _terms(chunk):
    """The words of what stands between two spaces; what hyphens join is one term."""
    found = [word for word in w.words(chunk) if word.form]
    groups = {group[0]: group for group in w.compounds(chunk, found)}
    place = 0
    while place < len(found):
        group = groups.get(found[place], (found[place],))
        place += len(group)
        typed = chunk[group[0].start : group[-1].end]
        is_beginning = chunk[group[-1].end :].startswith("*")
        if is_beginning and len(w.fold(w.joined(group))) >= MIN_BEGINNING:
            yield Term(f"{typed}*", beginning=w.fold(w.joined(group)))
            continue
        ways = [tuple(word.stem for word in group)]
        if len(group) > 1:
            ways.append((w.stem(w.joined(group)),))
        yield Term(typed, tuple(ways))
