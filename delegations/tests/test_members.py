"""Named members of delegations: who is told for which day, how many of how many, and what the database refuses."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from cstosite.tests.page import Page, count_queries
from delegations import changing
from delegations.members import Count
from delegations.models import Member, RegisterChange

from .make import make_chamber, make_country, make_delegation, make_member, make_name, make_person, make_seats
from .test_changing import step
from .test_loading import FILES, U

pytestmark = pytest.mark.django_db

PAGE = "/delegations/examplia/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-01 12:00+00:00", tick=False):
        yield


@pytest.fixture
def chamber():
    chamber = make_chamber(make_delegation(), "Lower House")
    make_seats(chamber, 3, valid_from="2000-01-01")
    return chamber


def names(client, query=""):
    return [item.text for item in Page(client.get(PAGE + query)).all("ul.members li")]


def lede(client, query=""):
    page = Page(client.get(PAGE + query))
    return [p.text for p in page.all("section p.lede")]


# valid_from, valid_to, observed, over; then on which days the name is told as an answer, beside, or not at all.
DAYS = [
    ("2020-03-10", "2022-03-09", "", False,
     {"2020-03-09": "", "2020-03-10": "told", "2021-01-01": "told", "2022-03-09": "told", "2022-03-10": "", "": ""}),
    ("2024-02-29", "", "", False, {"2024-02-28": "", "2024-02-29": "told", "2024-03-01": "told", "": "told"}),
    ("2024-02-29", "2024-02-29", "", False, {"2024-02-28": "", "2024-02-29": "told", "2024-03-01": "", "": ""}),
    ("2020", "", "", False, {"2019-12-31": "", "2020-06-01": "beside", "2020-12-31": "told", "": "told"}),
    ("2026", "", "", False, {"2026-05-01": "beside", "": "beside"}),
    ("2020-03-10", "", "", True, {"2020-03-10": "told", "2021-01-01": "beside", "": ""}),
    ("", "2022-03-09", "", False, {"2010-01-01": "beside", "2022-03-09": "told", "2022-03-10": "", "": ""}),
    ("", "", "2021-05-01", False, {"2021-04-30": "", "2021-05-01": "told", "2021-05-02": "beside", "": "told"}),
    ("", "", "unknown", False, {"2021-05-01": "beside", "": "told"}),
    ("2026-06-02", "", "", False, {"2026-06-01": "", "": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("begins", "ends", "observed", "is_over", "days"), DAYS)
def test_a_member_is_told_for_the_days_that_are_certain(client, chamber, begins, ends, observed, is_over, days):
    make_member(chamber, "Ada Example", valid_from=begins, valid_to=ends, observed=observed, is_over=is_over)
    for day, how in days.items():
        page = Page(client.get(PAGE + (f"?on={day}" if day else "")))
        beside = [item.text for item in page.all("details ul.members li")]
        told = [item.text for item in page.all("ul.members li") if item.text not in beside]
        assert (day, bool(told), bool(beside)) == (day, how == "told", how == "beside")


def test_the_section_is_absent_where_nobody_is_named(client, content):
    for slug in ("belarus", "kazakhstan", "kyrgyzstan", "russia", "tajikistan"):
        page = Page(client.get(f"/delegations/{slug}/"))
        assert not page.all("#members") and "named" not in page.one("main").text


def test_names_are_in_order_with_head_alternates_office_and_first_day(client, chamber):
    dates = {"valid_from": "2024-05-01"}
    make_member(chamber, "Dora Example", is_alternate=True, **dates)
    make_member(chamber, "Cora Example", is_head=True, office="Chair of the Committee on Rivers", **dates)
    make_member(chamber, "Bela Example", valid_from="2025-02")
    make_member(chamber, "Ada Example", observed="2025-01-01")
    assert names(client) == [
        "Cora Example Head of the delegation Chair of the Committee on Rivers Since 1 May 2024",
        "Ada Example Observed on 1 January 2025",
        "Bela Example Since February 2025",
        "Dora Example Alternate Since 1 May 2024",
    ]
    text = Page(client.get(PAGE)).text
    assert "3 of 3 named, and 1 alternate." in text
    assert "Source: Bulletin of Examplia." in text


@pytest.mark.parametrize(
    ("named", "seats", "alternates", "words"),
    [
        (12, 16, 0, "12 of 16 named"),
        (16, 16, 2, "16 of 16 named, and 2 alternates"),
        (17, 16, 0, "17 named for 16 seats"),
        (2, 1, 0, "2 named for 1 seat"),
        (0, 8, 0, "none of 8 named"),
        (0, 8, 1, "none of 8 named, and 1 alternate"),
        (12, None, 0, "12 named; number of seats not published"),
    ],
)
def test_a_list_is_counted_against_its_seats(named, seats, alternates, words):
    count = Count(named, seats, alternates)
    assert str(count) == words and count.fits is (seats is None or named == seats)


def test_each_chamber_is_counted_when_there_are_several(client, chamber):
    upper = make_chamber(chamber.delegation, "Senate", 2)
    make_member(chamber, "Ada Example", valid_from="2024-05-01")
    make_member(upper, "Bela Example", valid_from="2024-05-01")
    page = Page(client.get(PAGE))
    assert lede(client) == ["2 named; number of seats not published."]
    assert "Lower House 1 of 3 named." in page.text and "Senate 1 named; number of seats not published." in page.text
    make_seats(upper, 1, valid_from="2025-01-01")
    assert lede(client) == ["2 of 4 named."]
    assert lede(client, "?on=2024-06-01") == ["2 named; number of seats not known for that day."]


def test_a_name_is_text(client, chamber):
    make_member(chamber, "<b>Ada</b> & Example", office="<script>alert(1)</script>", observed="unknown")
    assert names(client) == ["<b>Ada</b> & Example <script>alert(1)</script>"]


def test_who_left_or_was_retracted_is_in_the_history_only_and_folded(client, chamber):
    make_member(chamber, "Ada Example", valid_from="2010-01-01", valid_to="2015-12-31", office="Clerk")
    make_member(chamber, "Bela Example", valid_from="2016-01-01").retract("Misread.")
    assert names(client) == [] and not Page(client.get(PAGE)).all("#members")
    folded = [line.text for line in Page(client.get(PAGE)).all("details ul.history li")]
    assert folded[0].startswith("Ada Example, Clerk from 1 January 2010 to 31 December 2015. Source:")
    assert folded[1].startswith("Bela Example since 1 January 2016") and "Misread." in folded[1]


def test_an_end_to_come_is_not_told(client, chamber):
    make_member(chamber, "Ada Example", valid_from="2024-05-01", valid_to="2026-12-31")
    page = Page(client.get(PAGE))
    assert names(client) == ["Ada Example Since 1 May 2024"] and "December 2026" not in page.text


def test_what_is_said_of_all_is_said_once_below_the_names(client, chamber):
    for name in ("Ada Example", "Bela Example"):
        make_member(chamber, name, observed="unknown")
    assert names(client) == ["Ada Example", "Bela Example"]
    assert "Bela Example Observed, date unknown. Source: Bulletin of Examplia." in Page(client.get(PAGE)).text


def test_names_that_are_not_known_for_the_day_have_their_source_too(client, chamber):
    make_member(chamber, observed="2020-01-01")
    section = Page(client.get(PAGE + "?on=2024-01-01")).text.partition("Members")[2]
    assert "Ada Example (observed on 1 January 2020) Source: Bulletin of Examplia. History" in section


def test_who_left_nobody_knows_when_is_in_the_history(client, chamber):
    make_member(chamber, valid_from="2010-01-01", is_over=True)
    assert names(client) == []
    (line,) = Page(client.get(PAGE)).all("details ul.history li")
    assert line.text.startswith("Ada Example from 1 January 2010 to a day not known")


def test_every_name_leads_to_a_page_that_says_where_one_sits(client, chamber):
    senate = make_chamber(make_delegation("Bexamplia"), "Senate")
    ada, bela, cora = (make_person(f"{name} Example", slug=name.lower()) for name in ("Ada", "Bela", "Cora"))
    make_member(chamber, ada, is_head=True, valid_from="2020-01-01")
    make_member(senate, ada, valid_from="2010-01-01", valid_to="2015-12-31")
    make_member(chamber, bela, office="Chair of the Committee on Rivers", valid_from="2020")
    make_member(chamber, cora, is_alternate=True, valid_from="2026")
    links = [link["href"] for link in Page(client.get(PAGE)).all("ul.members a")]
    assert links == ["/people/ada/", "/people/bela/", "/people/cora/"]
    offices = [
        [line.text.partition(". Source")[0] for line in Page(client.get(link)).all("ul.history li")] for link in links
    ]
    assert offices == [
        [
            "Member of the delegation, Senate · Bexamplia from 1 January 2010 to 31 December 2015",
            "Head of the delegation, Lower House · Examplia since 1 January 2020",
        ],
        ["Chair of the Committee on Rivers · Examplia since 2020"],
        ["Alternate member of the delegation, Lower House · Examplia since 2026"],
    ]
    assert Page(client.get("/people/ada/")).all("ul.history a")[1]["href"] == PAGE


def test_a_chamber_goes_by_its_name_of_the_day(client, chamber):
    upper = make_chamber(chamber.delegation, "Senate", 2)
    make_name(upper, "Council", valid_from="2000-01-01", valid_to="2022-12-31")
    make_name(upper, "Senate", valid_from="2023-01-01")
    make_member(upper, valid_from="2010-01-01")
    assert [head.text for head in Page(client.get(PAGE + "?on=2020-01-01")).all("h3")][:4].count("Council") == 1


def test_a_chamber_that_ends_takes_its_open_members_with_it(admin_client, client, chamber):
    make_member(chamber, "Ada Example", valid_from="2020-01-01")
    make_member(chamber, "Bela Example", valid_from="2020-01-01")
    gone = make_member(chamber, "Cora Example", valid_from="2020-01-01", valid_to="2021-12-31")
    other = make_member(make_chamber(chamber.delegation, "Senate", 2), "Dora Example", valid_from="2020-01-01")
    values = {"day": "2026-05-01", f"ends-{chamber.pk}": "on"}
    sentences, answer = step(admin_client, chamber.delegation, **values)
    assert answer.status_code == 302
    assert "Examplia, Lower House: 2 members until 30 April 2026." in sentences
    assert sorted(RegisterChange.objects.values_list("sentence", flat=True)) == sorted(sentences)
    assert [str(member.valid_to) for member in chamber.members.order_by("pk")] == ["2026-04-30"] * 2 + ["2021-12-31"]
    other.refresh_from_db()
    assert other.is_open and gone.pk and names(client) == ["Dora Example Since 1 January 2020"]


def test_the_only_member_of_a_chamber_that_ends_is_told_by_name_and_a_later_one_stops_it(admin_client, chamber):
    make_member(chamber, "Ada Example", valid_from="2020-01-01")
    values = {"day": "2026-05-01", f"ends-{chamber.pk}": "on"}
    sentences, answer = step(admin_client, chamber.delegation, **values | {"day": "2019-01-01"})
    assert not sentences and "recorded from 1 January 2020 on already" in Page(answer).text
    sentences, _answer = step(admin_client, chamber.delegation, **values)
    assert "Examplia, Lower House, member: Ada Example: until 30 April 2026." in sentences


def test_a_delegation_of_which_members_alone_are_public_has_a_page(client):
    delegation = make_delegation(country=make_country())
    make_member(make_chamber(delegation), valid_from="2026-06-02")
    assert client.get(PAGE).status_code == 404
    make_member(delegation.chambers.get(), "Bela Example", observed="unknown")
    assert names(client) == ["Bela Example"]


# Overlap.


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ({"valid_from": "2020-01-01"}, {"valid_from": "2021-01-01"}, True),
        ({"valid_from": "2020-01-01", "valid_to": "2020-12-31"}, {"valid_from": "2020-12-31"}, True),
        ({"valid_from": "2020-01-01", "valid_to": "2020-12-31"}, {"valid_from": "2021-01-01"}, False),
        ({"valid_from": "2020-01-01"}, {"observed": "unknown"}, False),
    ],
)
@pytest.mark.parametrize("rule", ["person", "head", "nothing"])
def test_the_database_refuses_one_person_twice_and_two_heads(chamber, rule, first, second, is_refused):
    """Of one chamber and person, or of one delegation's head whatever the chamber; and nothing else."""
    other = chamber if rule == "person" else make_chamber(chamber.delegation, "Senate", 2)
    ada = make_person("Ada Example")
    bela = ada if rule in ("person", "nothing") else make_person("Bela Example")
    make_member(chamber, ada, is_head=rule == "head", **first)
    if is_refused and rule != "nothing":
        with pytest.raises(IntegrityError), transaction.atomic():
            make_member(other, bela, is_head=rule == "head", **second)
    else:
        make_member(other, bela, is_head=rule == "head", **second)


