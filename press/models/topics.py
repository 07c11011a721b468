"""What items are about: a small list of subjects that staff keep."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel


class TopicQuerySet(models.QuerySet):
    """`current` is what staff choose from; a topic that was merged stands for the one it was merged into."""

    def current(self):
        """Without those that were merged into another."""
        return self.filter(into=None)

    def with_address(self, slug):
        """The one whose page has, or had before it was merged, an address."""
        return self.filter(Q(slug=slug) | Q(merged__slug=slug)).distinct()

    def known_as(self, identifiers):
        """The topics that identifiers stand for, those of merged ones included."""
        return self.current().filter(Q(uuid__in=identifiers) | Q(merged__uuid__in=identifiers)).distinct()


class Topic(CleanTextModel):
    """A subject with a page of its own. Its name may change; its address never does."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("As the public reads it: Peacekeeping.")
    )
    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("The last part of its page's address, for ever.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences for its page: what belongs to it.")
    )
    into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged")
    # Of one that was merged: whether it had a page then. Of others the public reads nothing.
    was_public = models.BooleanField(default=False, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])

    @transaction.atomic
    def merge_into(self, other):
        """Let another topic stand for this one: its items move, its address leads there from now on."""
        rows = {row.pk: row for row in Topic.objects.select_for_update().filter(pk__in=[self.pk, other.pk])}
        own, kept = rows[self.pk], rows[other.pk]
        if own == kept or own.into_id or kept.into_id:
            raise ValidationError(_("Choose another subject, one that was not merged itself."), code="merged")
        own.was_public = own.press_items.published().exists()
        for item in own.press_items.all():
            item.topics.add(kept)
        own.press_items.clear()
        own.merged.update(into=kept)
        own.into = kept
        own.save(update_fields=["into", "was_public"])
        self.into = kept
