"""Members named from a pasted list, and ended together: shown first, then all of it or nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from cstosite.tests.page import Page, count_queries
from cstosite.tests.test_roles import filled
from delegations import changing
from delegations.models import Member, Person, RegisterChange, Source
from delegations.name_list import NamedLine, read_names

from .make import make_chamber, make_delegation, make_member, make_person, make_seats, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-01 12:00+00:00", tick=False):
        yield


@pytest.fixture
def chamber():
    make_source()
    return make_chamber(make_delegation(), "Lower House")


def address(chamber, step="name_members"):
    return reverse(f"admin:delegations_chamber_{step}", args=[chamber.pk])


def paste(client, chamber, text, confirm=True, **values):
    """What is answered to a list when it is shown, and when that is confirmed."""
    form = {"text": text, "when": "from", "day": "2026-05-01", "source": Source.objects.first().pk, **values}
    shown = client.post(address(chamber), form)
    if not confirm:
        return Page(shown)
    return Page(shown), client.post(address(chamber), filled(shown, **form, confirm="1"))


def told(page):
    return [line.text for line in page.all(".missing li")]


def refused(page):
    return [error.text for error in page.all(".errornote") + page.all(".errorlist li")]


def sitting():
    return [
        (m.person.name, m.office, str(m.valid_from or ""), str(m.valid_to or "")) for m in Member.objects.order_by("pk")
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ada Example\nBela Example", [NamedLine(1, "Ada Example"), NamedLine(2, "Bela Example")]),
        ("\r\n\u00a0 Ada \t \r\n\n\tBela\u00a0\u00a0Example ;", [NamedLine(2, "Ada"), NamedLine(4, "Bela Example")]),
        ("1. Ada Example,\n(2) Bela", [NamedLine(1, "Ada Example"), NamedLine(2, "Bela")]),
        ("3 Cora Example", [NamedLine(1, "Cora Example")]),
        ("• Ada Example\n– Bela Example", [NamedLine(1, "Ada Example"), NamedLine(2, "Bela Example")]),
        ("Ada Example – Chair of Rivers - and Lakes", [NamedLine(1, "Ada Example", "Chair of Rivers – and Lakes")]),
        ("Ada Example\tChair", [NamedLine(1, "Ada Example", "Chair")]),
        ("Ada Anna-Example", [NamedLine(1, "Ada Anna-Example")]),
        ("\u200bAda\u00ad Example\u2028Bela", [NamedLine(1, "Ada Example"), NamedLine(2, "Bela")]),
        (" \n\t\n", []),
    ],
)  # fmt: skip
def test_a_list_is_read_however_it_is_spaced_and_numbered(text, lines):
    assert read_names(text) == lines


def test_a_list_is_shown_then_recorded_in_one_sentence(admin_client, admin_user, chamber, client):
    ada = make_person("Yerlan Example")
    shown, answer = paste(
        admin_client, chamber, "Ерлан Example – Chair of Rivers\nBela Example\nCora Example", head="2"
    )
    assert told(shown) == ["Examplia, Lower House: 3 members named from 1 May 2026."]
    assert answer.status_code == 302
    assert sitting() == [
        ("Yerlan Example", "Chair of Rivers", "2026-05-01", ""),
        ("Bela Example", "", "2026-05-01", ""),
        ("Cora Example", "", "2026-05-01", ""),
    ]
    bela = Member.objects.get(person__name="Bela Example")
    assert bela.is_head and bela.recorded_by == admin_user and bela.checked_on == date(2026, 6, 1)
    assert (bela.person.sort_name, bela.person.slug) == ("Example, Bela", "bela-example")
    assert Member.objects.first().person == ada and Person.objects.count() == 3
    assert RegisterChange.objects.get().sentence == told(shown)[0]
    assert "3 members named from 1 May 2026" in Page(client.get("/delegations/examplia/")).text


def test_nothing_is_written_before_it_was_seen(admin_client, chamber):
    page = paste(admin_client, chamber, "Ada Example", confirm=False)
    assert told(page) == ["Examplia, Lower House, member: Ada Example from 1 May 2026."]
    _shown, answer = paste(admin_client, chamber, "Ada Example\nBela Example")
    assert answer.status_code == 302
    form = filled(
        admin_client.post(address(chamber), {"text": "Cora", "when": "seen", "source": Source.objects.first().pk})
    )
    other = admin_client.post(address(chamber), form | {"text": "Dora", "confirm": "1"})
    assert other.status_code == 200 and "Dora" in told(Page(other))[0] and len(sitting()) == 2


def test_namesakes_are_asked_about_and_the_answer_counts(admin_client, chamber):
    first, second = make_person("Ada Example"), make_person("Ada Example")
    page = paste(admin_client, chamber, "Bela Example\nAda Example", confirm=False)
    assert "Line 2: choose who Ada Example is." in refused(page) and not told(page) and not sitting()
    _shown, answer = paste(admin_client, chamber, "Bela Example\nAda Example", **{"person-ada-example": str(second.pk)})
    assert answer.status_code == 302
    assert list(first.memberships.all()) == [] and second.memberships.count() == 1


def test_a_name_with_one_word_more_is_asked_about(admin_client, chamber):
    make_person("Ada Maria Example")
    page = paste(admin_client, chamber, "Ada Example", confirm=False)
    assert refused(page) == ["Line 1: choose who Ada Example is."]
    _shown, answer = paste(admin_client, chamber, "Ada Example", **{"person-ada-example": "new"})
    assert answer.status_code == 302 and Person.objects.count() == 2


def test_an_address_that_is_taken_gets_a_number(admin_client, chamber):
    Person.objects.create(name="Somebody", sort_name="Somebody", slug="ada-example")
    paste(admin_client, chamber, "Ada Example")
    assert Member.objects.get().person.slug == "ada-example-2"


def test_who_is_a_member_already_is_left_and_who_is_not_in_the_list_is_named(admin_client, chamber):
    make_member(chamber, "Ada Example", valid_from="2020-01-01")
    make_member(chamber, "Dora Example", valid_from="2020-01-01")
    shown, answer = paste(admin_client, chamber, "Ada Example\nBela Example")
    assert told(shown)[1:] == [
        "Ada Example is a member already: left as it is.",
        "Dora Example is a member and is not in this list: left as it is.",
    ]
    assert answer.status_code == 302 and len(sitting()) == 3
    again = paste(admin_client, chamber, "Ada Example\nBela Example", confirm=False)
    assert "All of them are members already: nothing would be recorded." in refused(again)


@pytest.mark.parametrize(
    ("text", "values", "sentence"),
    [
        ("", {}, "This field is required."),
        (" \n ", {}, "There is no name in the list."),
        ("Ada Example\n\nExample, Ada", {}, "Line 3 repeats line 1: Example, Ada."),
        ("Ada Example\n123", {}, "Line 2 has no name: “123”."),
        ("A" * 201, {}, "Line 1 is too long for a name and an office."),
        ("\n".join(f"Name{n:04} Example" for n in range(2000)), {}, "The list has 2000 lines; at most 200"),
        ("Ada Example", {"day": ""}, "Give the day from which they are members."),
        ("Ada Example", {"when": "seen", "day": "2027-01-01"}, "That day has not come yet."),
        ("Ada Example", {"source": ""}, "Choose a source, or give the title of a new one."),
        ("Ada Example", {"head": "1", "are_alternates": "on"}, "The head of a delegation is no alternate."),
        ("Ada Example\nHedda Example", {}, "Line 2: Hedda Example is recorded from 1 June 2026 on already."),
        ("Ada Example\nBela Example", {"head": "2"}, "Line 2: the delegation has a head for these days already"),
    ],
)
def test_a_slip_gets_a_sentence_with_its_line_and_nothing_is_lost_or_written(
    admin_client, chamber, text, values, sentence
):
    make_member(chamber, "Hedda Example", valid_from="2026-06-01", is_head=True)
    shown, _answer = paste(admin_client, chamber, text, **values)
    assert any(sentence in error for error in refused(shown)), refused(shown)
    assert shown.one("#id_text").text_as_typed == text
    assert Member.objects.count() == 1 and Person.objects.count() == 1


def test_markup_in_names_is_text(admin_client, chamber):
    shown, _answer = paste(admin_client, chamber, "<b>Ada</b> <script>alert(1)</script> – <i>Chair</i>")
    assert not shown.all("th b") and "<b>Ada</b> <script>alert(1)</script>" in shown.text
    assert sitting()[0][:2] == ("<b>Ada</b> <script>alert(1)</script>", "<i>Chair</i>")


def test_what_began_long_ago_or_was_seen_without_a_date_is_no_news(admin_client, chamber):
    paste(admin_client, chamber, "Ada Example\nBela Example", day="2026-03-01")
    paste(admin_client, chamber, "Cora Example\nDora Example", when="seen", day="")
    assert len(sitting()) == 4 and not RegisterChange.objects.exists()
    paste(admin_client, chamber, "Erna Example\nFern Example", when="seen", day="2026-05-20", are_alternates="on")
    assert RegisterChange.objects.get().sentence == (
        "Examplia, Lower House: 2 alternates named, as seen on 20 May 2026."
    )


def test_a_list_for_a_day_to_come_is_told_that_day_without_those_called_off(admin_client, chamber):
    paste(admin_client, chamber, "Ada Example\nBela Example\nCora Example", day="2026-06-11")
    assert not RegisterChange.objects.public().exists()
    for left, sentence in ((2, "2 members named from 11 June 2026."), (1, "Cora Example from 11 June 2026.")):
        changing.retract(Member.objects.standing().order_by("pk")[0], "Postponed.")
        assert Member.objects.standing().count() == left
        assert RegisterChange.objects.get().sentence.endswith(sentence)
    changing.retract(Member.objects.standing().get(), "Postponed.")
    with time_machine.travel("2026-07-01 12:00+00:00"):
        assert not RegisterChange.objects.public().exists()


def end(client, chamber, day, members):
    form = {"day": day, "members": [member.pk for member in members]}
    shown = client.post(address(chamber, "end_members"), form)
    seen = [field.get("value") or "" for field in Page(shown).all("#id_seen")]
    return Page(shown), client.post(address(chamber, "end_members"), form | {"seen": seen, "confirm": "1"})


def test_all_members_of_a_chamber_end_on_one_day(admin_client, chamber, client):
    ada, bela = (make_member(chamber, f"{name} Example", valid_from="2020-01-01") for name in ("Ada", "Bela"))
    cora = make_member(chamber, "Cora Example", observed="unknown", office="Clerk")
    dora = make_member(chamber, "Dora Example", valid_from="2020-01-01")
    gone = make_member(chamber, "Gone Example", valid_from="2000-01-01", valid_to="2019-12-31")
    page = Page(admin_client.get(address(chamber, "end_members")))
    assert [box["value"] for box in page.all("#id_members input")] == [str(m.pk) for m in (ada, bela, cora, dora)]
    shown, answer = end(admin_client, chamber, "2026-05-31", [ada, bela, cora])
    sentence = "Examplia, Lower House: 3 members until 31 May 2026."
    assert told(shown) == [sentence] and answer.status_code == 302
    assert RegisterChange.objects.get().sentence == sentence
    assert [item.text for item in Page(client.get("/delegations/examplia/")).all("ul.members li")] == [
        "Dora Example Since 1 January 2020"
    ]
    cora.refresh_from_db()
    assert cora.is_observation and sitting()[-1] == ("Cora Example", "Clerk", "", "2026-05-31")
    left = Page(admin_client.get(address(chamber, "end_members"))).all("#id_members input")
    assert [box["value"] for box in left] == [str(dora.pk)] and gone.pk


def test_members_who_began_later_are_named_and_none_is_ended(admin_client, chamber):
    ada = make_member(chamber, "Ada Example", valid_from="2020-01-01")
    bela = make_member(chamber, "Bela Example", valid_from="2026-03-01")
    cora = make_member(chamber, "Cora Example", observed="2026-02-01")
    shown, _answer = end(admin_client, chamber, "2026-02-01", [ada, bela, cora])
    assert [error.partition(" is ")[0] for error in refused(shown)] == ["Bela Example", "Cora Example"]
    ada.refresh_from_db()
    assert ada.is_open and Member.objects.count() == 3


def test_an_end_long_ago_is_no_news(admin_client, chamber):
    ada = make_member(chamber, "Ada Example", valid_from="2020-01-01")
    end(admin_client, chamber, str(date(2026, 6, 1) - timedelta(days=91)), [ada])
    assert not RegisterChange.objects.exists() and not Member.objects.get().is_open


def test_a_chamber_without_members_has_none_to_end(admin_client, chamber):
    assert "whose membership could end" in Page(admin_client.get(address(chamber, "end_members"))).text


def test_members_are_found_by_any_spelling_and_by_delegation(admin_client, chamber):
    make_member(chamber, "Yerlan Example", valid_from="2020-01-01")
    listing = reverse("admin:delegations_member_changelist")
    for query in ("?q=Ерлан", "?q=Erlan", "?q=lower+house", f"?chamber__delegation__id__exact={chamber.delegation_id}"):
        assert len(Page(admin_client.get(listing + query)).all("#result_list tbody tr")) == 1, query
    assert not Page(admin_client.get(listing + "?q=Nobody")).all("#result_list tbody tr")


def test_the_admins_pages_take_as_many_queries_for_forty_members(admin_client, chamber):
    make_seats(chamber, 8, valid_from="2000-01-01")
    make_member(chamber, "Ada Example", valid_from="2010-01-01")
    pages = [reverse("admin:delegations_member_changelist"), address(chamber, "end_members"), address(chamber)]
    few = [count_queries(admin_client, page) for page in pages]
    for number in range(40):
        make_member(chamber, f"Bela{number} Example", valid_from="2010-01-01")
    assert [count_queries(admin_client, page) for page in pages] == few


def test_a_chamber_with_members_keeps_its_delegation(admin_client, chamber):
    change = reverse("admin:delegations_chamber_change", args=[chamber.pk])
    assert Page(admin_client.get(change)).all("#id_delegation")
    make_member(chamber, "Ada Example")
    page = Page(admin_client.get(change))
    assert not page.all("#id_delegation")
    links = [link["href"] for link in page.all(".object-tools a")]
    assert any("chamber__id__exact" in link for link in links) and "../name-members/" in links
