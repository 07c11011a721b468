"""People, under every spelling of their names, and the posts they hold."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

from ..names import name_key
from .bodies import Delegation


class PersonQuerySet(models.QuerySet):
    """People by any recorded spelling of their names."""

    def called(self, name):
        """Those who have every word of a name in one of their spellings, or begin with it."""
        found = self
        for word in name_key(name).split():
            found = found.filter(Q(keys__contains=f" {word}") | Q(keys__contains=f"\n{word}"))
        return found

    def namesakes(self, *names):
        """Those of whom one spelling is one of these names, however it is transliterated."""
        keys = {name_key(name) for name in names} - {""}
        return self.filter(
            pk__in=[pk for pk, own in self.values_list("pk", "keys") if keys & set(own.strip("\n").split("\n"))]
        )


class Person(CleanTextModel):
    """Somebody who holds a post or speaks in an item."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, help_text=_("As the public reads it: Viktor Rogalev."))
    sort_name = models.CharField(_("name for sorting"), max_length=200, help_text=_("Rogalev, Viktor."))
    other_names = models.TextField(
        _("other spellings"),
        blank=True,
        help_text=_("One to a line, in any script. A search for any of them finds this person."),
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    # What its spellings have in common, one to a line: see names.py.
    keys = models.TextField(editable=False, default="")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]

    def __str__(self):
        return self.name

    @property
    def spellings(self):
        """The name and every other spelling of it."""
        return [self.name, *(line.strip() for line in self.other_names.splitlines() if line.strip())]

    def save(self, *args, **kwargs):
        self.keys = "".join(f"\n{key}" for key in dict.fromkeys(map(name_key, self.spellings)))
        super().save(*args, **kwargs)


class Post(CleanTextModel):
    """An office that people hold in turn, or several at once."""

    class Kind(models.TextChoices):
        PLENIPOTENTIARY = "plenipotentiary", _("plenipotentiary representative")
        OTHER = "other", _("other post")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    delegation = models.ForeignKey(
        Delegation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("delegation"),
        help_text=_("Leave empty for an office of the Assembly itself."),
    )
    is_shared = models.BooleanField(
        _("several people at once"),
        default=False,
        help_text=_("More than one person may hold it on the same day."),
    )

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"],
                condition=Q(kind="plenipotentiary"),
                name="post_one_plenipotentiary",
                violation_error_message=_("This delegation has its post of plenipotentiary representative already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="other") | (Q(delegation__isnull=False) & Q(is_shared=False)),
                name="post_plenipotentiary_of_delegation",
                violation_error_message=_(
                    "A plenipotentiary representative is one person, and of one delegation: choose the delegation."
                ),
            ),
        ]

    def __str__(self):
        return self.name
