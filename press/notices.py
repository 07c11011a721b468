"""Mail about the steps of an item: to whoever wants to review, and to whoever wrote it.

A mail names the item by its headline and says where it is; its text, and the reasons colleagues give, stay behind the
sign-in.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from cstosite.shared.mail import send_soon

from .models import Act, JournalEntry, State

# Members of this group want to know what waits for review. It gives no right of its own.
READERS = gettext_noop("Notices: press")

# Which steps are told: the subject, the sentence, and whether the readers or the authors hear of it.
TOLD = {
    Act.SUBMIT: (gettext_lazy("To review"), gettext_lazy("%(who)s sent this item for review:"), {"readers"}),
    Act.SEND_BACK: (gettext_lazy("Sent back"), gettext_lazy("%(who)s sent this item back to draft:"), {"authors"}),
    Act.APPROVE: (gettext_lazy("Approved"), gettext_lazy("%(who)s approved this item:"), {"authors"}),
    Act.FORCE: (gettext_lazy("Approved"), gettext_lazy("%(who)s approved this item:"), {"authors"}),
    Act.CHANGE: (gettext_lazy("Change approved"), gettext_lazy("%(who)s approved a change of this item:"), {"authors"}),
    Act.FORCE_CHANGE: (
        gettext_lazy("Change approved"),
        gettext_lazy("%(who)s approved a change of this item without a second person:"),
        {"readers", "authors"},
    ),
    Act.MINOR: (gettext_lazy("Minor change"), gettext_lazy("%(who)s made a minor change of this item:"), {"readers"}),
    Act.WITHDRAW: (gettext_lazy("Withdrawn"), gettext_lazy("%(who)s withdrew this item:"), {"readers", "authors"}),
}


def announce(item, act, by, author=None):
    """Mail a step to those who want to know, once the transaction it is taken in is committed.

    `author` wrote the text in question, where that is not who changed the item last.
    """
    if act in TOLD:
        # Robust: the step is taken by then, and what fails here is logged, not shown to whoever took it.
        transaction.on_commit(lambda: _mail(item, act, by, author), robust=True)


def recipients(item, act, by, author=None):
    """Users with an address who want to know and may see the item: never whoever took the step, each once."""
    _subject, _sentence, groups = TOLD[act]
    wanted = Q()
    if "readers" in groups:
        wanted |= Q(groups__name=READERS)
    if "authors" in groups:
        submitted = JournalEntry.objects.filter(item=item, act=Act.SUBMIT).order_by("-pk")
        wanted |= Q(pk=author.pk if author else item.modified_by_id)
        wanted |= Q(pk=submitted.values_list("by", flat=True).first())
    allowed = get_user_model().objects.with_perm(
        "press.view_pressitem", backend="django.contrib.auth.backends.ModelBackend"
    )
    found = allowed.filter(wanted, is_staff=True).exclude(email="").exclude(pk=by.pk if by else None)
    return found.order_by("pk").distinct()


def _mail(item, act, by, author):
    with translation.override(settings.LANGUAGE_CODE):
        subject, sentence, _groups = TOLD[act]
        title = " ".join(item.title.split())
        lines = [
            sentence % {"who": (by.get_full_name() or by.get_username()) if by else _("Somebody")},
            title,
            "",
            *_when(item),
            settings.SITE_URL + reverse("admin:press_pressitem_change", args=[item.pk]),
            "",
            "-- ",
            _("%(site)s: editing") % {"site": settings.SITE_NAME},
        ]
        body = "\n".join(str(line) for line in lines) + "\n"
        send_soon(
            [
                EmailMessage(subject=f"{subject}: {title}", body=body, to=[user.email])
                for user in recipients(item, act, by, author)
            ]
        )


def _when(item):
    """For what waits for its time: when that is."""
    if item.state != State.APPROVED or item.is_published():
        return []
    moment = date_format(timezone.localtime(item.published_at), "j F Y, H:i")
    words = _("It goes out on %(moment)s (%(zone)s).")
    return [words % {"moment": moment, "zone": timezone.get_current_timezone_name()}, ""]
