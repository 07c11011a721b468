"""Two records of one person: made one with all that points at them, and taken apart exactly as they were."""

from itertools import permutations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cstosite.tests.page import Page
from delegations.loading import load_folder
from delegations.merging import merge, merges_of, plan, undo
from delegations.models import Appointment, Member, Person, PersonAddress, PersonMerge, has_public_fact

from .make import make_appointment, make_chamber, make_delegation, make_member, make_person, make_post

pytestmark = pytest.mark.django_db

WHY = "The same portrait on both pages."


@pytest.fixture
def yerlan():
    return make_person("Yerlan Example", slug="yerlan")


@pytest.fixture
def erlan():
    return make_person("Erlan Example", slug="erlan", other_names="Ерлан Пример")


def address(person, step="merge", *more):
    return reverse(f"admin:delegations_person_{step}", args=[person.pk, *more])


def everything():
    """All people, appointments and addresses, as one text."""
    models = [Person, Appointment, Member, PersonAddress, PersonMerge]
    return [serializers.serialize("json", model._base_manager.order_by("pk")) for model in models]


def the(person):
    """The record as it is now."""
    return Person.objects.get(pk=person.pk)


def test_everything_that_points_at_the_other_moves_and_its_names_are_kept(yerlan, erlan):
    held = make_appointment(erlan, make_post(make_delegation()), valid_from="2020", valid_to="2021")
    retracted = make_appointment(erlan, make_post(is_shared=True), observed="unknown")
    retracted.retract("Misread.")
    merge(yerlan, erlan, WHY)
    assert {each.person for each in Appointment.objects.all()} == {yerlan}
    assert list(Person.objects.all()) == [yerlan]
    assert the(yerlan).other_spellings == ["Erlan Example", "Ерлан Пример"]
    assert list(Person.objects.called("Ерлан")) == [yerlan]
    before = (held.wording, held.valid_from, held.recorded_at)
    held.refresh_from_db()
    assert (held.wording, held.valid_from, held.recorded_at) == before


def test_who_else_may_not_hold_a_shared_post_follows_the_person(yerlan, erlan):
    post = make_post(is_shared=True)
    held = make_appointment(erlan, post, valid_from="2020-01-01")
    record = merge(yerlan, erlan, WHY)
    held.refresh_from_db()
    assert held.exclusive_to == yerlan.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        make_appointment(yerlan, post, valid_from="2021-01-01")
    back, _left = undo(record)
    held.refresh_from_db()
    assert held.exclusive_to == back.pk == erlan.pk
    make_appointment(yerlan, post, valid_from="2021-01-01")


def test_one_person_twice_in_one_post_on_one_day_is_refused_until_one_row_is_retracted(yerlan, erlan):
    post = make_post(is_shared=True)
    make_appointment(yerlan, post, valid_from="2020-01-01", valid_to="2022-12-31")
    twice = make_appointment(erlan, post, valid_from="2022-06-01")
    before = everything()
    with pytest.raises(ValidationError, match="on the same days. Retract one of the two first"):
        merge(yerlan, erlan, WHY)
    assert everything() == before
    twice.retract("The same as the other row.")
    merge(yerlan, erlan, WHY)
    twice.refresh_from_db()
    assert twice.person == yerlan and twice.retraction_reason == "The same as the other row."


def test_a_membership_moves_with_its_person_and_back(yerlan, erlan):
    sits = make_member(make_chamber(), erlan, office="Chair", is_head=True, valid_from="2020-01-01")
    before = everything()
    record = merge(yerlan, erlan, WHY)
    sits.refresh_from_db()
    assert (sits.person, sits.office, sits.head_of) == (yerlan, "Chair", sits.chamber.delegation_id)
    undo(record)
    assert everything() == before


def test_one_person_twice_in_one_chamber_on_one_day_is_refused_until_one_row_is_retracted(admin_client, yerlan, erlan):
    chamber = make_chamber()
    make_member(chamber, yerlan, valid_from="2020-01-01", valid_to="2022-12-31")
    twice = make_member(chamber, erlan, valid_from="2022-06-01")
    with pytest.raises(ValidationError, match="“Erlan Example: Lower House” stands in both records on the same days"):
        merge(yerlan, erlan, WHY)
    page = Page(admin_client.post(address(yerlan), {"other": erlan.pk}))
    assert "sit for the same chamber, twice on one day" in page.text
    assert len(page.all(".conflicts li a")) == 2
    twice.retract("The same as the other row.")
    make_member(chamber, erlan, valid_from="2023-01-01")
    merge(yerlan, erlan, WHY)
    assert {member.person for member in Member.objects.all()} == {yerlan}


def test_the_same_post_at_other_times_is_shown_and_not_refused(yerlan, erlan):
    post = make_post(is_shared=True)
    make_appointment(yerlan, post, valid_from="2010-01-01", valid_to="2012-12-31")
    make_appointment(erlan, post, valid_from="2020-01-01")
    make_appointment(erlan, post, valid_from="2011-01-01", valid_to="2011-12-31").retract("Misread.")
    made = plan(the(yerlan), the(erlan))
    assert not made.overlaps and len(made.doubles) == 1


