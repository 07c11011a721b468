"""Write all that is public to one file; docs/data.md says what is in it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cstosite.data.archive import Refused, write


class Command(BaseCommand):
    help = "Write everything public, data and pictures, to one zip that load_archive reads."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, verbosity, **options):
        try:
            write(file, self.stdout.write if verbosity else lambda line: None)
        except Refused as error:
            raise CommandError(str(error)) from error
