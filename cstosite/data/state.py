"""What the public sees, told apart from what it saw before."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from cstosite.shared import prepared
from press.models import PressItem, next_due

from .models import Touch


class PublicState(NamedTuple):
    """What the public sees at a moment, told apart by a text, and when the next item falls due, or None."""

    text: str
    next_due: datetime | None


def public_state(now) -> PublicState:
    """Another text after everything that the public sees: what was written, an item that fell due, a new day.

    Whoever keeps what is made of it asks before making it: what changes meanwhile is then another state. One query.
    """
    (newest, params), (due, due_params) = (prepared.statement(each, now=now) for each in (_newest, next_due))
    # Written in whatever order: each row is another number of them.
    touched = f'SELECT count(*), max(id), max(at), ({newest}), ({due}) FROM "{Touch._meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(touched, [*params, *due_params])
        *told, due = cursor.fetchone()
    return PublicState("/".join(map(str, [*told, timezone.localdate(now)])), prepared.moment(due))


def _newest(now):
    return PressItem.objects.published(now).order_by("-published_at").values_list("published_at")[:1]
