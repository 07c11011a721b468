"""PDFs are taken when they are pages to read, and nothing else."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cstosite.shared import documents
from cstosite.shared.documents import accept_pdf
from cstosite.shared.uploads import MAX_BYTES, Refused

END = b"\nstartxref\n9\n%%EOF\n"


def make_pdf(*objects, catalog=b"", end=END):
    """A document of one empty page, with more objects and more in its catalog."""
    return b"\n".join(
        [
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
            b"1 0 obj <</Type/Catalog /Pages 2 0 R " + catalog + b">> endobj",
            b"2 0 obj <</Type/Pages /Kids[3 0 R] /Count 1>> endobj",
            b"3 0 obj <</Type/Page /Parent 2 0 R /MediaBox[0 0 595 842]>> endobj",
            *objects,
            b"trailer <</Root 1 0 R /Size 9>>" + end,
        ]
    )


def make_object_stream(text, *, number=7, deflate=zlib.compress, keys=b"/Filter/FlateDecode"):
    """Objects as newer programs pack them: one object, `number`, in a compressed stream."""
    head = b"%d 0 " % number
    data = deflate(head + text)
    return b"6 0 obj <</Type/ObjStm /N 1 /First %d %s /Length %d>>\nstream\n%s\nendstream endobj" % (
        len(head),
        keys,
        len(data),
        data,
    )


def accepted(data):
    return accept_pdf(io.BytesIO(data)) == data


def refusal(data):
    with pytest.raises(Refused) as refused:
        accept_pdf(io.BytesIO(data))
    return str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        make_pdf(),
        make_pdf(end=END.replace(b"\n", b"\r\n") + b"\0\n"),
        make_pdf(b"4 0 obj <</S/URI /URI(https://assembly.example/)>> endobj"),
        make_pdf(make_object_stream(b"<</Type/Annot>>")),
        make_pdf(make_object_stream(b"<</Type/Annot>>", deflate=bytes, keys=b"")),
        make_pdf(b"4 0 obj <<>>\nstream\n" + zlib.compress(b"1 0 0 1 0 0 cm /JS gs") + b"\nendstream endobj"),
        make_pdf(b"4 0 obj <</Filter/DCTDecode>>\nstream\n\xff\xd8 /JS /AA \nendstream endobj"),
    ],
    ids=["plain", "other line ends", "link", "object stream", "object stream as it is", "page", "chance in a picture"],
)
def test_pages_to_read_are_taken_as_they_are(data):
    assert accepted(data)


def test_a_document_another_program_wrote_is_taken():
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(file, "PDF")
    assert accepted(file.getvalue())


@pytest.mark.parametrize(
    "head",
    [b" ", b"\n", b"<html><script>alert(1)</script>", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"GIF89a", b"\xef\xbb\xbf"],
)
def test_nothing_stands_before_the_first_bytes_of_a_pdf(head):
    assert "not a PDF" in refusal(head + make_pdf())


@pytest.mark.parametrize("data", [b"<html></html>", b"%PDF", b"%PDF-9.9\n" + END, b"%!PS-Adobe-3.0\n" + END])
def test_what_is_no_pdf_is_refused(data):
    assert "not a PDF" in refusal(data)


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04", b"x"])
def test_nothing_is_added_after_the_end(tail):
    assert "something was added" in refusal(make_pdf() + tail)


def test_an_archive_that_ends_like_a_pdf_is_refused():
    file = io.BytesIO()
    file.write(make_pdf())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("payload.html", "<script>alert(1)</script>")
        archive.comment = END
    data = file.getvalue()
    assert data.startswith(b"%PDF-") and data.endswith(END)
    assert "something was added" in refusal(data)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_half_a_document_is_refused(share):
    data = make_pdf()
    assert "not complete" in refusal(data[: int(len(data) * share)])


def test_an_empty_file_is_refused():
    assert "empty" in refusal(b"")


def test_a_file_of_25_mb_is_refused_before_it_is_read_whole():
    class File(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= MAX_BYTES + 1
            return super().read(size)

    with pytest.raises(Refused, match="larger than 20 MB"):
        accept_pdf(File(b"%PDF-1.7\n" + bytes(25_000_000)))


def test_a_protected_document_is_refused():
    assert "protected" in refusal(make_pdf(b"trailer <</Encrypt 5 0 R>>"))


STARTS = [
    b"<</S/JavaScript /JS(app.alert(1))>>",
    b"<</S/J#61vaScript /J#53(app.alert(1))>>",
    b"<</S /Launch /F(calc.exe)>>",
    b"<</S/Rendition /JS 9 0 R>>",
    b"<</S/SubmitForm /F(https://elsewhere.example/)>>",
    b"<</Type/Page /AA <</O 8 0 R>> >>",
    b"<</AcroForm <</XFA 8 0 R>> >>",
]


@pytest.mark.parametrize("body", STARTS)
def test_what_does_something_by_itself_is_refused(body):
    assert "by itself" in refusal(make_pdf(b"7 0 obj " + body + b" endobj"))


@pytest.mark.parametrize("body", STARTS)
@pytest.mark.parametrize("deflate", [zlib.compress, bytes])
def test_it_is_found_in_object_streams_too(body, deflate):
    assert "by itself" in refusal(make_pdf(make_object_stream(body, deflate=deflate, keys=b"")))


@pytest.mark.parametrize("begin", [b"", b"%\n"])
def test_what_looks_like_a_stream_hides_no_script(begin):
    assert "by itself" in refusal(make_pdf(b"% stream\n" + begin + b"7 0 obj <</S/JavaScript>> endobj\n% endstream"))


def test_an_object_stream_within_what_looks_like_a_stream_is_still_read():
    hidden = make_object_stream(b"<</S/JavaScript>>")
    assert "by itself" in refusal(make_pdf(b"5 0 obj <<>>\nstream\n" + hidden))


@pytest.mark.parametrize("body", [b"<</Type/EmbeddedFile>>", b"<</Names <</EmbeddedFiles 8 0 R>> >>"])
def test_attached_files_are_refused(body):
    assert "attached" in refusal(make_pdf(b"7 0 obj " + body + b" endobj"))
    assert "attached" in refusal(make_pdf(make_object_stream(body)))


GO = b"<</Type/Action /S/GoTo /D[3 0 R /Fit]>>"


@pytest.mark.parametrize(
    "data",
    [
        make_pdf(catalog=b"/OpenAction[3 0 R /XYZ null null 0]"),
        make_pdf(catalog=b"/OpenAction " + GO),
        make_pdf(b"7 0 obj " + GO + b" endobj", catalog=b"/OpenAction 7 0 R"),
        make_pdf(make_object_stream(GO), catalog=b"/OpenAction 7 0 R"),
    ],
)
def test_a_document_may_say_at_which_page_it_opens(data):
    assert accepted(data)


@pytest.mark.parametrize(
    "data",
    [
        make_pdf(catalog=b"/OpenAction <</S/URI /URI(https://elsewhere.example/)>>"),
        make_pdf(catalog=b"/Open#41ction <</S/URI /URI(https://elsewhere.example/)>>"),
        make_pdf(catalog=b"/OpenAction <</S/GoTo /D[3 0 R /Fit] /Next 8 0 R>>"),
        make_pdf(catalog=b"/OpenAction 7 0 R"),
        make_pdf(catalog=b"/OpenAction " + b"7" * 5000 + b" 0 R"),
        make_pdf(make_object_stream(b"<</S/URI>>"), catalog=b"/OpenAction 7 0 R"),
        make_pdf(b"7 0 obj " + GO + b" endobj", b"7 0 obj <</S/Named /N/Print>> endobj", catalog=b"/OpenAction 7 0 R"),
    ],
)
def test_nothing_else_happens_when_it_opens(data):
    assert "by itself" in refusal(data)


@pytest.mark.parametrize(
    "stream",
    [
        make_object_stream(b"<<>>", deflate=lambda data: zlib.compress(data)[:-6]),
        make_object_stream(b"<<>>", deflate=lambda data: data.hex().encode(), keys=b"/Filter/ASCIIHexDecode"),
        b"6 0 obj <</Length 9>>\nstream\nwithout an end",
    ],
    ids=["cut off", "another packing", "no end"],
)
def test_what_cannot_be_looked_into_is_refused(stream):
    assert "unusual" in refusal(make_pdf(stream))


def test_an_object_stream_that_grows_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MAX_INFLATED", 1_000_000)
    bomb = make_object_stream(b"<</A/B>>" + bytes(5_000_000))
    assert len(bomb) < 10_000
    assert "unusual" in refusal(make_pdf(bomb))


def test_object_streams_within_each_other_do_not_add_up(monkeypatch):
    monkeypatch.setattr(documents, "MAX_INFLATED", 1_000_000)
    stream = b"stream\n" + zlib.compress(b"7 0 <<>>")
    assert "unusual" in refusal(make_pdf(stream * 2000 + b"endstream"))


def test_many_streams_with_one_end_are_refused_at_once():
    assert "unusual" in refusal(make_pdf(b"stream\n" * 200_000 + b"endstream"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 10), st.booleans())
def test_any_bytes_are_taken_or_refused_and_raise_nothing_else(noise, place, is_stream):
    noise = b"6 0 obj <</Type/ObjStm /First 4>>\nstream\n" + noise + b"\nendstream" if is_stream else noise
    data = make_pdf(noise, catalog=b"/OpenAction %d 0 R" % place if place < 5 else b"")
    try:
        assert accept_pdf(io.BytesIO(data)) == data
    except Refused as refused:
        assert str(refused)
