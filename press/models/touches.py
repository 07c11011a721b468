"""When what the public sees changed beside the items: a country, a person or a topic was renamed, or merged."""

from django.db import models
from django.utils import timezone


class Touch(models.Model):
    """A moment at which feeds changed though no item did. Rows are only added: nobody waits for another's."""

    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "touches"

    def __str__(self):
        return self.at.isoformat()

    @classmethod
    def last(cls):
        """The last one, or None."""
        return cls.objects.aggregate(last=models.Max("at"))["last"]
