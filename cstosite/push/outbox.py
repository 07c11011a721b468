"""What is put into the outbox: a row in the transaction of the step it belongs to, due when the public sees the step.

Without a hub nothing is put there. What waits for its time when a hub is named first is put there by `catch_up`.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from delegations.models import Person, PersonMerge, RegisterChange
from press.models import Act, JournalEntry, PressItem, Topic

from .models import Ping

# Shared caches may keep a feed as it was for so long (cstosite/feeds.py): a hub that asks sooner may see nothing new.
SHARED = timedelta(seconds=60)
# Steps that move the time of what waits, and steps after which the public reads something else.
TIMES = {Act.APPROVE, Act.FORCE, Act.RESCHEDULE, Act.UNAPPROVE}
CHANGES = {Act.CHANGE, Act.FORCE_CHANGE, Act.MINOR}
STEPS = TIMES | CHANGES | {Act.LOAD, Act.WITHDRAW, Act.RESTORE}


@receiver(post_save, sender=JournalEntry)
def step_taken(instance, **kwargs):
    """A step of an item: what is public is told of now, what waits at its time and not before, drafts never."""
    if not settings.WEBSUB_HUB or instance.act not in STEPS:
        return
    item, now = instance.item, timezone.now()
    if item.is_published(now) or instance.act == Act.WITHDRAW:
        _put_now(item.uuid, now, _before(instance))
    elif not item.was_ever_public(now):
        Ping.objects.filter(subject=item.uuid).delete()
        if item.is_bound_for_the_public():
            Ping.objects.create(subject=item.uuid, due_at=item.published_at)


@receiver(post_save, sender=RegisterChange)
def change_recorded(instance, created, **kwargs):
    """A change of the register: told of now, or from the midnight its day begins with."""
    if not settings.WEBSUB_HUB or not created:
        return
    now = timezone.now()
    if instance.told_on > timezone.localdate(now):
        Ping.objects.create(subject=instance.uuid, due_at=_midnight(instance.told_on))
    else:
        _put_now(instance.uuid, now)


@receiver(post_save, sender=Person)
@receiver(post_save, sender=Topic)
def called_otherwise(instance, created, **kwargs):
    """A person or a topic has another name, or the items of one that was merged into it."""
    if settings.WEBSUB_HUB and not created:
        _put_now((getattr(instance, "into", None) or instance).uuid, timezone.now())


@receiver(post_delete, sender=PersonMerge)
def merge_undone(instance, **kwargs):
    """A person who had been merged into another has a feed again."""
    if settings.WEBSUB_HUB:
        _put_now(instance.uuid, timezone.now())


def catch_up(now):
    """Put into the outbox what waits for its time and is not there: from before there was a hub, or loaded past it."""
    known, today = Ping.objects.values("subject"), timezone.localdate(now)
    items = PressItem.objects.scheduled(now).exclude(uuid__in=known).values_list("uuid", "published_at")
    days = RegisterChange.objects.filter(told_on__gt=today, is_called_off=False).exclude(uuid__in=known)
    waiting = [*items, *((uuid, _midnight(day)) for uuid, day in days.values_list("uuid", "told_on"))]
    Ping.objects.bulk_create(Ping(subject=uuid, due_at=due_at) for uuid, due_at in waiting)


def _put_now(subject, now, before=None):
    """Two rows: at once, and again when no shared cache keeps what was there before."""
    Ping.objects.bulk_create(Ping(subject=subject, before=before, due_at=due_at) for due_at in (now, now + SHARED))


def _before(entry):
    """The text that the public read until a change, or None."""
    if entry.act not in CHANGES:
        return None
    return entry.item.revisions.filter(is_copy=False, pk__lt=entry.revision_id).first()


def _midnight(day):
    return datetime.combine(day, time(), timezone.get_current_timezone())
