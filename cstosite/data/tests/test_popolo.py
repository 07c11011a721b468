"""The register as Popolo: what stands, with its dates, and nothing that nobody recorded."""

from datetime import UTC, datetime

import pytest

from delegations.models import PersonMerge, Source
from delegations.open_data import popolo
from delegations.tests.make import (
    make_appointment,
    make_chamber,
    make_country,
    make_delegation,
    make_member,
    make_name,
    make_person,
    make_post,
    make_website,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
# What the specification knows of each class (popoloproject.com/specs), as far as any of it is used here.
WORDS = {
    "areas": {"id", "name", "identifier", "identifiers", "classification"},
    "organizations": {"id", "name", "other_names", "classification", "parent_id", "area_id", "links"}
    | {"founding_date", "dissolution_date"},
    "posts": {"id", "label", "role", "organization_id"},
    "persons": {"id", "name", "other_names", "sort_name", "identifiers", "links"},
    "memberships": {"id", "label", "role", "person_id", "organization_id", "post_id", "on_behalf_of_id"}
    | {"start_date", "end_date", "sources"},
}


@pytest.fixture
def chamber():
    country = make_country(alpha3="XAA", m49="999")
    return make_chamber(make_delegation(country=country), "Senate")


def by_id(register):
    return {each["id"]: each for kind in register.values() for each in kind}


def organizations(register, classification):
    return [each for each in register["organizations"] if each["classification"] == classification]


def test_everything_refers_to_something_that_is_there_in_words_of_the_specification(chamber):
    person = make_person(other_names="Ада Пример\nA. Example", sort_name="Example, Ada")
    make_member(chamber, person, office="Chair of Examples", is_head=True, valid_from="2020-05")
    make_appointment(person, make_post(chamber.delegation), valid_from="2021", valid_to="2022-03-01")
    make_appointment(person, make_post(), wording="Secretary", valid_from="2023-01-01")
    register = popolo(NOW)
    known = by_id(register)
    assert len(known) == sum(map(len, register.values()))
    for kind, each in [(kind, each) for kind, found in register.items() for each in found]:
        assert set(each) <= WORDS[kind]
        for name, value in each.items():
            assert value not in ("", None, []), f"{kind}: {name}"
            if name.endswith("_id"):
                assert value in known, f"{kind}: {name}"
    (head,) = [each for each in register["memberships"] if each["role"] == "head"]
    assert head["label"] == "Chair of Examples" and head["start_date"] == "2020-05" and "end_date" not in head
    assert known[head["on_behalf_of_id"]]["name"] == "Senate"
    assert known[head["post_id"]]["organization_id"] == head["organization_id"] == str(chamber.delegation.uuid)
    (person,) = register["persons"]
    assert person["other_names"] == [{"name": "Ада Пример"}, {"name": "A. Example"}]
    (area,) = register["areas"]
    assert {each["scheme"]: each["identifier"] for each in area["identifiers"]} == {
        "iso3166-1-alpha-2": "XA",
        "iso3166-1-alpha-3": "XAA",
        "un-m49": "999",
    }
    (parliament,), (assembly,) = organizations(register, "parliament"), organizations(register, "assembly")
    assert known[str(chamber.uuid)]["parent_id"] == parliament["id"]
    assert known[str(chamber.delegation.uuid)]["parent_id"] == assembly["id"]


def test_an_end_to_come_is_not_told_before_its_day_is_over(chamber):
    make_member(chamber, valid_from="2024", valid_to="2026-05-10")
    assert "end_date" not in popolo(NOW)["memberships"][0]
    assert popolo(NOW.replace(day=11))["memberships"][0]["end_date"] == "2026-05-10"


def test_what_is_to_begin_or_was_retracted_is_left_out(chamber):
    make_member(chamber, "Right Example", valid_from="2024")
    make_member(chamber, "Wrong Example", valid_from="2020").retract("Another person")
    make_member(chamber, "Next Example", valid_from="2026-05-11")
    register = popolo(NOW)
    assert [person["name"] for person in register["persons"]] == ["Right Example"]
    assert len(register["memberships"]) == 1


def test_an_observation_has_no_dates_and_its_note_says_so(chamber):
    make_member(chamber, "Ada Example", observed="2023-12-26")
    make_member(chamber, "Bob Example", observed="unknown", is_alternate=True)
    found = {each["role"]: each for each in popolo(NOW)["memberships"]}
    assert not {"start_date", "end_date"} & (set(found["member"]) | set(found["alternate"]))
    assert found["member"]["sources"][0]["note"] == "Bulletin of Examplia; observed on 26 December 2023"
    assert found["alternate"]["sources"][0]["note"] == "Bulletin of Examplia; observed, date unknown"
    assert "post_id" not in found["alternate"]


def test_what_is_over_since_nobody_knows_when_is_not_said_to_go_on(chamber):
    make_member(chamber, valid_from="2020", is_over=True)
    assert popolo(NOW)["memberships"] == []


def test_a_source_without_an_address_is_found_in_the_table_of_sources(chamber):
    make_member(chamber, valid_from="2020")
    source = Source.objects.get()
    address = f"http://testserver.example/data/sources.json#{source.uuid}"
    assert popolo(NOW)["memberships"][0]["sources"] == [{"url": address, "note": "Bulletin of Examplia"}]
    Source.objects.update(url="http://bulletin.example/1", document="No 1")
    link = {"url": "http://bulletin.example/1", "note": "Bulletin of Examplia; No 1"}
    assert popolo(NOW)["memberships"][0]["sources"] == [link]


def test_names_have_dates_and_a_chamber_whose_names_are_over_is_dissolved(chamber):
    make_name(chamber, "House of Elders", valid_from="1990", valid_to="1999-12-31")
    make_name(chamber, "Senate", valid_from="2000-01-01", valid_to="2025-06")
    old = by_id(popolo(NOW))[str(chamber.uuid)]
    assert (old["founding_date"], old["dissolution_date"]) == ("1990", "2025-06")
    assert old["other_names"] == [{"name": "House of Elders", "start_date": "1990", "end_date": "1999-12-31"}]
    before = by_id(popolo(NOW.replace(year=2024)))[str(chamber.uuid)]
    assert "dissolution_date" not in before


def test_websites_that_are_over_are_no_links(chamber):
    make_website(chamber.delegation, "http://now.example/", valid_from="2020")
    make_website(chamber.delegation, "http://then.example/", valid_from="2010", valid_to="2019")
    (parliament,) = organizations(popolo(NOW), "parliament")
    assert parliament["links"] == [{"url": "http://now.example/"}]


def test_a_merged_record_is_an_identifier_of_the_person(chamber):
    person = make_person()
    make_member(chamber, person, valid_from="2020")
    gone = "11111111-1111-4111-8111-111111111111"
    PersonMerge.objects.create(into=person, uuid=gone, number=9, record={"name": ""}, moved={}, added=[])
    assert popolo(NOW)["persons"][0]["identifiers"] == [{"scheme": "uuid", "identifier": gone}]


def test_its_queries_do_not_grow(chamber, django_assert_num_queries):
    for number in range(3):
        other = make_chamber(make_delegation(f"Land-{number}"))
        make_member(other, valid_from="2020")
        make_appointment(make_person(), make_post(other.delegation), valid_from="2020")
        make_name(other, "Hall", valid_from="2000")
    with django_assert_num_queries(11):
        popolo(NOW)
