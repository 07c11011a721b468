"""A page of search results is kept for as long as nothing public changes, and not a moment longer."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cstosite.tests.page import count_queries
from delegations.tests.make import make_country, make_delegation
from press import publishing
from press.models import PressItem, State
from press.tests.make import make_item

pytestmark = pytest.mark.django_db
ADDRESS = "/search/?q=bells"


def found(client, address=ADDRESS):
    return client.get(address).content.decode().count('class="headline"')


def test_the_same_question_is_answered_without_looking_again(client):
    make_item(title="Bells", slug="bells")
    first = client.get(ADDRESS)
    assert count_queries(client, ADDRESS) <= 3
    again = client.get(ADDRESS)
    assert again.content == first.content and again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"].split(",")[0] == first.headers["Cache-Control"].split(",")[0]
    assert "s-maxage=0" in again.headers["Cache-Control"]
    assert client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_what_is_written_and_what_is_taken_back_shows_at_once(client, django_user_model):
    editor = django_user_model.objects.create_user("editor")
    assert found(client) == 0
    item = make_item(title="Bells", slug="bells")
    assert found(client) == 1
    item.title = "Gongs"
    item.save()
    assert found(client) == 0
    item.title = "Bells"
    item.save()
    assert found(client) == 1
    publishing.withdraw(item, editor, reason="It was wrong.")
    assert found(client) == 0


def test_what_falls_due_shows_at_its_moment_and_not_before(client, time_machine):
    now = timezone.now()
    make_item(title="Bells", slug="bells", at=now + timedelta(seconds=60))
    time_machine.move_to(now + timedelta(seconds=59), tick=False)
    assert found(client) == 0
    time_machine.move_to(now + timedelta(seconds=60), tick=False)
    assert found(client) == 1


def test_each_address_has_its_own_page_and_a_refusal_is_not_kept(client):
    make_item(title="Bells", slug="bells")
    assert found(client) == 1 and found(client, f"{ADDRESS}&kind=interviews") == 0
    for _time in range(2):
        assert client.get(f"{ADDRESS}&kind=zebra").status_code == 404


def test_what_was_loaded_past_the_site_shows_when_the_index_is_made_anew(client):
    make_item(title="Gongs", slug="bells")
    assert found(client) == 0
    PressItem.objects.filter(state=State.APPROVED).update(title="Bells")
    call_command("rebuild_search", verbosity=0)
    assert found(client) == 1


def test_the_choices_and_the_names_that_are_kept_follow_what_is_public(client):
    country = make_country(code="xa", name="Examplia")
    item = make_item(title="Bells", slug="bells", countries=[country])
    make_delegation("The delegation", country, slug="examplia")
    page = client.get("/search/?q=examplia").content.decode()
    assert '<option value="xa">Examplia</option>' in page and 'href="/delegations/examplia/"' in page
    country.name = "Samplia"
    country.save()
    assert '<option value="xa">Samplia</option>' in client.get(ADDRESS).content.decode()
    assert 'href="/delegations/examplia/"' in client.get("/search/?q=samplia").content.decode()
    item.countries.clear()
    assert 'value="xa"' not in client.get(ADDRESS).content.decode()
