"""What moves the data on: every write of something that the public sees, in the transaction that writes it."""

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from delegations.models import Country, MembershipClass, Person, Post, Source
from press.models import PressItem, Topic

from .models import Touch

# What no public address shows; everything else that is written counts, also what a later version adds.
PRIVATE = {
    "press.Exchange",  # written with its item
    "press.JournalEntry",
    "press.PreviewLink",
    "press.Revision",
    "press.WorkingCopy",
    "delegations.LoadedRecord",
    "delegations.WebsiteCheck",
}
# What is seen only when something else names it.
NAMED = (Country, MembershipClass, Person, Post, Source, Topic)


def _followed():
    models = [*apps.get_app_config("press").get_models(), *apps.get_app_config("delegations").get_models()]
    return [model for model in models if model._meta.label not in PRIVATE]


def _is_seen(instance, is_new):
    """Whether the public may see it: not the parts of an item that never was public, nor what nothing names yet."""
    item = instance if isinstance(instance, PressItem) else getattr(instance, "item", None)
    if item is not None:
        return item.was_ever_public()
    return not (is_new and isinstance(instance, NAMED))


def written(sender, instance, created=False, **kwargs):
    """A row was saved or deleted."""
    if _is_seen(instance, created):
        Touch.objects.create()


for model in _followed():
    post_save.connect(written, sender=model, dispatch_uid=f"touch {model._meta.label}")
    post_delete.connect(written, sender=model, dispatch_uid=f"touch {model._meta.label}")


@receiver(m2m_changed, sender=PressItem.topics.through)
@receiver(m2m_changed, sender=PressItem.countries.through)
def tied(instance, action, **kwargs):
    """The countries or subjects of an item are others now."""
    if action.startswith("post_") and _is_seen(instance, is_new=False):
        Touch.objects.create()
