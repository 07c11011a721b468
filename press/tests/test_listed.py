"""The lists: they say of every public item where it stands, whatever is done with it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from delegations.merging import merge
from delegations.tests.make import make_country, make_person
from press import publishing
from press.listing import newest_in
from press.models import Appearance, Listed, PressItem, State, Topic, countries_in_press
from press.tests.make import make_interview, make_item

pytestmark = pytest.mark.django_db


def kept():
    return set(Listed.objects.values_list("item", "what", "number", "language", "published_at", "uuid"))


def true():
    """The same, of the items themselves."""
    return {
        (item.pk, what, number, item.language, item.published_at, item.uuid)
        for item in PressItem.objects.filter(state=State.APPROVED)
        for what, number in [
            (item.kind, 0),
            *(("country", country.pk) for country in item.countries.all()),
            *(("topic", topic.pk) for topic in item.topics.all()),
            *(("person", voice.person_id) for voice in item.appearances.exclude(person=None)),
        ]
    }


def test_the_lists_follow_whatever_is_done_with_an_item(admin_user):
    item, country = make_interview(), make_country()
    ada, twin = make_person(), make_person("Adah Example")
    peace, calm = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Peace", "Calm"))
    steps = [
        lambda: item.countries.add(country),
        lambda: country.press_items.clear(),
        lambda: country.press_items.add(item),
        lambda: item.topics.set([calm]),
        lambda: calm.merge_into(peace),
        lambda: Appearance.objects.create(item=item, person=twin, label="Adah"),
        lambda: Appearance.objects.create(item=item, person=ada, label="Ada"),
        lambda: merge(ada, twin, "The same photograph."),
        lambda: make_item(State.DRAFT),
        lambda: make_item(at=timezone.now() + timedelta(days=1), countries=[country]),
        lambda: item.appearances.first().delete(),
        lambda: publishing.withdraw(item, admin_user, "A mistake."),
    ]
    for number, step in enumerate(steps):
        step()
        assert kept() == true(), number
    assert not any(row[0] == item.pk for row in kept())


def test_what_the_migration_fills_is_the_same():
    item = make_interview(countries=[make_country()])
    item.topics.add(Topic.objects.create(name="Peace", slug="peace"))
    for label in ("Ada", "The Chair"):
        Appearance.objects.create(item=item, person=make_person(label), label=label)
    make_item(State.WITHDRAWN), make_item(State.DRAFT)
    before = kept()
    Listed.objects.all().delete()
    migration = import_module("press.migrations.0013_fill_listed").Migration
    with connection.cursor() as cursor:
        for statement in migration.operations[0].sql:
            cursor.execute(statement)
    assert kept() == before == true()


def test_the_gate_decides_what_a_list_shows():
    country = make_country()
    shown, hidden = (make_item(countries=[country]) for _number in range(2))
    PressItem.objects.filter(pk=hidden.pk).update(state=State.DRAFT)
    make_item(at=timezone.now() + timedelta(days=1), countries=[country])
    assert list(newest_in("country", country, 5)) == [shown]
    PressItem.objects.filter(pk=shown.pk).update(state=State.DRAFT)
    assert not countries_in_press().exists()


def test_filters_find_the_same_from_whichever_list_they_begin(client, monkeypatch):
    country, ada = make_country(), make_person(slug="ada")
    both = make_item(slug="both", countries=[country])
    Appearance.objects.create(item=both, person=ada, label="Ada")
    Appearance.objects.create(item=make_item(slug="hers"), person=ada, label="Ada")
    make_item(slug="there", countries=[country])
    for short in (0, 1, 2):
        monkeypatch.setattr("press.listing.SHORT", short)
        page = client.get(f"/press.json?country={country.code}&person=ada&kind={both.kind}").json()
        assert [item["url"].rsplit("/", 2)[1] for item in page["items"]] == ["both"]
