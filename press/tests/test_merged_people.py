"""Texts written before two records of one person were merged: they go on naming that person."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import ProtectedError
from django.urls import reverse

from cstosite.tests.page import Page
from delegations.merging import merge, undo
from delegations.models import Person, PersonAddress, person_keys
from delegations.tests.make import make_person
from press import changing, comparing, content
from press.history import agreed_text, keep
from press.models import Act, Appearance, JournalEntry, PressItem, PreviewLink, Revision, State

from .make import make_item
from .test_changing import change
from .test_guard import sent

pytestmark = pytest.mark.django_db

WHY = "One person."
WORDS = "<p>" + " ".join(f"word{number}" for number in range(100)) + "</p>"


@pytest.fixture
def erlan():
    return make_person("Erlan Example")


@pytest.fixture
def yerlan():
    return make_person("Yerlan Example")


@pytest.fixture
def ella():
    return get_user_model().objects.create_superuser("ella")


@pytest.fixture
def paul():
    return get_user_model().objects.create_superuser("paul")


def make_spoken(person, state=State.APPROVED, **values):
    """An item with one speaker, and its first revision."""
    item = make_item(state, body=WORDS, **values)
    Appearance.objects.create(item=item, person=person, label=person.name)
    JournalEntry.note(item, Act.LOAD, revision=keep(item, Act.LOAD))
    return item


def speaker(item):
    return PressItem.objects.get(pk=item.pk).appearances.get().person


def test_an_earlier_text_names_the_survivor_and_can_be_brought_back(erlan, yerlan, ella):
    item = make_spoken(erlan, State.DRAFT, title="Old words")
    old = Revision.objects.get()
    change(item, ella, title="New words")
    merge(yerlan, erlan, WHY)
    item, old = PressItem.objects.get(), Revision.objects.get(pk=old.pk)
    assert old.content["appearances"][0]["person"] == str(erlan.uuid)
    assert comparing.readable("appearances", old.content["appearances"]).endswith("linked with Yerlan Example")
    assert [d.name for d in comparing.differences(old.content, content.of_item(item))] == ["title"]
    changing.bring_back(item, old, ella)
    item.refresh_from_db()
    assert item.title == "Old words" and speaker(item) == yerlan
    assert changing.bring_back(item, old, ella) is None


def test_a_change_begun_before_goes_out_with_the_survivor(erlan, yerlan, ella, paul):
    item = make_spoken(erlan)
    change(item, ella, title="New words")
    changing.submit(item, ella)
    merge(yerlan, erlan, WHY)
    item = PressItem.objects.get(pk=item.pk)
    said = comparing.differences(content.of_item(item), item.working_copy.content)
    assert [difference.name for difference in said] == ["title"]
    changing.approve(item, paul, note="The headline was corrected.")
    assert speaker(item) == yerlan


@pytest.mark.parametrize("is_begun_before", [True, False])
def test_a_minor_change_stays_possible_for_one_person_alone(erlan, yerlan, ella, is_begun_before):
    item = make_spoken(erlan, title="Old words here")
    if is_begun_before:
        change(item, ella, title="New words here")
    merge(yerlan, erlan, WHY)
    item = PressItem.objects.get(pk=item.pk)
    assert agreed_text(item) == content.of_item(item)
    change(item, ella, title="New words here")
    changing.approve(item, ella, is_minor=True)
    assert PressItem.objects.get(pk=item.pk).title == "New words here" and speaker(item) == yerlan


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_a_form_opened_before_is_saved_after_and_names_the_survivor(client, erlan, yerlan, ella, state):
    client.force_login(ella)
    item = make_spoken(erlan, state)
    address = reverse("admin:press_pressitem_change", args=[item.pk])
    form = sent(client.get(address), title="Typed meanwhile")
    assert form["appearances-0-person"] == str(erlan.pk)
    merge(yerlan, erlan, WHY)
    assert client.post(address, form).status_code == 302
    said = content.current(PressItem.objects.get(pk=item.pk))
    assert said["title"] == "Typed meanwhile" and said["appearances"][0]["person"] == str(yerlan.uuid)


def test_a_form_that_was_only_looked_at_saves_nothing(client, erlan, yerlan, ella):
    client.force_login(ella)
    item = make_spoken(erlan)
    address = reverse("admin:press_pressitem_change", args=[item.pk])
    form = sent(client.get(address))
    merge(yerlan, erlan, WHY)
    client.post(address, form)
    assert not hasattr(PressItem.objects.get(pk=item.pk), "working_copy")


def test_a_link_to_a_fixed_text_and_a_headline_with_the_old_spelling_stay_as_they_were(client, erlan, yerlan):
    item = make_spoken(erlan, State.DRAFT, title="Erlan Example: words")
    item.appearances.update(label="E. Example")
    _link, address = PreviewLink.make(item, None, said=content.of_item(item))
    path = address.removeprefix("http://testserver.example")
    assert Page(client.get(path)).one("h1 .who").text == "Erlan Example:"
    merge(yerlan, erlan, WHY)
    assert Page(client.get(path)).one("h1 .who").text == "Erlan Example:"


def test_a_deleted_draft_comes_back_with_the_survivor(erlan, yerlan, ella):
    item = make_spoken(erlan, State.DRAFT)
    changing.delete(item, ella)
    merge(yerlan, erlan, WHY)
    back = changing.recover(Revision.objects.get(act=Act.DELETE), ella)
    assert speaker(back) == yerlan


def test_undoing_gives_back_what_old_texts_named(erlan, yerlan):
    item = make_spoken(erlan, State.DRAFT)
    before = content.of_item(item)
    record = merge(yerlan, erlan, WHY)
    assert content.of_item(PressItem.objects.get(pk=item.pk)) != before
    undo(record)
    assert content.of_item(PressItem.objects.get(pk=item.pk)) == before == Revision.objects.get().content


def test_all_that_may_point_at_a_person_is_found_and_what_were_forgotten_stops_the_merge(erlan, yerlan, monkeypatch):
    make_spoken(erlan)
    keys = person_keys()
    found = {f"{key.model.__name__}.{key.name}" for key in keys}
    assert {"Appointment.person", "Appearance.person", "PersonAddress.person", "PersonMerge.into"} <= found
    monkeypatch.setattr("delegations.merging.person_keys", lambda: [key for key in keys if key.model is not Appearance])
    with pytest.raises(ProtectedError):
        merge(yerlan, erlan, WHY)
    assert set(Person.objects.all()) == {erlan, yerlan} and list(yerlan.addresses.all()) == [
        PersonAddress.objects.get(slug=yerlan.slug)
    ]


def test_items_themselves_are_not_touched(erlan, yerlan):
    item = make_spoken(erlan)
    before = PressItem.objects.values().get(pk=item.pk)
    merge(yerlan, erlan, WHY)
    assert PressItem.objects.values().get(pk=item.pk) == before
