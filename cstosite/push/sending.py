"""Emptying the outbox: rows are taken, their feeds named to the hub, and the rows are gone or put off.

At least once: a row goes when the hub has taken all its feeds. What is taken by one process no other takes before
`LEASE` is over, which is longer than the sending of it can last.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from . import hub
from .concerned import addresses
from .models import Ping
from .outbox import catch_up

logger = logging.getLogger("cstosite.push")

LEASE = timedelta(minutes=15)
# Rows that are taken at a time, and feeds that are named in one request.
ROWS, FEEDS = 50, 100
# How long to wait after each try that failed; after one more there is no other.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720)]


@dataclass
class Report:
    """What a run did, in numbers of rows."""

    told: int = 0
    put_off: int = 0
    given_up: int = 0


def send_due(tell=hub.tell):
    """Tell the hub of everything that is due; after a failure what is left waits for the next run."""
    report = Report()
    while rows := take(timezone.now()):
        _send(rows, tell, report)
        if report.put_off or report.given_up:
            break
    catch_up(timezone.now())
    return report


def take(now):
    """Rows that are due and from now on this process's alone: of two that ask at once each row is given to one."""
    run = uuid4()
    due = Ping.objects.filter(due_at__lte=now)
    numbers = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:ROWS])
    due.filter(pk__in=numbers).update(run=run, due_at=now + LEASE, tries=F("tries") + 1)
    return list(Ping.objects.filter(run=run).select_related("before").order_by("pk"))


def _send(rows, tell, report):
    now = timezone.now()
    # Whoever took it again and again was killed each time.
    hopeless = [row for row in rows if row.tries > len(PAUSES) + 1]
    wanted = {row: addresses(row, now) for row in rows if row not in hopeless}
    told, why = _tell(sorted(set().union(*wanted.values())), tell)
    done = [row for row, feeds in wanted.items() if feeds <= told]
    # What the public may not know of, or not any more, goes untold.
    _forget([row for row in done if not wanted[row]])
    report.told += _forget([row for row in done if wanted[row]])
    failed = [row for row in rows if row not in done]
    given_up = [row for row in failed if row.tries > len(PAUSES)]
    for row in failed:
        if row not in given_up:
            due_at = timezone.now() + PAUSES[row.tries - 1]
            report.put_off += _mine(row).update(due_at=due_at, run=None)
    if given_up:
        report.given_up += _forget(given_up)
        why = why or "whoever was to tell it was stopped each time"
        logger.error("The hub is told no more of %d changes: %s.", len(given_up), why)


def _tell(feeds, tell):
    """Name the feeds to the hub, one line of the log for each request: those it took, and why not the others."""
    told, why = set(), ""
    for start in range(0, len(feeds), FEEDS):
        batch = feeds[start : start + FEEDS]
        try:
            status = tell(settings.WEBSUB_HUB, batch)
        except hub.NotTold as error:
            why = str(error)
            logger.warning("%s was not told of %d feeds: %s.", settings.WEBSUB_HUB, len(batch), why)
        else:
            told.update(batch)
            logger.info("%s was told of %d feeds: status %d.", settings.WEBSUB_HUB, len(batch), status)
    return told, why


def _mine(row):
    """The row, unless another process has it by now."""
    return Ping.objects.filter(pk=row.pk, run=row.run)


def _forget(rows):
    return sum(_mine(row).delete()[0] for row in rows)
