"""Facts in the admin: added, closed, checked and retracted; never changed or deleted."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cstosite.shared.forms import DayField

from .. import changing
from ..facts import Fact, Precision
from ..forms import CloseFactForm, FactForm, FactFormSet, RetractForm
from ..models import (
    Appointment,
    ChamberName,
    CountryName,
    DelegationName,
    MembershipStatus,
    OfficialWording,
    SeatCount,
    Website,
)
from ..websites import last_check_in_words

DATES = ("is_observation", "observed_on", "valid_from", "valid_to", "is_over")
AS_TYPED = {models.URLField: {"assume_scheme": "https"}, models.DateField: {"form_class": DayField}}


class FactInline(admin.StackedInline):
    """Facts beside what they are about: recorded ones to read, new ones to add."""

    form = FactForm
    formset = FactFormSet
    extra = 0
    can_delete = False
    show_change_link = True
    autocomplete_fields = ["source"]
    formfield_overrides = AS_TYPED

    # How recorded rows read; a new row has the form's fields of the same names.

    @admin.display(description=_("first day"))
    def valid_from(self, fact):
        return "–" if fact.is_observation else fact.valid_from or _("not known")

    @admin.display(description=_("last day"))
    def valid_to(self, fact):
        return "–" if fact.is_observation else fact.valid_to or fact.get_valid_to_precision_display()

    @admin.display(description=_("over, last day not known"), boolean=True)
    def is_over(self, fact):
        return fact.valid_to_precision == Precision.UNKNOWN

    def get_queryset(self, request):
        related = [name for name in self.about if self.model._meta.get_field(name).many_to_one]
        return super().get_queryset(request).standing().select_related("source", *related).in_order()

    def has_change_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": [*self.about, *DATES, "source", "checked_on"]})]


class RecordsWhoAdmin(admin.ModelAdmin):
    """Notes who recorded the facts that are added on its page."""

    formfield_overrides = AS_TYPED

    def changeform_view(self, request, *args, **kwargs):
        return retried(super().changeform_view, request, *args, **kwargs)

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            if isinstance(row, Fact):
                changing.record(row, request.user)
            else:
                row.save()
        for gone in formset.deleted_objects:
            gone.delete()
        formset.save_m2m()


def retried(view, request, *args, **kwargs):
    """A form whose facts the database refused: somebody recorded one since; a second look says so in words."""
    try:
        return view(request, *args, **kwargs)
    except IntegrityError:
        return view(request, *args, **kwargs)


@admin.register(
    SeatCount, MembershipStatus, Appointment, Website, OfficialWording, CountryName, DelegationName, ChamberName
)
class FactAdmin(admin.ModelAdmin):
    """One recorded fact, or a new one."""

    list_display = ["__str__", "dates", "source", "checked_on", "is_retracted"]
    list_filter = ["is_observation", ("retracted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["source"]
    search_fields = ["source__title", "note"]
    formfield_overrides = AS_TYPED
    actions = None
    change_form_template = "admin/delegations/fact_change_form.html"

    def changeform_view(self, request, *args, **kwargs):
        return retried(super().changeform_view, request, *args, **kwargs)

    def get_queryset(self, request):
        related = [field.name for field in self.model._meta.fields if field.many_to_one and not field.null]
        if self.model in (SeatCount, ChamberName):
            related.append("chamber__delegation")
        return super().get_queryset(request).select_related(*related)

    def get_object(self, request, object_id, from_field=None):
        fact = super().get_object(request, object_id, from_field)
        if fact:
            # The form ends it before it is known whether that fits; if not, it is asked again.
            fact.can_be_closed = fact.is_open
        return fact

    def get_search_fields(self, request):
        about = {
            "chamber": ["name", "delegation__name"],
            "delegation": ["name"],
            "country": ["name"],
            "person": ["name"],
        }
        own = {field.name for field in self.model._meta.fields}
        return self.search_fields + [f"{name}__{end}" for name in about if name in own for end in about[name]]

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, form=CloseFactForm if obj else FactForm, **kwargs)

    def get_autocomplete_fields(self, request):
        return [
            field.name
            for field in self.model._meta.fields
            if field.many_to_one and field.name not in {"recorded_by", "retracted_by", "membership_class"}
        ]

    def get_fieldsets(self, request, obj=None):
        own = [field.name for field in self.model._meta.local_fields if field.name not in _FACT_FIELDS]
        if obj is None:
            return [
                (None, {"fields": own}),
                (_("When"), {"fields": DATES}),
                (_("According to"), {"fields": ["source", "checked_on", "note"]}),
            ]
        if isinstance(obj, Website):
            own.append("last_check")
        dates = (_("When"), {"fields": ["dates", "recorded_at", "recorded_by", "source"]})
        keep = (_("Keeping it"), {"fields": ["close_on", "is_over", "checked_on", "note"]})
        gone = (_("Retracted"), {"fields": ["retracted_at", "retracted_by", "retraction_reason"]})
        return [(None, {"fields": own}), dates, gone if obj.retracted_at else keep]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        editable = {"close_on", "is_over", "checked_on", "note"}
        if not obj.can_be_closed:
            editable -= {"close_on", "is_over"}
        if obj.retracted_at:
            editable = set()
        names = [name for _title, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        return [name for name in names if name not in editable]

    @admin.display(description=_("last day it held"))
    def close_on(self, fact):
        return fact.valid_to or _("not a row that can be closed")

    @admin.display(description=_("over, last day not known"), boolean=True)
    def is_over(self, fact):
        return fact.valid_to_precision == Precision.UNKNOWN

    @admin.display(description=_("last check of the address"))
    def last_check(self, fact):
        return last_check_in_words(fact)

    @admin.display(description=_("dates"))
    def dates(self, fact):
        if fact.is_observation:
            return (
                _("observed on %(day)s") % {"day": fact.observed_on}
                if fact.observed_on
                else _("observed, date unknown")
            )
        begins = fact.valid_from or _("not known")
        ends = fact.valid_to or fact.get_valid_to_precision_display()
        return _("from %(begins)s to %(ends)s") % {"begins": begins, "ends": ends}

    @admin.display(description=_("stands"), boolean=True)
    def is_retracted(self, fact):
        return fact.retracted_at is None

    def save_model(self, request, obj, form, change):
        if not change:
            changing.record(obj, request.user)
        elif {"close_on", "is_over"} & set(form.changed_data):
            changing.close(obj)
        else:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}"
        steps = [
            path(f"<int:pk>/{step.replace('_', '-')}/", self.admin_site.admin_view(view), name=f"{name}_{step}")
            for step, view in [("retract", self.retract), ("still_true", require_POST(self.still_true))]
        ]
        return [*steps, *super().get_urls()]

    def still_true(self, request, pk):
        """Say that a fact was compared with its source today and is still true; or, with `undo`, that it was not."""
        fact = self.get_object(request, str(pk))
        if fact is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_change_permission(request, fact) or fact.retracted_at:
            raise PermissionDenied
        checks, key = request.session.get("checks", {}), f"{self.opts.model_name} {pk}"
        if "undo" in request.POST and key in checks:
            before = checks.pop(key)
            fact.checked_on = date.fromisoformat(before) if before else None
            self.log_change(request, fact, _("Check taken back."))
        elif "undo" not in request.POST:
            checks[key] = str(fact.checked_on or "")
            fact.checked_on = timezone.localdate()
            self.log_change(request, fact, _("Still true today."))
        fact.save()
        request.session["checks"] = checks
        return redirect("admin:index")

    def retract(self, request, pk):
        """Ask for the reason, then retract."""
        fact = self.get_object(request, str(pk))
        if fact is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_change_permission(request, fact):
            raise PermissionDenied
        form = RetractForm(request.POST or None, before=changing.ended_for(fact))
        if request.method == "POST" and form.is_valid():
            try:
                given = form.cleaned_data
                changing.retract(fact, given["reason"], by=request.user, goes_on=given.get("goes_on", False))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, fact, [_("Retracted: %(reason)s") % {"reason": fact.retraction_reason}])
                messages.success(request, _("Retracted. Now record what is right."))
                return redirect(reverse(f"admin:delegations_{self.opts.model_name}_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": fact,
            "title": _("Retract: %(fact)s") % {"fact": fact},
            "form": form,
            "button": _("Retract"),
        }
        return TemplateResponse(request, "admin/step.html", context)


_FACT_FIELDS = {
    "id",
    "uuid",
    "is_observation",
    "observed_on",
    "valid_from_earliest",
    "valid_from_latest",
    "valid_from_precision",
    "valid_to_earliest",
    "valid_to_latest",
    "valid_to_precision",
    "certain_from",
    "certain_to",
    "source",
    "checked_on",
    "note",
    "recorded_at",
    "recorded_by",
    "retracted_at",
    "retracted_by",
    "retraction_reason",
    "exclusive_to",
    "head_of",
}
