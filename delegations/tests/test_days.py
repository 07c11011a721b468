"""The register on any day: what held, what was known before, and what is not known, without ever a zero for it."""

import pytest
import time_machine

from cstosite.shared.partial_date import PartialDate
from cstosite.tests.page import Page, count_queries
from delegations.models import MembershipClass, MembershipStatus, Source

from .make import make_appointment, make_chamber, make_country, make_delegation, make_person, make_post, make_seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def chamber():
    """A chamber with 5 seats in the years 2010 to 2019, 8 from 1 May 2020 on."""
    chamber = make_chamber(make_delegation(country=make_country()))
    make_seats(chamber, 5, valid_from="2010-01-01", valid_to="2019-12-31")
    make_seats(chamber, 8, valid_from="2020-05-01")
    return chamber


def seats(client, day):
    return Page(client.get(f"/delegations/?on={day}")).one(".chamber").text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2009-12-31", "– deputies of the Lower House number not known for that day"),
        ("2010-01-01", "5 deputies of the Lower House"),
        ("2012-02-29", "5 deputies of the Lower House"),
        ("2019-12-31", "5 deputies of the Lower House"),
        ("2020-01-01", "– deputies of the Lower House number not known for that day; 5 (last known: until 31 December"),
        ("2020-04-30", "– deputies of the Lower House number not known for that day; 5 (last known: until 31 December"),
        ("2020-05-01", "8 deputies of the Lower House"),
    ],
)
def test_the_days_before_on_after_and_between_two_figures(client, chamber, day, words):
    assert seats(client, day).startswith(words)


def test_totals_count_what_held_that_day_only(client, chamber):
    make_seats(make_chamber(make_delegation("Samplia"), "Senate"), 9, observed="2019-06-01")
    page = Page(client.get("/delegations/?on=2019-06-01"))
    assert "Two delegations, 14 parliamentarians." in page.text
    later = Page(client.get("/delegations/?on=2019-06-02"))
    assert "at least 5 parliamentarians; 1 delegation not wholly known" in later.text
    assert "number not known for that day; 9 (observed on 1 June 2019)" in later.one("#samplia").text
    assert "9 deputies of the Senate" in Page(client.get("/delegations/")).one("#samplia").text


def test_before_any_dated_fact_the_undated_observation_stands_beside_and_never_counts(client, content):
    page = Page(client.get("/delegations/?on=2023-12-26"))
    assert "Five delegations; number of parliamentarians not known for that day." in page.text
    assert "number not known for that day; 8 (observed, date unknown)" in page.one("#kazakhstan").text
    assert "Not known for that day; Viktor Rogalev (observed, date unknown)" in page.one("#kazakhstan .rep").text
    assert not page.all("svg.seats--named")
    assert page.one("tfoot").text == "All delegations not known for that day"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2023-02-30", "There is no such day."),
        ("26.12.2023", "There is no such day."),
        ("2023-W52-2", "There is no such day."),
        ("2023-12", "Give the whole day"),
        ("2999-01-01", "That day has not come yet."),
        ("<script>", "There is no such day."),
        ("9" * 300, "There is no such day."),
    ],
)
@pytest.mark.parametrize("address", ["/delegations/", "/delegations/examplia/"])
def test_a_day_that_is_none_gets_a_sentence_and_the_page_of_today(client, chamber, address, typed, sentence):
    page = Page(client.get(address, {"on": typed}))
    assert page.status == 200 and sentence in page.one(".notice--error").text
    assert "<script>" not in client.get(address, {"on": typed}).content.decode()
    assert "8 deputies of the Lower House" in page.text


def test_pages_of_a_day_are_not_listed_and_name_the_page_of_today(client, chamber):
    for address in ("/delegations/", "/delegations/examplia/"):
        html = client.get(address, {"on": "2012-01-01"}).content.decode()
        assert '<meta name="robots" content="noindex, follow">' in html
        assert f'<link rel="canonical" href="http://testserver.example{address}">' in html
        assert "noindex" not in client.get(address).content.decode()


def test_a_change_entered_early_is_on_no_day_before_it_comes(client, chamber):
    with time_machine.travel("2021-01-01"):
        make_seats(make_chamber(chamber.delegation, "Senate", 2), 31, valid_from="2021-02-01")
        for query in ("", "?on=2020-12-31", "?on=2021-02-01"):
            assert "31" not in [cell.text for cell in Page(client.get(f"/delegations/{query}")).all("td")]
        compared = client.get("/delegations/compare/?from=2020-01-01&to=2021-02-01").content.decode()
        assert ">31<" not in compared and "That day has not come yet." in compared
    with time_machine.travel("2021-02-01 12:00"):
        assert "31" in [cell.text for cell in Page(client.get("/delegations/?on=2021-02-01")).all("td")]


