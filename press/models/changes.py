"""What happens to an item after its approval: the copy a change is made in, what the public is told, old addresses."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

from .items import PressItem, site_languages


class WorkingCopy(models.Model):
    """A change of an approved item, kept apart until it is approved itself. No public page ever reads this table."""

    item = models.OneToOneField(PressItem, on_delete=models.CASCADE, related_name="working_copy")
    content = models.JSONField(editable=False)
    is_in_review = models.BooleanField(_("in review"), default=False)
    # What its author would tell the public, for whoever approves it.
    public_note = models.TextField(_("note for the public"), blank=True)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    modified_at = models.DateTimeField(_("modified at"), auto_now=True)
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        default_permissions = ()

    def __str__(self):
        return self.content["title"]


class Correction(CleanTextModel):
    """What the public is told of a change, with its day: above the text, on the page and in the feeds."""

    class What(models.TextChoices):
        """What is told."""

        CORRECTED = "corrected", _("Correction")
        RESTORED = "restored", _("Published again")

    item = models.ForeignKey(PressItem, on_delete=models.CASCADE, related_name="corrections")
    what = models.CharField(max_length=10, choices=What, default=What.CORRECTED)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note for the public"))
    was = models.TextField(_("what the text said before"), blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.note


class OldAddress(models.Model):
    """An address an item had while the public knew it: it leads to the item for ever."""

    item = models.ForeignKey(PressItem, on_delete=models.CASCADE, related_name="old_addresses")
    language = models.CharField(max_length=10, choices=site_languages)
    slug = models.SlugField(max_length=120)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="oldaddress_unique")]

    def __str__(self):
        return self.slug
