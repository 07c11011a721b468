"""What moves data and pages on: every write that may change what the public sees, in the transaction that writes it."""

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from delegations.facts import Fact
from delegations.models import (
    Chamber,
    Country,
    Delegation,
    MembershipClass,
    MembershipStatus,
    Person,
    PersonAddress,
    PersonMerge,
    Post,
    RegisterChange,
    Source,
)
from delegations.open_data.facts import FACTS, told
from delegations.open_data.people import public_posts
from press.countries import public_countries
from press.models import Document, Picture, PressItem, State, Topic, topics_in_press

from .models import Touch
from .tables import people

# What no public address shows; everything else that is written counts, also what a later version adds.
PRIVATE = {
    "press.Exchange",  # written with its item
    "press.JournalEntry",
    "press.Listed",  # and this
    "press.PreviewLink",
    "press.Revision",
    "press.WorkingCopy",
    "delegations.LoadedRecord",
    "delegations.WebsiteCheck",
}


def _followed():
    models = [*apps.get_app_config("press").get_models(), *apps.get_app_config("delegations").get_models()]
    return [model for model in models if model._meta.label not in PRIVATE]


def _may_show(instance, is_new, fields):
    """Whether it may change what the public sees, now or when the transaction ends: an item may fall due meanwhile.

    The gates answer for this moment only; and a delegation's first fact, if it is yet to come, hides the delegation.
    """
    match instance:
        case PressItem():
            return instance.is_bound_for_the_public() or bool({"state", "published_at"}.intersection(fields))
        case Country() | Topic() | Person() | Post():
            return not is_new
        case Picture() | Document():
            return instance.uses.exists()
    item = getattr(instance, "item", None)
    return item is None or item.is_bound_for_the_public()


def _is_seen(instance, is_new):
    """Whether the public sees it: facts and items by their gates, parts by what they are of."""
    now = timezone.now()
    today = timezone.localdate(now)
    match instance:
        case PressItem():
            return instance.was_ever_public(now)
        case Fact():
            return instance.is_told()
        case RegisterChange():
            return RegisterChange.objects.public().filter(pk=instance.pk).exists()
        case Person():
            return not is_new and people(now).filter(pk=instance.pk).exists()
        case PersonAddress():
            return instance.person is not None and _is_seen(instance.person, is_new)
        case Country():
            return not is_new and public_countries(now).filter(pk=instance.pk).exists()
        case Topic():
            is_told = instance.into is None or instance.was_public
            kept = instance.into or instance
            return is_told and not is_new and topics_in_press(now=now).filter(pk=kept.pk).exists()
        case PersonMerge():
            return instance.was_public and _is_seen(instance.into, False)
        case Chamber():
            return Delegation.objects.public().filter(pk=instance.delegation_id).exists()
        case Picture() | Document():
            return instance.uses.filter(item__in=PressItem.objects.published(now).values("pk")).exists()
        case Source():
            return any(told(model, today).filter(source=instance.pk).exists() for model in FACTS)
        case Post():
            # One that was public may have been made another.
            return not is_new or public_posts(today).filter(pk=instance.pk).exists()
        case MembershipClass():
            return told(MembershipStatus, today).filter(membership_class=instance.pk).exists()
    item = getattr(instance, "item", None)
    return item is None or item.was_ever_public(now)


def written(sender, instance, created=False, update_fields=None, **kwargs):
    """A row was saved or deleted."""
    is_seen = _is_seen(instance, created)
    if is_seen or _may_show(instance, created, update_fields or ()):
        Touch.objects.create(is_seen=is_seen)


for model in _followed():
    post_save.connect(written, sender=model, dispatch_uid=f"touch {model._meta.label}")
    post_delete.connect(written, sender=model, dispatch_uid=f"touch {model._meta.label}")


@receiver(m2m_changed, sender=PressItem.topics.through)
@receiver(m2m_changed, sender=PressItem.countries.through)
def tied(instance, action, reverse, pk_set, **kwargs):
    """The countries or subjects of an item are others now."""
    # What is cleared is asked for before it is gone.
    if action in ("post_add", "post_remove", "pre_clear"):
        if reverse:
            items = PressItem.objects.filter(pk__in=pk_set) if pk_set else instance.press_items.all()
        else:
            items = PressItem.objects.filter(pk=instance.pk)
        if items.filter(state__in=[State.APPROVED, State.WITHDRAWN]).exists():
            Touch.objects.create(is_seen=items.published().exists())
