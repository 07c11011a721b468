"""Feeds change, though no item does, when what items are about is renamed or merged: the moment is kept."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from delegations.models import Country, Delegation, Person, RegisterChange

from .models import Appearance, PressItem, Topic, Touch


def _touch_if(is_seen):
    if is_seen:
        Touch.objects.create()


@receiver(post_save, sender=Country)
@receiver(post_save, sender=Topic)
@receiver(post_save, sender=Person)
def name_changed(sender, instance, created, **kwargs):
    """A country, topic or person that a published item names was saved."""
    path = {Country: "countries", Topic: "topics", Person: "appearances__person"}[sender]
    _touch_if(not created and PressItem.objects.published().filter(**{path: instance}).exists())


@receiver(post_save, sender=Delegation)
def delegation_changed(instance, created, **kwargs):
    """A delegation of which the public was told something was saved."""
    _touch_if(not created and RegisterChange.objects.public().filter(delegation=instance).exists())


@receiver([post_save, post_delete], sender=Appearance)
def speaker_changed(instance, **kwargs):
    """Another person speaks in a published item."""
    _touch_if(PressItem.objects.published().filter(pk=instance.item_id).exists())


@receiver(m2m_changed, sender=PressItem.topics.through)
@receiver(m2m_changed, sender=PressItem.countries.through)
def subjects_changed(instance, action, reverse, pk_set, **kwargs):
    """A published item is about other countries or topics."""
    # Before what is cleared is gone.
    if action in {"post_add", "post_remove", "pre_clear"}:
        if reverse:
            items = PressItem.objects.filter(pk__in=pk_set) if pk_set else instance.press_items.all()
        else:
            items = PressItem.objects.filter(pk=instance.pk)
        _touch_if(items.published().exists())
