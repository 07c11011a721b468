"""Whether the websites of the register answered when they were asked: no facts, and no part of any."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cstosite.shared.models import CleanTextModel


class WebsiteCheckQuerySet(models.QuerySet):
    """`out_of_order` is the one question: one failed check is a bad day, two on different days are news."""

    def out_of_order(self):
        """Those that failed at every check on two days or more."""
        last_failed_on = TruncDate("checked_at")
        return self.filter(is_working=False).filter(failing_since__date__lt=last_failed_on)


class WebsiteCheck(CleanTextModel):
    """What became of the last check of one address."""

    url = models.CharField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    # None: that could not be told.
    is_working = models.BooleanField(null=True)
    words = models.TextField()
    # The first failed check after which none went well.
    failing_since = models.DateTimeField(null=True)

    objects = WebsiteCheckQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_working__isnull=False, is_working=False, failing_since__isnull=False)
                | (Q(failing_since__isnull=True) & (Q(is_working__isnull=True) | Q(is_working=True))),
                name="websitecheck_failing_since",
            )
        ]

    def __str__(self):
        return self.url

    @property
    def is_out_of_order(self):
        """The instance twin of `WebsiteCheckQuerySet.out_of_order`."""
        return bool(self.failing_since) and timezone.localdate(self.failing_since) < timezone.localdate(self.checked_at)

    @classmethod
    def keep(cls, url, is_working, words, at):
        """Write down what became of a check."""
        check = cls.objects.filter(url=url).first() or cls(url=url)
        check.checked_at, check.is_working, check.words = at, is_working, words
        check.failing_since = (check.failing_since or at) if is_working is False else None
        check.save()
        return check

    def in_words(self):
        """When it was checked last, what became of that, and since when it fails."""
        words = f"{date_format(timezone.localtime(self.checked_at), 'j F Y, H:i')}: {self.words}"
        if self.is_out_of_order:
            since = date_format(timezone.localtime(self.failing_since), "j F Y")
            words += " " + _("Every check since %(day)s failed.") % {"day": since}
        elif self.failing_since:
            words += " " + _("It failed on one day so far: it is listed when it fails on another day too.")
        return words
