"""Ask the websites of the register whether they answer; docs/register.md says what is kept of it."""

from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from delegations.outside import Outside
from delegations.websites import HOURS, LIMIT, agent, check_all


class Command(BaseCommand):
    """To be run once a day. A website that fails is no failure of the run: it is written down and logged."""

    help = "Ask every website that stands in the register whether it answers, one after the other."
    # Tests give another way to look up, to dial and to wait.
    stealth_options = ("outside",)

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help=f"also what was checked within {HOURS} hours")
        parser.add_argument(
            "--pause", type=_seconds, default=1.0, metavar="SECONDS", help="between two requests to one host (1)"
        )
        parser.add_argument("--limit", type=_count, default=LIMIT, help=f"how many sites to ask at most ({LIMIT})")

    def handle(self, *, again, pause, limit, verbosity, outside=None, **options):
        outside = outside or Outside(agent(), pause=pause)
        say = (lambda url, words: self.stdout.write(f"{url}: {words}")) if verbosity > 1 else lambda url, words: None
        report = check_all(outside, again=again, limit=limit, say=say)
        if verbosity:
            self.stdout.write(
                _("Working: %(working)d. Failing: %(failing)d. Could not be told: %(untold)d.") % vars(report)
            )
            self.stdout.write(_("Checked lately: %(recent)d. Left for the next run: %(left)d.") % vars(report))
        if report.unwritten:
            raise CommandError(_("No website could be reached: is this machine cut off? That was not written down."))


def _seconds(text):
    seconds = float(text)
    if not 0 <= seconds <= 3600:
        raise ArgumentTypeError("give seconds, from 0 to 3600")
    return seconds


def _count(text):
    count = int(text)
    if count < 1:
        raise ArgumentTypeError("give a whole number from 1")
    return count
