"""How long the open data takes to build, how much memory it takes, and how soon a file that is there is sent.

python -m bench.data [NUMBER ...]: that many items, each with two exchanges. DATABASE_URL names another database.
The files are built from nothing, then after an item was added, and after one of the oldest was corrected.
"""

import resource
import shutil
import sys
from statistics import median
from time import perf_counter, process_time

from bench.filling import databases


def megabytes():
    """The most memory this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def build():
    """Build the current version: it, the processor's and the clock's seconds."""
    from cstosite.data import files

    began, before = perf_counter(), process_time()
    built = files.current()
    return built, process_time() - before, perf_counter() - began


def add_one():
    """Publish one more item."""
    from django.utils import timezone

    from press.models import PressItem, State

    now = timezone.now()
    item = PressItem(title="One more", slug=f"one-more-{now:%s%f}", body="<p>Example.</p>", state=State.APPROVED)
    item.published_at = now
    item.save()


def correct_one():
    """Save an old item with another text."""
    from press.models import PressItem

    item = PressItem.objects.published().order_by("published_at")[10]
    item.body += "<p>Another example.</p>"
    item.save()


def main(numbers):
    with databases() as turn_to:
        from django.db import connection
        from django.test import Client

        from cstosite.data import files

        for number in numbers:
            turn_to(number)
            shutil.rmtree(files.root(), ignore_errors=True)
            before = megabytes()
            built, own, clock = build()
            print(
                f"{connection.vendor}, {number:,} items: {sum(built.rows.values()):,} rows,"
                f" {sum(built.sizes.values()) >> 20} MB built in {own:.1f} s of the processor,"
                f" {clock:.1f} s of the clock; memory {before} to {megabytes()} MB",
                flush=True,
            )
            for change in (add_one, correct_one):
                change()
                _built, own, clock = build()
                print(f"  {change.__name__}: {own:.1f} s of the processor, {clock:.1f} s of the clock", flush=True)
            client, times = Client(), []
            for _round in range(10):
                began = process_time()
                client.get("/data/press.csv").close()
                times.append(1000 * (process_time() - began))
            print(f"  a file that is there after {median(times):.1f} ms; memory {megabytes()} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [1000, 100_000]))
