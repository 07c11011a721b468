"""People, under every spelling of their names, and the posts they hold."""

from functools import lru_cache
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cstosite.shared.models import CleanTextModel

from ..facts import Fact
from ..names import name_key
from .bodies import Delegation


class PersonQuerySet(models.QuerySet):
    """People by any recorded spelling of their names, and by every identifier they have or had."""

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

    def followed(self, identifiers):
        """What identifiers are by now, as {identifier: identifier}; a merged record's is whom it was merged into."""
        identifiers = [each for each in map(str, identifiers) if each]
        merged = PersonMerge.objects.filter(uuid__in=identifiers) if identifiers else PersonMerge.objects.none()
        now = {str(old): str(new) for old, new in merged.values_list("uuid", "into__uuid")}
        return {each: now.get(each, each) for each in identifiers}

    def numbers_followed(self, numbers):
        """As `followed`, for the primary keys that open forms still send: {number as text: number as text}."""
        numbers = list(map(str, numbers))
        merged = PersonMerge.objects.filter(number__in=numbers) if numbers else PersonMerge.objects.none()
        now = {str(old): str(new) for old, new in merged.values_list("number", "into")}
        return {each: now.get(each, each) for each in numbers}

    def known_as(self, identifiers):
        """Those whom identifiers stand for, as {identifier: person}; of a merged record, whom it was merged into."""
        now = self.followed(identifiers)
        found = {str(person.uuid): person for person in self.filter(uuid__in=now.values())}
        return {each: found[uuid] for each, uuid in now.items() if uuid in found}

    def get_known(self, identifier):
        """The person an identifier stands for; Person.DoesNotExist when there is none."""
        found = self.known_as([UUID(str(identifier))])
        if not found:
            raise self.model.DoesNotExist(f"No person has the identifier {identifier}.")
        return next(iter(found.values()))


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
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        help_text=_("The last part of the page's address. It stays with the person for ever."),
    )
    # What its spellings have in common, one to a line: see names.py.
    keys = models.TextField(editable=False, default="")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.slug])

    @property
    def spellings(self):
        """The name and every other spelling of it."""
        return [self.name, *self.other_spellings]

    @property
    def other_spellings(self):
        """Every spelling but the name itself."""
        return [line.strip() for line in self.other_names.splitlines() if line.strip()]

    def clean(self):
        known = PersonAddress.objects.filter(slug=self.slug).first()
        # Of the address that somebody has now the form speaks by itself.
        if known and (self.pk is None or known.person_id != self.pk) and not Person.objects.filter(slug=self.slug):
            message = _("Another person had this address once, and it stays theirs. Change the last part of it.")
            raise ValidationError({"slug": ValidationError(message, code="old_address")})

    def save(self, *args, **kwargs):
        self.keys = "".join(f"\n{key}" for key in dict.fromkeys(map(name_key, self.spellings)))
        with transaction.atomic():
            super().save(*args, **kwargs)
            PersonAddress.claim(self)


class PersonAddress(models.Model):
    """An address of a person's page, now or once: it leads to that person for ever and is given to nobody else."""

    slug = models.SlugField(max_length=100, primary_key=True)
    # Of somebody who was deleted the address stays taken: what linked to it would lead to another person.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="addresses")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.slug

    @classmethod
    def claim(cls, person):
        """Write down that an address is a person's; IntegrityError when it is, or was, another's."""
        address, _is_new = cls.objects.get_or_create(slug=person.slug, defaults={"person": person})
        if address.person_id != person.pk:
            raise IntegrityError(f"The address {person.slug} is another person's.")


class PersonMerge(models.Model):
    """A record that was merged into another: what it said, what moved and which spellings came of it, to be undone."""

    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    # The identifiers of the record that is gone; both go on standing for the person.
    uuid = models.UUIDField(unique=True)
    # None where the two were merged on another site: what moved is not known here, and the merge is for good.
    number = models.BigIntegerField(unique=True, null=True)
    record = models.JSONField()
    # The rows that moved, as {"app.model.field": [primary keys]}.
    moved = models.JSONField()
    added = models.JSONField()
    # Whether the public knew the record that is gone; only then its identifier and addresses are told.
    was_public = models.BooleanField(default=False)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.record["name"]

    @property
    def can_be_undone(self):
        """Whether it is known what the record said and what moved."""
        return self.number is not None


def person_keys():
    """Every foreign key that points at a person, in whatever app, hidden ones and those of the future included."""
    relations = Person._meta.get_fields(include_hidden=True)
    return [each.field for each in relations if each.auto_created and (each.one_to_many or each.one_to_one)]


def has_public_fact(today=None):
    """The condition that some fact about a person, of whatever kind, is public."""
    return has_told_fact(today, retracted_at=None)


def has_told_fact(today=None, **narrowed):
    """The condition that some fact about a person is public, or was before it was retracted."""
    return _has_told_fact(today or timezone.localdate(), tuple(narrowed.items()))


@lru_cache(maxsize=8)
def _has_told_fact(today, narrowed):
    """The same, which takes longer to put together than to answer, and is the same all day."""
    condition = Q(pk__in=[])
    for key in person_keys():
        if issubclass(key.model, Fact):
            facts = key.model.objects.told(today).filter(**dict(narrowed))
            condition |= Q(Exists(facts.filter(**{key.name: OuterRef("pk")})))
    return condition


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
