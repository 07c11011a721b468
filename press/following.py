"""Search follows what is kept beside an item. Countries and speakers are saved after it, some of them many at once."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from delegations.models import Country, PersonMerge

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
    if action == "pre_clear" and reverse:
        # Afterwards nobody says any more which they were.
        instance.cleared = set(instance.press_items.values_list("pk", flat=True))
    if not action.startswith("post_"):
        return
    items = (pk_set or instance.__dict__.pop("cleared", ())) if reverse else {instance.pk}
    indexing.refile(PressItem.objects.filter(pk__in=items))


@receiver(pre_save, sender=Country)
def country_to_be_saved(instance, **kwargs):
    """Before a country is saved: whether its code, by which items are filtered, becomes another."""
    instance.has_other_code = Country.objects.filter(pk=instance.pk).exclude(code=instance.code).exists()


@receiver(post_save, sender=Country)
def country_saved(instance, **kwargs):
    """A country was saved: where its code is another, its items are filed under that."""
    if instance.has_other_code:
        indexing.refile(instance.press_items.all())


@receiver(pre_save, sender=PersonMerge)
def people_merged(instance, **kwargs):
    """Two records of a person become one: the public knew the one that is gone if it spoke in a published item."""
    voices = Appearance.objects.filter(pk__in=instance.moved.get("press.appearance.person", []))
    if instance._state.adding and voices.filter(item__in=PressItem.objects.published().values("pk")).exists():
        instance.was_public = True


@receiver(post_delete, sender=PressItem)
def item_gone(instance, **kwargs):
    """A deleted item, whoever deleted it, is forgotten."""
    indexing.index.remove([instance.pk])
