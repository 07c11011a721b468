"""The press pages: the list and its filters, an item, what is gone."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from cstosite.shared.partial_date import PartialDate
from cstosite.tests.page import Page, count_queries
from delegations.tests.make import make_chamber, make_country, make_delegation, make_person, make_seats
from press.models import Appearance, Kind, PressItem, State

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db


def titles(answer):
    return [link.text for link in Page(answer).all(".stories a.headline")]


def test_the_list_filters_by_kind_country_and_year(client):
    examplia = make_country()
    make_item(title="Old release", at=datetime(2019, 6, 1, tzinfo=UTC), countries=[examplia])
    make_item(title="New release", countries=[])
    make_interview(title="An interview", countries=[examplia])
    assert titles(client.get("/press/?kind=interviews")) == ["An interview"]
    assert titles(client.get("/press/?country=xa")) == ["An interview", "Old release"]
    assert titles(client.get("/press/?year=2019")) == ["Old release"]
    assert titles(client.get("/press/?year=2019&kind=interviews&country=xa")) == []
    assert titles(client.get("/press/?utm_source=somewhere")) == ["An interview", "New release", "Old release"]


def test_the_title_says_the_filters(client):
    make_interview(countries=[make_country()])
    page = Page(client.get("/press/?kind=interviews&country=xa"))
    assert page.one("title").text == "Interviews, Examplia – Press – CSTO Parliamentary Assembly"


def test_an_empty_result_helps(client):
    make_item()
    make_delegation(country=make_country())
    page = Page(client.get("/press/?country=xa"))
    assert "Nothing fits these filters" in page.text
    assert "/press/" in [link["href"] for link in page.all(".chips a")]


def test_an_empty_press_is_said(client):
    assert "Nothing has been published yet" in Page(client.get("/press/")).text
    assert "Nothing has been published yet" in Page(client.get("/")).text


NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    "query",
    [
        "kind=novels",
        "country=zz",
        "country=KZ",
        "year=0",
        "year=20190",
        "year=%D9%A2%D9%A0%D9%A1%D9%A9",
        "before=x",
        "before=2019-01-01T00:00:00Z~1",
        f"before=2019-13-01T00:00:00Z~{NOBODY}",
        f"before=0000-01-01T00:00:00Z~{NOBODY}",
    ],
)
def test_a_value_that_cannot_exist_is_404(client, query):
    assert client.get(f"/press/?{query}").status_code == 404


def test_pages_follow_one_another_by_key_and_a_new_item_shifts_nothing(client):
    moment = timezone.now() - timedelta(days=1)
    for number in range(65):
        make_item(title=f"Item {number:02}", at=moment)
    first = client.get("/press/")
    second_address = Page(first).one(".pager a")["href"]
    second = client.get(second_address)
    newest, older = [link["href"] for link in Page(second).all(".pager a")]
    assert newest == "/press/"
    third = client.get(older)
    everything = titles(first) + titles(second) + titles(third)
    assert len(everything) == 65 == len(set(everything))
    assert [link.text for link in Page(third).all(".pager a")] == ["Back Newest items"]
    make_item(title="Newer")
    assert titles(client.get(second_address)) == titles(second)


def test_an_item_shows_its_exchanges_under_their_anchors(client):
    item = make_interview()
    page = Page(client.get(item.get_absolute_url()))
    assert page.one("h1").text == "Ada Example: More Examples"
    assert page.one("h1 .who").text == "Ada Example:"
    assert [link["href"] for link in page.all(".toc a")] == ["#q1", "#q2"]
    assert page.one("#q1 .qa__q").text == "Interviewer What does Examplia plan?"
    assert page.one("#q1 .qa__a").text == "Ada Example More examples. And better ones."
    assert "Chair of Examples" in page.one(".interview__side").text


def test_a_headline_with_a_colon_is_split_only_after_a_speaker(client):
    item = make_item(title="Results: more examples")
    assert not Page(client.get(item.get_absolute_url())).all("h1 .who")


def test_a_page_is_described_by_its_standfirst_or_its_first_words(client):
    for slug, standfirst, said in [("one", "In short.", "In short."), ("two", "", "Some words.")]:
        make_item(slug=slug, standfirst=standfirst)
        metas = Page(client.get(f"/press/{slug}/")).all("meta")
        assert [meta["content"] for meta in metas if meta.get("name") == "description"] == [said]


def test_a_release_has_no_question_list(client):
    page = Page(client.get(make_item().get_absolute_url()))
    assert not page.all(".toc") and "Some words." in page.text


@pytest.mark.parametrize(
    ("given_on", "words"),
    [
        ("2012-06-01", "On 1 June 2012, the day it was said Examplia, 5 parliamentarians. Today: 8 Lower House."),
        ("2012-06", "On 1 June 2021, the day it was published Examplia, 8 parliamentarians. The same today."),
        ("", "On 1 June 2021, the day it was published Examplia, 8 parliamentarians. The same today."),
        ("2001-01-01", "On 1 January 2001, the day it was said Examplia, number of parliamentarians not"),
        ("2999-01-01", "On 1 June 2021, the day it was published Examplia, 8 parliamentarians. The same today."),
    ],
)
def test_an_item_shows_its_delegation_as_it_was_on_the_items_day(client, given_on, words):
    country = make_country()
    chamber = make_chamber(make_delegation(country=country))
    make_seats(chamber, 5, valid_from="2010-01-01", valid_to="2019-12-31")
    make_seats(chamber, 8, valid_from="2020-01-01")
    item = make_item(countries=[country], at=datetime(2021, 6, 1, 12, tzinfo=UTC))
    item.given_on = PartialDate.parse(given_on) if given_on else None
    item.save()
    card = Page(client.get(item.get_absolute_url())).all(".card")[0]
    assert words in card.text
    address = card.node.find(".//a").attrib["href"]
    assert address == f"/delegations/examplia/?on={item.day}" and client.get(address).status_code == 200
    (told,) = client.get(f"/press/{item.slug}.json").json()["delegations"]
    assert told["url"].endswith(address)


def test_the_item_shows_its_delegation_with_its_source(client):
    country = make_country()
    make_seats(make_chamber(make_delegation(country=country)), 8, observed="unknown")
    page = Page(client.get(make_item(countries=[country, make_country("xb", "Bexamplia")]).get_absolute_url()))
    assert (
        "Examplia, number of parliamentarians not known for that day; 8 parliamentarians (observed, date unknown) "
        "Observed, date unknown. Source: Bulletin of Examplia."
    ) in page.text


def test_neighbours_are_named_and_public(client):
    now = timezone.now()
    early = make_item(title="Early", at=now - timedelta(days=3))
    item = make_item(title="Middle", at=now - timedelta(days=2))
    make_item(title="Secret", at=now + timedelta(days=1))
    page = Page(client.get(item.get_absolute_url()))
    assert [link["href"] for link in page.all(".pager a")] == [early.get_absolute_url()]
    late = make_item(title="Late", at=now - timedelta(days=1))
    page = Page(client.get(item.get_absolute_url()))
    assert [link["href"] for link in page.all(".pager a")] == [late.get_absolute_url(), early.get_absolute_url()]


def test_a_withdrawn_item_answers_410_with_reason_and_date_but_no_title(client):
    item = make_item(State.WITHDRAWN, title="Never mind")
    answer = client.get(item.get_absolute_url())
    assert answer.status_code == 410
    page = Page(answer)
    assert "It was about another Examplia." in page.text
    assert "Never mind" not in page.text


def test_a_draft_answers_like_an_address_that_never_existed(client):
    draft = make_item(State.DRAFT)
    there, nowhere = client.get(draft.get_absolute_url()), client.get("/press/nowhere/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert {k: v for k, v in there.items() if k != "X-Request-ID"} == {
        k: v for k, v in nowhere.items() if k != "X-Request-ID"
    }


def test_odd_addresses_never_fail(client):
    for address in (
        "/press/%00/",
        "/press/" + "a" * 3000 + "/",
        "/press/" + quote("ключ") + "/",
        "/press/?before=%00&kind=%FF",
    ):
        assert client.get(address).status_code in {400, 404}


@pytest.mark.parametrize(
    "address", ["/press/", "/press/one/", "/press/one/q1/", "/press/one/cite.bib", "/feeds/all.rss", "/feeds/all.json"]
)
def test_the_number_of_queries_does_not_grow(client, address):
    _fill(0, 1)
    make_interview(
        slug="one", countries=list(PressItem.objects.first().countries.all()), at=timezone.now() - timedelta(days=9)
    )
    few = count_queries(client, address)
    _fill(1, 25)
    assert few <= count_queries(client, address) <= 12


def _fill(start, end):
    for number in range(start, end):
        country = make_country(f"x{chr(97 + number)}", f"Land {number}")
        chamber = make_chamber(make_delegation(f"Examplia{number}", country))
        make_seats(chamber, 5, valid_from="2010-01-01")
        for _again in range(3):
            make_interview(countries=[country], kind=list(Kind)[number % 7])


def test_the_page_says_which_day_is_meant(client):
    item = make_item(at=datetime(2024, 1, 10, 9, tzinfo=UTC))
    assert Page(client.get(item.get_absolute_url())).one(".kicker").text.startswith("Press release 10 January 2024")
    item.given_on = PartialDate.parse("2023-12")
    item.save()
    page = Page(client.get(item.get_absolute_url()))
    assert page.one(".kicker").text.startswith("Press release Given on December 2023 published 10 January 2024")


def test_a_wide_table_scrolls_by_itself(client):
    item = make_item(body="<table><tbody><tr><td>A</td></tr></tbody></table>")
    assert Page(client.get(item.get_absolute_url())).one(".scroll table")


def test_an_answer_that_a_scene_interrupts_goes_on_under_the_same_exchange(client):
    item = make_interview(
        body='<p data-role="prompt">Why?</p><p>Because.</p><p data-role="narration">(A pause.)</p>'
        '<p data-role="answer">And so on.</p>'
    )
    page = Page(client.get(item.get_absolute_url()))
    assert len(page.all("#q1")) == 1
    assert page.one(".narration").text == "Editor’s note (A pause.)"
    assert page.one(".qa--continued").text == "Ada Example And so on."
    assert item.exchanges.get().answer == "Because.\n\nAnd so on."


def test_a_persons_page_quotes_what_they_answered_and_nobody_else(client):
    ada, bela = make_person("Ada Example", slug="ada"), make_person("Bela Example", slug="bela")
    body = (
        '<p data-role="prompt" data-speaker="Bela Example">What does Examplia plan?</p>'
        '<p data-speaker="Ada Example">More examples.</p>'
        '<p data-role="prompt" data-speaker="Ada Example">And Bela?</p>'
        '<p data-speaker="Bela Example">Fewer of them.</p>'
    )
    item = make_item(body=body, slug="one", kind=Kind.INTERVIEW)
    for person in (ada, bela):
        Appearance.objects.create(item=item, person=person, label=person.name)
    page = Page(client.get("/people/ada/"))
    assert [(link["href"], link.text) for link in page.all(".said a")] == [
        ("/press/one/q1/", "What does Examplia plan?")
    ]
    assert [quote.text for quote in page.all(".said q")] == ["More examples."]
    assert [quote.text for quote in Page(client.get("/people/bela/")).all(".said q")] == ["Fewer of them."]
