"""The anchors of an item that are no more: which of them the public has seen."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from .models import Act

# Before these nothing of what the item said was public: what follows them is the first that may be.
BEGINNINGS = {Act.LOAD, Act.APPROVE, Act.FORCE, Act.UNAPPROVE}
HIDING = {Act.WITHDRAW, Act.UNAPPROVE}
SHOWING = {Act.APPROVE, Act.FORCE, Act.RESTORE}


def was_public(item, anchor):
    """Whether the public has ever seen an exchange at that anchor of an item that is, or was, public.

    Read from the texts that the journal names, in one query. Where a text was not kept, an anchor that was given may
    have been seen. What a working copy would add has no anchor before it is approved.
    """
    if int(anchor[1:]) > item.last_anchor:
        return False
    had, found, is_shown = None, False, True  # None: what it said then was not kept
    has = ExpressionWrapper(Q(revision__content__body__icontains=f' id="{anchor}"'), BooleanField(null=True))
    for act, at, says in item.journal.order_by("at", "pk").annotate(has=has).values_list("act", "at", "has"):
        if act in BEGINNINGS:
            found = False
        elif had is not False and is_shown and at > item.published_at:
            found = True
        if act in HIDING or act in SHOWING:
            is_shown = act in SHOWING
        if says is not None:
            had = says
    return found or had is None
