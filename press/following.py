"""Search follows what is kept beside an item. Countries and speakers are saved after it, some of them many at once."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from . import indexing
from .models import Appearance, PressItem


@receiver([post_save, post_delete], sender=Appearance)
def speakers_changed(instance, **kwargs):
    """A speaker was written or is gone: with the item, or by a merge of two records of one person."""
    indexing.refile(PressItem.objects.filter(pk=instance.item_id))


@receiver(m2m_changed, sender=PressItem.topics.through)
@receiver(m2m_changed, sender=PressItem.countries.through)
def subjects_changed(instance, action, reverse, pk_set, **kwargs):
    """The countries or topics of an item, or the items of one of them, are others now."""
    if not action.startswith("post_"):
        return
    items = PressItem.objects.filter(pk__in=pk_set or []) if reverse else PressItem.objects.filter(pk=instance.pk)
    indexing.refile(items)


@receiver(post_delete, sender=PressItem)
def item_gone(instance, **kwargs):
    """A deleted item, whoever deleted it, is forgotten."""
    indexing.index.remove([instance.pk])
