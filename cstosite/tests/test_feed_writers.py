"""The three feed formats: what readers get back from them, and that no text can break them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstosite.shared.feeds import FORMATS, Category, Entry, Feed, atom, json_feed, rss, write
from cstosite.shared.text import clean_text

MOSCOW = timezone(timedelta(hours=3))
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
FH = "{http://purl.org/syndication/history/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

FIRST = "urn:uuid:00000000-0000-4000-8000-000000000001"
SECOND = "urn:uuid:00000000-0000-4000-8000-000000000002"

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = "\x00\x0b\x1b\x7f\x85\xa0\xad\ud800\udfff\ufdd0\ufffd\ufffe\uffff\U0001fffe\r\n\t <>&'\"]" + BIDI
any_text = st.text(st.characters() | st.sampled_from(HOSTILE))


def make_entry(**changes):
    entry = Entry(
        identifier=FIRST,
        url="https://assembly.example/press/a-talk/",
        title="A talk on rivers",
        summary="The speaker of Examplia on shared rivers.",
        content_html='<p><a href="https://assembly.example/rivers/">Rivers</a> &amp; lakes</p>',
        published=datetime(2023, 12, 26, 12, 0, tzinfo=MOSCOW),
        updated=datetime(2023, 12, 27, 9, 30, tzinfo=MOSCOW),
        language="en",
        author="Example Press Service",
        categories=[Category("https://assembly.example/countries/", "xe", "Examplia")],
    )
    return replace(entry, **changes)


def make_feed(*entries, **changes):
    feed = Feed(
        identifier="urn:uuid:00000000-0000-4000-8000-00000000feed",
        title="Example Assembly: all news",
        description="Everything the assembly publishes.",
        home_url="https://assembly.example/press/",
        addresses={name: f"https://assembly.example/feeds/all.{name}" for name in FORMATS},
        language="en",
        updated=datetime(2023, 12, 27, 9, 30, tzinfo=MOSCOW),
        author="Example Assembly",
        entries=entries,
        is_complete=False,
    )
    return replace(feed, **changes)


def as_rss(feed):
    return ElementTree.fromstring(write(feed, "rss")).find("channel")


def as_atom(feed):
    return ElementTree.fromstring(write(feed, "atom"))


def as_json(feed):
    return json.loads(write(feed, "json").decode())


def as_items(feed):
    """The feed's first item in RSS, Atom and JSON."""
    return as_rss(feed).find("item"), as_atom(feed).find(f"{ATOM}entry"), as_json(feed)["items"][0]


def as_read(feed, format):
    """What feedparser makes of the feed, which must find nothing to complain of."""
    parsed = feedparser.parse(write(feed, format), response_headers={"content-type": FORMATS[format]})
    assert not parsed.bozo
    return parsed


def xml_text(value):
    """The text as an XML parser hands it on: clean, line ends made one (XML 1.0, 2.11)."""
    return clean_text(value).replace("\r\n", "\n").replace("\r", "\n")


# Formats


def test_content_types_are_exact():
    assert rss.CONTENT_TYPE == "application/rss+xml; charset=utf-8"
    assert atom.CONTENT_TYPE == "application/atom+xml; charset=utf-8"
    assert json_feed.CONTENT_TYPE == "application/feed+json"
    assert {"rss": rss.CONTENT_TYPE, "atom": atom.CONTENT_TYPE, "json": json_feed.CONTENT_TYPE} == FORMATS


def test_unknown_format_is_refused():
    with pytest.raises(KeyError):
        write(make_feed(), "rdf")


def test_three_formats_hold_the_same_identifiers_in_the_order_given():
    feed = make_feed(make_entry(identifier=SECOND), make_entry(identifier=FIRST))

    assert [item.findtext("guid") for item in as_rss(feed).iter("item")] == [SECOND, FIRST]
    assert [entry.findtext(f"{ATOM}id") for entry in as_atom(feed).iter(f"{ATOM}entry")] == [SECOND, FIRST]
    assert [item["id"] for item in as_json(feed)["items"]] == [SECOND, FIRST]


@pytest.mark.parametrize("format", FORMATS)
def test_same_feed_gives_the_same_bytes(format):
    assert write(make_feed(make_entry()), format) == write(make_feed(make_entry()), format)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_xml_declares_utf8_and_names_no_stylesheet(format):
    document = write(make_feed(make_entry()), format)

    assert document.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    assert document.count(b"<?") == 1


@pytest.mark.parametrize("format", FORMATS)
def test_russian_text_is_written_as_letters_of_utf8(format):
    assert "Пример".encode() in write(make_feed(make_entry(title="Пример")), format)