def test_an_undone_merge_leaves_everything_as_it_was(yerlan, erlan):
    make_appointment(erlan, make_post(is_shared=True), valid_from="2020-01-01")
    make_appointment(yerlan, make_post(make_delegation()), observed="unknown")
    erlan.slug = "erlan-example"
    erlan.save()
    before = everything()
    back, left = undo(merge(yerlan, erlan, WHY))
    assert everything() == before and left == [] and back.uuid == erlan.uuid


def test_what_was_changed_since_stays_changed_and_is_told(yerlan, erlan):
    moved = make_appointment(erlan, make_post(is_shared=True), valid_from="2020-01-01")
    elsewhere = make_appointment(erlan, make_post(make_delegation()), valid_from="2020-01-01")
    record = merge(yerlan, erlan, WHY)
    the_moved = Appointment.objects.get(pk=moved.pk)
    the_moved.retract("Misread.")
    later = make_appointment(yerlan, make_post(make_delegation("Bexamplia")), valid_from="2021-01-01")
    merged = Appointment.objects.get(pk=elsewhere.pk)
    merged.person = make_person("Bela Sample")
    merged.save()
    back, left = undo(record)
    assert left == ["1 row that had moved names somebody else by now and was left as it is."]
    moved.refresh_from_db()
    later.refresh_from_db()
    assert moved.person == back and moved.retracted_at and later.person == yerlan


def test_a_spelling_that_two_merged_records_share_stays_until_both_are_taken_out(yerlan, erlan):
    third = make_person("E. Example", slug="e", other_names="Erlan Example")
    first, second = merge(yerlan, erlan, WHY), merge(yerlan, third, WHY)
    undo(first)
    assert the(yerlan).other_spellings == ["Erlan Example", "E. Example"]
    second.refresh_from_db()
    undo(second)
    assert the(yerlan).other_spellings == []


def test_a_chain_ends_at_the_last_and_is_undone_from_its_end(yerlan, erlan):
    last = make_person("Jerlan Example", slug="jerlan")
    uuids = [str(erlan.uuid), str(yerlan.uuid), str(last.uuid)]
    before = everything()
    first = merge(yerlan, erlan, WHY)
    second = merge(last, the(yerlan), WHY)
    assert {person.pk for person in Person.objects.known_as(uuids).values()} == {last.pk}
    assert set(last.addresses.values_list("slug", flat=True)) == {"erlan", "yerlan", "jerlan"}
    assert [(each, later) for each, later in merges_of(last)] == [(second, None), (first, second)]
    with pytest.raises(ValidationError, match="Undo that merge first"):
        undo(first)
    undo(second)
    first.refresh_from_db()
    assert first.into == yerlan
    undo(first)
    assert everything() == before


def test_a_record_is_never_merged_into_itself_or_twice(yerlan, erlan):
    with pytest.raises(ValidationError, match="the same record"):
        merge(yerlan, yerlan, WHY)
    with pytest.raises(ValidationError, match="how you know"):
        merge(yerlan, erlan, " ")
    gone = the(erlan)
    merge(yerlan, erlan, WHY)
    for survivor, other in permutations([yerlan, gone]):
        with pytest.raises(ValidationError, match="not here any more"):
            merge(survivor, other, WHY)


def test_an_address_is_never_given_to_another(admin_client, yerlan, erlan):
    form = {"name": "Zoe Sample", "sort_name": "Sample, Zoe", "other_names": ""}
    add = reverse("admin:delegations_person_add")
    taken = Page(admin_client.post(add, form | {"slug": "erlan"})).text
    assert "already exists" in taken and "had this address once" not in taken
    merge(yerlan, the(erlan), WHY)
    assert "had this address once" in Page(admin_client.post(add, form | {"slug": "erlan"})).text
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(slug="erlan")
    nobody = make_person(slug="gone")
    nobody.delete()
    assert "had this address once" in Page(admin_client.post(add, form | {"slug": "gone"})).text
    admin_client.post(address(yerlan, "change"), form | {"name": "Yerlan Example", "slug": "other"})
    assert the(yerlan).slug == "yerlan"


def test_the_loader_knows_a_merged_record_and_makes_no_other(tmp_path, content):
    first, second = Person.objects.filter(slug__in=["viktor-kogut", "viktor-rogalev"]).order_by("slug")
    old, source = first.uuid, Appointment.objects.first().source
    merge(second, first, WHY)
    (tmp_path / "people.csv").write_text(f"uuid,name,sort_name,slug\n{old},Viktor Kogut,K,viktor-kogut\n")
    post = make_post(is_shared=True)
    columns = "uuid,person,post,wording,observed,observed_on,valid_from,valid_to,source"
    row = f"11111111-1111-4111-8111-111111111111,{str(old).upper()},{post.uuid},Chair,yes,,,,{source.uuid}"
    (tmp_path / "appointments.csv").write_text(f"{columns}\n{row}\n")
    report = load_folder(tmp_path)
    assert (report.made, report.known, report.refused) == (1, 1, [])
    assert Appointment.objects.get(wording="Chair").person == second


