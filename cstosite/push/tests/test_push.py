"""Push: what the hub is told, when, by whom, how often; and that nothing is told early."""

import logging
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from cstosite.push import sending
from cstosite.push.hub import NotTold
from cstosite.push.models import Ping
from delegations import changing as register
from delegations.merging import merge, undo
from delegations.models import SeatCount
from delegations.tests.make import make_chamber, make_country, make_delegation, make_person, make_seats, make_source
from press import changing, content, publishing
from press.history import keep
from press.models import Act, Appearance, Kind, State, Topic
from press.tests.make import make_item

from .hub import serving

pytestmark = pytest.mark.django_db

START = datetime.fromisoformat("2026-06-15T12:00:00+03:00")
MINUTE = timedelta(minutes=1)
FORMATS = ["atom", "json", "rss"]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def hub(settings):
    with serving() as hub:
        settings.WEBSUB_HUB = hub.url
        yield hub


@pytest.fixture
def ada():
    return get_user_model().objects.create(username="ada", is_superuser=True)


def in_formats(*paths):
    return sorted(f"{path}.{format}" for path in paths for format in FORMATS)


def approved(by, at=None, **values):
    item = make_item(State.IN_REVIEW, **values)
    return publishing.approve(item, by, at)


def run():
    call_command("ping_hub", verbosity=0)


def settled(clock, hub):
    """Nothing waits any more that is due, and what the hub was told so far is forgotten."""
    run()
    clock.shift(MINUTE)
    run()
    hub.requests.clear()


def change(item, by, **values):
    """Approve a change of an item, with a note for the public."""
    changing.save(item, content.of_item(item) | values, by)
    changing.submit(item, by)
    return changing.approve(item, by, note="What it is about was wrong.", reason="Nobody else is here.")


def test_a_published_item_is_told_of_at_once_and_again_when_no_cache_keeps_the_old_feed(hub, clock, ada):
    approved(ada)
    assert hub.requests == []
    run()
    run()
    assert hub.told == [in_formats("all", "press-releases")]
    clock.shift(MINUTE)
    run()
    assert hub.told == [in_formats("all", "press-releases")] * 2
    assert not Ping.objects.exists()


def test_every_feed_of_an_item_is_named_once(hub, ada):
    country, person = make_country(), make_person(slug="ada")
    for _number in range(2):
        item = make_item(State.IN_REVIEW, kind=Kind.STATEMENT, countries=[country])
        item.topics.add(Topic.objects.get_or_create(name="Peace", slug="peace")[0])
        Appearance.objects.create(item=item, person=person, label="Ada Example")
        publishing.approve(item, ada)
    run()
    assert hub.told == [in_formats("all", "statements", "countries/xa", "people/ada", "topics/peace")]


def test_a_scheduled_item_is_told_of_at_its_minute_and_not_before(hub, clock, ada):
    approved(ada, START + 5 * MINUTE)
    clock.move_to(START + timedelta(minutes=4, seconds=59))
    run()
    assert hub.requests == []
    clock.move_to(START + 5 * MINUTE)
    run()
    assert hub.told == [in_formats("all", "press-releases")]
    assert not Ping.objects.exists()


def test_another_time_moves_it_and_an_approval_taken_back_drops_it(hub, clock, ada):
    moved, dropped = approved(ada, START + 5 * MINUTE), approved(ada, START + 5 * MINUTE)
    publishing.reschedule(moved, ada, START + 9 * MINUTE)
    changing.unapprove(dropped, ada, "Not yet agreed.")
    assert [ping.due_at for ping in Ping.objects.all()] == [START + 9 * MINUTE]
    clock.move_to(START + 8 * MINUTE)
    run()
    assert hub.requests == []
    clock.move_to(START + 9 * MINUTE)
    run()
    assert len(hub.told) == 1


def test_a_change_before_its_time_names_no_feed_it_only_would_have_stood_in(hub, clock, ada):
    country = make_country()
    item = approved(ada, START + 5 * MINUTE, countries=[country])
    change(item, ada, countries=[])
    run()
    assert hub.requests == []
    clock.move_to(START + 5 * MINUTE)
    run()
    assert hub.told == [in_formats("all", "press-releases")]


def test_a_row_that_is_due_too_early_tells_nothing(hub, clock, ada):
    approved(ada, START + 5 * MINUTE)
    Ping.objects.update(due_at=START)
    run()
    assert hub.requests == []
    clock.move_to(START + 5 * MINUTE)
    run()
    assert len(hub.told) == 1


def test_an_old_page_is_told_of_when_it_is_let_out(hub, ada):
    approved(ada, START - timedelta(days=900))
    run()
    assert len(hub.told) == 1