# What feed readers read


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feedparser_reads_back_the_feed(format):
    channel = as_read(make_feed(make_entry()), format).feed

    assert channel.title == "Example Assembly: all news"
    assert channel.subtitle == "Everything the assembly publishes."
    assert channel.link == "https://assembly.example/press/"
    assert channel.language == "en"
    assert channel.author == "Example Assembly"
    assert channel.updated_parsed[:5] == (2023, 12, 27, 6, 30)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feedparser_reads_back_the_entry(format):
    (entry,) = as_read(make_feed(make_entry()), format).entries

    assert entry.id == FIRST
    assert entry.link == "https://assembly.example/press/a-talk/"
    assert entry.title == "A talk on rivers"
    assert entry.summary == "The speaker of Examplia on shared rivers."
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value == make_entry().content_html
    assert entry.published_parsed[:5] == (2023, 12, 26, 9, 0)
    assert entry.updated_parsed[:5] == (2023, 12, 27, 6, 30)
    assert entry.author == "Example Press Service"
    assert entry.tags[0].scheme == "https://assembly.example/countries/"


def test_rss_category_shows_its_label():
    (tag,) = as_read(make_feed(make_entry()), "rss").entries[0].tags
    assert tag.term == "Examplia"


def test_atom_category_has_term_and_label():
    (tag,) = as_read(make_feed(make_entry()), "atom").entries[0].tags
    assert (tag.term, tag.label) == ("xe", "Examplia")


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_title_with_markup_characters_comes_back_as_typed(format):
    feed = make_feed(make_entry(title="A & B <c>"), title="D & E <f>")
    parsed = as_read(feed, format)

    assert parsed.entries[0].title == "A & B <c>"
    assert parsed.feed.title == "D & E <f>"
    assert b"A &amp; B &lt;c&gt;" in write(feed, format)


def test_title_with_markup_characters_is_plain_in_json():
    assert as_json(make_feed(make_entry(title="A & B <c>")))["items"][0]["title"] == "A & B <c>"


def test_rss_summary_with_markup_characters_is_still_readable_as_html():
    feed = make_feed(make_entry(summary='A & B <c> "d"'))

    assert as_read(feed, "rss").entries[0].summary == 'A &amp; B &lt;c&gt; "d"'
    assert as_read(feed, "atom").entries[0].summary == 'A & B <c> "d"'
    assert as_json(feed)["items"][0]["summary"] == 'A & B <c> "d"'


def test_rss_description_stands_before_the_content():
    names = [element.tag for element in as_rss(make_feed(make_entry())).find("item")]
    assert names.index("description") < names.index(f"{CONTENT}encoded")


def test_item_without_summary_has_its_content_as_rss_description_and_no_empty_atom_summary():
    feed = make_feed(make_entry(summary=""))

    assert as_rss(feed).findtext("item/description") == make_entry().content_html
    assert as_atom(feed).find(f"{ATOM}entry/{ATOM}summary") is None


def test_feed_without_description_has_no_empty_atom_subtitle():
    assert as_atom(make_feed(description="")).find(f"{ATOM}subtitle") is None


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_metadata_stands_before_the_first_item(format):
    feed = make_feed(make_entry(), make_entry(identifier=SECOND))
    root = as_rss(feed) if format == "rss" else as_atom(feed)
    names = [element.tag.removeprefix(ATOM) for element in root]
    assert names[-2:] in (["item", "item"], ["entry", "entry"])
    assert names.index(names[-1]) == len(names) - 2


# Identity and links


def test_rss_guid_is_no_permalink():
    assert as_rss(make_feed(make_entry())).find("item/guid").attrib == {"isPermaLink": "false"}


def test_atom_feed_has_its_own_identifier():
    assert as_atom(make_feed()).findtext(f"{ATOM}id") == "urn:uuid:00000000-0000-4000-8000-00000000feed"


def links(element):
    return [(link.get("rel"), link.get("type"), link.get("href")) for link in element.iter(f"{ATOM}link")]


def test_rss_links_to_its_page_itself_and_its_siblings():
    channel = as_rss(make_feed())

    assert channel.findtext("link") == "https://assembly.example/press/"
    assert links(channel) == [
        ("self", "application/rss+xml", "https://assembly.example/feeds/all.rss"),
        ("alternate", "application/atom+xml", "https://assembly.example/feeds/all.atom"),
        ("alternate", "application/feed+json", "https://assembly.example/feeds/all.json"),
    ]


