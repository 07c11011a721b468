"""The JSON twin of each page: what it holds, what it never tells, how it answers where the page does not."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cstosite.shared.partial_date import PartialDate
from cstosite.tests.page import Page, count_queries
from delegations.merging import merge
from delegations.tests.make import (
    make_appointment,
    make_chamber,
    make_country,
    make_delegation,
    make_member,
    make_name,
    make_person,
    make_post,
    make_seats,
    make_status,
    make_website,
)
from press import publishing
from press.models import Appearance, Correction, Document, ItemDocument, ItemPicture, OldAddress, State, Topic
from press.tests.make import make_interview, make_item, make_picture

pytestmark = pytest.mark.django_db

SITE = "http://testserver.example"
PAGES = ["/delegations/", "/delegations/examplia/", "/press/", "/press/one/", "/press/one/q1/", "/people/ada/"]
PAGES += ["/topics/peace/", "/search/?q=example", "/delegations/?on=2015-06-01", "/press/?kind=interviews"]


def twin(page):
    path, mark, query = page.partition("?")
    return path.rstrip("/") + ".json" + mark + query


TWINS = [twin(page) for page in PAGES]


@pytest.fixture
def examplia():
    """A delegation of one chamber, 5 seats in 2010 to 2019, 8 from May 2020 on."""
    delegation = make_delegation(country=make_country())
    chamber = make_chamber(delegation)
    make_seats(chamber, 5, valid_from="2010-01-01", valid_to="2019-12-31")
    make_seats(chamber, 8, valid_from="2020-05-01")
    return delegation


@pytest.fixture
def ada():
    return make_person("Ada Example", slug="ada", other_names="Ада Пример")


@pytest.fixture
def one(examplia, ada):
    """An interview with everything an item may have."""
    item = make_interview(slug="one", at=datetime(2021, 6, 1, 9, tzinfo=UTC), countries=[examplia.country])
    item.given_on = PartialDate.parse("2021-05")
    item.reference_note = '<p>See <a href="/press/">the press</a>.</p>'
    item.save()
    item.topics.add(Topic.objects.create(name="Peace", slug="peace"))
    voice = Appearance.objects.get()
    voice.person = ada
    voice.save()
    return item


def get(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.json()


# Every page and its twin


def test_every_page_leads_to_its_twin_and_the_twin_to_its_page(client, one):
    for page, address in zip(PAGES, TWINS, strict=True):
        found = Page(client.get(page))
        (link,) = [link for link in found.all("link") if link.get("type") == "application/json"]
        assert link["href"] == address and link["rel"] == "alternate"
        assert [a.text for a in found.all("main a") if a.get("href") == address] == ["This page as JSON"]
        assert get(client, address)["url"] == SITE + page


def test_programs_of_any_site_may_read_a_twin_and_revalidate_it(client, one):
    for address in [*TWINS, "/press/nowhere.json", "/delegations.json?on=x"]:
        answer = client.get(address)
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer["Cache-Control"].startswith("public, max-age=")
        if answer.status_code == 200:
            again = client.get(address, headers={"if-none-match": answer["ETag"]})
            assert again.status_code == 304 and again["Access-Control-Allow-Origin"] == "*"
            assert again.get("X-Robots-Tag") == answer.get("X-Robots-Tag")
            assert client.head(address)["ETag"] == answer["ETag"]
        endless = "search" in address or "on=" in address
        assert (answer.get("X-Robots-Tag") == "noindex") is endless, address


def test_letters_of_every_script_stand_as_they_are_and_nothing_empty_stands_for_nothing(client, one, ada):
    assert "Ада Пример" in client.get("/people/ada.json").content.decode()
    for address in TWINS:
        assert '": ""' not in client.get(address).content.decode(), address


def test_a_twin_takes_few_queries_however_much_there_is(client, one, ada, examplia):
    few = [count_queries(client, address) for address in TWINS]
    for number in range(3):
        delegation = make_delegation(f"Land{number}", make_country(f"x{chr(98 + number)}", f"Land {number}"))
        chamber = make_chamber(delegation)
        make_seats(chamber, 3, valid_from="2010-01-01")
        make_member(make_chamber(examplia, f"House {number}", number + 2), f"Member {number}", valid_from="2011")
        make_appointment(ada, make_post(delegation), valid_from="2010-01-01")
        make_website(examplia, f"http://examplia.example/{number}", observed="unknown")
        more = make_interview(countries=[delegation.country], at=timezone.now() - timedelta(days=number + 1))
        more.topics.set(one.topics.all())
        one.countries.add(delegation.country)
        Appearance.objects.create(item=more, person=ada, label="The Chair")
        Correction.objects.create(item=one, note="It was corrected.")
    many = [count_queries(client, address) for address in TWINS]
    assert max(many) <= 12 and all(b <= a + 1 for a, b in zip(few, many, strict=True)), (few, many)


# The register


def test_a_figure_has_its_standing_its_words_and_its_source(client, examplia):
    (found,) = get(client, "/delegations.json")["delegations"]
    seats = found["chambers"][0]["seats"]
    assert (seats["value"], seats["standing"], seats["words"]) == (8, "in-force", "Since 1 May 2020")
    assert seats["fact"]["valid_from"] == {"date": "2020-05-01", "precision": "day"}
    assert seats["fact"]["source"]["title"] == "Bulletin of Examplia"
    assert found["country"] | {"id": ""} == {"id": "", "code": "xa", "alpha3": None, "m49": None, "name": "Examplia"}
    assert found["seats"] == {"value": 8, "is_at_least": False, "words": "8 parliamentarians"}


@pytest.mark.parametrize(
    ("day", "value", "standing", "beside"),
    [
        ("2009-12-31", None, "not-known", None),
        ("2015-06-01", 5, "in-force", None),
        ("2020-01-01", None, "not-known", 5),
        ("2020-05-01", 8, "in-force", None),
    ],
)
def test_a_day_is_answered_as_its_page_answers_it(client, examplia, day, value, standing, beside):
    for found in (get(client, f"/delegations.json?on={day}"), get(client, f"/delegations/examplia.json?on={day}")):
        assert found["on"] == day
        entry = found["delegations"][0] if "delegations" in found else found
        seats = entry["chambers"][0]["seats"]
        assert (seats["value"], seats["standing"]) == (value, standing)
        assert (seats["beside"] and seats["beside"]["value"]) == beside
        assert seats["words"] == "not known for that day" or value
        assert entry["seats"]["value"] == value


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2023-02-30", "There is no such day."),
        ("2023-12", "Give the whole day"),
        ("2999-01-01", "That day has not come yet."),
        ("<script>", "There is no such day."),
    ],
)
@pytest.mark.parametrize("address", ["/delegations.json", "/delegations/examplia.json"])
def test_a_day_that_is_none_is_refused_in_the_sentence_of_the_page(client, examplia, address, typed, sentence):
    answer = client.get(address, {"on": typed})
    assert answer.status_code == 400 and sorted(answer.json()) == ["message", "status"]
    assert answer.json()["message"].startswith(sentence)


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_an_end_to_come_is_not_told_before_its_day(client, examplia, ada):
    make_appointment(ada, make_post(examplia), valid_from="2020-01-01", valid_to="2026-05-31")
    for address in ("/delegations/examplia.json", "/people/ada.json"):
        assert "2026-05-31" not in client.get(address).content.decode(), address
    assert get(client, "/delegations/examplia.json")["representative"]["fact"]["valid_to"] is None
    with time_machine.travel("2026-06-01T12:00:00Z", tick=False):
        found = get(client, "/delegations/examplia.json")["representative"]
        assert found["fact"]["valid_to"] == {"date": "2026-05-31", "precision": "day"}
        assert (found["standing"], found["words"]) == ("over", "Last known: until 31 May 2026")
        assert "2026-05-31" in client.get("/people/ada.json").content.decode()


def test_what_ended_on_a_day_nobody_knows_is_said_to_be_over(client, examplia, ada):
    make_appointment(ada, make_post(examplia), valid_from="2020", is_over=True)
    fact = get(client, "/people/ada.json")["offices"][0]["fact"]
    assert fact["valid_from"] == {"date": "2020", "precision": "year"}
    assert fact["valid_to"] == {"date": None, "precision": "unknown"}


def test_totals_are_least_figures_or_none_and_never_zero_for_unknown(client, examplia):
    make_chamber(examplia, "Senate", 2)
    total = get(client, "/delegations.json")["total"]
    assert (total["seats"], total["is_at_least"], total["not_wholly_known"]) == (8, True, 1)
    assert "at least 8 parliamentarians" in total["words"]
    assert get(client, "/delegations.json?on=2001-01-01")["total"]["seats"] is None


def test_a_delegation_tells_members_names_membership_and_history(client, examplia, ada):
    make_member(examplia.chambers.get(), ada, office="Chair", is_head=True, valid_from="2021-01-01")
    make_status(examplia, "Observer", counts=False, valid_from="2010-01-01")
    make_name(examplia, "Old Examplia", valid_from="2010", valid_to="2015")
    make_name(examplia, "Examplia", valid_from="2016")
    make_appointment(ada, make_post(examplia), valid_from="2012").retract("It was another Ada.")
    found = get(client, "/delegations/examplia.json")
    (chamber,) = found["members"]["chambers"]
    assert chamber["known"][0]["person"]["url"] == f"{SITE}/people/ada/" and chamber["known"][0]["is_head"]
    assert found["members"]["count"] == {"named": 1, "alternates": 0, "seats": 8, "words": "1 of 8 named"}
    assert found["membership"]["value"]["name"] == "Observer" and found["counts"] is False
    lines = {chapter["title"]: chapter["lines"] for chapter in found["history"]}
    assert [line["fact"]["when"] for line in lines["Names"]] == ["from 2010 to 2015", "since 2016"]
    assert lines["Plenipotentiary representatives"][0]["fact"]["retracted"]["reason"] == "It was another Ada."
    assert [line["words"] for line in lines["Seats: Lower House"]] == ["5", "8"]


# The press


def test_an_item_is_told_whole(client, one, ada):
    Correction.objects.create(item=one, note="A name was wrong.", was="Adda", at=one.published_at)
    ItemPicture.objects.create(item=one, picture=make_picture(), alt="Ada", credit="Bela")
    ItemDocument.objects.create(item=one, document=Document.objects.create(size=7), title="The law")
    found = get(client, "/press/one.json")
    assert found["id"] == str(one.uuid) and found["published_at"] == "2021-06-01T12:00:00+03:00"
    assert found["given_on"] == {"date": "2021-05", "precision": "month"}
    first, second = found["body"]
    assert (first["anchor"], first["number"], first["url"]) == ("q1", 1, f"{SITE}/press/one/q1/")
    assert first["prompt"]["text"] == "What does Examplia plan?" and first["prompt"]["speaker"] is None
    (answer,) = first["answers"]
    assert answer["text"] == "More examples.\n\nAnd better ones."
    assert answer["html"] == "<p>More examples.</p>\n<p>And better ones.</p>"
    assert answer["person"]["id"] == str(ada.uuid) and answer["office"] == "Chair of Examples"
    assert second["number"] == 2
    assert found["note"]["html"] == f'<p>See <a href="{SITE}/press/" rel="noopener">the press</a>.</p>'
    assert found["corrections"][0] | {"at": ""} == {
        "what": "corrected",
        "at": "",
        "note": "A name was wrong.",
        "was": "Adda",
    }
    (picture,) = found["pictures"]
    renditions = {each["url"].rpartition("/")[2] for each in picture["renditions"]}
    assert {"480.jpg", "640.jpg", "480.avif"} <= renditions and picture["caption"] is None
    assert found["documents"][0]["bytes"] == 7
    assert [topic["slug"] for topic in found["topics"]] == ["peace"]
    (delegation,) = found["delegations"]
    assert (delegation["day"], delegation["is_day_it_was_given"]) == ("2021-06-01", False)
    assert delegation["on_that_day"]["chambers"][0]["seats"]["value"] == 8
    assert delegation["since"] == "The same today."


def test_narration_that_interrupts_an_answer_keeps_its_place(client):
    body = (
        '<p>Before.</p><p data-role="prompt">Why?</p><p>Because.</p><p data-role="narration">(A pause.)</p>'
        '<p data-role="answer">And so on.</p>'
    )
    make_interview(slug="one", body=body)
    told = [(part["type"], part.get("continues")) for part in get(client, "/press/one.json")["body"]]
    assert told == [("narration", None), ("exchange", False), ("narration", None), ("exchange", True)]
    alone = get(client, "/press/one/q1.json")
    assert [part["type"] for part in alone["body"]] == ["exchange", "narration", "exchange"]
    assert alone["body"][2]["prompt"] is None


def test_an_exchange_is_quoted_as_on_its_page(client, one):
    found = get(client, "/press/one/q1.json")
    assert found["quotation"] == Page(client.get("/press/one/q1/")).one(".quote .cite__text").text
    assert found["citation"].endswith(f"1 June 2021. {SITE}/press/one/q1/")
    assert get(client, "/press/one.json")["citation"] == Page(client.get("/press/one/")).all(".cite p")[0].text
    assert found["item"]["id"] == str(one.uuid) and (found["number"], found["of"]) == (1, 2)
    assert found["earlier"] is None and found["later"]["anchor"] == "q2"


def test_a_person_is_told_with_offices_appearances_and_answers(client, one, ada, examplia):
    make_appointment(ada, make_post(examplia), valid_from="2020-05", wording="Envoy")
    found = get(client, "/people/ada.json")
    assert found["other_names"] == ["Ада Пример"]
    (office,) = found["offices"]
    assert (office["words"], office["delegation"]["slug"]) == ("Envoy", "examplia")
    (item,) = found["items"]
    assert item["appearances"] == [{"name": "Ada Example", "office": "Chair of Examples", "asks": False}]
    assert [answer["first_paragraph"] for answer in item["answers"]] == ["More examples.", "A rest."]


def test_the_list_is_read_page_by_page_and_filtered(client, one, monkeypatch):
    monkeypatch.setattr("press.views.PAGE_SIZE", 2)
    for day in range(1, 5):
        make_item(title=f"Release {day}", at=datetime(2022, 1, day, tzinfo=UTC))
    seen, address = [], "/press.json"
    while address:
        found = get(client, address.removeprefix(SITE))
        seen += [item["title"] for item in found["items"]]
        address = found["next"]
    assert seen == ["Release 4", "Release 3", "Release 2", "Release 1", one.title]
    filtered = get(client, "/press.json?kind=interviews&country=xa&topic=peace&person=ada&year=2021")
    assert [item["id"] for item in filtered["items"]] == [str(one.uuid)]
    assert filtered["filters"] == {
        "kind": "interviews",
        "country": "xa",
        "person": "ada",
        "topic": "peace",
        "year": 2021,
    }


def test_a_search_is_answered_as_on_its_page(client, one, ada):
    found = get(client, "/search.json?q=better")
    assert found["found"] == 1 and found["results"][0]["exchange"]["anchor"] == "q1"
    assert "better" in found["results"][0]["passage"] and found["results"][0]["id"] == str(one.uuid)
    assert [person["id"] for person in get(client, "/search.json?q=Ада+Пример")["people"]] == [str(ada.uuid)]
    assert get(client, "/search.json")["results"] == []


# Where there is nothing


@pytest.mark.parametrize(
    "address",
    [
        *("/press/nowhere.json", "/press/draft.json", "/press/to-come.json", "/press/draft/q1.json"),
        *("/delegations/nowhere.json", "/people/nobody.json", "/topics/nothing.json", "/press/nowhere/q1.json"),
        *("/press.json?kind=novels", "/press.json?before=x", "/press.json?country=zz", "/search.json?kind=novels"),
    ],
)
def test_what_never_was_and_what_is_not_public_get_the_same_404(client, address):
    make_interview(slug="draft", state=State.DRAFT)
    make_interview(slug="to-come", at=timezone.now() + timedelta(days=1))
    assert get(client, address, 404) == {"status": 404, "message": "There is nothing at this address."}


@pytest.mark.parametrize("address", ["/data/nothing.json", "/data/nothing.csv", "/press/a/b.json", "/people/a/b.json"])
def test_where_no_data_can_be_programs_of_any_site_are_told_so(client, address):
    for method, status in [("GET", 404), ("POST", 405)]:
        answer = client.generic(method, address)
        assert answer.status_code == answer.json()["status"] == status
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", ["/data/nothing/", "/press/nowhere/", "/admin/nothing.json"])
def test_people_are_refused_in_pages(admin_client, address):
    answer = admin_client.get(address)
    assert answer.status_code == 404 and answer["Content-Type"].startswith("text/html")


def test_of_searches_that_find_nothing_shared_caches_keep_none(client):
    for address in ("/search.json?country=zz", "/press.json?kind=novels", "/search/?country=zz"):
        answer = client.get(address)
        assert answer.status_code == 404 and "s-maxage=0" in answer["Cache-Control"], address
        assert ".json" not in address or answer["X-Robots-Tag"] == "noindex"
    assert "s-maxage" not in client.get("/press/nowhere.json")["Cache-Control"]


def test_a_withdrawn_item_says_when_and_why_and_nothing_else(client, one, admin_user):
    publishing.withdraw(one, admin_user, "It was about another Examplia.")
    for address in ("/press/one.json", "/press/one/q1.json"):
        assert get(client, address, 410) == {
            "status": 410,
            "message": "This item has been withdrawn",
            "withdrawn_on": timezone.localdate().isoformat(),
            "reason": "It was about another Examplia.",
        }


def test_an_exchange_that_was_taken_out_leads_to_its_item(client, one):
    one.body = one.body.partition('<p data-role="prompt" id="q2"')[0]
    one.save()
    found = get(client, "/press/one/q2.json", 410)
    assert found["item"]["url"] == f"{SITE}/press/one/" and found["status"] == 410


def test_an_old_address_leads_to_the_twin_of_the_new_one(client, one, ada):
    OldAddress.objects.create(item=one, language="en", slug="zero")
    other, war = make_person("Adda", slug="adda"), Topic.objects.create(name="War", slug="war")
    merge(ada, other, "One person.")
    war.merge_into(one.topics.get())
    moved = {
        "/press/zero.json": "/press/one.json",
        "/press/zero/q1.json": "/press/one/q1.json",
        "/people/adda.json": "/people/ada.json",
        "/topics/war.json": "/topics/peace.json",
        "/press.json?topic=war&kind=interviews": "/press.json?kind=interviews&topic=peace",
        "/press.json?page=2": "/press.json",
    }
    for old, new in moved.items():
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
        assert answer["Access-Control-Allow-Origin"] == "*"
