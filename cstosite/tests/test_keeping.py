"""A page is kept for as long as nothing public changes, and not a moment longer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from django.test import Client
from django.utils import timezone

from cstosite.data.tests.fictional import make_site
from cstosite.tests.page import count_queries
from delegations.tests.make import make_chamber, make_country, make_delegation, make_name, make_status
from press import publishing
from press.fields import BodyField
from press.models import PressItem, State
from press.tests.make import make_item

pytestmark = pytest.mark.django_db
ADDRESS = "/search/?q=bells"


def found(client, address=ADDRESS):
    return client.get(address).content.decode().count('class="headline"')


def test_the_same_question_is_answered_without_looking_again(client):
    make_item(title="Bells", slug="bells")
    first = client.get(ADDRESS)
    assert count_queries(client, ADDRESS, is_kept=True) == 1
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


# Of the site that make_site makes: each kind of page that is kept, and its twin.
PAGES = ["/press/talk/", "/press/talk/q1/", "/people/ada-example/", "/topics/peace/", "/delegations/examplia/"]
PAGES += ["/delegations/", "/press/", "/search/"]
MORE = [f"{page.rstrip('/')}.json" for page in PAGES]
PAGES += ["/", "/feeds/", "/feeds/people/ada-example/"]
MORE += ["/about/", "/feeds.opml", "/press/talk/cite.bib", "/press/?kind=interviews&country=xa", "/search/?q=chair"]
MORE += ["/delegations/?on=2023-12-26", "/delegations/compare/?from=2019-01-01&to=2023-12-26"]


def test_every_view_of_what_is_public_is_kept_with_all_that_its_answer_says(client):
    make_site()
    for address in [*PAGES, *MORE, "/feeds/all.rss", "/data/press.csv", "/robots.txt"]:
        first, again = client.get(address), client.get(address)
        assert first.status_code == 200 and not hasattr(first, "was_kept"), address
        assert hasattr(again, "was_kept") == (address in [*PAGES, *MORE]), address
        headers = [{name: value for name, value in each.items() if name != "X-Request-ID"} for each in (first, again)]
        assert headers[0] == headers[1], address
        assert b"".join(first) == b"".join(again), address


def test_no_page_is_kept_past_a_write_that_it_shows(client):
    make_site()
    stale, shown = [], set()
    for model in [*apps.get_app_config("press").get_models(), *apps.get_app_config("delegations").get_models()]:
        for row in model._default_manager.order_by("pk")[:1]:
            before = [client.get(page).content for page in PAGES]
            if not _write(row):
                continue
            kept = [client.get(page).content for page in PAGES]
            caches["pages"].clear()
            anew = [client.get(page).content for page in PAGES]
            name = model._meta.label
            stale += [f"{name} on {page}" for page, old, new in zip(PAGES, kept, anew, strict=True) if old != new]
            shown |= {name} if anew != before else set()
    assert stale == []
    assert len(shown) > 15, shown  # what no page shows would prove nothing


def _write(row):
    """Other words in every field of a row that has some; whether it was written."""
    fields = [each for each in row._meta.fields if type(each) in (CharField, TextField, BodyField) and not each.choices]
    for field in fields:
        text = getattr(row, field.attname)
        if text[:1].isupper() or text.startswith("<"):
            more = "<p>Another.</p>" if text.endswith(">") else " another"
            setattr(row, field.attname, f"{text}{more}")
    try:
        with transaction.atomic():
            row.save()
    except (IntegrityError, DataError, ValidationError, TypeError):
        return False
    return True


def _stale(client, act, pages):
    """The pages of some that are not as they would be made anew after something was done."""
    for page in pages:
        client.get(page)
    act()
    kept = [client.get(page) for page in pages]
    caches["pages"].clear()
    anew = [client.get(page) for page in pages]
    return [
        page
        for page, old, new in zip(pages, kept, anew, strict=True)
        if (old.status_code, old.content) != (new.status_code, new.content)
    ]


REGISTER = ["/", "/delegations/", "/delegations/examplia/", "/delegations.json", "/search/?q=examplia"]


@pytest.mark.parametrize("record", [make_status, partial(make_name, name="Examplia")])
def test_a_delegation_that_its_first_fact_hides_is_hidden_at_once(client, record):
    delegation = make_delegation(country=make_country())
    assert _stale(client, lambda: record(delegation, valid_from="2999"), REGISTER) == []
    assert client.get("/delegations/examplia/").status_code == 404


def test_a_chamber_that_its_first_name_hides_or_that_is_moved_is_gone_at_once(client):
    delegation, other = make_delegation(country=make_country()), make_delegation("Samplia", slug="samplia")
    make_status(delegation, valid_from="2001")
    make_status(other, valid_from="2999")
    first, second = make_chamber(delegation), make_chamber(delegation, "Upper House", 2)
    assert _stale(client, lambda: make_name(first, "Senate", valid_from="2999"), REGISTER) == []
    second.delegation = other
    assert _stale(client, second.save, REGISTER) == []


def test_a_country_that_is_deleted_is_nowhere(client):
    country = make_country()
    make_item(title="Bells", slug="bells", countries=[country])
    assert _stale(client, country.delete, ["/press/", "/press/bells/", "/press.json", "/search/"]) == []


def test_queries_that_are_read_differently_are_kept_apart(client):
    client.get("/search/", QUERY_STRING="q=\xd0\xb1")
    assert "“Ð±”" in client.get("/search/", QUERY_STRING="q=%C3%90%C2%B1").content.decode()


# In memory, where tests have it, SQLite lets nobody read beside a transaction.
beside_a_transaction = pytest.mark.skipif(connection.vendor == "sqlite", reason="needs a database on a disk")


@beside_a_transaction
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/press/", "/press/bells/"])
def test_what_is_stopped_in_the_last_second_stays_stopped(client, admin_user, time_machine, address):
    due = timezone.now().replace(microsecond=0) + timedelta(minutes=5)
    item = make_item(title="Bells", slug="bells", at=due)
    make_item(title="Another", at=due)
    time_machine.move_to(due - timedelta(seconds=1), tick=False)
    _asked_elsewhere(address)
    with transaction.atomic():
        publishing.unapprove(item, admin_user, "Not yet.")
        time_machine.move_to(due + timedelta(seconds=1), tick=False)
        _asked_elsewhere(address)
    time_machine.move_to(due + timedelta(hours=1), tick=False)
    assert b"Bells" not in _asked_elsewhere(address)


@beside_a_transaction
@pytest.mark.django_db(transaction=True)
def test_what_is_corrected_while_it_falls_due_is_shown_as_corrected(client, time_machine):
    due = timezone.now().replace(microsecond=0) + timedelta(minutes=5)
    item = make_item(title="Bells", slug="bells", at=due)
    time_machine.move_to(due - timedelta(seconds=1), tick=False)
    with transaction.atomic():
        item.title = "Gongs"
        item.save()
        item.countries.add(make_country(name="Ringland"))
        time_machine.move_to(due + timedelta(seconds=1), tick=False)
        _asked_elsewhere("/press/")
    shown = _asked_elsewhere("/press/")
    assert b"Gongs" in shown and b"Ringland" in shown and b"Bells" not in shown


def _asked_elsewhere(address):
    """The page as another connection has it, which does not see what is not committed."""

    def ask():
        try:
            return Client().get(address).content
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(ask).result()
