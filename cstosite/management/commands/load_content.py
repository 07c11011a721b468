"""Load the content the site starts from: the delegations and the interview of one real page."""

from django.conf import settings
from django.core.management.base import BaseCommand

from delegations.loading import load_register
from press.loading import load_items


class Command(BaseCommand):
    help = "Load the content the site starts from. A second run changes nothing."

    def handle(self, *args, **options):
        rows = load_register(settings.BASE_DIR / "delegations" / "seed")
        items = load_items(settings.BASE_DIR / "press" / "seed")
        if options["verbosity"]:
            self.stdout.write(f"Content: {rows} new rows in the register, {items} new press items.")
