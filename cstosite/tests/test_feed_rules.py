"""What holds of every document of every feed, as a strict reader and the W3C's validator would see it."""

import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
import time_machine
from django.utils import timezone

from cstosite.shared.feeds import FORMATS
from cstosite.tests.page import count_queries
from delegations import changing as register
from delegations.models import SeatCount
from delegations.tests.make import make_chamber, make_country, make_delegation, make_person, make_seats, make_source
from press import feeds as press_feeds
from press.models import Appearance, Correction, Document, ItemDocument, ItemPicture, Kind, Topic
from press.tests.make import INTERVIEW, make_item, make_picture

pytestmark = pytest.mark.django_db

SITE = "http://testserver.example"
NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
PATHS = ["all", "interviews", "countries/xa", "people/ada", "topics/peace", "delegations", "all/2026-06"]
DOCUMENTS = [f"{path}.{format}" for path in PATHS for format in FORMATS]
DOCUMENTS += [f"press.{format}?kind=interviews&country=xa" for format in FORMATS]
DOCUMENTS += [f"search.{format}?q=examples" for format in FORMATS]
XML = [address for address in DOCUMENTS if ".json" not in address]
# What no element of ours may hold but these, which stand for a yes.
EMPTY = {"complete", "archive", "link", "category", "enclosure", "content"}
# As the W3C's validator has them, as far as this site writes any.
TAGS = {"a", "abbr", "b", "blockquote", "br", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "i", "img"}
TAGS |= {"li", "ol", "p", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
ATTRIBUTES = {"alt", "colspan", "dir", "height", "href", "lang", "rel", "rowspan", "src", "start", "title", "width"}
# What may stand several times in one element.
SEVERAL = {"link", "category", "item", "entry", "content"}
HOSTILE = "A & B <c> \x0b\x96\ufffe\uffff \U0001f600 \u202e ]]> &amp; \"'"
ARTICLE = (
    '<p><a href="/about/#a">About</a> <a href="javascript:alert(1)">no</a><script>alert(1)</script></p>'
    '<table><tbody><tr><td style="color:red" onclick="x()">One</td></tr></tbody></table><iframe src="//x"></iframe>'
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=False):
        yield


@pytest.fixture
def item():
    """An interview with everything an entry may hold, and hostile words wherever there may be any."""
    country, person = make_country(name=f"Examplia {HOSTILE}"), make_person(f"Ada {HOSTILE}", slug="ada")
    chamber = make_chamber(make_delegation(f"Examplia {HOSTILE}", country, slug="examplia"))
    fact = SeatCount(chamber=chamber, seats=9, source=make_source())
    make_seats(chamber, 5, valid_from="2001-01-01")
    register.change_from(chamber.delegation, [fact], timezone.localdate())
    topic = Topic.objects.create(name=f"Peace {HOSTILE}", slug="peace")
    item = make_item(
        at=timezone.now() - timedelta(days=2),
        kind=Kind.INTERVIEW,
        title=f"Title {HOSTILE}",
        standfirst=f"Standfirst {HOSTILE}",
        body=ARTICLE + INTERVIEW,
        byline=f"Byline {HOSTILE}",
        countries=[country],
        revised_at=timezone.now() - timedelta(days=1),
    )
    item.topics.add(topic)
    Appearance.objects.create(item=item, person=person, label=f"Ada {HOSTILE}")
    Correction.objects.create(item=item, at=item.revised_at, note=f"Note {HOSTILE}")
    for number in (1, 2):
        ItemPicture.objects.create(item=item, picture=make_picture(), position=number, alt=f"Alt {HOSTILE}")
        document = Document.objects.create(size=1234 + number)
        ItemDocument.objects.create(item=item, document=document, position=number, title=f"Annex {HOSTILE}")
    return item


def entries(client, address):
    """The content, the title and the dates of each entry, whatever the format."""
    content = client.get(f"/feeds/{address}").content
    if ".json" in address:
        for entry in json.loads(content)["items"]:
            yield entry["content_html"], entry["title"], [entry["date_published"], entry["date_modified"]]
    elif ".atom" in address:
        for entry in ElementTree.fromstring(content).iterfind("atom:entry", NS):
            dates = [entry.findtext(f"atom:{name}", namespaces=NS) for name in ("published", "updated")]
            yield entry.findtext("atom:content", namespaces=NS), entry.findtext("atom:title", namespaces=NS), dates
    else:
        for entry in ElementTree.fromstring(content).iterfind("channel/item"):
            date = parsedate_to_datetime(entry.findtext("pubDate")).isoformat()
            updated = entry.findtext("atom:updated", namespaces=NS) or date
            yield entry.findtext("content:encoded", namespaces=NS), entry.findtext("title"), [date, updated]


@pytest.mark.parametrize("address", DOCUMENTS)
def test_content_is_harmless_html_with_absolute_addresses(client, item, address):
    """R14, R15, R16."""
    found = list(entries(client, address))
    assert found
    for html, _title, _dates in found:
        fragment = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)
        for element in fragment.iter():
            if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
                assert element.tag in TAGS and set(element.attrib) <= ATTRIBUTES, element.tag
                for name in ("href", "src"):
                    assert element.get(name, SITE).startswith((SITE, "https://", "mailto:"))


