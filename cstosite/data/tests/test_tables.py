"""The tables: what they say of dates and texts, that their references lead somewhere, and what they leave out."""

import csv
import io
import json
import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cstosite.data.tables import TABLES
from cstosite.shared.partial_date import PartialDate
from cstosite.tests.surfaces import body
from delegations import changing
from delegations.merging import merge
from delegations.models import OfficialWording
from delegations.tests.make import (
    make_appointment,
    make_chamber,
    make_country,
    make_delegation,
    make_name,
    make_person,
    make_post,
    make_seats,
    make_source,
    make_status,
    make_website,
)
from press.models import Appearance, Correction, State, Topic
from press.tests.make import make_interview, make_item

pytestmark = pytest.mark.django_db

TABLE = {table.name: table for table in TABLES}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def chamber():
    return make_chamber(make_delegation(country=make_country()))


def rows(client, name):
    """The rows of a table as JSON has them."""
    return json.loads(body(client.get(f"/data/{name}.json")))


def cells(client, name):
    """The rows of a table as a program reads the CSV."""
    return list(csv.DictReader(io.StringIO(body(client.get(f"/data/{name}.csv")).removeprefix("\ufeff"), newline="")))


def test_every_table_has_the_columns_that_its_schema_names(client, content):
    for resource in json.loads(body(client.get("/data/datapackage.json")))["resources"]:
        if "schema" not in resource:
            continue
        names = [field["name"] for field in resource["schema"]["fields"]]
        if resource["format"] == "csv":
            head = body(client.get(f"/data/{resource['path']}")).splitlines()[0]
            assert head.removeprefix("\ufeff").split(",") == names
        else:
            assert all(list(row) == names for row in json.loads(body(client.get(f"/data/{resource['path']}"))))


def test_the_content_of_the_site_is_there(client, content):
    assert sum(row["seats"] for row in rows(client, "seats")) == 68
    assert {row["source"] for row in rows(client, "seats")} == {row["uuid"] for row in rows(client, "sources")}
    assert [row["name"] for row in rows(client, "people")][0] == "Shabdanbek Alishev"
    assert [row["anchor"] for row in rows(client, "exchanges")] == ["q1", "q2", "q3"]
    assert {row["answered_by"] for row in rows(client, "exchanges")} == {"Aigul Kuspan"}
    assert all(row["observed"] and row["observed_on"] is None for row in rows(client, "seats"))


def test_dates_say_how_exactly_they_are_known(client, chamber):
    make_seats(chamber, 6, valid_from="2019", valid_to="2021-03")
    make_seats(chamber, 7, valid_from="2021-05-01", valid_to="2024-04-30")
    make_seats(chamber, 8, valid_from="2024-05-01")
    make_seats(chamber, 5, observed="2015-01-02")
    shown = {row["seats"]: row for row in cells(client, "seats")}
    dates = ("valid_from", "valid_from_precision", "valid_to", "valid_to_precision", "observed", "observed_on")
    assert [shown["6"][name] for name in dates] == ["2019", "year", "2021-03", "month", "false", ""]
    assert [shown["7"][name] for name in dates] == ["2021-05-01", "day", "2024-04-30", "day", "false", ""]
    assert [shown["8"][name] for name in dates] == ["2024-05-01", "day", "", "open", "false", ""]
    assert [shown["5"][name] for name in dates] == ["", "unknown", "", "unknown", "true", "2015-01-02"]


def test_an_end_to_come_is_told_when_its_day_is_over(client, chamber, now):
    seats = make_seats(chamber, 8, valid_from="2020-01-01")
    changing.close(ended(seats, "2026-06-20"))
    for day, end in [(15, None), (20, None), (21, "2026-06-20")]:
        now.move_to(datetime(2026, 6, day, 12, tzinfo=timezone.get_current_timezone()))
        assert rows(client, "seats")[0]["valid_to"] == end
        assert rows(client, "seats")[0]["valid_to_precision"] == ("day" if end else "open")


def ended(fact, day):
    fact.valid_to = PartialDate.parse(day)
    return fact


def test_a_fact_is_there_from_its_first_day_on(client, chamber, now):
    make_seats(chamber, 8, valid_from="2020-01-01", valid_to="2026-06-19")
    make_seats(chamber, 9, valid_from="2026-06-20")
    assert [row["seats"] for row in rows(client, "seats")] == [8]
    now.move_to(datetime(2026, 6, 20, 0, 0, 1, tzinfo=timezone.get_current_timezone()))
    assert [row["seats"] for row in rows(client, "seats")] == [8, 9]


