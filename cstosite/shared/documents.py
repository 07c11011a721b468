"""PDF documents people upload: taken as they are, or not at all; nothing in them is run."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _

from .uploads import Refused, read

MAX_INFLATED = 64 * 1024 * 1024  # of all object streams of one document together
MAX_STREAMS = 100_000
MAX_CHANGES = 50  # of the place a document opens at

# Names so long that compressed bytes hold none by chance: looked for in the whole file, streams and all, so that a
# reader that finds other borders of the streams than `_parts` finds nothing more.
_STARTS = {b"JavaScript", b"Launch", b"Rendition", b"RichMedia", b"ImportData", b"SubmitForm", b"GoToE"}
_ATTACHES = {b"EmbeddedFile", b"EmbeddedFiles"}
# Names too short for that: looked for outside streams and in object streams.
_SHORT = {b"JS", b"AA", b"XFA"}

_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF[\s\0]*\Z")
_NAME = re.compile(rb"/([^\s\0()<>\[\]{}/%]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")
# It begins with the number and place of each of its objects; the lookahead spares pages that begin with "1 0 0 1".
_OBJECT_STREAM = re.compile(rb"\s*[1-9][0-9]*\s+[0-9]+\s+(?!0\s)")
_FIRST = re.compile(rb"/First\s+([0-9]{1,10})\b")
# A document may say which of its pages it opens at: a place, or the action of going there, and nothing after it.
_OPEN_ACTION = re.compile(rb"/OpenAction(?![^\s\0()<>\[\]{}/%])[\s\0]*(?:([0-9]{1,10})\s+[0-9]+\s+R)?")
_PLACE = re.compile(
    rb"[\s\0]*(?:\[|<<(?:[\s\0]|/Type\s*/Action\b|/S\s*/GoTo\b"
    rb"|/D\s*(?:\[[^\]<>]*\]|\([^()]*\)|<[0-9A-Fa-f]*>|/[\w.-]+|[0-9]+\s+[0-9]+\s+R))*>>)"
)


def accept_pdf(file: BinaryIO) -> bytes:
    """The bytes of an uploaded PDF; Refused when it is none, is protected, or holds more than pages to read."""
    data = read(file)
    if not _HEAD.match(data):
        raise Refused(_("It is not a PDF document, whatever its name says. Save the document as PDF and try again."))
    if not _END.search(data[-2048:]) or zipfile.is_zipfile(BytesIO(data)):
        raise Refused(_("The PDF is not complete, or something was added to it. Save it as a new PDF and try again."))
    names = _names(data)
    if b"Encrypt" in names:
        raise Refused(_("The PDF is protected. Save it without a password or other protection and try again."))
    outside, object_streams = _parts(data)
    names = (names & (_STARTS | _ATTACHES)).union(_names(outside), *(_names(text) for text, first in object_streams))
    if names & _ATTACHES:
        raise Refused(_("The PDF has other files attached inside it. Take them out, or print it to a new PDF."))
    if names & (_STARTS | _SHORT) or not _opens_at_a_place(outside, object_streams):
        raise Refused(_("The PDF does something by itself, such as running a script. Print it to a new PDF."))
    return data


def _names(text):
    return set(_NAME.findall(_unescaped(text)))


def _unescaped(text):
    """/J#53 is /JS."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), text)


def _unusual():
    return Refused(_("The PDF is damaged or packed in an unusual way. Print it to a new PDF and try again."))


def _parts(data: bytes) -> tuple[bytes, list[tuple[bytes, int]]]:
    """What stands outside streams; and what each object stream holds, with where its first object begins."""
    outside, object_streams, left = [], [], MAX_INFLATED
    position, end = 0, -1
    for number, match in enumerate(_STREAM.finditer(data)):
        begin = match.end()
        if begin > end:
            outside.append(data[position : match.start()])
            position = end = data.find(b"endstream", begin)
        if end == -1 or number == MAX_STREAMS:
            raise _unusual()
        dictionary = _unescaped(data[max(0, match.start() - 1024) : match.start()].rpartition(b"obj")[2])
        is_deflated = _OBJECT_STREAM.match(_inflated(data[begin : min(begin + 256, end)], 64)[0])
        if is_deflated or _OBJECT_STREAM.match(data[begin : min(begin + 64, end)]):
            raw = data[begin:end]
            text, is_whole = _inflated(raw, left + 1) if is_deflated else (raw, True)
            left -= max(len(text), len(raw))
            if not is_whole or left < 0:
                raise _unusual()
            first = _FIRST.search(dictionary)
            object_streams.append((text, int(first[1]) if first else 0))
        elif b"ObjStm" in _names(dictionary):
            raise _unusual()
    return b" ".join([*outside, data[position:]]), object_streams


def _inflated(raw, limit):
    """The first `limit` bytes of what was deflated, and whether that is all; nothing when it was not deflated."""
    decoder = zlib.decompressobj()
    try:
        return decoder.decompress(raw, limit), decoder.eof
    except zlib.error:
        return b"", False


def _opens_at_a_place(outside, object_streams):
    """Whether all that happens when the document is opened is that it opens at some page."""
    for text in (outside, *(text for text, first in object_streams)):
        text = _unescaped(text)
        for count, action in enumerate(_OPEN_ACTION.finditer(text)):
            place = action[1] and _objects(int(action[1]), outside, object_streams)
            bodies = list(place or [text[action.end() : action.end() + 1024]])
            if count > MAX_CHANGES or not bodies or not all(_PLACE.match(_unescaped(body)) for body in bodies):
                return False
    return True


def _objects(number: int, outside: bytes, object_streams: list) -> Iterator[bytes]:
    """What an object's number stands for: the text from where it begins; several where the document was changed."""
    for match in re.finditer(rb"(?<![0-9])0*%d\s+[0-9]+\s+obj" % number, outside):
        yield outside[match.end() : match.end() + 1024]
    for text, first in object_streams:
        places = re.findall(rb"[0-9]{1,10}", text[:first])
        for other, place in zip(places[::2], places[1::2], strict=False):
            if int(other) == number:
                yield text[first + int(place) :][:1024]