def test_two_delegations_have_a_head_each_and_one_person_may_sit_in_both(chamber):
    ada = make_person("Ada Example")
    make_member(chamber, ada, is_head=True, valid_from="2020-01-01")
    make_member(make_chamber(make_delegation("Bexamplia")), ada, is_head=True, valid_from="2020-01-01")
    make_member(chamber, "Bela Example", valid_from="2020-01-01")
    make_member(chamber, "Cora Example", valid_from="2020-01-01")
    assert Member.objects.count() == 4


def test_a_second_head_and_a_head_who_is_an_alternate_are_refused_in_words(chamber):
    ada = make_member(chamber, is_head=True, valid_from="2020-01-01")
    other = Member(person=make_person("Bela"), chamber=chamber, is_head=True, source=ada.source)
    with pytest.raises(ValidationError, match="Ada Example: Lower House.*already recorded"):
        other.full_clean()
    other.is_alternate = True
    with pytest.raises(ValidationError, match="no alternate"):
        other.full_clean()


# What happened, and what is compared.


def test_a_member_recorded_alone_is_told_by_name(chamber):
    member = Member(person=make_person(), chamber=chamber, source=chamber.seat_counts.get().source, is_observation=True)
    member.observed_on = date(2026, 5, 1)
    changing.record(member)
    sentence = "Examplia, Lower House, member: Ada Example, as seen on 1 May 2026."
    assert RegisterChange.objects.get().sentence == sentence


