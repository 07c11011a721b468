"""Names of people as different sources spell them: "Erlan", "Yerlan" and "Ерлан" are to find one and the same."""

import re
from functools import lru_cache

from cstosite.shared.text import to_latin

# What transliterations write in several ways, in one; in this order.
_ALIKE = [
    (r"\by(?=e)", ""),
    (r"shch|sch", "s"),
    (r"dzh|zh|dj|j(?=[aeiou])", "z"),
    (r"kh|gh", "h"),
    (r"ts|tz|cz", "c"),
    (r"ks", "x"),
    (r"ph", "f"),
    (r"w", "v"),
    (r"q", "k"),
    (r"[yj]", "i"),
    (r"i+(?=[aeou])", "i"),
    (r"(?<=[ei])i+\b", ""),
    (r"(.)\1+", r"\1"),
]


@lru_cache(maxsize=500)
def name_key(name: str) -> str:
    """What the spellings of one name have in common: small Latin letters, its words in the order of the alphabet."""
    words = re.findall(r"[a-z]+", re.sub(r"['’ʼ`ʹ-]", "", to_latin(name)))
    return " ".join(sorted(filter(None, map(_alike, words))))


def _alike(word):
    for pattern, instead in _ALIKE:
        word = re.sub(pattern, instead, word)
    return word