def test_atom_links_to_its_page_first_then_to_itself_and_its_siblings():
    assert links(as_atom(make_feed())) == [
        ("alternate", "text/html", "https://assembly.example/press/"),
        ("alternate", "application/rss+xml", "https://assembly.example/feeds/all.rss"),
        ("self", "application/atom+xml", "https://assembly.example/feeds/all.atom"),
        ("alternate", "application/feed+json", "https://assembly.example/feeds/all.json"),
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_links_carry_nothing_that_was_not_given(format):
    document = write(make_feed(make_entry()), format)
    assert b"#" not in document
    assert b"utm_" not in document


# Dates


def test_dates_carry_their_offset():
    item, entry, data = as_items(make_feed(make_entry()))

    assert item.findtext("pubDate") == "Tue, 26 Dec 2023 12:00:00 +0300"
    assert item.findtext(f"{ATOM}updated") == "2023-12-27T09:30:00+03:00"
    assert entry.findtext(f"{ATOM}published") == data["date_published"] == "2023-12-26T12:00:00+03:00"
    assert entry.findtext(f"{ATOM}updated") == data["date_modified"] == "2023-12-27T09:30:00+03:00"


def test_dates_of_a_feed_in_utc_carry_an_offset_too():
    feed = make_feed(updated=datetime(2023, 12, 27, 6, 30, tzinfo=UTC))

    assert as_rss(feed).findtext("lastBuildDate") == "Wed, 27 Dec 2023 06:30:00 +0000"
    assert as_atom(feed).findtext(f"{ATOM}updated") == "2023-12-27T06:30:00+00:00"


def test_rss_item_never_changed_has_no_second_date():
    entry = make_entry()
    item = as_rss(make_feed(replace(entry, updated=entry.published))).find("item")

    assert item.find("pubDate") is not None
    assert item.find(f"{ATOM}updated") is None


@pytest.mark.parametrize("name", ["published", "updated"])
def test_date_without_zone_is_refused(name):
    with pytest.raises(ValueError, match="time zone"):
        make_entry(**{name: datetime(2023, 12, 26, 12, 0)})


def test_feed_date_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        make_feed(updated=datetime(2023, 12, 26, 12, 0))


# Languages


def test_item_in_the_language_of_the_feed_does_not_repeat_it():
    feed = make_feed(make_entry())

    marked = [element.tag for element in as_atom(feed).iter() if f"{XML}lang" in element.attrib]
    assert marked == [f"{ATOM}feed"]
    assert as_rss(feed).find(f"item/{DC}language") is None
    assert "language" not in as_json(feed)["items"][0]


def test_item_in_another_language_says_so_and_keeps_its_direction():
    rtl = '<div lang="ar" dir="rtl"><p>مثال</p></div>'
    feed = make_feed(make_entry(language="ar", title="مثال", content_html=rtl))
    item, entry, data = as_items(feed)

    assert item.findtext(f"{DC}language") == data["language"] == "ar"
    marked = {element.tag.removeprefix(ATOM) for element in entry if element.get(f"{XML}lang") == "ar"}
    assert marked == {"title", "summary", "content"}
    assert as_read(feed, "atom").entries[0].title_detail.language == "ar"
    assert item.findtext(f"{CONTENT}encoded") == rtl
    assert entry.findtext(f"{ATOM}content") == data["content_html"] == rtl
    assert as_rss(feed).findtext("language") == as_json(feed)["language"] == "en"
    assert as_atom(feed).get(f"{XML}lang") == "en"


# Completeness


@pytest.mark.parametrize("is_complete", [True, False])
def test_complete_feed_is_marked_so_and_no_other(is_complete):
    feed = make_feed(make_entry(), is_complete=is_complete)

    assert (as_rss(feed).find(f"{FH}complete") is not None) == is_complete
    assert (as_atom(feed).find(f"{FH}complete") is not None) == is_complete
    assert "next_url" not in as_json(feed)


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_empty_feed_is_still_a_feed(format):
    parsed = as_read(make_feed(), format)

    assert parsed.entries == []
    assert parsed.feed.title == "Example Assembly: all news"
    assert parsed.feed.author == "Example Assembly"


def test_empty_json_feed_has_an_empty_list():
    assert as_json(make_feed())["items"] == []


# JSON Feed


def test_json_feed_has_what_version_1_1_asks_for():
    data = as_json(make_feed(make_entry()))

    assert data == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example Assembly: all news",
        "home_page_url": "https://assembly.example/press/",
        "feed_url": "https://assembly.example/feeds/all.json",
        "description": "Everything the assembly publishes.",
        "language": "en",
        "authors": [{"name": "Example Assembly"}],
        "items": [
            {
                "id": FIRST,
                "url": "https://assembly.example/press/a-talk/",
                "title": "A talk on rivers",
                "summary": "The speaker of Examplia on shared rivers.",
                "content_html": make_entry().content_html,
                "date_published": "2023-12-26T12:00:00+03:00",
                "date_modified": "2023-12-27T09:30:00+03:00",
                "authors": [{"name": "Example Press Service"}],
                "tags": ["Examplia"],
            }
        ],
    }


# Hostile text


