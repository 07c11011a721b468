"""Statements that Django takes longer to put together than a database to answer: each is put together once."""

from datetime import UTC, datetime
from functools import lru_cache

from django.db import connection

# What stands for the moment and for numbers while a statement is put together: nothing else is like these.
_MOMENT = datetime(1971, 2, 3, 4, 5, 6, 789, tzinfo=UTC)


@lru_cache(maxsize=100)
def put_together(build, values, count):
    """The model, the statement and the parameters of the queryset that `build` makes, with stand-ins."""
    found = build(_MOMENT, *values, *([range(-count, 0)] if count else []))
    return found.model, *found.query.sql_with_params()


def statement(build, now: datetime, *values, numbers=()) -> tuple[str, tuple]:
    """The statement of the queryset `build` makes of a moment, `values` and `numbers`, and its parameters.

    `build` is always one and the same function; `values` are few and come again, a moment and numbers may be any.
    """
    _model, sql, params = put_together(build, values, len(numbers))
    instead = dict(zip(range(-len(numbers), 0), numbers, strict=True))
    instead[connection.ops.adapt_datetimefield_value(_MOMENT)] = connection.ops.adapt_datetimefield_value(now)
    return sql, tuple(instead.get(value, value) for value in params)


def rows(build, now: datetime, *values, numbers=()) -> list[tuple]:
    """The rows of that statement, as the database gives them: for texts, numbers and keys."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(build, now, *values, numbers=numbers))
        return cursor.fetchall()


def objects(build, now: datetime, *values, numbers=()) -> list:
    """The objects of that statement, each with the columns it asks for and nothing that was prefetched."""
    model, _sql, _params = put_together(build, values, len(numbers))
    return list(model.objects.raw(*statement(build, now, *values, numbers=numbers)))
