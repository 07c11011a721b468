"""Links to a draft for people without an account: unguessable, for a time, taken back at will."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import State
from .items import PressItem

DAYS = 14


class PreviewLinkQuerySet(models.QuerySet):
    """`alive` is the one question the public address asks."""

    def alive(self, now=None):
        """Neither run out nor taken back, of an item that is neither public nor withdrawn."""
        now = now or timezone.now()
        waiting = models.Q(item__state__in=[State.DRAFT, State.IN_REVIEW])
        waiting |= models.Q(item__state=State.APPROVED, item__published_at__gt=now)
        return self.filter(waiting, revoked_at=None, expires_at__gt=now)

    def for_token(self, token):
        """The link of a token; only its hash is kept."""
        return self.filter(token_hash=hashed(token))


def hashed(token):
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class PreviewLink(models.Model):
    """Somebody outside may read a draft under this link: as it is, or as it was when the link was made."""

    item = models.ForeignKey(PressItem, on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    content = models.JSONField(null=True, editable=False)
    note = models.CharField(_("for whom"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    expires_at = models.DateTimeField(_("runs out at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return self.note or f"{timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    @classmethod
    def make(cls, item, by, note="", days=DAYS, said=None):
        """A new link, and the only time its address is known: (link, absolute address).

        `said` is the content it goes on showing whatever is saved later; none: what was saved last.
        """
        token = secrets.token_urlsafe(32)
        link = cls.objects.create(
            item=item,
            token_hash=hashed(token),
            content=said,
            note=note,
            created_by=by,
            expires_at=timezone.now() + timedelta(days=days),
        )
        return link, settings.SITE_URL + reverse("press-preview", args=[token])

    @property
    def is_alive(self):
        """The instance twin of `PreviewLinkQuerySet.alive`."""
        return PreviewLink.objects.alive().filter(pk=self.pk).exists()
