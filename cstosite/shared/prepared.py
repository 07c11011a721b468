"""Statements that Django takes longer to put together than a database to answer: each is put together once."""

from datetime import UTC, datetime
from functools import lru_cache

from django.db import connection

# What stands for a moment, a text and numbers while a statement is put together: nothing else is like these.
_MOMENT = datetime(1971, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
_TEXT = "\x00text"


@lru_cache(maxsize=200)
def put_together(build, values, given, count):
    """The model, statement and parameters of the queryset that `build` makes, with stand-ins for what is given."""
    instead = {"now": _MOMENT, "text": _TEXT, "numbers": range(-count, 0)}
    found = build(*values, **{name: instead[name] for name in given})
    return found.model, *found.query.sql_with_params()


def _filled_in(build, values, given):
    # So that few lengths come again: the last number of a condition "among these" may be said more than once.
    numbers = list(given.get("numbers", ()))
    numbers += numbers[-1:] * ((1 << (len(numbers) - 1).bit_length()) - len(numbers)) if numbers else []
    model, sql, params = put_together(build, values, tuple(sorted(given)), len(numbers))
    instead = dict(zip(range(-len(numbers), 0), numbers, strict=True))
    if "now" in given:
        as_value = connection.ops.adapt_datetimefield_value
        instead[as_value(_MOMENT)] = as_value(given["now"])
    if "text" in given:
        instead[_TEXT] = given["text"]
    return model, sql, tuple(instead.get(value, value) for value in params)


def statement(build, *values, **given) -> tuple[str, tuple]:
    """The statement of the queryset that `build` makes of `values` and what is `given`, and its parameters.

    `build` is always one and the same function; `values` are few and come again. A moment `now`, a `text` that is
    compared whole, and `numbers` that something is to be among may be any, and are passed by these names.
    """
    return _filled_in(build, values, given)[1:]


def rows(build, *values, **given) -> list[tuple]:
    """The rows of that statement, as the database gives them: for texts, numbers, keys, and by `moment` moments."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(build, *values, **given))
        return cursor.fetchall()


def moment(value) -> datetime | None:
    """A moment in a row: SQLite gives it without its zone, of an expression as a text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def objects(build, *values, **given) -> list:
    """The objects of that statement, each with the columns it asks for and nothing that was prefetched."""
    model, sql, params = _filled_in(build, values, given)
    return list(model.objects.raw(sql, params))