def test_a_retracted_fact_stays_with_its_reason(client, chamber):
    changing.retract(make_seats(chamber, 8, valid_from="2020-01-01"), "A misprint.")
    [row] = rows(client, "seats")
    assert row["retraction_reason"] == "A misprint." and row["retracted_at"] == "2026-06-15T12:00:00+03:00"


def test_a_spreadsheet_finds_no_formula_and_json_every_text_as_it_is(client, chamber):
    for number, title in enumerate(["=1+1", "＝1+1", "+7 495", "-2", "@home", "\tx", "– no formula", 'a,b\n“c” "d"']):
        make_item(title=title, slug=f"item-{number}", standfirst=title)
    texts = {row["slug"]: row for row in rows(client, "press")}
    shown = {row["slug"]: row for row in cells(client, "press")}
    for slug, row in texts.items():
        is_formula = row["title"][0] in "=＝+-@\t"
        assert shown[slug]["title"] == ("'" if is_formula else "") + row["title"]
    assert body(client.get("/data/press.csv")).startswith("\ufeffuuid,")


def test_references_lead_to_rows_that_are_there(client, chamber):
    everything(chamber)
    for table in TABLES:
        found = rows(client, table.name)
        assert found or table.name in {"withdrawn", "press_addresses", "corrections", "pictures", "documents"} | EMPTY
        assert len({tuple(row[name] for name in table.key) for row in found}) == len(found) or not table.key
        for column in table.columns:
            values = {row[column.name] for row in found} - {None}
            if column.refers:
                other, key = column.refers
                assert values <= {row[key] for row in rows(client, other)}, (table.name, column.name)
            assert not column.is_required or all(row[column.name] is not None for row in found)
            assert not column.values or values <= set(column.values), (table.name, column.name)
            assert not column.pattern or all(re.fullmatch(column.pattern, value) for value in values)


EMPTY = {"members", "country_names", "delegation_names", "chamber_names"}


def everything(chamber):
    """A row in nearly every table."""
    delegation = chamber.delegation
    changing.close(ended(make_seats(chamber, valid_from="2020"), "2026-06-01"))
    make_status(delegation, valid_from="2020")
    make_website(delegation, valid_from="2020")
    ada, other = make_person(slug="ada"), make_person("A. Example", slug="a")
    make_appointment(ada, make_post(delegation), valid_from="2020-01-01")
    Appearance.objects.create(item=make_interview("Ada Example"), person=other, label="A. Example")
    merge(other, ada, "The same person.")
    changing.record(OfficialWording(delegation=delegation, text="Eight deputies.", source=make_source()))
    item = make_interview("Ada Example", countries=[delegation.country])
    topic, merged = (Topic.objects.create(name=name, slug=name) for name in ("peace", "peaces"))
    item.topics.add(merged)
    merged.merge_into(topic)


def test_people_of_whom_nothing_is_public_are_in_no_table(client, chamber):
    nobody, speaker = make_person("Nobody Example"), make_person("Draft Example")
    make_appointment(nobody, make_post(chamber.delegation), valid_from="2027-01-01")
    Appearance.objects.create(item=make_interview(state=State.DRAFT), person=speaker, label="Draft Example")
    assert rows(client, "people") == []


def test_a_country_that_only_staff_know_is_in_no_table(client, chamber):
    to_come = make_delegation("Newland", country=make_country("xn", "Newland"))
    make_status(to_come, valid_from="2027-01-01")
    make_seats(chamber, valid_from="2020")
    assert [row["code"] for row in rows(client, "countries")] == ["xa"]
    assert [row["name"] for row in rows(client, "delegations")] == ["Examplia"]


def test_what_was_withdrawn_is_named_by_identifier_date_and_reason_alone(client):
    item = make_item(state=State.WITHDRAWN, title="Zzyzx", slug="zzyzx", withdrawn_at=timezone.now())
    assert rows(client, "withdrawn") == [
        {
            "uuid": str(item.uuid),
            "withdrawn_at": "2026-06-15T12:00:00+03:00",
            "reason": "It was about another Examplia.",
        }
    ]
    assert rows(client, "press") == []


