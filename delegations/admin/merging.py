"""In the admin: another record of the same person is merged into this one, after a look at both; and the way back."""

import re
from functools import partial
from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import merging
from ..models import Appointment, Person, PersonMerge, person_keys


def urls(model_admin):
    """The addresses of both steps, for `PersonAdmin.get_urls`."""

    def staff(view):
        return model_admin.admin_site.admin_view(partial(view, model_admin))

    return [
        path("<int:pk>/merge/", staff(merge), name="delegations_person_merge"),
        path("<int:pk>/unmerge/<int:number>/", staff(unmerge), name="delegations_person_unmerge"),
    ]


def may_merge(user):
    """Whether somebody may merge people: it changes records and moves appointments."""
    return user.has_perms(["delegations.change_person", "delegations.change_appointment"])


class MergeForm(forms.Form):
    """Which record is the same person, and how one knows; the reason is asked for when both were looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    other = forms.ModelChoiceField(
        Person.objects.all(),
        label=gettext_lazy("The other record of the same person"),
        widget=AutocompleteSelect(Appointment._meta.get_field("person"), admin.site),
        help_text=gettext_lazy("A name in any spelling: Erlan finds Yerlan."),
    )
    reason = forms.CharField(
        label=gettext_lazy("How do you know that it is one person?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Your colleagues read it in the history of the record."),
    )

    def __init__(self, data=None, *, survivor):
        if data is not None and not re.fullmatch(r"[0-9]{1,18}", data.get("other", "")):
            # The stock field asks the database for whatever it is sent.
            data = data.copy()
            data["other"] = ""
        super().__init__(data)
        self.survivor = survivor

    def clean_other(self):
        """The record to be merged; not the one it is merged into."""
        other = self.cleaned_data["other"]
        if other == self.survivor:
            raise ValidationError(_("That is the same record: choose the other one."), code="same")
        return other


def merge(model_admin, request, pk):
    """Choose the other record, look at both side by side and at what will be, then make them one."""
    person = _person(request, pk)
    form = MergeForm(request.POST if request.method == "POST" else None, survivor=person)
    plan = None
    if request.method == "POST" and form.is_valid():
        plan = merging.plan(person, form.cleaned_data["other"])
        seen = sha256(plan.state.encode()).hexdigest()
        if "confirm" in request.POST and form.cleaned_data["seen"] == seen and not plan.overlaps:
            if done := _done(model_admin, request, plan, form):
                return done
        elif "confirm" in request.POST:
            form.add_error(None, _("Something was changed since you looked. Look once more, then merge."))
        form.data = form.data.copy()
        form.data["seen"] = seen
    context = {
        "title": _("Merge another record into %(person)s") % {"person": person},
        "form": form,
        "plan": plan,
        "overlaps": [[_linked(fact) for fact in (each.fact, each.other)] for each in plan.overlaps] if plan else [],
        "sides": [_side(each, request.user) for each in (person, plan.other)] if plan else [],
        "media": model_admin.media + form.media,
    }
    return _page(model_admin, request, person, "merge", context)


def _done(model_admin, request, plan, form):
    """Back to the record that is left; None when it could not be done, which the form then says."""
    other = {"name": plan.other.name, "address": plan.other.get_absolute_url(), "number": plan.other.pk}
    try:
        merging.merge(plan.survivor, plan.other, form.cleaned_data["reason"], request.user)
    except ValidationError as error:
        form.add_error("reason" if getattr(error, "code", "") == "no_reason" else None, error)
        return None
    except IntegrityError:
        form.add_error(None, _("Something was recorded meanwhile that does not fit. Look once more."))
        return None
    words = _("Merged in: %(name)s (%(address)s, record %(number)d). %(reason)s")
    model_admin.log_change(request, plan.survivor, words % {**other, "reason": form.cleaned_data["reason"].strip()})
    messages.success(request, _("Merged: %(name)s is a spelling of this record now.") % other)
    return redirect(reverse("admin:delegations_person_change", args=[plan.survivor.pk]))


def _side(person, user):
    """A record as the page shows it: what points at it, by kind; titles for whoever may see that kind."""
    groups = []
    for key in person_keys():
        rows = list(merging.rows_of(key, person)) if key.model not in merging.OWN else []
        if rows:
            is_seen = user.has_perm(f"{key.model._meta.app_label}.view_{key.model._meta.model_name}")
            groups.append((capfirst(key.model._meta.verbose_name_plural), len(rows), rows if is_seen else []))
    return {"person": person, "groups": groups}


def _linked(fact):
    return fact, reverse(f"admin:{fact._meta.app_label}_{fact._meta.model_name}_change", args=[fact.pk])


def unmerge(model_admin, request, pk, number):
    """Say what comes back, then undo a merge."""
    person = _person(request, pk)
    record = get_object_or_404(PersonMerge, pk=number, into=person)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            back, left = merging.undo(record)
        except ValidationError as error:
            form.add_error(None, error)
        except IntegrityError:
            form.add_error(None, _("Something recorded since stands in the way. Look at both records first."))
        else:
            model_admin.log_change(request, person, _("Taken apart again: %(name)s.") % {"name": back})
            model_admin.log_change(request, back, _("Taken out of %(name)s again.") % {"name": person})
            messages.success(request, " ".join([_("%(name)s is a record of its own again.") % {"name": back}, *left]))
            return redirect(reverse("admin:delegations_person_change", args=[back.pk]))
    context = {
        "title": _("Undo the merge of %(name)s") % {"name": record},
        "form": form,
        "button": _("Undo the merge"),
        "explanation": _(
            "%(name)s becomes a record of its own again, at its own address, with what had moved from it and is still "
            "here. What was recorded since the merge stays with %(person)s."
        )
        % {"name": record, "person": person},
    }
    return _page(model_admin, request, person, None, context)


def _person(request, pk):
    if not may_merge(request.user):
        raise PermissionDenied
    return get_object_or_404(Person, pk=pk)


def _page(model_admin, request, person, name, context):
    shared = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "original": person}
    template = f"admin/delegations/{name}.html" if name else "admin/step.html"
    return TemplateResponse(request, template, shared | context)
