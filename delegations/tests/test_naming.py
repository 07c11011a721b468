"""Names over time: what a page is headed with on a day, chambers that begin and end, and who belonged when."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from cstosite.tests.page import Page
from delegations import changing
from delegations.models import Chamber, Country, Delegation, DelegationName, RegisterChange, SeatCount
from delegations.naming import is_there, name_on
from press.tests.make import make_item

from .make import make_chamber, make_country, make_delegation, make_name, make_seats, make_source, make_status
from .test_changing import step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-01 12:00+00:00", tick=False):
        yield


@pytest.fixture
def delegation():
    return make_delegation(country=make_country())


def heading(client, query=""):
    return Page(client.get(f"/delegations/examplia/{query}")).one("h1").text


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("1950-01-01", "Old"),  # Nothing is known that early: the first that is.
        ("1989-12-31", "Old"),
        ("1990-01-01", "Middle"),
        ("2004-02-29", "Middle"),
        ("2010-12-31", "Middle"),
        ("2011-01-01", "New"),
        ("2026-06-01", "New"),
    ],
)
def test_a_day_has_the_name_in_force_else_the_last_known_else_the_first(delegation, day, name):
    names = [
        make_name(delegation, "Old", valid_to="1989-12-31"),
        make_name(delegation, "Middle", valid_from="1990-01-01", valid_to="2010-12-31"),
        make_name(delegation, "New", valid_from="2011-01-01"),
    ]
    assert name_on(names, date.fromisoformat(day)).name == name


def test_a_retracted_name_heads_no_page(delegation):
    name = make_name(delegation, "Wrongland", valid_from="2000-01-01")
    name.retract("A misprint.")
    assert name_on([name], date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "answer"),
    [("1999-12-31", False), ("2000-01-01", True), ("2005-12-31", True), ("2006-01-01", False)],
)
def test_a_chamber_is_there_from_its_first_name_to_its_last(delegation, day, answer):
    chamber = make_chamber(delegation)
    assert is_there([], date.fromisoformat(day)), "Without recorded names it always is."
    names = [make_name(chamber, "House", valid_from="2000-01-01", valid_to="2005-12-31")]
    assert is_there(names, date.fromisoformat(day)) is answer


def test_a_renamed_delegation_keeps_its_past(admin_client, client, delegation):
    make_seats(make_chamber(delegation), 5, valid_from="2001-01-01")
    values = {"day": "2026-05-01", "name": "Newlandia", "parliament": "Great Council of Newlandia"}
    values |= {"country_name": "Newlandia", "country_official_name": "Republic of Newlandia"}
    sentences, answer = step(admin_client, delegation, **values)
    assert answer.status_code == 302
    assert "before: Examplia, Parliament of Examplia" in sentences[0]
    assert heading(client) == "Newlandia"
    assert heading(client, "?on=2026-05-01") == "Newlandia on 1 May 2026"
    assert heading(client, "?on=2026-04-30") == "Examplia on 30 April 2026"
    assert "Called Newlandia today" in Page(client.get("/delegations/examplia/?on=2004-02-29")).text
    listed = Page(client.get("/delegations/?on=2010-01-01"))
    assert "Parliament of Examplia" in listed.text and "Newlandia" not in listed.one("main").text
    history = Page(client.get("/delegations/examplia/")).one(".chapters").text
    assert "Examplia, Parliament of Examplia until 30 April 2026" in history
    assert Country.objects.get().official_name == "Republic of Newlandia"
    changes = Page(client.get("/delegations/compare/?from=2010-01-01&to=2026-06-01"))
    assert "Newlandia, Name: Examplia, then Newlandia." in changes.text


def test_a_name_to_come_is_nowhere_before_its_day(admin_client, client, delegation):
    make_seats(make_chamber(delegation), 5, valid_from="2001-01-01")
    make_item(countries=[delegation.country], slug="one")
    step(admin_client, delegation, day="2026-07-01", name="Newlandia", country_name="Newlandia")
    pages = [
        "/",
        "/delegations/",
        "/delegations/examplia/",
        "/press/",
        "/press/one/",
        "/sitemap-delegations.xml",
        "/feeds/all.rss",
    ]
    assert [page for page in pages if "Newlandia" in client.get(page).content.decode()] == []
    assert heading(client) == "Examplia"
    assert "takes effect on 1 July 2026" in Page(admin_client.get("/admin/")).text
    with time_machine.travel("2026-07-01 00:01+03:00", tick=False):
        assert heading(client) == "Newlandia", "Without any job."
        call_command("settle_names")
        assert Country.objects.get().name == Delegation.objects.get().name == "Newlandia"


def test_one_chamber_ends_and_two_begin_on_one_day(admin_client, client, delegation):
    old = make_chamber(delegation, "Supreme Council", 1)
    make_seats(old, 7, valid_from="2001-01-01")
    values = {
        "day": "2026-05-01",
        f"ends-{old.pk}": "on",
        "new-name-1": "Lower House",
        "new-members_are-1": "deputies",
        "new-seats-1": 6,
        "new-name-2": "Senate",
        "new-members_are-2": "senators",
        "new-seats-2": 4,
    }
    sentences, answer = step(admin_client, delegation, **values)
    assert answer.status_code == 302, answer.content.decode()
    assert "Examplia, Supreme Council: 7 seats: until 30 April 2026." in sentences
    now, then = (Page(client.get(f"/delegations/examplia/{query}")) for query in ("", "?on=2026-04-30"))
    assert [item.text for item in now.all("figcaption li")] == [
        "6 deputies of the Lower House",
        "4 senators of the Senate",
    ]
    assert [item.text for item in then.all("figcaption li")] == ["7 deputies of the Supreme Council"]
    assert "One delegation, 10 parliamentarians" in Page(client.get("/delegations/")).text
    compared = Page(client.get("/delegations/compare/?from=2026-04-30&to=2026-05-01")).text
    assert "Examplia, Supreme Council: 7, then no such chamber." in compared
    assert "Examplia, Senate: no such chamber, then 4." in compared
    assert RegisterChange.objects.count() == len(sentences)


def test_a_chamber_to_come_is_not_shown_before_its_day(admin_client, client, delegation):
    make_seats(make_chamber(delegation, "Supreme Council", 1), 7, valid_from="2001-01-01")
    values = {"day": "2026-07-01", "new-name-1": "Secret House", "new-seats-1": 6}
    assert step(admin_client, delegation, **values)[1].status_code == 302
    for address in [
        "/",
        "/delegations/",
        "/delegations/examplia/",
        "/delegations/compare/?from=2020-01-01&to=2026-06-01",
    ]:
        page = client.get(address).content.decode()
        assert "Secret House" not in page and "at least" not in page, address
    with time_machine.travel("2026-07-01 00:01+03:00", tick=False):
        assert "6 deputies of the Secret House" in Page(client.get("/delegations/examplia/")).text


def test_who_left_is_out_of_the_total_and_named_apart(client, delegation):
    make_seats(make_chamber(delegation), 5, valid_from="2001-01-01")
    make_status(delegation, valid_from="2001-01-01", valid_to="2012-12-31")
    stayed = make_delegation("Stayland")
    make_seats(make_chamber(stayed), 3, valid_from="2001-01-01")
    page = Page(client.get("/delegations/"))
    assert "One delegation, 3 parliamentarians." in page.text
    assert page.one("#examplia").text == "Examplia Member, from 1 January 2001 to 31 December 2012"
    assert "No membership status is recorded; all seats are counted." in page.text
    assert "Two delegations, 8 parliamentarians." in Page(client.get("/delegations/?on=2012-12-31")).text
    assert "One delegation, 3 parliamentarians." in Page(client.get("/delegations/?on=2013-01-01")).text
    assert client.get("/delegations/examplia/").status_code == 200


def test_who_joins_later_was_not_in_the_assembly_before(client, delegation):
    make_status(delegation, "Observer", counts=False, valid_from="2010-03-01")
    page = Page(client.get("/delegations/?on=2009-01-01"))
    assert page.one("#examplia").text == "Examplia Observer from 1 March 2010 on"


def test_a_first_status_says_nothing_of_the_time_before_it(client, delegation):
    make_seats(make_chamber(delegation), 5, valid_from="2001-01-01")
    make_status(delegation, "Suspended", counts=False, valid_from="2026-05-01")
    assert "One delegation, 5 parliamentarians." in Page(client.get("/delegations/?on=2026-04-30")).text
    now = Page(client.get("/delegations/"))
    assert "One delegation (not in the total: Suspended 1), 0 parliamentarians" in now.text


def test_a_delegation_to_come_is_nowhere_before_its_day(client, delegation):
    make_status(delegation, valid_from="2026-07-01")
    make_seats(make_chamber(delegation), 5, valid_from="2026-07-01")
    make_item(countries=[delegation.country], slug="one")
    assert client.get("/delegations/examplia/").status_code == 404
    for address in ["/", "/delegations/", "/sitemap-delegations.xml", "/press/one/"]:
        assert "/delegations/examplia/" not in client.get(address).content.decode(), address
    with time_machine.travel("2026-07-01 00:01+03:00", tick=False):
        assert client.get("/delegations/examplia/").status_code == 200


def test_a_delegation_that_was_called_off_before_its_day_never_has_a_page(client, delegation):
    for fact in [
        make_status(delegation, valid_from="2026-07-01"),
        make_seats(make_chamber(delegation), 5, valid_from="2026-07-01"),
    ]:
        changing.retract(fact, "It does not join.")
    for day in ("2026-06-01 13:00", "2026-07-02 13:00"):
        with time_machine.travel(day, tick=False):
            assert client.get("/delegations/examplia/").status_code == 404
            assert "Examplia" not in client.get("/delegations/").content.decode()


def test_a_delegation_in_the_place_of_another_leads_to_it_and_back(client):
    old, new = make_delegation("Unionia"), make_delegation("Successia")
    make_status(old, valid_from="2001-01-01", valid_to="2006-06-04")
    make_status(new, valid_from="2006-06-05")
    make_name(new, "Successia", valid_from="2006-06-05", succeeds=old)
    assert "Succeeded on 5 June 2006 by Successia" in Page(client.get("/delegations/unionia/")).text
    assert "From 5 June 2006 in the place of Unionia" in Page(client.get("/delegations/successia/")).text


def test_a_name_that_is_recorded_with_dates_is_not_edited_over(admin_client, delegation):
    address = reverse("admin:delegations_delegation_change", args=[delegation.pk])
    assert Page(admin_client.get(address)).all("#id_name")
    make_name(delegation, "Examplia", valid_from="2001-01-01")
    assert not Page(admin_client.get(address)).all("#id_name")


@pytest.mark.parametrize(("day", "kept"), [("2026-07-01", True), ("2026-05-01", False)])
def test_a_change_that_was_wrong_can_leave_what_was_before(admin_client, client, delegation, day, kept):
    chamber = make_chamber(delegation)
    first = make_seats(chamber, 5, valid_from="2001-01-01")
    step(admin_client, delegation, day=day, **{f"seats-{chamber.pk}": 9})
    wrong = SeatCount.objects.get(seats=9)
    address = reverse("admin:delegations_seatcount_retract", args=[wrong.pk])
    assert "which ended for it, goes on" in Page(admin_client.get(address)).text
    answer = admin_client.post(address, {"reason": "Another chamber was meant.", "goes_on": "on"})
    assert answer.status_code == 302
    standing = chamber.seat_counts.standing().get()
    assert (standing.seats, str(standing.valid_from), standing.valid_to) == (5, "2001-01-01", None)
    assert (standing.pk == first.pk) is kept, "An end that had come is history, one to come never was."
    assert "One delegation, 5 parliamentarians." in Page(client.get("/delegations/")).text


def test_retracting_a_rename_gives_the_name_back(delegation):
    changing.change_from(
        delegation,
        [DelegationName(delegation=delegation, name="Wrongland", parliament="-", source=make_source())],
        date(2026, 5, 1),
    )
    assert Delegation.objects.get().name == "Wrongland"
    changing.retract(DelegationName.objects.get(name="Wrongland"), "A misprint.", goes_on=True)
    assert Delegation.objects.get().name == "Examplia"


def test_nothing_else_is_said_of_a_chamber_that_ends(admin_client, delegation):
    chamber = make_chamber(delegation)
    address = reverse("admin:delegations_delegation_change_from", args=[delegation.pk])
    values = {"day": "2026-05-01", "new_source": "A law", f"ends-{chamber.pk}": "on", f"seats-{chamber.pk}": "3"}
    page = Page(admin_client.post(address, values))
    assert "It is no more from that day on: leave its other fields empty." in page.text
    assert Chamber.objects.get().names.count() == 0


@pytest.mark.parametrize("retracted_on", ["2026-06-30", "2026-07-01"])
def test_what_was_called_off_before_its_day_is_never_told_of(client, delegation, retracted_on):
    chamber = make_chamber(delegation)
    make_seats(chamber, 5, valid_from="2001-01-01", valid_to="2026-06-30")
    early = make_seats(chamber, 77, valid_from="2026-07-01")
    name = make_name(chamber, "Secret House", valid_from="2026-07-01")
    with time_machine.travel(f"{retracted_on} 12:00+03:00", tick=False):
        changing.retract(early, "Confidential reason.")
        changing.retract(name, "Confidential reason.")
    with time_machine.travel("2026-08-01 12:00+03:00", tick=False):
        page = Page(client.get("/delegations/examplia/")).one("main").text
        was_public = retracted_on == "2026-07-01"
        assert [words in page for words in ("77", "Confidential", "Secret House")] == [was_public] * 3
        assert early.is_told() is SeatCount.objects.told().filter(pk=early.pk).exists() is was_public


@pytest.mark.parametrize("address", ["/delegations/", "/delegations/examplia/", "/delegations/compare/"])
def test_no_shared_cache_keeps_a_page_for_each_day(client, delegation, address):
    kept = client.get(address)["Cache-Control"]
    asked = client.get(f"{address}?on=2010-01-01&from=2010-01-01&to=2011-01-01")["Cache-Control"]
    assert "s-maxage=0" in asked and "s-maxage" not in kept
