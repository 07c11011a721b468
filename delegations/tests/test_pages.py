"""The register's pages: what visitors read of what is known, and of what is not."""

from datetime import date

import pytest
import time_machine

from cstosite.shared.partial_date import PartialDate
from cstosite.tests.page import Page, count_queries
from delegations.models import (
    Appointment,
    MembershipClass,
    MembershipStatus,
    OfficialWording,
    Source,
    Website,
)

from .make import make_chamber, make_country, make_delegation, make_person, make_post, make_seats

pytestmark = pytest.mark.django_db


def test_the_list_shows_each_chamber_its_seats_and_the_sum(client, content):
    page = Page(client.get("/delegations/"))
    assert "Five delegations, 68 parliamentarians." in page.text
    rows = [row.text for row in page.all("table tr")]
    assert "Belarus House of Representatives 7" in rows and "Council of the Republic 4" in rows
    assert rows[-1] == "All delegations 68"
    assert len(page.all(".chamber")) == 9
    assert "Observed, date unknown. Source: panel on the page dated 26 December 2023." in page.text


def test_what_no_source_gives_reads_not_published(client, content):
    page = Page(client.get("/delegations/tajikistan/"))
    assert "The name of the plenipotentiary representative has not been published." in page.text
    assert "No website of the parliament or its chambers has been published." in page.text
    assert Page(client.get("/delegations/")).one("#tajikistan .rep").text.endswith("Not published")


def test_a_representative_is_shown_with_every_office_as_printed(client, content):
    page = Page(client.get("/delegations/kazakhstan/"))
    assert page.one(".person h3").text == "Viktor Rogalev"
    assert [item.text for item in page.all(".person li")] == [
        "Plenipotentiary Representative of the Parliament of the Republic of Kazakhstan",
        "deputy Executive Secretary of the CSTO Parliamentary Assembly",
    ]


def test_a_website_says_its_language_when_it_is_another(client, content):
    links = [link.text for link in Page(client.get("/delegations/belarus/")).all(".sites a")]
    assert links == ["house.gov.by/en", "sovrep.gov.by/ru (in Russian)"]


def test_an_unknown_number_is_never_a_zero(client):
    delegation = make_delegation()
    make_seats(make_chamber(delegation, "Lower House", 1), 8, observed="unknown")
    make_chamber(delegation, "Upper House", 2)
    page = Page(client.get("/delegations/"))
    assert "One delegation, at least 8 parliamentarians; 1 delegation not wholly known" in page.text
    assert "Upper House not published" in [row.text for row in page.all("table tr")]
    assert "at least 8" in Page(client.get("/")).text
    detail = Page(client.get("/delegations/examplia/"))
    assert "deputies of the Upper House: number not published" in detail.text
    assert "%" not in detail.one(".facts").text


def test_a_figure_says_since_when_or_until_when_it_is_known(client):
    chamber = make_chamber(make_delegation())
    make_seats(chamber, 8, valid_from="2020-03", valid_to="2021-12-31")
    page = Page(client.get("/delegations/examplia/"))
    assert "Last known: until 31 December 2021. Source: Bulletin of Examplia." in page.text
    assert "not published" in page.one(".facts").text, "What is over counts in no total."
    assert "8 last known: until 31 December 2021" in Page(client.get("/delegations/")).text
    make_seats(chamber, 9, observed="2023-05-01")
    assert "Observed on 1 May 2023. Source: Bulletin" in Page(client.get("/delegations/examplia/")).text
    make_seats(chamber, 10, valid_from="2024-02")
    assert "Since February 2024. Source: Bulletin" in Page(client.get("/delegations/examplia/")).text


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
@pytest.mark.parametrize("dates", [{"valid_from": "2026-05-02"}, {"observed": "2026-05-02"}])
def test_no_fact_of_any_kind_is_public_before_its_day(client, dates):
    delegation = make_delegation()
    seats = make_seats(make_chamber(delegation), 8, valid_from="2020-01-01")
    begins = {"is_observation": "observed" in dates, "source": seats.source}
    kind = MembershipClass.objects.create(slug="frozen", name="Earlymember")
    facts = [
        MembershipStatus(delegation=delegation, membership_class=kind, **begins),
        Appointment(person=make_person("Earlyperson"), post=make_post(delegation), **begins),
        Website(delegation=delegation, url="https://early.example/", **begins),
        OfficialWording(delegation=delegation, text="Earlywording", **begins),
    ]
    for fact in facts:
        fact.valid_from = PartialDate.parse(dates["valid_from"]) if "valid_from" in dates else None
        fact.observed_on = date.fromisoformat(dates["observed"]) if "observed" in dates else None
        fact.save()
    pages = ["/", "/delegations/", "/delegations/examplia/"]
    assert not [page for page in pages if "early" in client.get(page).content.decode().lower()]
    with time_machine.travel("2026-05-02T12:00:00+03:00", tick=False):
        text = client.get("/delegations/examplia/").content.decode()
        assert all(word in text for word in ("Earlymember", "Earlyperson", "early.example", "Earlywording"))


