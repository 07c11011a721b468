"""Build the files of the open data, so that visitors seldom wait for it."""

from django.core.management.base import BaseCommand

from cstosite.data.files import current


class Command(BaseCommand):
    """To be run by a timer; whoever asks for the data first builds it otherwise."""

    help = "Build the current version of the open data if it is not there, and say which it is."

    def handle(self, **options):
        built = current()
        self.stdout.write(f"{built.version}, {sum(built.rows.values())} rows in {built.folder}")
