"""The outbox: what the hub is still to be told of."""

from django.db import models

from press.models import Revision


class Ping(models.Model):
    """Something that changed in the feeds, or will at `due_at`, by its uuid: an item, a change of the register, a name.

    A row is taken by moving `due_at`: whoever is killed with it leaves it to whoever comes after that time.
    """

    subject = models.UUIDField(db_index=True)
    # What the item said before, where it may have stood in other feeds.
    before = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    # When the hub is to be told, told again, or taken from whoever was about to.
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    run = models.UUIDField(null=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.subject} {self.due_at:%Y-%m-%d %H:%M}"