def test_the_share_of_the_assembly_is_in_whole_per_cent(client):
    make_seats(make_chamber(make_delegation()), 1, observed="unknown")
    make_seats(make_chamber(make_delegation("Bexamplia")), 2, observed="unknown")
    assert "33\u202f%" in client.get("/delegations/examplia/").content.decode().replace("&#8239;", "\u202f")


def test_a_chart_of_what_is_partly_known_says_at_least(client):
    delegation = make_delegation()
    make_seats(make_chamber(delegation, "Lower House", 1), 8, observed="unknown")
    make_chamber(delegation, "Upper House", 2)
    assert "at least 8" in Page(client.get("/delegations/examplia/")).one("svg title").text
    assert "at least 8" in Page(client.get("/")).one("svg title").text


def test_a_delegation_without_chambers_has_a_page(client):
    make_delegation()
    assert "The delegation’s seats have not been published." in Page(client.get("/delegations/examplia/")).text


def test_seats_that_do_not_count_are_left_out_of_the_total_and_said_so(client):
    observer = make_delegation("Observia")
    make_seats(make_chamber(observer), 3, valid_from="2020-01-01")
    make_seats(make_chamber(make_delegation("Examplia"), "Senate"), 5, valid_from="2020-01-01")
    kind = MembershipClass.objects.create(slug="observer", name="Observer", counts_in_totals=False)
    MembershipStatus.objects.create(
        delegation=observer, membership_class=kind, source=Source.objects.get(), is_observation=True
    )
    page = Page(client.get("/delegations/"))
    assert "Two delegations (not in the total: Observer 1), 5 parliamentarians" in page.text
    assert "3 parliamentarians · Observer, not in the total" in page.text


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_a_future_change_is_nowhere_before_its_day(client):
    chamber = make_chamber(make_delegation(country=make_country()))
    make_seats(chamber, 8, valid_from="2020-01-01", valid_to="2026-05-31")
    make_seats(chamber, 77, valid_from="2026-06-01")
    for address in ("/", "/delegations/", "/delegations/examplia/"):
        assert "77" not in Page(client.get(address)).one("main").text
    with time_machine.travel("2026-06-01T00:00:00+03:00", tick=False):
        assert "77" in Page(client.get("/delegations/examplia/")).one(".facts").text


def test_an_unknown_delegation_is_404(client, content):
    assert client.get("/delegations/atlantis/").status_code == 404


def test_no_delegations_yet_is_said(client):
    assert "No delegations have been published yet" in Page(client.get("/delegations/")).text
    assert "No delegations have been published yet" in Page(client.get("/")).text


@pytest.mark.parametrize("address", ["/", "/delegations/", "/delegations/examplia/"])
def test_the_number_of_queries_does_not_grow(client, address):
    _fill(0, 1)
    few = count_queries(client, address)
    _fill(1, 12)
    assert count_queries(client, address) == few <= 12


def _fill(start, end):
    for number in range(start, end):
        country = make_country(f"x{chr(97 + number)}", f"Land {number}")
        chamber = make_chamber(make_delegation(f"Examplia{number or ''}", country))
        make_seats(chamber, 5, valid_from="2000-01-01", valid_to="2009-12-31")
        make_seats(chamber, 6, valid_from="2010-01-01")
