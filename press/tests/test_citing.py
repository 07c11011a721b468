"""Items for reference managers: BibTeX and RIS."""

from datetime import UTC, datetime

import pytest

from cstosite.tests.page import Page

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db


def test_bibtex_says_who_what_when_and_where(client):
    make_interview(
        slug="one", at=datetime(2023, 12, 25, 22, tzinfo=UTC), byline="Press Service", standfirst="With Ada."
    )
    answer = client.get("/press/one/cite.bib")
    assert answer["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="one.bib"'
    assert answer["X-Robots-Tag"] == "noindex" and answer["ETag"]
    assert answer.content.decode() == (
        "@misc{one,\n"
        "  author = {{Press Service}},\n"
        "  title = {{Ada Example: More Examples}},\n"
        "  howpublished = {CSTO Parliamentary Assembly},\n"
        "  year = {2023},\n"
        "  month = dec,\n"
        "  day = {26},\n"
        "  url = {http://testserver.example/press/one/},\n"
        "  language = {en},\n"
        "  note = {With Ada.},\n"
        "}\n"
    )


def test_bibtex_says_what_tex_would_read_otherwise_in_tex_words(client):
    make_item(slug="one", title="100% of $5 & #1_a ~b ^c \\d", standfirst="Two\nli\u00adnes {} „Ё“")
    text = client.get("/press/one/cite.bib").content.decode()
    title = r"  title = {{100\% of \$5 \& \#1\_a {\textasciitilde}b {\textasciicircum}c {\textbackslash}d}},"
    assert title in text.splitlines()
    assert r"  note = {Two lines {\textbraceleft}{\textbraceright} „Ё“}," in text.splitlines()
    assert text.count("{") == text.count("}")


def test_ris_says_the_same_in_its_own_tags(client):
    make_interview(slug="one", at=datetime(2023, 12, 25, 22, tzinfo=UTC), standfirst="With\nAda.")
    answer = client.get("/press/one/cite.ris")
    assert answer["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="one.ris"'
    assert answer["X-Robots-Tag"] == "noindex" and answer["ETag"]
    assert answer.content.decode().split("\r\n") == [
        "TY  - ELEC",
        "AU  - CSTO Parliamentary Assembly",
        "TI  - Ada Example: More Examples",
        "PB  - CSTO Parliamentary Assembly",
        "PY  - 2023",
        "DA  - 2023/12/26/",
        "AB  - With Ada.",
        "LA  - en",
        "UR  - http://testserver.example/press/one/",
        "ER  - ",
        "",
    ]


def test_an_item_says_how_it_is_cited(client):
    make_interview(slug="one", title="A & B", at=datetime(2023, 12, 25, 22, tzinfo=UTC))
    page = Page(client.get("/press/one/"))
    plain, html = [block.text for block in page.all(".card .cite__text")]
    assert plain == "CSTO Parliamentary Assembly. “A & B”. 26 December 2023. http://testserver.example/press/one/"
    assert html == (
        'CSTO Parliamentary Assembly. “<a href="http://testserver.example/press/one/">A &amp; B</a>”. 26 December 2023.'
    )
    assert {"/press/one/cite.bib", "/press/one/cite.ris"} <= {link["href"] for link in page.all(".card a")}
    assert "Press contact: press@assembly.example" in page.text


def test_nothing_that_is_not_public_is_cited(client):
    make_item("draft", slug="one")
    for address in ("/press/one/cite.bib", "/press/one/cite.ris", "/press/nowhere/cite.bib", "/press/one/cite.txt"):
        assert client.get(address).status_code == 404
