"""A draft as the public would see it: for staff, and by link for people without an account."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import content, media
from ..feeds import entry
from ..guard import number_in
from ..models import PreviewLink
from ..models.previews import DAYS
from ..previews import guarded, render_preview, with_change


class LinkForm(forms.Form):
    """A new link: for whom, for how long, and which text."""

    note = forms.CharField(
        label=_("For whom"), max_length=200, required=False, help_text=_("To know it again in the list of links.")
    )
    days = forms.IntegerField(label=_("Days until it runs out"), initial=DAYS, min_value=1, max_value=60)
    is_pinned = forms.BooleanField(
        label=_("Keep the text as it is now"),
        required=False,
        help_text=_("Otherwise the link always shows the text as it was saved last."),
    )


def urls(model_admin):
    """The addresses of previews, for `PressItemAdmin.get_urls`."""

    def staff(view):
        return model_admin.admin_site.admin_view(lambda request, **values: view(model_admin, request, **values))

    return [
        path("<int:pk>/preview/", require_safe(staff(preview)), name="press_pressitem_preview"),
        path("<int:pk>/links/", staff(links), name="press_pressitem_links"),
        re_path(rf"^files/{media.PATTERN}$", require_safe(staff(file)), name="press_pressitem_file"),
    ]


def preview(model_admin, request, pk):
    """The item's page as it would be now, its change included; with ?feed, its entry as a feed reader gets it."""
    item = with_change(_readable(model_admin, request, pk))
    base = reverse("admin:press_pressitem_changelist") + "files/"
    editing = reverse("admin:press_pressitem_change", args=[pk])
    if "feed" in request.GET:
        item = item.as_if_published()
        found = {"entry": entry(item, base), "item": item, "editing": editing}
        return guarded(TemplateResponse(request, "press/feed_entry_preview.html", found))
    return render_preview(request, item, base, editing)


def file(model_admin, request, folder, key, name):
    """A file of any item, for whoever may see items."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return guarded(media.answer(folder, key, name))


def links(model_admin, request, pk):
    """The links to a draft, a form for another one, whose address is shown once, and a button to take each back."""
    item = _readable(model_admin, request, pk)
    if not request.user.has_perm("press.change_pressitem"):
        raise PermissionDenied
    if "revoke" in request.POST:
        return _revoke(request, item)
    form, made = LinkForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        said = content.of_item(item) if values["is_pinned"] else None
        _link, made = PreviewLink.make(item, request.user, values["note"], values["days"], said)
        model_admin.log_change(request, item, _("Made a preview link: %(note)s") % {"note": form.cleaned_data["note"]})
        form = LinkForm()
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": item,
        "title": _("Preview links: %(item)s") % {"item": item},
        "form": form,
        "made": made,
        "links": item.preview_links.select_related("created_by"),
        "button": _("Make a link"),
    }
    return TemplateResponse(request, "admin/press/pressitem/links.html", context)


def _revoke(request, item):
    number = request.POST["revoke"]
    link = get_object_or_404(PreviewLink, pk=number_in(number), item=item)
    link.revoked_at = link.revoked_at or timezone.now()
    link.save()
    messages.success(request, _("Taken back: the link shows nothing any more."))
    return redirect(reverse("admin:press_pressitem_links", args=[item.pk]))


def _readable(model_admin, request, pk):
    item = get_object_or_404(model_admin.model.objects.for_page(), pk=pk)
    if not model_admin.has_view_permission(request, item):
        raise PermissionDenied
    return item
