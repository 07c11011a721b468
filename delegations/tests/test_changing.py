"""Changes of the register: several figures from one day on, with the sentence the public reads, told from that day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page
from delegations import changing
from delegations.models import Appointment, RegisterChange, SeatCount, Source

from .make import make_chamber, make_country, make_delegation, make_person, make_seats, make_source

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-06-01 12:00+00:00", tick=False):
        yield


@pytest.fixture
def delegation():
    delegation = make_delegation(country=make_country())
    make_seats(make_chamber(delegation, "Lower House", 1), 5, valid_from="2010-01-01")
    make_seats(make_chamber(delegation, "Senate", 2), 6, valid_from="2010-01-01")
    return delegation


def step(client, delegation, **values):
    address = reverse("admin:delegations_delegation_change_from", args=[delegation.pk])
    preview = client.post(address, {"source": Source.objects.first().pk, **values})
    page = Page(preview)
    seen = page.one("#id_seen").get("value") or ""
    sentences = [line.text for line in page.all(".missing li")]
    answer = client.post(address, {"source": Source.objects.first().pk, **values, "seen": seen, "confirm": "1"})
    return sentences, answer


def seats(chamber):
    facts = chamber.seat_counts.standing().in_order()
    return [(fact.seats, str(fact.valid_from or ""), str(fact.valid_to or "")) for fact in facts]


def test_several_chambers_change_from_one_day_in_one_step(admin_client, admin_user, delegation, client):
    lower, senate = delegation.chambers.order_by("position")
    values = {f"seats-{lower.pk}": 8, f"seats-{senate.pk}": 9, "day": "2026-05-01"}
    sentences, answer = step(admin_client, delegation, **values)
    assert sentences == [
        "Examplia, Lower House: 8 seats from 1 May 2026; before: 5 seats.",
        "Examplia, Senate: 9 seats from 1 May 2026; before: 6 seats.",
    ]
    assert answer.status_code == 302
    assert seats(lower) == [(5, "2010-01-01", "2026-04-30"), (8, "2026-05-01", "")]
    assert seats(senate) == [(6, "2010-01-01", "2026-04-30"), (9, "2026-05-01", "")]
    assert SeatCount.objects.get(seats=8).recorded_by == admin_user
    assert [line.text for line in Page(client.get("/delegations/examplia/")).all(".changes li")] == [
        f"{sentence} 1 June 2026" for sentence in reversed(sentences)
    ]


def test_nothing_is_written_before_the_sentences_were_seen(admin_client, delegation):
    lower = delegation.chambers.get(position=1)
    address = reverse("admin:delegations_delegation_change_from", args=[delegation.pk])
    values = {f"seats-{lower.pk}": 8, "day": "2026-05-01", "source": Source.objects.first().pk}
    page = Page(admin_client.post(address, values | {"confirm": "1"}))
    assert "8 seats from 1 May 2026" in page.one(".missing").text and len(seats(lower)) == 1
    seen = page.one("#id_seen")["value"]
    other = Page(admin_client.post(address, values | {f"seats-{lower.pk}": 80, "seen": seen, "confirm": "1"}))
    assert "80 seats" in other.one(".missing").text and len(seats(lower)) == 1


def test_if_one_of_several_does_not_fit_none_is_written(admin_client, delegation):
    lower, senate = delegation.chambers.order_by("position")
    changing.change_from(delegation, [_seats(senate, 7)], date(2026, 5, 20))
    values = {f"seats-{lower.pk}": 8, f"seats-{senate.pk}": 9, "day": "2026-05-01"}
    sentences, answer = step(admin_client, delegation, **values)
    assert sentences == [] and "is recorded from 20 May 2026 on already" in Page(answer).text
    assert len(seats(lower)) == 1 and len(seats(senate)) == 2


def _seats(chamber, number):
    return SeatCount(chamber=chamber, seats=number, source=Source.objects.first())


def test_the_same_figure_again_is_no_change(admin_client, delegation):
    lower = delegation.chambers.get(position=1)
    _sentences, answer = step(admin_client, delegation, **{f"seats-{lower.pk}": 5, "day": "2026-05-01"})
    assert "nothing would change" in Page(answer).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"day": "2026-02-30"}, "Write the date as 2023-12-26."),
        ({"day": "01/05/2026"}, "Write the date as 2023-12-26."),
        ({"day": "0226-05-01"}, "Check the year"),
        ({"day": ""}, "This field is required."),
        ({"day": "2026-05-01"}, "Nothing is filled in that would change."),
        ({"day": "2026-05-01", "source": ""}, "Choose a source, or give the title of a new one."),
        ({"day": "2026-05-01", "seats": -1}, "greater than or equal to 0"),
    ],
)
def test_a_slip_of_the_clerk_gets_a_sentence_and_writes_nothing(admin_client, delegation, values, sentence):
    lower = delegation.chambers.get(position=1)
    values = {f"seats-{lower.pk}" if name == "seats" else name: value for name, value in values.items()}
    _sentences, answer = step(admin_client, delegation, **values)
    assert sentence in Page(answer).text and SeatCount.objects.count() == 2


def test_a_new_representative_gets_a_post_where_there_was_none_and_a_new_source(admin_client, delegation):
    person = make_person("Ada Example")
    _sentences, answer = step(
        admin_client, delegation, person=person.pk, day="2026-05-01", source="", new_source="Decree of Examplia"
    )
    assert answer.status_code == 302
    appointment = Appointment.objects.get()
    assert str(appointment.post) == "Plenipotentiary representative of the Parliament of Examplia"
    assert appointment.source.title == "Decree of Examplia" and appointment.checked_on == TODAY


def test_a_change_to_come_is_told_from_its_day_on(delegation, client):
    lower = delegation.chambers.get(position=1)
    changing.change_from(delegation, [_seats(lower, 31)], TODAY + timedelta(days=10))
    assert "31" not in Page(client.get("/delegations/examplia/")).one("main").text
    assert not RegisterChange.objects.public().exists()
    with time_machine.travel("2026-06-11 12:00+00:00"):
        assert "31 seats from 11 June 2026" in Page(client.get("/delegations/examplia/")).text
        assert RegisterChange.objects.public().get().told_on == date(2026, 6, 11)


def test_a_change_called_off_before_its_day_is_never_told(delegation):
    lower = delegation.chambers.get(position=1)
    (step,) = changing.change_from(delegation, [_seats(lower, 31)], TODAY + timedelta(days=10))
    changing.retract(step.fact, "It was postponed.")
    with time_machine.travel("2026-07-01 12:00+00:00"):
        assert not RegisterChange.objects.public().exists()


def test_what_began_long_ago_is_no_news(delegation):
    for days, told in ((91, 0), (89, 1)):
        chamber = make_chamber(delegation, f"Chamber {days}", 10 + days)
        changing.change_from(delegation, [_seats(chamber, 3)], TODAY - timedelta(days=days))
        assert RegisterChange.objects.count() == told


def test_a_retraction_is_told_with_its_reason(delegation):
    fact = SeatCount.objects.first()
    changing.retract(fact, "A misprint.")
    change = RegisterChange.objects.get()
    assert change.act == "retracted" and change.sentence == "Examplia, Lower House: 5 seats: retracted. A misprint."


def test_an_observation_without_a_date_is_no_news(delegation):
    chamber = make_chamber(delegation, "Third", 3)
    fact = SeatCount(chamber=chamber, seats=3, source=make_source(), is_observation=True)
    changing.record(fact)
    assert not RegisterChange.objects.exists() and fact.pk


def test_the_loaded_content_is_no_news(content):
    assert not RegisterChange.objects.exists()


def test_a_leap_day_is_a_day(delegation):
    lower = delegation.chambers.get(position=1)
    changing.change_from(delegation, [_seats(lower, 8)], date(2024, 2, 29))
    assert seats(lower)[0] == (5, "2010-01-01", "2024-02-28")


def test_two_clerks_do_not_record_the_same_change_twice(delegation):
    lower = delegation.chambers.get(position=1)
    changing.change_from(delegation, [_seats(lower, 8)], date(2026, 5, 1))
    with pytest.raises(ValidationError):
        changing.change_from(delegation, [_seats(lower, 8)], date(2026, 5, 1))
    assert timezone.localdate() == TODAY and len(seats(lower)) == 2


def test_a_fact_is_said_to_be_still_true_with_one_click_and_taken_back_with_another(admin_client, delegation):
    fact = SeatCount.objects.first()
    address = reverse("admin:delegations_seatcount_still_true", args=[fact.pk])
    index = Page(admin_client.get(reverse("admin:index")))
    assert "Lower House: 5 never checked, recorded on 1 June 2026" in index.one(".newsroom-check").text
    admin_client.post(address)
    fact.refresh_from_db()
    assert fact.checked_on == TODAY and not RegisterChange.objects.exists()
    assert "Undo" in Page(admin_client.get(reverse("admin:index"))).one(".newsroom-check").text
    admin_client.post(address, {"undo": "1"})
    fact.refresh_from_db()
    assert fact.checked_on is None
    assert admin_client.get(address).status_code == 405


def test_what_was_not_checked_for_longest_stands_first(admin_client, delegation):
    first, second = SeatCount.objects.order_by("pk")
    first.checked_on, second.checked_on = date(2026, 5, 1), date(2024, 5, 1)
    first.save()
    second.save()
    lines = Page(admin_client.get(reverse("admin:index"))).all(".newsroom-check li")
    assert [line.text[:6] for line in lines] == ["Senate", "Lower "]


def test_the_end_that_comes_with_a_change_to_come_is_not_told_before_either(delegation, client):
    lower = delegation.chambers.get(position=1)
    changing.change_from(delegation, [_seats(lower, 7)], date(2026, 1, 1))
    changing.change_from(delegation, [_seats(lower, 31)], TODAY + timedelta(days=10))
    page = Page(client.get("/delegations/examplia/"))
    assert [line.text[:60] for line in page.all(".history li")] == [
        "5 from 1 January 2010 to 31 December 2025. Source: Bulletin ",
        "7 since 1 January 2026. Source: Bulletin of Examplia.",
    ]
    assert "10 June 2026" not in page.text and "11 June 2026" not in page.text
