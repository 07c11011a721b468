"""The register in the admin: facts are added, closed, checked and retracted, never rewritten."""

from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page
from delegations.models import SeatCount

from .make import make_appointment, make_chamber, make_delegation, make_person, make_post, make_seats, make_source

pytestmark = pytest.mark.django_db

ADD = reverse("admin:delegations_seatcount_add")
NEXT_YEAR = timezone.localdate().year + 1


def form(chamber, **values):
    return {"chamber": chamber.pk, "seats": 9, "source": make_source().pk, **values}


def change(fact, page="change"):
    return reverse(f"admin:delegations_seatcount_{page}", args=[fact.pk])


def test_a_clerk_records_a_number_with_its_date_and_source(admin_client, admin_user):
    chamber = make_chamber()
    admin_client.post(ADD, form(chamber, valid_from="2023-09", checked_on="2024-01-31"))
    fact = SeatCount.objects.get()
    assert (fact.seats, str(fact.valid_from), fact.recorded_by) == (9, "2023-09", admin_user)


def test_a_number_that_overlaps_is_refused_in_words_and_the_form_comes_back(admin_client):
    chamber = make_chamber(name="Upper House")
    make_seats(chamber, 8, valid_from="2020-01-01")
    answer = admin_client.post(ADD, form(chamber, seats=97, valid_from="2021-01-01"))
    text = answer.content.decode()
    assert "Upper House: 8” (since 1 January 2020) is already recorded for these days" in text and 'value="97"' in text
    assert SeatCount.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_from": "12/31/2023"}, "Write the date as 2023-12-26"),
        ({"valid_from": "20233-12-31"}, "Write the date as 2023-12-26"),
        ({"valid_from": "0203-12-31"}, "Check the year"),
        ({"valid_from": "2023-02-30"}, "Write the date as 2023-12-26"),
        ({"valid_from": "2023", "valid_to": "2021"}, "It ends before it begins"),
        ({"is_observation": "on", "valid_from": "2023"}, "An observation has no first or last day"),
        ({"observed_on": "2023-01-01"}, "Only an observation has a day"),
        ({"is_observation": "on", "observed_on": f"{NEXT_YEAR}-01-01"}, "That day has not come yet"),
        ({"is_observation": "on", "observed_on": "2999-01-01"}, "Check the year"),
        ({"is_observation": "on", "observed_on": "01/02/2023"}, "Write the date as 2023-12-26."),
        ({"checked_on": "0203-01-01"}, "Check the year"),
        ({"checked_on": "2023-12"}, "Write the date as 2023-12-26."),
        ({"valid_to": "2023", "is_over": "on"}, "The last day is given"),
    ],
)
def test_a_mistake_in_the_dates_gets_a_clear_sentence(admin_client, values, sentence):
    answer = admin_client.post(ADD, form(make_chamber(), **values))
    assert sentence in answer.content.decode()
    assert not SeatCount.objects.exists()


def test_a_recorded_fact_cannot_be_rewritten(admin_client):
    fact = make_seats(make_chamber(), 8, valid_from="2020-01-01")
    admin_client.post(change(fact), {"seats": 1, "valid_from": "1999", "note": "Seen again.", "close_on": ""})
    fact.refresh_from_db()
    assert (fact.seats, str(fact.valid_from), fact.note) == (8, "2020-01-01", "Seen again.")


def test_a_fact_that_holds_is_closed_on_its_last_day(admin_client):
    fact = make_seats(make_chamber(), 8, valid_from="2020-01-01")
    assert "Fill in to close this row" in admin_client.get(change(fact)).content.decode()
    admin_client.post(change(fact), {"close_on": "2023-08-31"})
    fact.refresh_from_db()
    assert str(fact.valid_to) == "2023-08-31"
    answer = admin_client.post(change(fact), {"close_on": "2024-08-31"})
    fact.refresh_from_db()
    assert str(fact.valid_to) == "2023-08-31"
    assert "Only a fact that still holds can be closed" in answer.content.decode()


def test_a_wrong_fact_is_retracted_with_a_reason_and_cannot_be_deleted(admin_client):
    fact = make_seats(make_chamber())
    assert "This field is required" in admin_client.post(change(fact, "retract"), {"reason": ""}).content.decode()
    admin_client.post(change(fact, "retract"), {"reason": "Misread."})
    fact.refresh_from_db()
    assert fact.retraction_reason == "Misread."
    assert admin_client.post(change(fact, "delete"), {"post": "yes"}).status_code == 403
    page = Page(admin_client.get(change(fact)))
    assert "Misread." in page.text and not page.all("#id_close_on")


