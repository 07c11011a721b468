"""Remove uploads that no item uses and no history names: those of forms that were never saved."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from press.models import Document, Picture, PreviewLink, Revision, WorkingCopy

DAYS = 30


class Command(BaseCommand):
    help = f"Remove pictures and documents sent more than {DAYS} days ago that no item, change or history names."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")

    def handle(self, *, dry_run, **options):
        before = timezone.now() - timedelta(days=DAYS)
        named = {
            name: set(self.named(name, link)) for name, link in (("pictures", "picture"), ("documents", "document"))
        }
        removed = 0
        for model in (Picture, Document):
            for file in model.objects.filter(uses=None, created_at__lt=before).iterator():
                if str(file.uuid) not in named[model.FOLDER]:
                    removed += 1
                    if not dry_run:
                        remove(file)
        self.stdout.write(f"{'Would remove' if dry_run else 'Removed'}: {removed}.")

    def named(self, name, link):
        """The identifiers of files that a content names."""
        for model in (Revision, WorkingCopy, PreviewLink):
            for rows in model.objects.values_list(f"content__{name}", flat=True).iterator():
                yield from (row[link] for row in rows or [])


def remove(file):
    """The row first: a file without a row is served to nobody."""
    folder = f"{file.FOLDER}/{file.key}"
    file.delete()
    for name in default_storage.listdir(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
