"""Press items in the admin: text and speakers in one form; the state is changed by steps, not by a field."""

from functools import partial
from itertools import chain

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, URLField
from django.forms.models import BaseInlineFormSet
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from .. import body, changing, comparing, content, publishing
from ..checklist import remarks
from ..forms import PressItemForm
from ..guard import MAX_ROWS, already_made, as_kept, as_new, number_in, says_otherwise, with_choices
from ..history import agreed_text
from ..lists import AppearanceForm, DocumentForm, ListFormSet, PictureForm, take_uploads
from ..models import Appearance, ItemDocument, ItemPicture, PressItem, State, Topic
from . import from_text, history, offices, previewing, proposing
from .acknowledging import AcknowledgingMixin
from .steps import STEPS, steps_for


class ListInline(admin.StackedInline):
    """A list of the item: its rows are the item's own, and whoever may do something with the item may with them."""

    formset = ListFormSet
    extra = 0
    max_num = MAX_ROWS

    def get_formset(self, request, obj=None, **kwargs):
        if not self.has_change_permission(request, obj):
            # To look at only: the rows as they are.
            return super().get_formset(request, obj, formset=BaseInlineFormSet, form=self.form, **kwargs)
        return super().get_formset(request, obj, absolute_max=MAX_ROWS + 1, validate_max=True, **kwargs)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("press.view_pressitem")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("press.change_pressitem" if obj else "press.add_pressitem")

    has_add_permission = has_delete_permission = has_change_permission


class AppearanceInline(ListInline):
    model = Appearance
    form = AppearanceForm
    template = "admin/press/speakers.html"
    fields = [("label", "person"), ("office", "is_interviewer"), "position"]
    autocomplete_fields = ["person"]


class PictureInline(ListInline):
    model = ItemPicture
    form = PictureForm
    fields = [
        ("picture", "upload"),
        ("alt", "is_decorative"),
        "caption",
        "credit",
        ("position", "focus_x", "focus_y"),
    ]


class DocumentInline(ListInline):
    model = ItemDocument
    form = DocumentForm
    fields = [("document", "upload"), "title", "position"]


class StageFilter(admin.SimpleListFilter):
    """Where an item, or its change, is on its way."""

    title = _("where it is")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("draft")),
            ("in-review", _("in review, changes too")),
            ("scheduled", _("waits for its time")),
            ("published", _("public")),
            ("change", _("with a change, kept apart")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request, items):
        match self.value():
            case "draft":
                return items.filter(Q(state__in=[State.DRAFT]) | Q(working_copy__is_in_review=False))
            case "in-review":
                return items.filter(Q(state__in=[State.IN_REVIEW]) | Q(working_copy__is_in_review=True))
            case "scheduled":
                return items.scheduled()
            case "published":
                return items.published()
            case "change":
                return items.filter(working_copy__isnull=False)
            case "withdrawn":
                return items.withdrawn()
        return items