def test_a_correction_names_the_feeds_of_before_and_after(hub, clock, ada):
    old, new = make_country(), make_country("xb", "Samplonia")
    make_delegation(country=old)  # Else nothing public would be left of it, nor a feed.
    item = make_item(countries=[old])
    keep(item, Act.APPROVE, ada)
    change(item, ada, countries=[str(new.uuid)], kind=Kind.STATEMENT)
    run()
    assert hub.told == [in_formats("all", "press-releases", "statements", "countries/xa", "countries/xb")]


def named(slug):
    """A topic of a statement, with its name for the slug."""
    topic = Topic.objects.create(name=slug.title(), slug=slug)
    make_item(kind=Kind.STATEMENT).topics.add(topic)
    return topic


def test_the_name_of_a_subject_is_told_of_in_every_feed_of_its_items(hub, clock):
    peace = named("peace")
    peace.name = "Calm"
    peace.save()
    run()
    assert hub.told == [in_formats("all", "statements", "topics/peace")]


def test_a_merged_subject_is_told_of_in_the_feed_that_takes_its_place(hub, clock):
    named("calm").merge_into(named("peace"))
    run()
    assert hub.told == [in_formats("all", "statements", "topics/peace")]


def test_people_are_told_of_when_renamed_and_merged_and_apart_again(hub, clock):
    ada, adah = (make_person(slug=slug) for slug in ("ada", "adah"))
    Appearance.objects.create(item=make_item(), person=adah, label="Adah Example")
    adah.name = "A. Example"
    adah.save()
    settled(clock, hub)
    record = merge(ada, adah, "One person.")
    run()
    assert hub.told == [in_formats("people/ada")]
    clock.shift(MINUTE)
    settled(clock, hub)
    undo(record)
    run()
    assert hub.told == [in_formats("people/adah")]


def test_names_that_only_staff_know_are_not_told_of(hub, clock):
    make_person(slug="ada").save()
    topic = Topic.objects.create(name="Peace", slug="peace")
    make_item(State.DRAFT).topics.add(topic)
    topic.save()
    run()
    assert hub.requests == [] and not Ping.objects.filter(due_at__lte=timezone.now()).exists()


def test_withdrawn_and_made_public_again_are_told_of(hub, clock, ada):
    item = publishing.withdraw(make_item(), ada, "It was about another Examplia.")
    settled(clock, hub)
    publishing.restore(item, ada, "It was not.", "It is back.")
    run()
    assert hub.told == [in_formats("all", "press-releases")]


def test_steps_that_the_public_does_not_see_are_not_told_of(hub, ada):
    item, gone = make_item(), make_item(State.WITHDRAWN)
    changing.save(item, content.of_item(item) | {"title": "Other"}, ada)
    changing.submit(item, ada)
    changing.discard(item, ada)
    publishing.submit(make_item(State.DRAFT), ada)
    change(gone, ada, title="Other")
    assert not Ping.objects.exists()


def test_a_step_that_is_not_taken_leaves_no_row(ada):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        approved(ada)
        raise ZeroDivisionError
    assert not Ping.objects.exists()


def seats(days):
    chamber = make_chamber(make_delegation())
    make_seats(chamber, 5, valid_from="2001-01-01")
    fact = SeatCount(chamber=chamber, seats=9, source=make_source())
    register.change_from(chamber.delegation, [fact], timezone.localdate() + timedelta(days=days))
    return chamber


def test_a_change_of_the_register_is_that_holds_from_today_is_told_of_at_once(hub):
    seats(days=0)
    run()
    assert hub.told == [in_formats("delegations")]


def test_a_change_to_come_waits_for_the_midnight_its_day_begins_with(hub, clock):
    seats(days=3)
    assert Ping.objects.get().due_at == datetime.fromisoformat("2026-06-18T00:00:00+03:00")
    clock.move_to(datetime.fromisoformat("2026-06-17T23:59:59+03:00"))
    run()
    assert hub.requests == []
    clock.move_to(datetime.fromisoformat("2026-06-18T00:00:00+03:00"))
    run()
    assert hub.told == [in_formats("delegations")]


def test_a_change_that_was_called_off_is_not_told_of(hub, clock):
    chamber = seats(days=3)
    register.retract(chamber.seat_counts.get(seats=9), "Misread.")
    clock.shift(timedelta(days=4))
    run()
    assert hub.requests == []
    assert not Ping.objects.exists()


