"""The posts of a speaker on the item's day, offered in the form of an item; what is printed there stays as it is."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from cstosite.shared.partial_date import PartialDate
from cstosite.tests.page import Page
from delegations.models import Person
from delegations.tests.make import make_appointment, make_person, make_post
from press import changing, content
from press.models import Appearance, State
from press.offices import day_of, held_on

from .make import make_interview, make_item

pytestmark = pytest.mark.django_db

OFFICES = reverse("admin:press_pressitem_offices")
PRINTED = "Date: 26 December 2023\n\nAda Example speaks\n\nWords of a page."


def appoint(person, wording="Chair of Examples", post=None, **dates):
    return make_appointment(person, post or make_post(is_shared=True), wording=wording, **dates)


def ask(client, **query):
    return client.get(OFFICES, query)


def offered(client, person, day):
    return [(one["words"], one["when"]) for one in ask(client, person=person.pk, day=day).json()["offices"]]


CHAIR = "Chair of Examples"
HELD = [
    # the dates of the appointment, the day asked for, what is said of it
    ({"valid_from": "2021-05-01"}, "2021-04-30", None),
    ({"valid_from": "2021-05-01"}, "2021-05-01", "since 1 May 2021"),
    ({"valid_from": "2021-05-01", "valid_to": "2022-05-31"}, "2022-05-31", "from 1 May 2021 to 31 May 2022"),
    ({"valid_from": "2021-05-01", "valid_to": "2022-05-31"}, "2022-06-01", None),
    ({"valid_from": "2021-05"}, "2021-05-15", "since May 2021; not known for that day"),
    ({"valid_to": "2022-05-31"}, "2022-05-30", "until 31 May 2022; not known for that day"),
    ({"valid_from": "2021", "is_over": True}, "2023-01-01", "from 2021 to a day not known; not known for that day"),
    ({"observed": "unknown"}, "2021-05-01", "observed, date unknown"),
    ({"observed": "2021-05-01"}, "2021-05-01", "observed on 1 May 2021"),
    ({"observed": "2021-05-01"}, "2023-05-01", "last known: observed on 1 May 2021"),
    ({"observed": "2021-05-01"}, "2020-05-01", "observed on 1 May 2021; not known for that day"),
]


@pytest.mark.parametrize(("dates", "day", "when"), HELD)
def test_a_post_is_offered_for_a_day_as_far_as_it_is_known(admin_client, dates, day, when):
    person = make_person()
    appoint(person, **dates)
    assert offered(admin_client, person, day) == ([(CHAIR, when)] if when else [])


def test_a_retracted_post_is_not_offered(admin_client):
    person = make_person()
    appoint(person, valid_from="2021-05-01").retract("Misread.")
    assert offered(admin_client, person, "2022-01-01") == []


def test_several_posts_stand_with_those_held_for_certain_first_and_each_wording_once(admin_client):
    person, other = make_person(), make_person("Bela Example")
    appoint(person, "Guest", observed="unknown")
    appoint(person, "Witness", observed="2020-01-01")
    appoint(person, "Member", valid_from="2019-01-01")
    appoint(person, "Chair", valid_from="2021-05-01")
    appoint(person, "chair ", observed="unknown")
    appoint(other, "Nobody you know", valid_from="2000-01-01")
    assert [words for words, _when in offered(admin_client, person, "2022-01-01")] == [
        "Chair",
        "Member",
        "Witness",
        "Guest",
    ]


def test_a_post_without_a_wording_goes_by_its_name(admin_client):
    person = make_person()
    appoint(person, "", valid_from="2021-05-01")
    assert offered(admin_client, person, "2022-01-01") == [("Representative", "since 1 May 2021")]


def test_a_person_without_posts_is_said_to_have_none(admin_client):
    person = make_person()
    given = ask(admin_client, person=person.pk, day="2021-05-01").json()
    assert given["offices"] == [] and given["about"] == (
        "The register knows no post of Ada Example on 1 May 2021, when it was said or held."
    )


def test_nobody_chosen_or_nobody_of_that_number_has_no_posts(admin_client):
    for person in ("", "x", "9" * 40, "99999", "-1", "\x00"):
        answer = ask(admin_client, person=person, day="2021-05-01")
        assert answer.status_code == 200 and answer.json() == {"person": None, "about": "", "offices": []}


def test_a_name_finds_the_one_person_who_has_it_in_some_spelling(admin_client):
    person = Person.objects.create(name="Yerlan Example", sort_name="E", slug="e", other_names="Jerlan Examplov")
    for label in ("Erlan Example", "Ерлан Example", "JERLAN EXAMPLOV:"):
        assert ask(admin_client, label=label).json()["person"] == {"pk": person.pk, "name": "Yerlan Example"}, label
    assert ask(admin_client, label="Example").json()["person"] is None
    make_person("Erlan Example")
    assert ask(admin_client, label="Erlan Example").json()["person"] is None, "There are two."


# Which day


NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "given_on", "day", "words"),
    [
        ({"at": NOON}, "2023-12-26", date(2023, 12, 26), "on 26 December 2023, when it was said or held"),
        ({"at": NOON}, "2023-12", date(2024, 3, 1), "on 1 March 2024, the day of publication"),
        ({"at": NOON}, "", date(2024, 3, 1), "on 1 March 2024, the day of publication"),
        ({"at": datetime(2024, 3, 1, 22, tzinfo=UTC)}, "", date(2024, 3, 2), "on 2 March 2024, the day of publication"),
        (
            {"state": State.DRAFT, "imported_text": PRINTED},
            "",
            date(2023, 12, 26),
            "on 26 December 2023, the date in the imported text",
        ),
        (
            {"state": State.DRAFT},
            "",
            date(2024, 6, 3),
            "today, 3 June 2024, as the day it was said or held is not known",
        ),
    ],
)
def test_the_day_is_the_items_own_and_it_is_said_which(values, given_on, day, words):
    with time_machine.travel("2024-06-03T12:00:00+03:00", tick=False):
        found = day_of(make_item(**values), PartialDate.parse(given_on) if given_on else None)
    assert found == (day, words)


@time_machine.travel("2024-06-03T12:00:00+03:00", tick=False)
def test_a_form_that_was_never_saved_has_today_and_what_is_typed_may_be_no_day(admin_client):
    person = make_person()
    appoint(person, valid_from="2021-05-01")
    for day in ("", "26.12.2023", "2023-12", "2023-02-31", "\x00"):
        given = ask(admin_client, person=person.pk, day=day, item="").json()
        assert given["about"].startswith("Posts of Ada Example today, 3 June 2024, as"), day
    item = make_item(at=NOON)
    given = ask(admin_client, person=person.pk, day="", item=item.pk).json()
    assert given["about"] == "Posts of Ada Example on 1 March 2024, the day of publication:"


# Who may ask


@pytest.mark.parametrize(
    ("permissions", "status"),
    [
        (["change_pressitem"], 200),
        (["add_pressitem", "view_pressitem", "view_person", "view_appointment"], 403),
        ([], 403),
    ],
)
def test_posts_are_told_to_those_who_may_change_items(client, permissions, status):
    person = make_person()
    appoint(person, valid_from="2021-05-01")
    assert ask(client, person=person.pk).status_code == 403, "Nobody is signed in."
    user = get_user_model().objects.create(username="ella", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    answer = ask(client, person=person.pk)
    assert answer.status_code == status and (CHAIR in answer.content.decode()) is (status == 200)


def test_it_is_only_read_and_kept_by_no_cache(admin_client):
    assert admin_client.post(OFFICES).status_code == 405
    assert "no-store" in ask(admin_client)["Cache-Control"]


# In the form, and what is printed


def change(item):
    return reverse("admin:press_pressitem_change", args=[item.pk])


def test_without_scripts_the_posts_of_those_listed_stand_under_the_speakers(admin_client):
    person, nobody = make_person(), make_person("Bela Example")
    appoint(person, "Chair of <Examples>", valid_from="2021-05-01")
    item = make_interview(state=State.DRAFT)
    item.given_on = PartialDate.parse("2022-01-01")
    item.save()
    item.appearances.update(person=person)
    Appearance.objects.create(item=item, label="Bela Example", person=nobody)
    section = Page(admin_client.get(change(item))).one("#offices").text
    assert (
        "Posts of Ada Example on 1 January 2022, when it was said or held: Chair of <Examples> since 1 May 2021"
        in section
    )
    assert "The register knows no post of Bela Example on 1 January 2022" in section


def test_the_form_of_a_new_item_and_one_without_people_show_none(admin_client):
    for address in (reverse("admin:press_pressitem_add"), change(make_interview())):
        assert "Posts of" not in Page(admin_client.get(address)).one("#offices").text


def test_who_may_only_look_is_offered_nothing(client):
    user = get_user_model().objects.create(username="ella", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_pressitem"))
    client.force_login(user)
    item = make_interview()
    item.appearances.update(person=make_person())
    assert not Page(client.get(change(item))).all("#offices")


def test_a_change_kept_apart_shows_the_posts_of_those_it_lists(admin_client, admin_user):
    person = make_person("Cleo Example")
    appoint(person, observed="unknown")
    item = make_interview()
    said = content.of_item(item)
    said["appearances"][0]["person"] = str(person.uuid)
    changing.save(item, said, admin_user)
    assert "Posts of Cleo Example" in Page(admin_client.get(change(item))).one("#offices").text


def test_the_posts_of_many_take_no_more_queries_than_those_of_one(django_assert_num_queries):
    people = [make_person(f"Ada Example {number}") for number in range(4)]
    for person in people:
        appoint(person, valid_from="2021-05-01")
    with django_assert_num_queries(1):
        assert len(held_on(date(2022, 1, 1), [person.pk for person in people])) == 4


def test_a_later_appointment_and_a_retraction_rewrite_no_printed_office(admin_client, client):
    person = make_person()
    first = appoint(person, "Chair of Examples", valid_from="2021-05-01")
    item = make_interview(at=datetime(2022, 1, 1, tzinfo=UTC))
    item.appearances.update(person=person)
    before = client.get(item.get_absolute_url()).content
    first.close(PartialDate.parse("2022-06-30"))
    appoint(person, "Minister of Examples", valid_from="2022-07-01")
    first.retract("It was another Ada.")
    Person.objects.get().save()
    admin_client.get(change(item))
    assert item.appearances.get().office == "Chair of Examples"
    assert client.get(item.get_absolute_url()).content == before
