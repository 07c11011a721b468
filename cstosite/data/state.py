"""What the public sees, told apart from what it saw before."""

from django.db import connection
from django.utils import timezone

from cstosite.shared import prepared
from press.models import PressItem

from .models import Touch


def public_state(now) -> str:
    """Another text after everything that the public sees: what was written, an item that fell due, a new day.

    Whoever keeps what is made of it asks before making it: what changes meanwhile is then another state. One query.
    """
    newest, params = prepared.statement(_newest, now=now)
    # Written in whatever order: each row is another number of them.
    touched = f'SELECT count(*), max(id), max(at), ({newest}) FROM "{Touch._meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(touched, params)
        return "/".join(map(str, [*cursor.fetchone(), timezone.localdate(now)]))


def _newest(now):
    return PressItem.objects.published(now).order_by("-published_at").values_list("published_at")[:1]
