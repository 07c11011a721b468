"""Press items in the admin: text and speakers in one form; the state is changed by steps, not by a field."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from .. import publishing
from ..forms import AppearanceForm, PressItemForm
from ..guard import already_made, as_new
from ..models import Act, Appearance, JournalEntry, PressItem, State
from . import from_text, previewing, proposing
from .acknowledging import AcknowledgingMixin
from .steps import STEPS, steps_for


class AppearanceInline(admin.TabularInline):
    model = Appearance
    form = AppearanceForm
    fields = ["position", "label", "person", "office", "is_interviewer"]
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(PressItem)
class PressItemAdmin(AcknowledgingMixin, admin.ModelAdmin):
    form = PressItemForm
    inlines = [AppearanceInline]
    list_display = ["title", "kind", "state_in_words", "modified_at", "modified_by"]
    list_filter = ["kind", "state", "countries"]
    list_select_related = ["modified_by"]
    search_fields = ["title", "standfirst", "body", "byline"]
    date_hierarchy = "published_at"
    ordering = ["-modified_at"]
    actions = None
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["state_in_words", "kind", "title", "standfirst"]}),
        (_("Text"), {"fields": ["body", "byline", "reference_note"]}),
        (_("About"), {"fields": ["countries", "given_on"]}),
        (_("Address"), {"fields": ["slug", "language"]}),
        (_("As imported"), {"fields": ["imported_text"], "classes": ["collapse"]}),
    ]
    filter_horizontal = ["countries"]
    readonly_fields = ["state_in_words", "imported_text"]
    change_form_template = "admin/press/pressitem/change_form.html"

    @admin.display(description=_("state"), ordering="state")
    def state_in_words(self, item):
        """What the public sees of it, in words."""
        if item.state == State.APPROVED:
            moment = date_format(timezone.localtime(item.published_at), "j F Y, H:i")
            words = _("published %(moment)s") if item.is_published() else _("goes out %(moment)s")
            return words % {"moment": moment}
        if item.state == State.WITHDRAWN:
            return _("withdrawn: %(reason)s") % {"reason": item.withdrawal_reason}
        return item.get_state_display() if item.pk else _("draft: the public sees nothing until it is approved")

    def get_readonly_fields(self, request, obj=None):
        fixed = ["slug", "language"] if obj and obj.was_ever_public() else []
        return [*self.readonly_fields, *fixed]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def get_fieldsets(self, request, obj=None):
        imported = obj and obj.imported_text
        return self.fieldsets if imported else self.fieldsets[:-1]

    def view_on_site(self, item):
        return item.get_absolute_url() if item.is_published() else None

    def get_object(self, request, object_id, from_field=None):
        # While a form is saved the row is kept from others, so that nothing is decided on what is old by then.
        if request.method == "POST" and connection.in_atomic_block:
            PressItem.objects.select_for_update().filter(pk=object_id).exists()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.was_deleted = getattr(request, "was_deleted", False)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id is None and (item := already_made(request.POST)):
            messages.info(request, _("This form was sent before: here is the item it made."))
            return redirect(reverse("admin:press_pressitem_change", args=[item.pk]))
        if request.method == "POST" and object_id and not PressItem.objects.filter(pk=unquote(object_id)).exists():
            # Deleted under the open form: the text comes back, in a form that makes a new item.
            request.POST, request.was_deleted = as_new(request.POST), True
            object_id, form_url = None, reverse("admin:press_pressitem_add")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        # What is sent is refused by the form, with the text in it, not by a page that has lost it.
        if allowed and obj and obj.is_bound_for_the_public() and request.method != "POST":
            return request.user.has_perm("press.publish_pressitem")
        return allowed

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.was_ever_public())

    def save_model(self, request, obj, form, change):
        """Save when something changed: looking at it and pressing the button makes nobody its author."""
        if form.has_changed() or not change:
            obj.modified_by = request.user
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        speakers = [formset for formset in formsets if formset.has_changed()]
        if speakers and not form.has_changed():
            form.instance.modified_by = request.user
            form.instance.save()
        if change and form.instance.was_ever_public() and (form.has_changed() or speakers):
            fields = [form.fields[name].label or name for name in form.changed_data]
            fields += [formset.model._meta.verbose_name_plural for formset in speakers]
            JournalEntry.note(form.instance, Act.CHANGE, request.user, ", ".join(map(str, fields)))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # The editor's import map is an inline script: it needs the nonce of this answer's content policy.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        if obj:
            context["steps"] = steps_for(obj, request.user)
            context["missing"] = publishing.missing(obj) if obj.state != State.APPROVED else []
            context["journal"] = obj.journal.select_related("by")[:10]
        context["time_zone"] = timezone.get_current_timezone_name()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        steps = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(partial(self.take_step, name=name)),
                name=f"press_pressitem_{name}",
            )
            for name in STEPS
        ]
        return [*previewing.urls(self), *proposing.urls(self), *from_text.urls(self), *steps, *super().get_urls()]

    def take_step(self, request, pk, name):
        """Ask what the step needs, then take it."""
        item, step = self.get_object(request, str(pk)), STEPS[name]
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_view_permission(request, item) or not step.is_allowed(request.user):
            raise PermissionDenied
        form = step.form(request.POST or None, item=item, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                step.take(item, request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, item, str(step.done))
                messages.success(request, step.done)
                return redirect(reverse("admin:press_pressitem_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": item,
            "title": f"{step.label}: {item}",
            "form": form,
            "button": step.label,
            "explanation": step.explanation,
        }
        return TemplateResponse(request, "admin/step.html", context)
