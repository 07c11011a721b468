"""The content the site starts from: every sentence of the real page, in its place, and nothing else."""

import json
from pathlib import Path

import feedparser
import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from cstosite.tests.page import Page
from delegations.models import Appointment, Chamber, Delegation, LoadedRecord, MembershipStatus, SeatCount
from press import publishing
from press.models import PressItem

pytestmark = pytest.mark.django_db

# The page as it stood, one printed paragraph to a line.
PRINTED = (Path(__file__).parent / "data" / "page-of-26-december-2023.txt").read_text(encoding="utf-8").splitlines()
HEADLINE = "Aigul Kuspan: During Its CSTO Presidency, Kazakhstan Will Address Topical Security Issues"
PANEL = PRINTED[: PRINTED.index(HEADLINE)]
TITLE, DATE, _TITLE_AGAIN, STANDFIRST, *TEXT = PRINTED[len(PANEL) :]
ADDRESS = "/press/aigul-kuspan-during-its-csto-presidency-kazakhstan-will-address-topical-security-issues/"
DASHES = "– "


def test_every_line_of_the_panel_stands_as_the_official_wording_of_its_delegation(client, content):
    printed = []
    for delegation in Delegation.objects.order_by("name"):
        page = Page(client.get(delegation.get_absolute_url()))
        printed += [line.text for line in page.all(".wording p")]
    assert printed == PANEL


def test_the_interview_stands_word_for_word_in_the_elements_it_belongs_in(client, content):
    page = Page(client.get(ADDRESS))
    assert page.one("h1").text == TITLE
    assert page.one(".interview__head time").text == DATE
    assert page.one(".interview__head .standfirst").text == STANDFIRST
    paragraphs = [[p.text for p in page.all(f"#{anchor} p")] for anchor in ("q1", "q2", "q3")]
    said = [text for exchange in paragraphs for text in exchange if text not in {"Interviewer", "Aigul Kuspan"}]
    assert said == [line.removeprefix(DASHES) for line in TEXT[:-2]]
    answers = [len(page.all(f"#{anchor} .qa__a p")) - 1 for anchor in ("q1", "q2", "q3")]
    assert answers == [1, 4, 2]
    assert page.one(".signed").text == TEXT[-2]
    assert page.one(".note").text == TEXT[-1]
    whole = page.one("main").text
    assert whole.index(TEXT[-3]) < whole.index(TEXT[-2]) < whole.index(TEXT[-1])


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_the_whole_interview_stands_in_the_feed(client, content, format):
    (entry,) = feedparser.parse(client.get(f"/feeds/all.{format}").content).entries
    assert entry.title == TITLE
    html = entry.content[0].value
    places = [html.index(line.removeprefix(DASHES).removeprefix("For reference. ")) for line in TEXT]
    assert places == sorted(places)


def test_the_sums_are_those_of_the_real_page(content):
    seats = {
        delegation.slug: [chamber.seat_counts.get().seats for chamber in delegation.chambers.order_by("position")]
        for delegation in Delegation.objects.all()
    }
    assert seats == {
        "belarus": [7, 4],
        "kazakhstan": [8, 8],
        "kyrgyzstan": [7],
        "russia": [10, 12],
        "tajikistan": [6, 6],
    }
    assert Chamber.objects.count() == 9 and sum(map(sum, seats.values())) == 68


def test_every_fact_is_an_observation_without_a_date_and_names_its_source(content):
    facts = [*SeatCount.objects.all(), *Appointment.objects.all()]
    assert all(fact.is_observation and fact.observed_on is None for fact in facts)
    assert {fact.source.title for fact in facts} == {"panel on the page dated 26 December 2023"}
    assert not MembershipStatus.objects.exists()


def test_the_imported_text_is_kept_unchanged_beside_the_edited_one(content):
    assert PressItem.objects.get().imported_text.splitlines() == TEXT


def test_a_second_loading_keeps_a_correction_a_withdrawal_and_a_deletion(content):
    item = PressItem.objects.get()
    item.title = "Corrected"
    item.save()
    publishing.withdraw(item, get_user_model().objects.create(username="ada"), "A trial.")
    kazakhstan = Delegation.objects.get(slug="kazakhstan")
    kazakhstan.name = "Republic of Kazakhstan"
    kazakhstan.save()
    Appointment.objects.first().retract("A trial.")
    before = (LoadedRecord.objects.count(), Appointment.objects.count())
    call_command("load_content", verbosity=0)
    item.refresh_from_db()
    kazakhstan.refresh_from_db()
    assert (item.title, item.state, kazakhstan.name) == ("Corrected", "withdrawn", "Republic of Kazakhstan")
    assert (LoadedRecord.objects.count(), Appointment.objects.count()) == before
    assert Appointment.objects.standing().count() == before[1] - 1


def test_the_json_feed_holds_the_same(client, content):
    (item,) = json.loads(client.get("/feeds/all.json").content)["items"]
    assert item["title"] == TITLE
    assert TEXT[-3] in item["content_html"]
