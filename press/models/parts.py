"""What belongs to an item and goes with it: who speaks in it, and its exchanges."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel
from delegations.models import Person

from .. import transcript


class Appearance(CleanTextModel):
    """A person speaking in an item: under which label in the transcript, in which office as printed that day."""

    item = models.ForeignKey("press.PressItem", on_delete=models.CASCADE, related_name="appearances")
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("person"),
        help_text=_("Leave empty for a voice that is no person of the register, such as a news agency."),
    )
    label = models.CharField(_("name in the text"), max_length=200, help_text=_("As the text has it: Aigul Kuspan."))
    office = models.TextField(
        _("office as printed"),
        blank=True,
        help_text=_("As it was that day; it is never rewritten by later appointments."),
    )
    is_interviewer = models.BooleanField(_("asks"), default=False, help_text=_("This voice puts the questions."))
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "label"],
                name="appearance_label_unique",
                violation_error_message=_("This name is listed twice."),
            ),
        ]

    def __str__(self):
        return self.label


class Exchange(models.Model):
    """One prompt and its answers: a projection of the item's body, rebuilt at each save, for addresses and data."""

    item = models.ForeignKey("press.PressItem", on_delete=models.CASCADE, related_name="exchanges")
    number = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=5)
    short_title = models.CharField(max_length=300, blank=True)
    prompt = models.TextField()
    answer = models.TextField(blank=True)
    # The names printed before its answers, one to a line; a line is empty where none is printed.
    voices = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "anchor"], name="exchange_anchor_unique")]

    def __str__(self):
        return f"{self.anchor}: {self.short_title or self.prompt[:60]}"

    @classmethod
    def project(cls, item, blocks):
        """Replace an item's rows by what its blocks say."""
        cls.objects.filter(item=item).delete()
        cls.objects.bulk_create(
            cls(
                item=item,
                number=number,
                anchor=part.anchor,
                short_title=part.short_title[:300],
                prompt=part.prompt_text,
                answer=part.answer_text,
                voices="\n".join(dict.fromkeys(turn.speaker for turn in part.answers)),
            )
            for number, part in enumerate(transcript.exchanges(blocks), start=1)
        )
