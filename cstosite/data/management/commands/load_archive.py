"""Load what write_archive wrote; docs/data.md says what comes back and what does not."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cstosite.data.archive import Refused
from cstosite.data.loading import load


class Command(BaseCommand):
    help = "Load an archive into an empty site: with the same identifiers, addresses and dates, all or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, verbosity, **options):
        try:
            load(file, self.stdout.write if verbosity else lambda line: None)
        except Refused as error:
            raise CommandError(str(error)) from error
