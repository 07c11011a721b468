"""What happened in the register, for the public; and what loaders have made."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

from .bodies import Delegation


class LoadedRecord(models.Model):
    """A stable identifier that a loader has created once: never created again, even when it was deleted since."""

    identifier = models.UUIDField(unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.identifier)


class RegisterChangeQuerySet(models.QuerySet):
    """`public` is the one question: a change is told from its first day on."""

    def public(self, today=None):
        """Changes whose day has come, and that were not called off before it."""
        today = today or timezone.localdate()
        return self.filter(Q(effective_on=None) | Q(effective_on__lte=today), is_called_off=False)

    def newest_first(self):
        """In the order of lists and feeds: by the day it was recorded or took effect, whichever is later."""
        return self.order_by("-told_on", "-recorded_at", "-pk")


class RegisterChange(CleanTextModel):
    """Something that changed in the register, in a sentence: for a delegation's page, the feeds and the data."""

    class Act(models.TextChoices):
        """What happened."""

        CHANGED = "changed", _("changed")
        ENDED = "ended", _("ended")
        RETRACTED = "retracted", _("retracted")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, related_name="changes")
    act = models.CharField(max_length=10, choices=Act)
    # The kind of fact, and which one: facts of five tables cannot be pointed at by one key.
    concerns = models.CharField(max_length=20)
    fact_uuid = models.UUIDField(db_index=True)
    sentence = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    effective_on = models.DateField(null=True)
    told_on = models.DateField()
    is_called_off = models.BooleanField(default=False)

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-told_on", "-recorded_at"], name="registerchange_newest")]

    def __str__(self):
        return self.sentence

    def save(self, *args, **kwargs):
        recorded_on = timezone.localdate(self.recorded_at)
        self.told_on = max(recorded_on, self.effective_on or recorded_on)
        super().save(*args, **kwargs)
