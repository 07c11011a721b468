"""Text made fit for every document the site sends out."""

import re
import unicodedata

# What XML 1.0 cannot carry (controls but tab, newline and carriage return; surrogates; U+FFFE and
# U+FFFF), and the C1 controls and delete, which it can but advises against.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Embeddings and overrides end with U+202C, isolates with U+2069 (Unicode Standard Annex 9, 2).
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_BIDI_ENDS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}


def clean_text(value: str) -> str:
    """Return the text without controls, what else XML 1.0 forbids, and bidi controls that lack their pair.

    All else stays as it is, line breaks, joiners and soft hyphens included; a second pass changes nothing.
    """
    value = _FORBIDDEN.sub("", value)
    unpaired = _unpaired_bidi_controls(value)
    if not unpaired:
        return value
    return "".join(char for position, char in enumerate(value) if position not in unpaired)


def _unpaired_bidi_controls(value: str) -> set[int]:
    opened, unpaired = [], set()
    for match in _BIDI.finditer(value):
        if match[0] in _BIDI_ENDS:
            opened.append(match.start())
        elif opened and _BIDI_ENDS[value[opened[-1]]] == match[0]:
            opened.pop()
        else:
            unpaired.add(match.start())
    return unpaired.union(opened)


_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўқғңұүһөәҷҳӣӯ"
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i u k g n u u h o a j h i u"
_TO_LATIN = dict(zip(_CYRILLIC, (sound.strip("-") for sound in _LATIN.split()), strict=True))


def to_latin(text: str) -> str:
    """Small Latin letters without marks for a text in Cyrillic or Latin script; other scripts stay as they are."""
    latin = "".join(_TO_LATIN.get(letter, letter) for letter in text.casefold())
    return "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
