"""SQLite knows how many rows its tables have, once a process has begun."""

import pytest
from django.db import OperationalError, connection

from cstosite.shared.statistics import refresh_statistics
from press.tests.make import make_item

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its tables itself"),
]


def counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'pressitem_newest_of_all'")
        return [stat.split()[0] for (stat,) in cursor.fetchall()]


def test_the_tables_are_counted_and_counted_again():
    for number in (1, 2):
        make_item(slug=f"item-{number}")
        refresh_statistics()
        assert counted() == [str(number)]


def test_a_database_that_is_busy_or_read_only_keeps_what_it_knows(caplog):
    def refuse(execute, sql, *args):
        raise OperationalError("attempt to write a readonly database")

    with connection.execute_wrapper(refuse):
        refresh_statistics()
    assert "The tables were not counted: attempt to write a readonly database." in caplog.text
