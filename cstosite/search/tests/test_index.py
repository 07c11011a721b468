"""The table and what the databases keep beside it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from cstosite.search.models import place_of

pytestmark = pytest.mark.django_db


def test_what_keeps_the_index_true_is_there():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_entry'")
            names = {"search_entry_added", "search_entry_changed", "search_entry_removed"}
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'search_entry'")
            names = {"search_entry_vector"}
        found = {name for (name,) in cursor.fetchall()}
    assert names <= found, "A migration made the table anew: end it with INDEX of search/migrations/0002_index.py."


def test_places_are_in_the_order_of_time_then_of_identifiers():
    moment = datetime(2023, 12, 26, 9, tzinfo=UTC)
    low, high = UUID(int=0), UUID(int=2**128 - 1)
    in_order = [
        place_of(datetime(1, 1, 1, tzinfo=UTC), high),
        place_of(datetime(1960, 1, 1, tzinfo=UTC)),
        place_of(moment - timedelta(milliseconds=1), high),
        place_of(moment, low),
        place_of(moment, high),
        place_of(moment + timedelta(milliseconds=1), low),
        place_of(datetime(9999, 1, 1, tzinfo=UTC)),
    ]
    assert in_order == sorted(set(in_order))
    assert all(-(2**63) <= place < 2**63 for place in in_order)
