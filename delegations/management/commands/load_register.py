"""Load a register from a folder of CSV files; docs/register.md names the files and their columns."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from delegations.loading import load_folder


class Command(BaseCommand):
    help = "Load countries, delegations and facts from a folder of CSV files. What was loaded before is left alone."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")

    def handle(self, *, folder, dry_run, verbosity, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        say = self.stdout.write if verbosity else lambda line: None
        with transaction.atomic():
            report = load_folder(folder, lambda name, count: say(f"{name}.csv: {count} rows"))
            transaction.set_rollback(dry_run)
        for name, line, reason in report.refused:
            self.stderr.write(f"{name}, line {line}: not loaded: {reason}")
        say(f"{'Would be made' if dry_run else 'Made'}: {report.made}. Already there: {report.known}.")
        if report.refused:
            raise CommandError(f"{len(report.refused)} lines were not loaded.")