def make_hostile_feed(text):
    """A feed with the same text in every field that holds one."""
    entry = make_entry(
        identifier=text,
        url=text,
        title=text,
        summary=text,
        content_html=text,
        language=text,
        author=text,
        categories=[Category(text, text, text)],
    )
    return make_feed(
        entry,
        identifier=text,
        title=text,
        description=text,
        home_url=text,
        addresses=dict.fromkeys(FORMATS, text),
        language=text + "-",
        author=text,
    )


@given(any_text)
def test_no_text_makes_rss_ill_formed_or_changes_more_than_it_must(text):
    channel = as_rss(make_hostile_feed(text))
    item = channel.find("item")

    plain = [channel.find(name) for name in ("title", "link", "description", f"{DC}creator")]
    plain += [item.find(name) for name in ("title", "link", "guid", "category", f"{CONTENT}encoded")]
    plain += [item.find(name) for name in (f"{DC}creator", f"{DC}language")]
    assert {element.text or "" for element in plain} == {xml_text(text)}
    assert {link.get("href") for link in channel.iter(f"{ATOM}link")} == {clean_text(text)}
    assert item.find("category").get("domain") == clean_text(text)


@given(any_text)
def test_no_text_makes_atom_ill_formed_or_changes_more_than_it_must(text):
    root = as_atom(make_hostile_feed(text))
    entry = root.find(f"{ATOM}entry")

    for parent in (root, entry):
        for name in ("id", "title", f"author/{ATOM}name"):
            assert parent.findtext(ATOM + name) == xml_text(text)
    assert (entry.findtext(f"{ATOM}summary") or "") == xml_text(text)
    assert entry.findtext(f"{ATOM}content") == xml_text(text)
    assert {link.get("href") for link in root.iter(f"{ATOM}link")} == {clean_text(text)}
    assert set(entry.find(f"{ATOM}category").attrib.values()) == {clean_text(text)}
    assert entry.find(f"{ATOM}title").get(f"{XML}lang") == clean_text(text)


@given(any_text)
def test_no_text_breaks_json_or_changes_more_than_it_must(text):
    data = as_json(make_hostile_feed(text))
    item = data["items"][0]

    for name in ("title", "home_page_url", "feed_url", "description"):
        assert data[name] == clean_text(text)
    for name in ("id", "url", "title", "summary", "content_html", "language"):
        assert item[name] == clean_text(text)
    assert data["authors"] == item["authors"] == [{"name": clean_text(text)}]
    assert item["tags"] == [clean_text(text)]


@pytest.mark.parametrize("format", FORMATS)
def test_word_processor_leftovers_are_gone_from_every_format(format):
    text = "Ri\x0bvers\ufffe \x96 and\ud83d lakes\x00"
    document = write(make_hostile_feed(text), format).decode()

    assert "Rivers  and lakes" in document
    assert not any(char in document for char in "\x0b\ufffe\x96\x00")


# Cleaning


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("tab\t, line\n and return\r stay", "tab\t, line\n and return\r stay"),
        ("soft\xadhyphen, no\xa0break, emoji \U0001f468\u200d\U0001f469", None),
        ("mark\u200e, joiner\u200d, noncharacter XML allows \ufdd0", None),
        ("a\x00b\x1fc\x7fd\x80e\x9ff", "abcdef"),
        ("a\ud83db\ude00c", "abc"),
        ("a\ufffeb\uffffc", "abc"),
        ("\u2067pair\u2069 and \u202bpair\u202c", None),
        ("\u2068\u202anested\u202c\u2069", None),
        ("gpj.\u202eexe", "gpj.exe"),
        ("pop\u202c and\u2069", "pop and"),
        ("\u202eends as\u2069 another kind", "ends as another kind"),
        ("\u2066a\u202bb\u202c", "a\u202bb\u202c"),
    ],
)
def test_cleaning_takes_out_what_it_must_and_nothing_else(dirty, clean):
    assert clean_text(dirty) == (dirty if clean is None else clean)


@given(any_text)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(st.sampled_from(BIDI + "a")))
def test_bidi_controls_left_are_in_pairs(text):
    opened = []
    for char in clean_text(text):
        if char in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
            opened.append("\u202c" if char < "\u2060" else "\u2069")
        elif char in "\u202c\u2069":
            assert opened.pop() == char
    assert opened == []


def test_a_licence_is_named_where_one_is_stated_and_only_there():
    stated = make_feed(make_entry(), rights="CC-BY-4.0 https://licences.example/by/")
    assert as_rss(stated).findtext("copyright") == "CC-BY-4.0 https://licences.example/by/"
    assert as_atom(stated).findtext(f"{ATOM}rights") == "CC-BY-4.0 https://licences.example/by/"
    silent = make_feed(make_entry())
    assert as_rss(silent).find("copyright") is None and as_atom(silent).find(f"{ATOM}rights") is None
    assert as_json(stated) == as_json(silent)