def test_who_joined_and_left_between_two_days_is_told(client, chamber):
    make_member(chamber, "Ada Example", valid_from="2010-01-01", valid_to="2015-12-31")
    make_member(chamber, "Bela Example", valid_from="2016-01-01")
    make_member(chamber, "Cora Example", valid_from="2016-01-01")
    make_member(chamber, "Dora Example", valid_from="2010-01-01")
    make_member(chamber, "Erna Example", observed="2016-06-01")
    make_member(chamber, "Fern Example", valid_from="2016-01-01").retract("Misread.")
    page = Page(client.get("/delegations/compare/?from=2012-01-01&to=2020-01-01"))
    assert [line.text for line in page.all(".changes li")] == [
        "Examplia, members of the Lower House: Bela Example and Cora Example joined; Ada Example left."
    ]
    assert "Nothing that is known" not in page.text


# Loading, the newsroom and the cost.


def test_members_are_loaded_once(tmp_path, client):
    files = FILES | {
        "people": f'uuid,name,sort_name,slug\n{U}20,Ada Example,"Example, Ada",ada\n',
        "members": "uuid,person,chamber,office,is_head,is_alternate,observed,observed_on,valid_from,valid_to,source\n"
        f"{U}21,{U}20,{U}04,Chair,yes,,,,2020-02,,{U}01\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    for _run in range(2):
        call_command("load_register", str(tmp_path), verbosity=0)
    member = Member.objects.get()
    assert (member.office, member.is_head, member.is_alternate, str(member.valid_from)) == (
        "Chair",
        True,
        False,
        "2020-02",
    )
    assert member.head_of == member.chamber.delegation_id and not RegisterChange.objects.exists()


def test_staff_read_which_lists_do_not_fit_their_seats(admin_client, chamber):
    silent = make_chamber(make_delegation("Bexamplia"), "Silent House")
    make_seats(silent, 5, valid_from="2000-01-01")
    index = reverse("admin:index")
    assert "Every list of members fits its seats." in Page(admin_client.get(index)).text
    make_member(chamber, "Ada Example", valid_from="2020-01-01")
    make_member(chamber, "Bela Example", valid_from="2020-01-01", is_alternate=True)
    (line,) = Page(admin_client.get(index)).all(".newsroom-members li")
    assert line.text == "Lower House (Examplia) 1 of 3 named, and 1 alternate"
    (link,) = Page(admin_client.get(index)).all(".newsroom-members li a")
    assert "Ada Example" in Page(admin_client.get(link["href"])).text
    for number in range(3):
        make_member(chamber, f"Cora{number} Example", valid_from="2020-01-01")
    assert "4 named for 3 seats" in Page(admin_client.get(index)).one(".newsroom-members").text
    Member.objects.filter(person__name="Ada Example").get().retract("Misread.")
    assert not Page(admin_client.get(index)).all(".newsroom-members li")


def test_no_page_takes_more_queries_for_more_members(client, admin_client, chamber):
    make_member(chamber, "Ada Example", valid_from="2010-01-01")
    pages = [(client, PAGE), (client, PAGE + "?on=2012-01-01"), (admin_client, reverse("admin:index"))]
    pages += [(client, "/delegations/compare/?from=2005-01-01&to=2012-01-01"), (client, "/delegations/")]
    few = [count_queries(*page) for page in pages]
    for number in range(40):
        make_member(chamber, f"Bela{number} Example", valid_from="2010-01-01")
    assert [count_queries(*page) for page in pages] == few
    assert max(few[0], few[1], *few[3:]) <= 12
