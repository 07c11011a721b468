"""Facts with dates: what held on a day, what may not overlap, what the public may know."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cstosite.shared.partial_date import PartialDate
from delegations.facts import Held, Standing, read
from delegations.models import SeatCount

from .make import make_appointment, make_chamber, make_delegation, make_person, make_post, make_seats

pytestmark = pytest.mark.django_db

# valid_from, valid_to, observed; then the answer on each day asked for.
ANSWERS = [
    (
        "2020-03-10",
        "2022-03-09",
        "",
        {"2020-03-09": "no", "2020-03-10": "yes", "2022-03-09": "yes", "2022-03-10": "no"},
    ),
    ("2020-03-10", "", "", {"2020-03-09": "no", "2020-03-10": "yes", "2099-01-01": "yes"}),
    (
        "2020-03",
        "",
        "",
        {"2020-02-29": "no", "2020-03-01": "not-known", "2020-03-30": "not-known", "2020-03-31": "yes"},
    ),
    (
        "2020",
        "2022",
        "",
        {
            "2019-12-31": "no",
            "2020-06-01": "not-known",
            "2021-06-01": "yes",
            "2022-06-01": "not-known",
            "2023-01-01": "no",
        },
    ),
    ("2020", "2020", "", {"2019-12-31": "no", "2020-06-01": "not-known", "2021-01-01": "no"}),
    ("", "2022-03-09", "", {"2000-01-01": "not-known", "2022-03-09": "yes", "2022-03-10": "no"}),
    (
        "2023",
        "2023-06-30",
        "",
        {"2023-06-29": "not-known", "2023-06-30": "yes", "2023-07-01": "no"},
    ),
    (
        "2023-03-01",
        "2023",
        "",
        {"2023-03-01": "yes", "2023-03-02": "not-known", "2024-01-01": "no"},
    ),
    ("", "", "2021-05-01", {"2021-04-30": "not-known", "2021-05-01": "yes", "2021-05-02": "not-known"}),
    ("", "", "unknown", {"2000-01-01": "not-known", "2099-01-01": "not-known"}),
    ("2024-02-29", "2024-02-29", "", {"2024-02-28": "no", "2024-02-29": "yes", "2024-03-01": "no"}),
]


@pytest.mark.parametrize(("begins", "ends", "observed", "answers"), ANSWERS)
def test_the_queryset_and_the_instance_give_the_same_three_answers(begins, ends, observed, answers):
    fact = make_seats(make_chamber(), valid_from=begins, valid_to=ends, observed=observed)
    for day, answer in answers.items():
        day = date.fromisoformat(day)
        assert (day, fact.on(day)) == (day, Held(answer))
        assert (day, SeatCount.objects.on(day).get().held) == (day, answer)


@time_machine.travel("2024-05-01T12:00:00Z", tick=False)
def test_what_still_holds_since_nobody_knows_when_held_when_it_was_checked_or_recorded():
    fact = make_seats(make_chamber(), 8)
    checked = make_seats(make_chamber(make_delegation("Bexamplia")), 9, checked_on=date(2023, 2, 1))
    for held, day, answer in (
        (fact, "2024-04-30", Held.NOT_KNOWN),
        (fact, "2024-05-01", Held.YES),
        (checked, "2023-01-31", Held.NOT_KNOWN),
        (checked, "2023-02-01", Held.YES),
        (checked, "2099-01-01", Held.YES),
    ):
        day = date.fromisoformat(day)
        assert held.on(day) is answer
        assert SeatCount.objects.on(day).get(pk=held.pk).held == answer.value
    assert read([fact], date(2024, 5, 1)).standing is Standing.IN_FORCE


def test_a_fact_that_ended_on_an_unknown_day_is_known_only_on_its_first_day():
    fact = make_seats(make_chamber(), valid_from="2020-03-10", is_over=True)
    for day, answer in {"2020-03-09": Held.NO, "2020-03-10": Held.YES, "2020-03-11": Held.NOT_KNOWN}.items():
        day = date.fromisoformat(day)
        assert fact.on(day) is answer
        assert SeatCount.objects.on(day).get().held == answer.value


def test_a_retracted_fact_gives_no_answer_and_leaves_room_for_the_right_one():
    chamber = make_chamber()
    wrong = make_seats(chamber, 8, valid_from="2020-01-01")
    wrong.retract("Misread the bulletin.")
    right = make_seats(chamber, 9, valid_from="2020-01-01")
    assert wrong.on(date(2021, 1, 1)) is None
    assert list(SeatCount.objects.on(date(2021, 1, 1))) == [right]
    assert SeatCount.objects.get(pk=wrong.pk).retraction_reason == "Misread the bulletin."


def test_a_retraction_needs_a_reason():
    fact = make_seats(make_chamber())
    with pytest.raises(ValidationError):
        fact.retract("  ")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"valid_from": "2020-01-01"}, {"valid_from": "2021-01-01"}),
        ({"valid_from": "2020-01-01", "valid_to": "2020-12-31"}, {"valid_from": "2020-12-31"}),
        ({"valid_from": "2020-01-01"}, {"observed": "2021-05-01"}),
        ({"observed": "2021-05-01"}, {"observed": "2021-05-01"}),
        ({"valid_from": "2019", "valid_to": "2022"}, {"valid_from": "2021-03-01"}),
    ],
)
def test_the_database_refuses_two_facts_of_one_thing_on_one_day(first, second):
    chamber = make_chamber()
    make_seats(chamber, 8, **first)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_seats(chamber, 9, **second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"valid_from": "2020-01-01", "valid_to": "2020-12-31"}, {"valid_from": "2021-01-01"}),
        ({"valid_from": "2020-01-01"}, {"observed": "unknown"}),
        ({"observed": "unknown"}, {"observed": "unknown"}),
        ({"valid_from": "2019", "valid_to": "2021"}, {"valid_from": "2021-03-01"}),
    ],
)
def test_facts_that_do_not_certainly_hold_on_one_day_stand_together(first, second):
    chamber = make_chamber()
    make_seats(chamber, 8, **first)
    make_seats(chamber, 9, **second)
    assert SeatCount.objects.count() == 2


def test_the_overlap_is_explained_in_words():
    chamber = make_chamber(name="Upper House")
    make_seats(chamber, 8, valid_from="2020-01-01")
    other = SeatCount(chamber=chamber, seats=9, source_id=SeatCount.objects.get().source_id)
    other.valid_from = PartialDate.parse("2021-01-01")
    with pytest.raises(ValidationError, match="Upper House: 8.*is already recorded"):
        other.full_clean()


def test_one_person_holds_two_posts_and_one_shared_post_has_two_holders():
    delegation, shared = make_delegation(), make_post(is_shared=True)
    ada, bela = make_person("Ada Example"), make_person("Bela Example")
    post = make_post(delegation)
    make_appointment(ada, post, valid_from="2020-01-01")
    make_appointment(ada, shared, valid_from="2020-01-01")
    make_appointment(bela, shared, valid_from="2020-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_appointment(bela, post, valid_from="2021-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_appointment(ada, shared, valid_from="2021-01-01")


def test_facts_cannot_be_written_in_bulk_or_deleted():
    fact = make_seats(make_chamber())
    for forbidden in (
        lambda: SeatCount.objects.update(seats=1),
        lambda: SeatCount.objects.bulk_create([fact]),
        lambda: SeatCount.objects.bulk_update([fact], ["seats"]),
        lambda: SeatCount.objects.all().delete(),
        fact.delete,
    ):
        with pytest.raises(TypeError):
            forbidden()


def test_closing_a_fact_leaves_room_for_the_next_from_the_following_day():
    chamber = make_chamber()
    fact = make_seats(chamber, 8, valid_from="2020-01-01")
    fact.close(PartialDate.parse("2023-06-30"))
    make_seats(chamber, 9, valid_from="2023-07-01")
    assert [f.seats for f in SeatCount.objects.on(date(2023, 7, 1)) if f.held == "yes"] == [9]
    with pytest.raises(ValidationError):
        fact.close(PartialDate.parse("2024-01-01"))


@time_machine.travel("2026-05-01T20:59:00Z", tick=False)
def test_a_change_entered_early_is_public_from_the_start_of_its_day_in_moscow():
    chamber = make_chamber()
    fact = make_seats(chamber, valid_from="2026-05-02")
    assert not fact.is_public() and not SeatCount.objects.public().exists()
    with time_machine.travel("2026-05-01T21:00:00Z", tick=False):
        assert fact.is_public() and SeatCount.objects.public().get() == fact


def test_reading_prefers_what_is_in_force_then_the_last_known_then_the_undated():
    chamber = make_chamber()
    undated = make_seats(chamber, 5, observed="unknown")
    assert read([undated], date(2026, 1, 1)).standing is Standing.UNDATED
    observed = make_seats(chamber, 6, observed="2019-05-01")
    reading = read([undated, observed], date(2026, 1, 1))
    assert (reading.fact, reading.standing) == (observed, Standing.LAST_KNOWN)
    dated = make_seats(chamber, 7, valid_from="2020-01-01", valid_to="2021-12-31")
    facts = [undated, observed, dated]
    assert (read(facts, date(2020, 6, 1)).fact, read(facts, date(2020, 6, 1)).standing) == (dated, Standing.IN_FORCE)
    assert (read(facts, date(2026, 1, 1)).fact, read(facts, date(2026, 1, 1)).standing) == (dated, Standing.OVER)
    assert read(facts, date(2018, 1, 1)).standing is Standing.UNDATED
    assert read([dated], date(2018, 1, 1)) is None


@pytest.mark.parametrize(
    "text", ["2023-13", "2023-02-30", "23-01-01", "2023-1-1", "2023-00", "2023-01-00", "yesterday"]
)
def test_an_impossible_date_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["2023", "2023-12", "2024-02-29"])
def test_a_partial_date_is_written_as_it_was_read(text):
    assert str(PartialDate.parse(text)) == text
