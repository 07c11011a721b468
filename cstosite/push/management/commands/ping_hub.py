"""Tell the WebSub hub which feeds have changed; docs/push.md says when and how often."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cstosite.push.sending import send_due


class Command(BaseCommand):
    """To be run every minute. A hub that does not answer is no failure of the run: it is logged and told later."""

    help = "Tell the hub that WEBSUB_HUB names which feeds have changed, as far as the public may know by now."

    def handle(self, *, verbosity, **options):
        if not settings.WEBSUB_HUB:
            raise CommandError(_("WEBSUB_HUB names no hub: set it, or stop the timer."))
        report = send_due()
        if verbosity:
            self.stdout.write(_("Told: %(told)d. Put off: %(put_off)d. Given up: %(given_up)d.") % vars(report))
        if report.given_up:
            raise CommandError(_("The hub took none of many tries and is told no more of some changes; see the log."))