def test_two_days_are_compared_in_words_and_in_a_table(client, chamber):
    post = make_post(chamber.delegation)
    make_appointment(make_person("Ada Example"), post, valid_from="2010-01-01", valid_to="2015-12-31")
    make_appointment(make_person("Bela Example"), post, valid_from="2016-01-01")
    page = Page(client.get("/delegations/compare/?from=2012-01-01&to=2022-01-01"))
    assert [line.text for line in page.all(".changes li")] == [
        "Examplia, Lower House: 5, then 8.",
        "Examplia, Plenipotentiary representative: Ada Example, then Bela Example.",
    ]
    assert page.all("tbody tr")[0].text == "Examplia Lower House 5 8"
    swapped = Page(client.get("/delegations/compare/?from=2022-01-01&to=2012-01-01"))
    assert [line.text for line in swapped.all(".changes li")] == [line.text for line in page.all(".changes li")]


def test_what_is_known_of_one_day_only_is_no_change(client, chamber):
    page = Page(client.get("/delegations/compare/?from=2001-01-01&to=2022-01-01"))
    assert "Nothing that is known of both days changed" in page.text
    assert "Examplia, Lower House: 8 on 1 January 2022" in page.text


def test_comparing_asks_for_two_days_and_says_what_is_wrong_with_them(client, chamber):
    assert Page(client.get("/delegations/compare/")).all("form.dayform input")
    page = Page(client.get("/delegations/compare/?from=x&to=2999-01-01"))
    assert len(page.all(".notice--error")) == 2


def test_a_history_lists_every_figure_in_order_with_its_dots_and_what_was_retracted(client, chamber):
    wrong = make_seats(make_chamber(chamber.delegation, "Senate", 2), 99, valid_from="2011")
    wrong.retract("A misprint.")
    page = Page(client.get("/delegations/examplia/"))
    lines = [line.text for line in page.all(".history li")]
    assert lines[0].startswith("5 from 1 January 2010 to 31 December 2019. Source: Bulletin of Examplia.")
    assert lines[1].startswith("8 since 1 May 2020.")
    assert lines[2].startswith("99 since 2011.") and "Retracted on" in lines[2] and "A misprint." in lines[2]
    assert [svg["viewBox"] for svg in page.all(".history svg")] == ["0 0 78 14", "0 0 126 14"]


def test_a_delegation_without_changes_says_so(client, content):
    assert "No change has been recorded." in Page(client.get("/delegations/tajikistan/")).text


def test_a_class_whose_seats_do_not_count_is_out_of_the_total_of_its_days_only(client, chamber):
    observer = MembershipClass.objects.create(slug="observer", name="Observer", counts_in_totals=False)
    status = MembershipStatus(delegation=chamber.delegation, membership_class=observer, source=Source.objects.first())
    status.valid_from, status.valid_to = PartialDate.parse("2012"), PartialDate.parse("2013-12-31")
    status.save()
    assert "0 parliamentarians" in Page(client.get("/delegations/?on=2013-06-01")).text
    assert "One delegation, 5 parliamentarians." in Page(client.get("/delegations/?on=2011-06-01")).text
    after = Page(client.get("/delegations/?on=2015-06-01"))
    assert after.one("#examplia").text == "Examplia Observer, from 2012 to 31 December 2013"


@pytest.mark.parametrize("query", ["", "?on=2012-01-01"])
def test_no_page_asks_more_of_the_database_for_a_longer_history(client, query):
    chamber = make_chamber(make_delegation(country=make_country()))
    make_seats(chamber, 5, valid_from="2001-01-01", valid_to="2001-12-31")
    addresses = [f"/delegations/{query}", f"/delegations/examplia/{query}"]
    addresses.append("/delegations/compare/?from=2001-01-01&to=2012-01-01")
    few = [count_queries(client, address) for address in addresses]
    for year in range(2002, 2022):
        make_seats(chamber, year - 2000, valid_from=f"{year}-01-01", valid_to=f"{year}-12-31")
        make_delegation(f"Samplia {year}", slug=f"samplia-{year}")
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 12
