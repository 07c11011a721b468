"""Every text an item has had, and what was done with it: both are added to, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..choices import Act
from .items import PressItem


class AddedToQuerySet(models.QuerySet):
    """Rows that are added and then stay."""

    def update(self, **values):
        raise TypeError("It is only added to.")

    def delete(self):
        raise TypeError("It is only added to.")

    delete.queryset_only = True


class AddedTo(models.Model):
    """Something of an item that is written once. It outlives the item: `item_uuid` goes on saying whose it was."""

    item = models.ForeignKey(PressItem, on_delete=models.SET_NULL, null=True)
    item_uuid = models.UUIDField(editable=False, db_index=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("by"), related_name="+"
    )
    act = models.CharField(_("act"), max_length=20, choices=Act)

    objects = AddedToQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("It is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("It is only added to.")

    @classmethod
    def give_back(cls, item):
        """Tie to an item that was deleted and recovered what had been written of it."""
        models.QuerySet(cls).filter(item_uuid=item.uuid).update(item=item)


class Revision(AddedTo):
    """What an item said after somebody saved it (see press/content.py), or its working copy where it has one."""

    item = models.ForeignKey(PressItem, on_delete=models.SET_NULL, null=True, related_name="revisions")
    content = models.JSONField(editable=False)
    is_copy = models.BooleanField(default=False, editable=False)
    why = models.CharField(_("what was changed"), max_length=300, blank=True)
    # What else a deleted item needs to come back.
    kept = models.JSONField(null=True, editable=False)

    class Meta(AddedTo.Meta):
        default_permissions = ()

    def __str__(self):
        return f"{date_format(timezone.localtime(self.at), 'j F Y, H:i')}: {self.content['title']}"


class JournalEntry(AddedTo):
    """What was done with an item, by whom and why: whatever changed what the public sees, and the steps before it."""

    item = models.ForeignKey(PressItem, on_delete=models.SET_NULL, null=True, related_name="journal")
    title = models.CharField(_("headline"), max_length=300)
    reason = models.TextField(_("reason"), blank=True)
    # The text as it was after this, where it is another one than before.
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(AddedTo.Meta):
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        default_permissions = ("view",)

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_act_display()}: {self.title}"

    @classmethod
    def note(cls, item, act, by=None, reason="", revision=None):
        """Add what was done with an item."""
        return cls.objects.create(
            item=item, item_uuid=item.uuid, title=item.title, by=by, act=act, reason=reason, revision=revision
        )
