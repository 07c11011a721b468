"""Thirty delegations over forty years, loaded, and read on the days before, on, after and between their changes."""

from datetime import date, timedelta

import pytest
import time_machine

from cstosite.tests.page import Page, count_queries
from delegations.loading import load_folder
from delegations.register import read_register

from .assembly import Assembly, on

pytestmark = pytest.mark.django_db

LEAP_DAYS = [date(1988, 2, 29), date(2000, 2, 29), date(2024, 2, 29)]


@pytest.fixture
def assembly(tmp_path):
    with time_machine.travel("2026-06-01 12:00+00:00", tick=False):
        assembly = Assembly(tmp_path, delegations=15)
        report = load_folder(tmp_path)
        assert report.refused == [] and report.made > 800
        yield assembly


def asked_days(assembly):
    """Days about the changes, spread over all of them, and the leap days."""
    boundaries = sorted({day for truth in assembly.truths for day in truth.boundaries()})
    chosen = boundaries[:: len(boundaries) // 12]
    return sorted({day + timedelta(days=shift) for day in chosen for shift in (-1, 0, 1)} | set(LEAP_DAYS))


def test_every_day_reads_as_it_was_and_asks_no_more_of_the_database(assembly, client):
    check_days(assembly)
    check_pages(assembly, client)


def check_days(assembly):
    for day in asked_days(assembly):
        register = read_register(day)
        entries = {entry.delegation.slug: entry for entry in register.every}
        total = 0
        for truth in assembly.truths:
            entry, status = entries[truth.slug], on(truth.statuses, day)
            where = f"{truth.slug} on {day}"
            assert entry.name == on(truth.names, day) or on(truth.names, day) is None, where
            assert entry.belongs is (status is not None), where
            assert (str(entry.status.fact.membership_class) if entry.has_status else None) == status, where
            person = str(entry.representative.fact.person) if entry.is_represented else None
            assert person == on(truth.representatives, day), where
            seats = [on(spans, day) for spans in truth.chambers]
            assert [chamber.seats for chamber in entry.chambers] == seats, where
            if status == "Member":
                total += sum(seats)
        assert register.seats == total, day


def check_pages(assembly, client):
    slug, countries = assembly.truths[0].slug, len(assembly.truths)
    for query in ["", "?on=2004-02-29"]:
        page = Page(client.get(f"/delegations/{query}"))
        assert len({place["id"] for place in page.all("main li") if place.get("id")}) == countries
        assert count_queries(client, f"/delegations/{query}") <= 12
        assert count_queries(client, f"/delegations/{slug}/{query}") <= 12
    compared = "/delegations/compare/?from=1999-12-31&to=2025-12-31"
    assert count_queries(client, compared) <= 12
    assert len(Page(client.get(compared)).all("tbody tr")) > countries
