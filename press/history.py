"""What an item said after each save, and which of its texts more than one person has looked at."""

from . import content
from .models import ALONE, Act, Revision


def keep(item, act, by=None, why="", said=None, is_copy=False, kept=None):
    """Add to the item's history what it says (`said`, or what its rows say); the revision."""
    return Revision.objects.create(
        item=item,
        item_uuid=item.uuid,
        content=said or content.of_item(item),
        act=act,
        by=by,
        why=why,
        is_copy=is_copy,
        kept=kept,
    )


def agreed_text(item):
    """What the item said when it was last approved or looked over: minor changes since then are counted together."""
    entry = item.journal.filter(revision__isnull=False).exclude(act=Act.MINOR).select_related("revision").first()
    return content.followed(entry.revision.content) if entry else content.of_item(item)


def done_alone(item):
    """The journal's entries of what one person did alone and nobody else has looked over since, newest first."""
    waiting, looked = [], set()
    for entry in item.journal.filter(act__in=[*ALONE, Act.LOOK_OVER]):
        if entry.act == Act.LOOK_OVER:
            looked.add(entry.by_id)
        elif not looked - {entry.by_id}:
            waiting.append(entry)
    return waiting