def test_the_button_of_a_fact_leads_to_its_retraction(admin_client):
    fact = make_seats(make_chamber())
    links = [link["href"] for link in Page(admin_client.get(change(fact))).all(".object-tools a")]
    answers = [admin_client.get(urljoin(change(fact), link)) for link in links]
    assert [answer.status_code for answer in answers] == [200] * len(links)
    assert "Why was it wrong?" in answers[0].content.decode()


def test_facts_are_shown_beside_their_chamber_and_new_ones_added_there(admin_client, admin_user):
    chamber = make_chamber()
    make_seats(chamber, 8, valid_from="2020-01-01", valid_to="2020-12-31")
    address = reverse("admin:delegations_chamber_change", args=[chamber.pk])
    assert "2020-12-31" in admin_client.get(address).content.decode()
    prefix = "seat_counts"
    values = {
        "delegation": chamber.delegation_id,
        "name": chamber.name,
        "members_are": chamber.members_are,
        "position": 1,
        "names-TOTAL_FORMS": 0,
        "names-INITIAL_FORMS": 0,
        f"{prefix}-TOTAL_FORMS": 2,
        f"{prefix}-INITIAL_FORMS": 1,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
        f"{prefix}-0-id": SeatCount.objects.get().pk,
        f"{prefix}-0-chamber": chamber.pk,
        f"{prefix}-0-seats": 1,
        f"{prefix}-1-id": "",
        f"{prefix}-1-chamber": chamber.pk,
        f"{prefix}-1-seats": 9,
        f"{prefix}-1-valid_from": "2021-01-01",
        f"{prefix}-1-source": make_source().pk,
    }
    assert admin_client.post(address, values).status_code == 302
    assert [(fact.seats, fact.recorded_by) for fact in SeatCount.objects.in_order()] == [(8, None), (9, admin_user)]


@pytest.mark.parametrize(
    "model", ["country", "source", "delegation", "chamber", "person", "post", "membershipclass", "seatcount",
              "membershipstatus", "appointment", "website", "officialwording"],
)  # fmt: skip
def test_every_list_and_form_opens(admin_client, content, model):
    listing = admin_client.get(reverse(f"admin:delegations_{model}_changelist") + "?q=a")
    assert listing.status_code == 200
    assert admin_client.get(reverse(f"admin:delegations_{model}_add")).status_code == 200
    for link in Page(listing).all("#result_list th a")[:2]:
        assert admin_client.get(link["href"]).status_code == 200


def test_a_representative_can_be_found_by_name_when_typing(admin_client):
    ada = make_person("Ada Example")
    make_appointment(ada, make_post(make_delegation()), valid_from="2020-01-01")
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "delegations", "model_name": "appointment", "field_name": "person", "term": "ada"},
    )
    assert [row["text"] for row in answer.json()["results"]] == ["Ada Example"]


def post_rows(admin_client, *rows):
    """Add numbers of seats on the page of their chamber, several at once."""
    chamber, source = make_chamber(), make_source()
    values = {
        "delegation": chamber.delegation_id,
        "name": chamber.name,
        "members_are": chamber.members_are,
        "position": 1,
        "names-TOTAL_FORMS": 0,
        "names-INITIAL_FORMS": 0,
        "seat_counts-TOTAL_FORMS": len(rows),
        "seat_counts-INITIAL_FORMS": 0,
        "seat_counts-MIN_NUM_FORMS": 0,
        "seat_counts-MAX_NUM_FORMS": 1000,
    }
    for place, row in enumerate(rows):
        row = {"chamber": chamber.pk, "source": source.pk, **row}
        values |= {f"seat_counts-{place}-{name}": value for name, value in row.items()}
    return admin_client.post(reverse("admin:delegations_chamber_change", args=[chamber.pk]), values)


def test_two_new_rows_that_overlap_each_other_are_refused_and_come_back(admin_client):
    rows = {"seats": 8, "valid_from": "2020-01-01"}, {"seats": 93, "valid_from": "2024-01-01"}
    text = post_rows(admin_client, *rows).content.decode()
    assert "“Lower House: 8” (since 1 January 2020), another new row" in text and 'value="93"' in text
    assert not SeatCount.objects.exists()