@admin.register(PressItem)
class PressItemAdmin(AcknowledgingMixin, admin.ModelAdmin):
    form = PressItemForm
    inlines = [AppearanceInline, PictureInline, DocumentInline]
    list_display = ["title", "kind", "state_in_words", "saved_at", "modified_by"]
    list_filter = [StageFilter, "kind", "countries", "topics"]
    list_select_related = ["modified_by", "working_copy"]
    search_fields = ["title", "standfirst", "body", "byline"]
    date_hierarchy = "published_at"
    ordering = ["-modified_at"]
    actions = None
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["state_in_words", "kind", "title", "standfirst"]}),
        (_("Text"), {"fields": ["body", "byline", "reference_note", "republished_from", "republished_url"]}),
        (_("About"), {"fields": ["countries", "topics", "given_on"]}),
        (_("Address"), {"fields": ["slug", "language"]}),
        (_("History"), {"fields": ["why"]}),
        (_("As imported"), {"fields": ["imported_text"], "classes": ["collapse"]}),
    ]
    filter_horizontal = ["countries", "topics"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    readonly_fields = ["state_in_words", "imported_text"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "topics":
            kwargs["queryset"] = Topic.objects.current()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    change_form_template = "admin/press/pressitem/change_form.html"

    @admin.display(description=_("state"), ordering="state")
    def state_in_words(self, item):
        """What the public sees of it, in words."""
        if item.state == State.APPROVED:
            moment = date_format(timezone.localtime(item.published_at), "j F Y, H:i")
            words = _("published %(moment)s") if item.is_published() else _("goes out %(moment)s")
            if copy := content.copy_of(item):
                change = _("a change waits for review") if copy.is_in_review else _("a change is begun")
                return f"{words % {'moment': moment}}; {change}"
            return words % {"moment": moment}
        if item.state == State.WITHDRAWN:
            words = _("withdrawn: %(reason)s") % {"reason": item.withdrawal_reason}
            return f"{words}; {_('a change is begun')}" if content.copy_of(item) else words
        return item.get_state_display() if item.pk else _("draft: the public sees nothing until it is approved")

    @admin.display(description=_("saved"), ordering="modified_at")
    def saved_at(self, item):
        return date_format(timezone.localtime(item.modified_at), "j F Y, H:i")

    def get_readonly_fields(self, request, obj=None):
        fixed = ["language"] if obj and obj.is_bound_for_the_public() else []
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
            PressItem.objects.select_for_update().filter(pk=number_in(object_id)).exists()
        item = super().get_object(request, object_id, from_field)
        is_form = request.resolver_match and request.resolver_match.url_name == "press_pressitem_change"
        copy = content.copy_of(item) if item and is_form else None
        return content.shown(item, copy.content) if copy else item

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.was_deleted = getattr(request, "was_deleted", False)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.POST = as_kept(request.POST)
        if self.has_change_permission(request) or self.has_add_permission(request):
            request.POST = take_uploads(request.POST, request.FILES, request.user)
        try:
            answer = self._saved(request, object_id, form_url, extra_context)
        except IntegrityError:
            answer = None
        if answer is None or (not object_id and answer.status_code == 200 and already_made(request.POST)):
            # Another form was saved at the same moment: by now its item is found, or its address is taken.
            answer = self._saved(request, object_id, form_url, extra_context)
        return answer

    @transaction.atomic
    def _saved(self, request, object_id, form_url, extra_context):
        """The answer to a form that was sent; nobody deletes the item between the look at it and the save."""
        if object_id:
            item = PressItem.objects.select_for_update().filter(pk=number_in(unquote(object_id))).first()
        else:
            item = already_made(request.POST)
        if item and not object_id and self.has_change_permission(request, item) and says_otherwise(request.POST, item):
            # Sent once, gone back to and corrected: it goes on as an edit of the item that was made.
            object_id, form_url = str(item.pk), reverse("admin:press_pressitem_change", args=[item.pk])
        if item and not object_id:
            messages.info(request, _("This form was sent before: here is the item it made."))
            return redirect(reverse("admin:press_pressitem_change", args=[item.pk]))
        if object_id and not item:
            # Deleted under the open form: the text comes back, in a form that makes a new item.
            request.POST, request.was_deleted = as_new(request.POST), True
            object_id, form_url = None, reverse("admin:press_pressitem_add")
        elif item:
            request.POST = with_choices(request.POST, item)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.was_ever_public())

    def save_model(self, request, obj, form, change):
        """Nothing yet: the lists belong to what is said."""

    def save_related(self, request, form, formsets, change):
        """Keep what was written: in the item, or apart from it as a change where it is approved."""
        request.was_kept_apart = changing.save(
            form.instance, form.said(formsets), request.user, form.cleaned_data.get("why", "")
        )

    def construct_change_message(self, request, form, formsets, add=False):
        return [{"added": {}}] if add else str(form.cleaned_data.get("why") or _("Saved."))

    def message_user(self, request, message, level=messages.INFO, extra_tags="", fail_silently=False):
        if level == messages.SUCCESS and (apart := getattr(request, "was_kept_apart", False)) is not False:
            message = _("Nothing was changed.")
            if apart:
                message = _(
                    "Kept apart as a change: what is approved stays as it is until the change is approved too. "
                    "Send it for review with the button above."
                )
        super().message_user(request, message, level, extra_tags, fail_silently)

    def delete_model(self, request, obj):
        changing.delete(obj, request.user)

    def history_view(self, request, object_id, extra_context=None):
        return history.history(self, request, object_id)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # The editor's import map is an inline script: it needs the nonce of this answer's content policy.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        if obj:
            context["steps"] = steps_for(obj, request.user)
            context["copy"] = content.copy_of(obj)
            context["missing"] = publishing.missing(obj) if context["copy"] or obj.state != State.APPROVED else []
            context["remarks"] = [*remarks(obj)]
            context["words"] = sum(len(block.text.split()) for block in body.parse(obj.body))
            context["offices"] = offices.of_item(obj) if self.has_change_permission(request, obj) else []
            context["journal"] = obj.journal.select_related("by", "revision")[:10]
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
        parts = [part.urls(self) for part in (history, previewing, proposing, from_text, offices)]
        return [*chain(*parts), *steps, *super().get_urls()]

    def take_step(self, request, pk, name):
        """Ask what the step needs, then take it."""
        item, step = self.get_object(request, str(pk)), STEPS[name]
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_view_permission(request, item) or not step.is_allowed(request.user):
            raise PermissionDenied
        form = step.form(request.POST if request.method == "POST" else None, item=item, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                taken = step.take(item, request.user, **form.cleaned_data)
            except ValidationError as error:
                field = {"no_note": "note", "own_work": "reason"}.get(getattr(error, "code", ""))
                # Its sentences only: they may be about fields that this form does not have.
                form.add_error(field if field in form.fields else None, error.messages)
            else:
                self.log_change(request, item, str(step.done))
                messages.success(request, f"{step.done} {capfirst(self.state_in_words(taken))}.")
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
        if name.endswith("-change") and (copy := content.copy_of(item)):
            context["differences"] = comparing.differences(content.of_item(item), copy.content)
        elif name == "look-over":
            context["differences"] = comparing.differences(agreed_text(item), content.of_item(item))
        return TemplateResponse(request, "admin/step.html", context)
