"""Make the search index and the lists anew from the items."""

from django.core.management.base import BaseCommand
from django.db import transaction

from cstosite.data.models import Touch
from cstosite.search import index
from press import indexing
from press.models import PressItem

BATCH = 200


class Command(BaseCommand):
    """Some items at a time, each batch in one transaction: search answers meanwhile, and editors can save."""

    help = "Make search and lists anew: after rows were loaded past the site, or when words are read in another way."

    def handle(self, **options):
        gone = self._forget_deleted()  # first: their places may be others' now
        total, done, last = PressItem.objects.count(), 0, 0
        while batch := self._batch(last):
            done, last = done + len(batch), batch[-1]
            if options["verbosity"]:
                self.stdout.write(f"{done} of {total} items\n")
        Touch.objects.create()  # pages that are kept, and the open data, are of another state now
        if options["verbosity"]:
            self.stdout.write(f"The index is made anew; {gone} rows of items that are gone were removed.\n")

    @transaction.atomic
    def _batch(self, last):
        # Locked: what an editor saves meanwhile comes after, and is not overwritten by what was read before.
        items = list(PressItem.objects.select_for_update().filter(pk__gt=last).order_by("pk")[:BATCH])
        for item in items:
            indexing.rebuild(item)
        return [item.pk for item in items]

    def _forget_deleted(self):
        gone, rows = 0, []
        for item in index.every_item():
            rows.append(item)
            if len(rows) == BATCH:
                gone, rows = gone + self._forget(rows), []
        return gone + self._forget(rows)

    def _forget(self, rows):
        kept = set(PressItem.objects.filter(pk__in=rows).values_list("pk", flat=True))
        gone = [item for item in rows if item not in kept]
        index.remove(gone)
        return len(gone)
