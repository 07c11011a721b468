"""Let names that were entered before their day be those that rows go by."""

from django.core.management.base import BaseCommand

from delegations.naming import settle_all


class Command(BaseCommand):
    """To be run once a day: a delegation's own page needs it not, lists of countries do."""

    help = "Call each country, delegation and chamber by the name recorded for today."

    def handle(self, **options):
        settle_all()
