"""The history of an item: every text it had, two of them compared, one brought back; and deleted items recovered."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import changing, comparing, content
from ..models import Act, PressItem, Revision


def urls(model_admin):
    """The addresses of histories, for `PressItemAdmin.get_urls`."""

    def staff(view):
        return model_admin.admin_site.admin_view(partial(view, model_admin))

    return [
        path("<int:pk>/compare/", require_safe(staff(compare)), name="press_pressitem_compare"),
        path("<int:pk>/bring-back/<int:revision>/", staff(bring_back), name="press_pressitem_bring_back"),
        path("deleted/", staff(deleted), name="press_pressitem_deleted"),
    ]


def history(model_admin, request, object_id):
    """Every text the item had, newest first, with who saved it, when and why."""
    item = _item(model_admin, request, object_id)
    revisions = list(item.revisions.select_related("by"))
    # The last save that changed something is what is compared first.
    other = next((each for each in revisions if each.content != revisions[0].content), None)
    return _page(
        model_admin,
        request,
        "history",
        original=item,
        title=_("History: %(item)s") % {"item": item},
        revisions=revisions,
        other=other,
        copy=content.copy_of(item),
        may_change=model_admin.has_change_permission(request, item),
        journal=item.journal.select_related("by"),
    )


def compare(model_admin, request, pk):
    """Two texts of an item: `?from=` and `?to=` are numbers of revisions, "live" or "copy"."""
    item = _item(model_admin, request, pk)
    names = [request.GET.get("from", "live"), request.GET.get("to", "copy")]
    (before, first), (after, second) = (_said(item, name) for name in names)
    return _page(
        model_admin,
        request,
        "compare",
        original=item,
        title=_("Compare: %(item)s") % {"item": item},
        differences=comparing.differences(before, after),
        first=first,
        second=second,
    )


def bring_back(model_admin, request, pk, revision):
    """Put the words of an earlier text into the draft or the change, after showing what that alters."""
    item = _item(model_admin, request, pk)
    if not model_admin.has_change_permission(request, item):
        raise PermissionDenied
    revision = get_object_or_404(item.revisions, pk=revision)
    if request.method == "POST":
        apart = changing.bring_back(item, revision, request.user)
        words = _("The earlier text is in the draft again.")
        if apart is None:
            words = _("Nothing was changed: the text is that already.")
        elif apart:
            words = _("The earlier text is kept apart as a change: it goes out when the change is approved.")
        messages.success(request, words)
        return redirect(reverse("admin:press_pressitem_change", args=[item.pk]))
    now = content.current(item)
    said = now | {name: revision.content[name] for name in content.RESTORED if name in revision.content}
    return _page(
        model_admin,
        request,
        "bring_back",
        original=item,
        title=_("Bring back the text of %(moment)s") % {"moment": _moment(revision)},
        differences=comparing.differences(now, said),
    )


def deleted(model_admin, request):
    """Items that were deleted, each with a button that makes it a draft again."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    gone = Revision.objects.filter(act=Act.DELETE).exclude(Exists(PressItem.objects.filter(uuid=OuterRef("item_uuid"))))
    gone = gone.exclude(Exists(gone.filter(item_uuid=OuterRef("item_uuid"), pk__gt=OuterRef("pk"))))
    if request.method == "POST":
        number = request.POST.get("recover", "")
        revision = get_object_or_404(gone, pk=number if number.isdecimal() and len(number) < 18 else None)
        try:
            item = changing.recover(revision, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(reverse("admin:press_pressitem_deleted"))
        messages.success(request, _("It is a draft again."))
        return redirect(reverse("admin:press_pressitem_change", args=[item.pk]))
    title = _("Deleted items")
    return _page(model_admin, request, "deleted", title=title, revisions=gone.select_related("by")[:200])


def _item(model_admin, request, pk):
    item = get_object_or_404(PressItem, pk=pk if str(pk).isdecimal() and len(str(pk)) < 18 else None)
    if not model_admin.has_view_permission(request, item):
        raise PermissionDenied
    return item


def _said(item, name):
    """A content and how it is called: (content, words)."""
    if name == "live":
        return content.of_item(item), _("As approved") if item.is_bound_for_the_public() else _("As saved last")
    if name == "copy":
        copy = content.copy_of(item)
        return (copy.content, _("The change")) if copy else (content.of_item(item), _("There is no change"))
    if not (name.isdecimal() and len(name) < 18):
        raise Http404("No such text.")
    revision = get_object_or_404(item.revisions, pk=name)
    words = {"moment": _moment(revision), "act": revision.get_act_display()}
    return revision.content, _("The text of %(moment)s (%(act)s)") % words


def _moment(revision):
    return date_format(timezone.localtime(revision.at), "j F Y, H:i:s")


def _page(model_admin, request, name, **context):
    context |= model_admin.admin_site.each_context(request) | {"opts": model_admin.opts}
    return TemplateResponse(request, f"admin/press/pressitem/{name}.html", context)