@pytest.mark.parametrize("address", DOCUMENTS)
def test_titles_are_text_and_dates_have_an_offset_and_are_past(client, item, address):
    """R9, R10, R16."""
    for _html, title, (published, updated) in entries(client, address):
        if "delegations" not in address:
            assert title == item.title and title.startswith("Title A & B <c>")
        moments = [datetime.fromisoformat(each) for each in (published, updated)]
        assert moments == sorted(moments) and moments[-1] <= timezone.now()
        assert all(moment.utcoffset() == timedelta(hours=3) for moment in moments)


@pytest.mark.parametrize("address", DOCUMENTS)
def test_nothing_that_a_reader_cannot_carry_is_in_any_document(client, item, address):
    """R17."""
    text = client.get(f"/feeds/{address}").content.decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202e]", text)
    assert "\U0001f600" in text


@pytest.mark.parametrize("address", XML)
def test_xml_is_what_the_validator_asks_for(client, item, address):
    """R6, R13, R29; the validator's warnings."""
    answer = client.get(f"/feeds/{address}")
    parsed = feedparser.parse(BytesIO(answer.content), response_headers={"content-type": answer["Content-Type"]})
    assert parsed.bozo == 0 and parsed.entries
    root = ElementTree.fromstring(answer.content)
    links = [link.attrib for link in root.iter(f"{{{NS['atom']}}}link")]
    assert [link["href"] for link in links if link["rel"] == "self"] == [f"{SITE}/feeds/{address}"]
    assert all(link["href"].startswith(SITE) for link in links)
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        assert (element.text or "").strip() or len(element) or name in EMPTY, name
        assert name not in {"deleted-entry", "script", "author"} or ".atom" in address
    heads = root.find("channel") if ".rss" in address else root
    for parent in [heads, *root.iter("item"), *root.iter(f"{{{NS['atom']}}}entry")]:
        names = [
            child.tag for child in parent if child.tag.rpartition("}")[2] not in {"link", "category", "item", "entry"}
        ]
        names = [name for name in names if not name.endswith("mrss/}content")]
        assert len(names) == len(set(names)), "An element stands twice."
    assert len(root.findall(".//fh:complete", NS)) + len(root.findall(".//fh:archive", NS)) <= 1
    if ".rss" in address:
        assert {guid.get("isPermaLink") for guid in root.iter("guid")} == {"false"}
        assert re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2,4})?", heads.findtext("language"))
        for date in [*root.iter("pubDate"), heads.find("lastBuildDate")]:
            assert re.fullmatch(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0300", date.text)
        for item_ in root.iter("item"):
            assert len(item_.findall("enclosure")) <= 1 and "<" not in item_.findtext("description")


MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})"
AUTHORS = {"name": str}
ENTRY = {"id": str, "url": str, "title": str, "summary": str, "content_html": str, "authors": list, "tags": list}
ENTRY |= {"date_published": str, "date_modified": str, "image": str, "language": str, "attachments": list}
FEED = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "language": str}
FEED |= {"authors": list, "items": list, "next_url": str, "hubs": list}
OPTIONAL = {"image", "attachments", "next_url", "hubs", "language"}


def check(found, schema):
    assert set(found) <= set(schema) and set(schema) - OPTIONAL <= set(found)
    for name, value in found.items():
        assert isinstance(value, schema[name]) and value not in ("", None), name
        if name.endswith("url") or name == "image":
            assert value.startswith(SITE), name
        if name.startswith("date_"):
            assert re.fullmatch(MOMENT, value), name


@pytest.mark.parametrize("address", [address for address in DOCUMENTS if ".json" in address])
def test_json_is_json_feed_1_1(client, item, address):
    """R1, R6, R18, R19: jsonfeed.org/version/1.1."""
    found = client.get(f"/feeds/{address}").json()
    check(found, FEED)
    assert found["version"] == "https://jsonfeed.org/version/1.1" and found["feed_url"] == f"{SITE}/feeds/{address}"
    assert len({entry["id"] for entry in found["items"]}) == len(found["items"]) > 0
    for entry in found["items"]:
        check(entry, ENTRY)
        assert all(isinstance(tag, str) and tag for tag in entry["tags"])
    for author in [*found["authors"], *(author for entry in found["items"] for author in entry["authors"])]:
        check(author, AUTHORS)