@pytest.mark.parametrize("dates", [{"is_observation": "on"}, {"is_observation": "on", "observed_on": "2020-05-01"}])
def test_two_new_rows_that_say_the_same_are_refused(admin_client, dates):
    text = Page(post_rows(admin_client, {"seats": 8, **dates}, {"seats": 8, **dates})).text
    assert "“Lower House: 8” (observed" in text and "is in another new row already" in text
    assert not SeatCount.objects.exists()


def test_two_new_rows_that_differ_in_the_figure_or_the_day_are_recorded(admin_client):
    seen = {"is_observation": "on", "observed_on": "2020-05-01"}
    rows = {"seats": 8, **seen}, {"seats": 8, **seen, "observed_on": "2020-06-01"}, {"seats": 9, "is_observation": "on"}
    assert post_rows(admin_client, *rows).status_code == 302
    assert SeatCount.objects.count() == 3


def test_a_bad_date_in_one_new_row_is_all_that_is_said_of_the_rows(admin_client):
    rows = {"seats": 8, "valid_from": "2020-01-01"}, {"seats": 9, "valid_from": "2023-02-30"}
    text = Page(post_rows(admin_client, *rows)).text
    assert "Write the date as" in text and "another new row" not in text


def test_a_post_with_holders_keeps_how_many_may_hold_it(admin_client):
    post = make_post(is_shared=True)
    make_appointment(make_person(), post, valid_from="2020-01-01")
    page = Page(admin_client.get(reverse("admin:delegations_post_change", args=[post.pk])))
    assert not page.all("#id_is_shared")


def test_a_fact_may_be_over_since_nobody_knows_when(admin_client):
    fact = make_seats(make_chamber(), 8, valid_from="2020-01-01")
    admin_client.post(change(fact), {"is_over": "on"})
    fact.refresh_from_db()
    assert fact.valid_to_precision == "unknown" and not fact.is_open


@pytest.mark.parametrize(
    ("typed", "read"),
    [("31.12.2023", "2023-12-31"), ("1.2.2023", "2023-02-01"), ("2023/2/1 ", "2023-02-01"), ("12.2023", "2023-12")],
)
def test_a_date_is_read_as_people_type_it(admin_client, typed, read):
    admin_client.post(ADD, form(make_chamber(), valid_from=typed))
    assert str(SeatCount.objects.get().valid_from) == read


@pytest.mark.parametrize(
    ("typed", "read"), [("31.12.2023", "2023-12-31"), (" 2023-12-31 ", "2023-12-31"), ("2023/2/1", "2023-02-01")]
)
def test_a_whole_day_is_read_as_people_type_it(admin_client, typed, read):
    admin_client.post(ADD, form(make_chamber(), checked_on=typed, is_observation="on", observed_on=typed))
    fact = SeatCount.objects.get()
    assert (str(fact.checked_on), str(fact.observed_on)) == (read, read)


def test_a_bad_date_is_the_only_thing_that_is_complained_of(admin_client):
    chamber = make_chamber()
    make_seats(chamber, 8, valid_from="2020-01-01")
    text = Page(admin_client.post(ADD, form(chamber, valid_from="2023-02-30"))).text
    assert "Write the date as" in text and "already recorded" not in text


def test_a_close_that_does_not_fit_comes_back_with_what_was_typed(admin_client):
    fact = make_seats(make_chamber(), 8, valid_from="2020-01-01")
    address = reverse("admin:delegations_seatcount_change", args=[fact.pk])
    page = Page(admin_client.post(address, {"close_on": "2019-12-31", "checked_on": "", "note": "Kept."}))
    assert "It ends before it begins" in page.one("#id_close_on_error").text
    assert page.one("#id_close_on")["value"] == "2019-12-31" and page.one("#id_note").text == "Kept."
    assert SeatCount.objects.get().is_open


@pytest.mark.parametrize("dates", [{"is_observation": "on"}, {"is_observation": "on", "observed_on": "2020-05-01"}])
def test_a_double_entry_is_refused(admin_client, dates):
    chamber = make_chamber()
    assert admin_client.post(ADD, form(chamber, **dates)).status_code == 302
    assert "is recorded already" in Page(admin_client.post(ADD, form(chamber, **dates))).text
    SeatCount.objects.get().retract("A misprint.")
    assert admin_client.post(ADD, form(chamber, **dates)).status_code == 302
