"""The index: a row for each item that has a place in the order of publication. It knows texts, not who may see them."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import models

from .writing import FORM, Unit

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BITS = 21
_FIRST, _LAST = -(2**41), 2**42 - 1


def place_of(moment: datetime, identifier: UUID | None = None) -> int:
    """A moment, and within it an identifier, as one number: the greater, the newer."""
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    # What fits in 63 bits: years 1901 to 2109.
    milliseconds = min(max(milliseconds, _FIRST), _LAST)
    return (milliseconds << _BITS) | (identifier.int >> (128 - _BITS) if identifier else 0)


class Entry(models.Model):
    """The words of an item, as tokens, and its parts, as they are shown around a word that was found.

    Tables beside it belong to the database: see migrations/0002_index.py.
    """

    place = models.BigAutoField(primary_key=True)  # given, never counted: the full-text index keeps this order
    item = models.BigIntegerField(unique=True)
    tokens = models.TextField()
    facets = models.TextField()
    parts = models.TextField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "entries"

    def __str__(self):
        return f"{self.item}"


class Form(models.Model):
    """A word as it is written in some item, now or before: what a beginning may stand for."""

    token = models.CharField(max_length=400, primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.token

    @classmethod
    def know(cls, tokens: Iterable[str]):
        """Keep the forms among some tokens of items."""
        forms = {token[1:] for each in tokens for token in each.split() if token[0] == FORM}
        # In one order, whoever writes: none waits for another who waits for it.
        cls.objects.bulk_create(map(cls, sorted(forms)), ignore_conflicts=True)


def parts_of(units) -> str:
    """Parts as a row keeps them."""
    return json.dumps([[u.text, u.anchor, u.title, u.voices] for u in units], ensure_ascii=False)


def units_of(parts: str) -> list[Unit]:
    """Parts as they were, of what a row keeps."""
    return [Unit(text, anchor, title, tuple(voices)) for text, anchor, title, voices in json.loads(parts)]
