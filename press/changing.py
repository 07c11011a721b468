"""What an editor writes: into a draft itself; into a working copy where the item is approved, until that is too.

As in press/publishing.py each step checks that it is possible, is taken in one transaction and written in the journal;
ValidationError, with a sentence for the editor, when it is not.
"""

from math import ceil
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import comparing, content, publishing
from .addresses import free_slug, leave_behind
from .history import agreed_text, done_alone, keep
from .models import Act, Correction, JournalEntry, PressItem, Revision, WorkingCopy
from .notices import announce

# However short a text is, a slip may take as many words to mend.
MINOR_WORDS = 3


@transaction.atomic
def save(item, said, by, why="", act=Act.SAVE):
    """Keep what an editor wrote: True when it was put apart, as a change of an approved item; None when nothing is new.

    `said` is a content as in press/content.py. Looking at an item and saving it makes nobody its author.
    """
    said = content.cleaned(said)
    if item._state.adding:
        item.modified_by = by
        keep(content.put(item, said), act, by, why)
        return False
    stored = _locked(item)
    if stored.is_bound_for_the_public():
        if said == content.current(stored):
            return None
        copy = content.copy_of(stored) or WorkingCopy(item=stored)
        copy.content, copy.modified_by = said, by
        copy.save()
        keep(stored, act, by, why, said, is_copy=True)
        return True
    if said == content.of_item(stored) and item.language == stored.language:
        return None
    stored.modified_by, stored.language = by, item.language
    keep(content.put(stored, said), act, by, why)
    return False


@transaction.atomic
def bring_back(item, revision, by, seen=None):
    """Put the words of an earlier text, and who speaks them, into the draft or the working copy; as `save`.

    `seen` is the number of the newest revision there was when the two were compared: what was saved since is not
    replaced unread.
    """
    item = _locked(item)
    if seen and seen != item.revisions.first().pk:
        raise ValidationError(_("Somebody saved it meanwhile. Compare once more, and decide then."), code="unread")
    words = {name: revision.content[name] for name in content.RESTORED if name in revision.content}
    moment = date_format(timezone.localtime(revision.at), "j F Y, H:i")
    said = content.current(item) | words
    why = _("The text of %(moment)s was brought back.") % {"moment": moment}
    return save(item, said, by, why, Act.BRING_BACK)


@transaction.atomic
def delete(item, by):
    """Delete what was never public; staff can bring it back."""
    item = _locked(item)
    kept = {name: str(getattr(item, name)) for name in ("group", "language", "imported_text")}
    keep(item, Act.DELETE, by, kept=kept | {"last_anchor": item.last_anchor})
    JournalEntry.note(item, Act.DELETE, by)
    item.delete()


@transaction.atomic
def recover(revision, by):
    """Make an item that was deleted a draft again, with its identifier, its history and its journal."""
    # Whoever recovers it at the same moment waits, and finds it.
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if PressItem.objects.filter(uuid=revision.item_uuid).exists():
        raise ValidationError(_("It is here already: nothing was deleted."), code="here")
    kept, said = revision.kept, revision.content
    taken = PressItem.objects.filter(language=kept["language"])
    item = PressItem(
        uuid=revision.item_uuid,
        group=UUID(kept["group"]),
        language=kept["language"],
        imported_text=kept["imported_text"],
        last_anchor=kept["last_anchor"],
        modified_by=by,
    )
    if taken.filter(group=item.group).exists():
        raise ValidationError(_("Another version in this language has taken its place."), code="group")
    if _is_taken(item, said["slug"]):
        said = said | {"slug": free_slug(said["title"], item.language, item.uuid)}
    content.put(item, said)
    for model in (Revision, JournalEntry):
        model.give_back(item)
    keep(item, Act.RECOVER, by)
    JournalEntry.note(item, Act.RECOVER, by)
    return item


@transaction.atomic
def submit(item, by, note="", public_note=""):
    """Send a change for review; `note` is for the reviewer, `public_note` what the public might be told."""
    item, copy = _with_copy(item, is_in_review=False)
    copy.is_in_review, copy.public_note = True, public_note.strip()
    copy.save()
    return _step(item, Act.SUBMIT, by, note)


@transaction.atomic
def send_back(item, by, reason):
    """Give a change back to whoever wrote it, with the reason."""
    item, copy = _with_copy(item, is_in_review=True)
    author, copy.is_in_review = copy.modified_by, False
    copy.save()
    return _step(item, Act.SEND_BACK, by, publishing.required(reason), author=author)


@transaction.atomic
def take_back(item, by):
    """Take a change out of review, by whoever sent it."""
    item, copy = _with_copy(item, is_in_review=True)
    publishing.refuse_unless_sent_by(item, by)
    copy.is_in_review = False
    copy.save()
    return _step(item, Act.TAKE_BACK, by)


@transaction.atomic
def discard(item, by, reason=""):
    """Give a change up: what is approved stays as it is. The text stays in the history."""
    item, copy = _with_copy(item)
    if copy.modified_by_id not in (None, by.pk) and not by.has_perm("press.publish_pressitem"):
        raise ValidationError(_("It is a colleague’s change: ask them, or a publisher."), code="not_own")
    copy.delete()
    return _step(item, Act.DISCARD, by, reason)