def test_who_answers_is_told_by_name_and_identifier(client):
    ada, ben = make_person("Ada Example", slug="ada"), make_person("Ben Example", slug="ben")
    words = '<p data-role="prompt">{}?</p><p data-speaker="{}">Yes.</p><p data-speaker="{}">Indeed.</p>'
    item = make_item(body=words.format("One", "Ada Example", "Ada Example") + words.format("Two", "Ada Example", "Ben"))
    for person, label in [(ada, "Ada Example"), (ben, "Ben")]:
        Appearance.objects.create(item=item, person=person, label=label)
    first, second = rows(client, "exchanges")
    assert (first["answered_by"], first["person"]) == ("Ada Example", str(ada.uuid))
    assert (second["answered_by"], second["person"]) == ("Ada Example; Ben", None)


def test_moments_carry_the_offset_of_the_site(client):
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.get_current_timezone())
    make_item(
        at=at, given_on_earliest=date(2025, 12, 1), given_on_latest=date(2025, 12, 31), given_on_precision="month"
    )
    [row] = rows(client, "press")
    assert row["published_at"] == "2026-01-02T03:04:05+03:00"
    assert (row["given_on"], row["given_on_precision"]) == ("2025-12", "month")


def test_rows_stand_in_an_order_of_their_own(client, chamber):
    late, early = make_item(at=timezone.now() - timedelta(days=1)), make_item(at=timezone.now() - timedelta(days=9))
    assert [row["uuid"] for row in rows(client, "press")] == [str(early.uuid), str(late.uuid)]


def test_a_website_of_a_chamber_that_is_to_come_waits_for_it(client, chamber):
    make_name(chamber, "Lower House", valid_from="2026-07-01")
    make_website(chamber.delegation, chamber=chamber, valid_from="2020")
    assert rows(client, "chambers") == rows(client, "websites") == rows(client, "sources") == []


def test_of_a_merged_subject_only_what_leads_on_is_told(client):
    peace = Topic.objects.create(name="Peace", slug="peace", description="What is peace.")
    calm = Topic.objects.create(name="Calm", slug="calm", description="Not yet")
    make_item().topics.set([peace, calm])
    calm.merge_into(peace)
    assert [row["description"] for row in rows(client, "topics")] == [None, "What is peace."]


def test_of_what_was_merged_before_the_public_knew_it_nothing_is_told(client, chamber):
    peace, calm = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Peace", "Calm"))
    make_item().topics.add(peace)
    make_item(state=State.DRAFT).topics.add(calm)
    calm.merge_into(peace)
    assert [row["slug"] for row in rows(client, "topics")] == ["peace"]
    ada, speaker, holder, nobody = (make_person(slug=slug) for slug in ("ada", "speaker", "holder", "nobody"))
    Appearance.objects.create(item=make_interview(), person=ada, label="Ada")
    Appearance.objects.create(item=make_interview(), person=speaker, label="Ada")
    Appearance.objects.create(item=make_interview(state=State.DRAFT), person=nobody, label="Ada")
    make_appointment(holder, make_post(chamber.delegation), valid_from="2020")
    make_appointment(nobody, make_post(name="Chair"), valid_from="2999")
    for other in (speaker, holder, nobody):
        merge(ada, other, "The same person.")
    assert [row["slug"] for row in rows(client, "people_addresses")] == ["holder", "speaker"]
    assert {row["uuid"] for row in rows(client, "merged_people")} == {str(holder.uuid), str(speaker.uuid)}


def test_two_corrections_of_one_moment_are_two_rows(client):
    item = make_item()
    for note in ("A name was wrong.", "A figure was wrong."):
        Correction.objects.create(item=item, note=note, at=timezone.now())
    found = rows(client, "corrections")
    key = TABLE["corrections"].key
    assert len({tuple(row[name] for name in key) for row in found}) == 2
    assert [(row["number"], row["note"]) for row in found] == [(1, "A name was wrong."), (2, "A figure was wrong.")]


def test_whoever_has_no_page_has_no_address_of_one(client, chamber):
    wrong, right = make_person("Wrong Example", slug="wrong"), make_person("Right Example", slug="right")
    post = make_post(chamber.delegation)
    make_appointment(wrong, post, valid_from="2020-01-01").retract("It was another.")
    make_appointment(right, post, valid_from="2020-01-01")
    assert {row["slug"]: row["url"] for row in rows(client, "people")} == {
        "right": "http://testserver.example/people/right/",
        "wrong": None,
    }