def test_a_hub_that_fails_is_tried_again_with_growing_pauses_then_no_more(hub, clock, ada, caplog):
    hub.answers = [500]
    approved(ada, START + MINUTE)
    clock.shift(MINUTE)
    for minutes in (1, 5, 15, 60, 180, 720):
        run()
        clock.shift(minutes * MINUTE - timedelta(seconds=1))
        tries = len(hub.requests)
        run()
        assert len(hub.requests) == tries
        clock.shift(timedelta(seconds=1))
    with pytest.raises(CommandError, match="told no more"):
        run()
    assert len(hub.requests) == 7 and not Ping.objects.exists()
    lines = [record for record in caplog.records if record.name == "cstosite.push"]
    assert [record.levelno for record in lines] == [logging.WARNING] * 7 + [logging.ERROR]
    assert lines[0].getMessage() == f"{hub.url} was not told of 6 feeds: status 500."
    assert all(record.exc_info is None for record in lines)


def test_a_hub_that_comes_back_is_told(hub, clock, ada, caplog):
    hub.answers = [503, 204]
    approved(ada, START + MINUTE)
    clock.shift(MINUTE)
    run()
    clock.shift(MINUTE)
    run()
    assert not Ping.objects.exists()
    lines = [record.getMessage() for record in caplog.records if record.name == "cstosite.push"]
    assert lines == [f"{hub.url} was not told of 6 feeds: status 503.", f"{hub.url} was told of 6 feeds: status 204."]


def test_many_feeds_are_named_in_several_requests_and_what_one_of_them_failed_with_is_kept(
    hub, clock, ada, monkeypatch
):
    monkeypatch.setattr(sending, "FEEDS", 3)
    approved(ada, START + MINUTE)
    seats(days=0)
    Ping.objects.update(due_at=START + MINUTE)
    hub.answers = [204, 204, 500]
    clock.shift(MINUTE)
    run()
    assert [len(feeds) for feeds in hub.told] == [3, 3, 3]
    assert {ping.tries for ping in Ping.objects.all()} == {1}
    assert hub.told[2] == in_formats("press-releases") and Ping.objects.count() == 1


def test_a_run_that_begins_during_another_sends_nothing_twice(ada):
    approved(ada)
    told = []

    def tell(_hub, feeds):
        told.append(feeds)
        sending.send_due(tell)
        return 204

    assert sending.send_due(tell) == sending.Report(told=1)
    assert len(told) == 1


def test_what_a_killed_run_had_sent_is_sent_again(hub, clock, ada):
    approved(ada, START + MINUTE)
    clock.shift(MINUTE)
    told = []

    def killed(_hub, feeds):
        told.append(feeds)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sending.send_due(killed)
    run()
    assert hub.requests == []
    clock.shift(sending.LEASE)
    run()
    assert len(told) == len(hub.requests) == 1 and not Ping.objects.exists()


def test_a_run_that_is_killed_each_time_comes_to_an_end(clock, ada):
    approved(ada, START + MINUTE)
    Ping.objects.update(tries=7)
    clock.shift(MINUTE)
    assert sending.send_due(lambda *_args: pytest.fail("told")) == sending.Report(given_up=1)


def test_what_another_run_has_by_now_is_left_to_it(clock, ada):
    approved(ada, START + MINUTE)
    clock.shift(MINUTE)

    def slow(_hub, _feeds):
        clock.shift(sending.LEASE)
        assert sending.take(timezone.now())
        raise NotTold("no answer")

    assert sending.send_due(slow) == sending.Report()
    assert Ping.objects.get().due_at == timezone.now() + sending.LEASE


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs connections that wait for each other")
@pytest.mark.django_db(transaction=True)
def test_of_many_runs_at_once_one_takes_each_row():
    Ping.objects.bulk_create(Ping(subject=make_item().uuid, due_at=START) for _number in range(20))
    barrier, taken = Barrier(4), []

    def take():
        barrier.wait()
        taken.extend(row.pk for row in sending.take(timezone.now()))
        connections.close_all()

    threads = [Thread(target=take) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(Ping.objects.values_list("pk", flat=True))


def test_without_a_hub_nothing_is_kept_and_the_command_says_so(settings, ada):
    settings.WEBSUB_HUB = ""
    approved(ada)
    seats(days=0)
    assert not Ping.objects.exists()
    with pytest.raises(CommandError, match="names no hub"):
        run()


def test_what_waited_when_a_hub_was_named_first_is_told_of_at_its_time(hub, clock, settings, ada):
    settings.WEBSUB_HUB = ""
    approved(ada, START + 5 * MINUTE)
    seats(days=1)
    settings.WEBSUB_HUB = hub.url
    run()
    run()
    assert hub.requests == [] and Ping.objects.count() == 2
    clock.move_to(START + 5 * MINUTE)
    run()
    assert hub.told == [in_formats("all", "press-releases")]