@transaction.atomic
def approve(item, by, is_minor=False, note="", was="", reason="", seen=None):
    """Put a change in the place of what was approved.

    Of what the public knows a change is minor, which one person may decide, or comes with a `note` for the public (and
    `was`, what the text said before, if the editor chooses). Else another person approves, or there is a `reason`.
    """
    item, copy = _with_copy(item)
    if seen and seen != copy.modified_at:
        raise ValidationError(publishing.UNREAD, code="unread")
    before, said, is_known = content.of_item(item), content.current(item), item.was_ever_public()
    is_alone = copy.modified_by_id == by.pk
    if is_minor:
        refuse_unless_minor(agreed_text(item), said, is_alone)
    elif not copy.is_in_review:
        raise ValidationError(_("Send it for review first; only a minor change goes out without."), code="state")
    elif is_known and not note.strip():
        raise ValidationError(_("Say in a sentence what was changed: the public reads it."), code="no_note")
    if is_alone and not is_minor and not reason.strip():
        raise ValidationError(publishing.OWN_WORK, code="own_work")
    author = copy.modified_by
    content.shown(item, said).full_clean(exclude=["modified_by"])
    if needs := publishing.missing(item):
        raise ValidationError([sentence for _field, sentence in needs], code="incomplete")
    item.modified_by = author
    if is_known and not is_minor:
        item.revised_at = timezone.now()
        Correction.objects.create(item=item, at=item.revised_at, note=note.strip(), was=was.strip())
    copy.delete()
    content.put(item, said)
    if is_known and before["slug"] != item.slug:
        leave_behind(item, before["slug"])
    act = Act.CHANGE
    if is_alone:
        act = Act.MINOR if is_minor else Act.FORCE_CHANGE
    fields = ", ".join(str(difference.label) for difference in comparing.differences(before, said))
    words = "\n".join(filter(None, [fields, note.strip(), reason.strip()]))
    return _step(item, act, by, words, keep(item, act, by), author=author)


def refuse_unless_minor(before, after, is_alone):
    """ValidationError when more changed than may go out without a note; one person alone changes words only."""
    beside = [name for name in content.FIELDS if _beside_words(before, name) != _beside_words(after, name)]
    if is_alone and beside:
        fields = ", ".join(str(comparing.LABELS[name]) for name in beside)
        raise ValidationError(
            _("One person alone changes words only. Send it for review first: %(fields)s."),
            code="not_minor",
            params={"fields": fields},
        )
    changed, total = comparing.changed_words(before, after)
    allowed = max(MINOR_WORDS, ceil(total * settings.MINOR_CHANGE_PERCENT / 100))
    if changed > allowed:
        raise ValidationError(
            _(
                "It changes %(changed)d words, minor changes that nobody has looked over included: more than the "
                "%(allowed)d that this text allows. Send it for review, and give the public a note."
            ),
            code="not_minor",
            params={"changed": changed, "allowed": allowed},
        )


def _beside_words(said, name):
    """What of a field is no words: all of it, but for texts and what speakers are called."""
    if name in content.TEXTS:
        return None
    if name == "appearances":
        return [(row["person"], row["is_interviewer"]) for row in said.get(name, [])]
    return said.get(name)


@transaction.atomic
def unapprove(item, by, reason):
    """Back to draft, as in press/publishing.py; what was written apart is the draft from then on."""
    item = publishing.unapprove(item, by, reason)
    if copy := content.copy_of(item):
        said, item.modified_by = copy.content, copy.modified_by
        # Another item may have taken the address meanwhile: that of the draft is still its own.
        if _is_taken(item, said["slug"]):
            said = said | {"slug": item.slug}
        copy.delete()
        keep(content.put(item, said), Act.UNAPPROVE, by, reason[:300])
    return item


@transaction.atomic
def look_over(item, by, seen=None):
    """Say that one has looked at what another made public alone; `seen` is the newest entry of it that was read."""
    item = _locked(item)
    waiting = done_alone(item)
    if not waiting:
        raise ValidationError(_("There is nothing to look over: a colleague was here before you."), code="state")
    if seen and seen != waiting[0].pk:
        raise ValidationError(_("Something was made public since you looked: look again."), code="unread")
    if all(entry.by_id == by.pk for entry in waiting):
        raise ValidationError(_("You did it yourself: ask a colleague to look it over."), code="own_work")
    is_all = all(entry.by_id != by.pk for entry in waiting)
    # What is counted as agreed from now on was seen by two people, all of it.
    revision = item.revisions.filter(is_copy=False).first() if is_all else None
    return _step(item, Act.LOOK_OVER, by, revision=revision)


def _is_taken(item, slug):
    """Whether another item of the language has an address, or had it."""
    others = PressItem.objects.filter(language=item.language).exclude(pk=item.pk)
    return others.filter(Q(slug=slug) | Q(old_addresses__slug=slug)).exists()


def _locked(item):
    """The row as it is now, kept from others until the transaction ends."""
    return PressItem.objects.select_for_update().get(pk=item.pk)


def _with_copy(item, is_in_review=None):
    """The row and its working copy, kept from others; the copy must be where the step expects it."""
    item = _locked(item)
    copy = content.copy_of(item)
    if copy is None:
        raise ValidationError(_("There is no change by now: somebody was here before you."), code="state")
    if is_in_review not in (None, copy.is_in_review):
        raise ValidationError(
            _("The change was sent for review, or sent back, by now: somebody was here before you."), code="state"
        )
    return item, copy


def _step(item, act, by, reason="", revision=None, author=None):
    JournalEntry.note(item, act, by, reason, revision)
    announce(item, act, by, author)
    return item
