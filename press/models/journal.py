"""What was done with items: added to, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import Act
from .items import PressItem


class JournalEntry(models.Model):
    """What was done with an item, by whom and why: entries are added, never changed."""

    item = models.ForeignKey(PressItem, on_delete=models.SET_NULL, null=True, related_name="journal")
    item_uuid = models.UUIDField(editable=False)
    title = models.CharField(_("headline"), max_length=300)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("by"), related_name="+"
    )
    act = models.CharField(_("act"), max_length=20, choices=Act)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_act_display()}: {self.title}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The journal is only added to.")
        super().save(*args, **kwargs)

    @classmethod
    def note(cls, item, act, by=None, reason=""):
        """Add what was done with an item."""
        return cls.objects.create(item=item, item_uuid=item.uuid, title=item.title, by=by, act=act, reason=reason)