def test_a_public_fact_is_one_that_stands_and_has_begun(yerlan, erlan):
    post = make_post(is_shared=True)
    make_appointment(yerlan, post, valid_from="2999-01-01")
    wrong = make_appointment(yerlan, post, valid_from="2020-01-01", valid_to="2020-12-31")
    assert list(Person.objects.filter(has_public_fact())) == [yerlan]
    wrong.retract("Misread.")
    assert not Person.objects.filter(has_public_fact())


def test_a_clerk_looks_at_both_then_merges_and_undoes(admin_client, yerlan, erlan):
    make_appointment(erlan, make_post(is_shared=True), valid_from="2020-01-01", wording="Chair of Examples")
    step, record = address(yerlan), address(yerlan, "change")
    assert "Merge another record into this one" in Page(admin_client.get(record)).text
    looked = Page(admin_client.post(step, {"other": erlan.pk, "look": "1"}))
    assert "What moves to Yerlan Example: appointments: 1." in looked.text
    assert "The address /people/erlan/ leads to /people/yerlan/ for ever." in looked.text
    assert "Chair of Examples, since 1 January 2020" in looked.text
    form = {"other": erlan.pk, "seen": looked.one("#id_seen")["value"], "confirm": "1", "reason": ""}
    assert "Say how you know" in Page(admin_client.post(step, form)).text
    assert Person.objects.count() == 2
    assert admin_client.post(step, form | {"reason": WHY}).status_code == 302
    assert Person.objects.get() == yerlan
    assert WHY in LogEntry.objects.get().change_message
    page = Page(admin_client.get(record))
    assert "Erlan Example (/people/erlan/)" in page.text and WHY in page.text
    back = address(yerlan, "unmerge", yerlan.merges.get().pk)
    assert back in [link["href"] for link in page.all("a")]
    assert "becomes a record of its own again" in Page(admin_client.get(back)).text
    assert Person.objects.count() == 1
    admin_client.post(back)
    assert Appointment.objects.get().person == erlan == Person.objects.get(slug="erlan")


def test_what_was_not_looked_at_is_not_merged(admin_client, yerlan, erlan):
    step = address(yerlan)
    seen = Page(admin_client.post(step, {"other": erlan.pk})).one("#id_seen")["value"]
    make_appointment(erlan, make_post(make_delegation()), valid_from="2020-01-01")
    form = {"other": erlan.pk, "seen": seen, "confirm": "1", "reason": WHY}
    assert "Something was changed since you looked" in Page(admin_client.post(step, form)).text
    assert Person.objects.count() == 2


def test_an_overlap_is_shown_with_both_rows_and_no_button(admin_client, yerlan, erlan):
    post = make_post(is_shared=True)
    facts = [make_appointment(person, post, valid_from="2020-01-01") for person in (yerlan, erlan)]
    page = Page(admin_client.post(address(yerlan), {"other": erlan.pk}))
    assert "They cannot be merged yet" in page.text and not page.all("#id_reason")
    links = [link["href"] for link in page.all(".conflicts a")]
    assert links == [reverse("admin:delegations_appointment_change", args=[fact.pk]) for fact in reversed(facts)]
    form = {"other": erlan.pk, "seen": page.one("#id_seen")["value"], "confirm": "1", "reason": WHY}
    admin_client.post(address(yerlan), form)
    assert Person.objects.count() == 2


@pytest.mark.parametrize("other", ["", "999999", "x", "9" * 30, "itself"])
def test_no_other_record_is_asked_for_again(admin_client, yerlan, other):
    page = Page(admin_client.post(address(yerlan), {"other": yerlan.pk if other == "itself" else other}))
    assert page.all(".errorlist") and "What will be" not in page.text


@pytest.mark.parametrize("rights", [["change_person"], ["change_appointment"], ["change_person", "change_appointment"]])
def test_merging_asks_for_the_right_to_change_people_and_appointments(client, yerlan, erlan, rights):
    user = get_user_model().objects.create(username="clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    record = merge(yerlan, make_person("Jerlan"), WHY)
    answers = [client.get(address(yerlan)), client.get(address(yerlan, "unmerge", record.pk))]
    assert {answer.status_code for answer in answers} == {200 if len(rights) == 2 else 403}


def test_somebody_into_whom_another_was_merged_is_not_deleted(admin_client, yerlan, erlan):
    merge(yerlan, erlan, WHY)
    admin_client.post(address(yerlan, "delete"), {"post": "yes"})
    assert Person.objects.get() == yerlan
