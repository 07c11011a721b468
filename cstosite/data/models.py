"""What is remembered of the open data: that something public was written, and every version there was."""

from django.db import models
from django.utils import timezone

MOST_TOUCHES = 1_000  # they are counted at every search


class Touch(models.Model):
    """Something was written that the public may see: a row for each, so that writers never wait for each other.

    Unless it `is_seen` already: then it may be seen when the transaction ends, or hides what was seen, or neither.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    is_seen = models.BooleanField(default=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "touches"

    def __str__(self):
        return f"{self.at}"

    @classmethod
    def forget(cls):
        """Drop all but the newest of many rows, which counts as a change."""
        if cls.objects.count() > MOST_TOUCHES:
            newest = cls.objects.latest("pk")
            cls.objects.filter(pk__lt=newest.pk).delete()


class Version(models.Model):
    """A state of the data, told apart by what is in it; its number is for citing it."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{timezone.localtime(self.made_at):%Y-%m-%d}.{self.pk}"