def test_an_entry_says_kind_countries_topics_author_pictures_and_documents(client, item):
    """R19, R20: pictures once and never as enclosures; documents with their true length."""
    country, topic = item.countries.get(), item.topics.get()
    labels = ["Interview", country.name, topic.name]
    atom = ElementTree.fromstring(client.get("/feeds/all.atom").content).find("atom:entry", NS)
    rss = ElementTree.fromstring(client.get("/feeds/all.rss").content).find("channel/item")
    (said,) = client.get("/feeds/all.json").json()["items"]
    found = [each.attrib for each in atom.iterfind("atom:category", NS)]
    names = [("kind", "interviews"), ("country", "xa"), ("topic", "peace")]
    assert [(each["scheme"], each["term"]) for each in found] == [(f"{SITE}/press/?{n}=", term) for n, term in names]
    assert [each["label"] for each in found] == said["tags"] == [each.text for each in rss.iter("category")] == labels
    assert all(client.get(each["scheme"].removeprefix(SITE) + each["term"]).status_code == 200 for each in found)
    authors = {atom.findtext("atom:author/atom:name", namespaces=NS), rss.findtext("dc:creator", namespaces=NS)}
    assert authors == {item.byline} == {each["name"] for each in said["authors"]}
    assert rss.find("author") is None

    sources = re.findall(r'<img src="([^"]+)"', said["content_html"])
    for entry in (atom, rss):
        media = entry.findall("media:content", NS)
        assert [each.get("url") for each in media] == sources and len(set(sources)) == 2
        for each in media:
            size = [each.get(name) for name in ("type", "medium", "width", "height")]
            assert size == ["image/jpeg", "image", "640", "480"]
            assert each.findtext("media:description", namespaces=NS) == item.pictures.first().alt
    assert said["image"] == sources[0] and client.get(sources[0].removeprefix(SITE)).status_code == 200

    links = [each.attrib for each in atom.iterfind("atom:link", NS) if each.get("rel") == "enclosure"]
    assert [(each["type"], each["length"]) for each in links] == [
        ("application/pdf", "1235"),
        ("application/pdf", "1236"),
    ]
    assert rss.find("enclosure").attrib == {
        name: links[0][key] for name, key in [("url", "href"), ("length",) * 2, ("type",) * 2]
    }
    attached = [(each["url"], each["mime_type"], each["size_in_bytes"]) for each in said["attachments"]]
    assert attached == [(each["href"], each["type"], int(each["length"])) for each in links]


def test_a_decorative_picture_has_no_description(client):
    """R20."""
    ItemPicture.objects.create(item=make_item(), picture=make_picture(), alt="Left over", is_decorative=True)
    content = client.get("/feeds/all.rss").content
    assert b"media:content" in content and b"media:description" not in content and b"Left over" not in content


def test_a_correction_stands_on_top_and_the_order_stays(client, item):
    """R10, R12."""
    newer = make_item()
    for format in FORMATS:
        (_html, title, _dates), (html, _title, (published, updated)) = entries(client, f"all.{format}")
        assert title == newer.title and html.startswith("<p><strong>Correction, 14 June 2026.</strong> Note A &amp; B")
        assert updated > published


def test_text_that_runs_from_right_to_left_says_so():
    """R18."""
    item = make_item(language="ar", body="<p>مثال</p>")
    html = press_feeds.entry(item).content_html
    assert html.startswith('<div lang="ar" dir="rtl">') and html.rstrip().endswith("</div>")
    assert "dir=" not in press_feeds.entry(make_item()).content_html


@pytest.mark.parametrize("query", ["utm_source=x&fbclid=y", "before=", "a[]=1", "=", "&&", "%00=%ff", "q=x", "page=9"])
def test_unknown_keys_change_nothing(client, item, query):
    """R5."""
    assert client.get(f"/feeds/all.rss?{query}").content == client.get("/feeds/all.rss").content


@pytest.mark.parametrize("address", [*DOCUMENTS[:3], "search.rss?q=a", "press.json"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_feeds_are_read_only(client, address, method):
    """R5."""
    answer = getattr(client, method)(f"/feeds/{address}")
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", [*DOCUMENTS[:3], "delegations.atom", "search.json?q=nothing"])
def test_an_empty_feed_has_a_fixed_date(client, address):
    """R11."""
    content = client.get(f"/feeds/{address}").content
    assert client.get(f"/feeds/{address}")["Last-Modified"] == "Tue, 26 Dec 2023 09:00:00 GMT"
    with time_machine.travel("2027-01-01", tick=False):
        assert client.get(f"/feeds/{address}").content == content


@pytest.mark.parametrize("address", DOCUMENTS)
def test_a_feed_is_for_everybody_and_asks_little(client, item, address):
    """R23, R25, R26, R28."""
    client.cookies["sessionid"] = "somebody"
    answer = client.get(f"/feeds/{address}", headers={"accept": "text/html", "accept-language": "ru"})
    assert answer["Content-Type"] == FORMATS[re.search("rss|atom|json", address.replace("press", ""))[0]]
    assert answer["Vary"] == "Accept-Encoding" and answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=900, s-maxage=60"
    assert not answer.cookies and len(answer.content) < 512 * 1024
    assert count_queries(client, f"/feeds/{address}") <= 14


def test_a_feed_is_kept_no_longer_than_until_the_next_item(client, item):
    """R23."""
    make_item(at=timezone.now() + timedelta(seconds=40))
    assert client.get("/feeds/all.rss")["Cache-Control"] == "public, max-age=40, s-maxage=40"
