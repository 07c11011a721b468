"""In the admin: "changes from a day, according to a source", for several figures of one delegation in one step."""

from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import changing
from ..facts import read
from ..models import Appointment, Delegation, MembershipClass, MembershipStatus, Person, Post, SeatCount, Source
from ..templatetags.delegations import standing_in_words


def urls(model_admin):
    """The address of the step, for `DelegationAdmin.get_urls`."""
    view = model_admin.admin_site.admin_view(lambda request, pk: change_from(request, pk, model_admin))
    return [path("<int:pk>/change-from/", view, name="delegations_delegation_change_from")]


class SourceForm(forms.Form):
    """What is recorded in several rows at once, according to one source; `seen` is what was shown before."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("According to"),
        required=False,
        widget=AutocompleteSelect(SeatCount._meta.get_field("source"), admin.site),
    )
    new_source = forms.CharField(
        label=gettext_lazy("or a new source"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=gettext_lazy("Its title, as the public reads it: “Decree of the Senate of 3 May 2026”."),
    )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("source")) == bool(cleaned.get("new_source", "").strip()):
            self.add_error("source", _("Choose a source, or give the title of a new one."))
        return cleaned

    def save_source(self):
        """The source that was chosen, or the new one."""
        given = self.cleaned_data
        source = given["source"] or Source(title=given["new_source"].strip(), seen_on=timezone.localdate())
        source.save()
        return source


class ChangeForm(SourceForm):
    """What changes, from which day, and who says so; what is left empty stays as it is."""

    day = forms.DateField(
        label=gettext_lazy("First day of the new figures"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    person = forms.ModelChoiceField(
        Person.objects.all(),
        label=gettext_lazy("New plenipotentiary representative"),
        required=False,
        widget=AutocompleteSelect(Appointment._meta.get_field("person"), admin.site),
    )
    wording = forms.CharField(
        label=gettext_lazy("Office as printed"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    membership_class = forms.ModelChoiceField(
        MembershipClass.objects.all(), label=gettext_lazy("New class of membership"), required=False
    )

    def __init__(self, *args, delegation, **kwargs):
        super().__init__(*args, **kwargs)
        self.delegation, self.chambers = delegation, list(delegation.chambers.order_by("position"))
        for chamber in self.chambers:
            self.fields[f"seats-{chamber.pk}"] = forms.IntegerField(
                label=_("Seats: %(chamber)s") % {"chamber": chamber.name},
                required=False,
                min_value=0,
                max_value=1000,
                help_text=_("Now: %(seats)s") % {"seats": _now(chamber)},
            )
        self.order_fields(["seen", "day", "source", "new_source", *(f"seats-{c.pk}" for c in self.chambers)])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.facts(Source(title="-")):
            raise ValidationError(_("Nothing is filled in that would change."), code="nothing")
        return cleaned

    def facts(self, source):
        """The new facts, not saved, according to a source."""
        given, facts = self.cleaned_data, []
        for chamber in self.chambers:
            if given.get(f"seats-{chamber.pk}") is not None:
                facts.append(SeatCount(chamber=chamber, seats=given[f"seats-{chamber.pk}"]))
        if given.get("person"):
            facts.append(Appointment(person=given["person"], post=self.post(), wording=given["wording"]))
        if given.get("membership_class"):
            facts.append(MembershipStatus(delegation=self.delegation, membership_class=given["membership_class"]))
        for fact in facts:
            fact.source, fact.checked_on = source, timezone.localdate()
        return facts

    def post(self):
        """The post of the plenipotentiary representative; a new one, not saved, when the delegation has none yet."""
        post = self.delegation.posts.filter(kind=Post.Kind.PLENIPOTENTIARY).first()
        if post is None:
            name = _("Plenipotentiary representative of the %(parliament)s")
            name %= {"parliament": self.delegation.parliament}
            post = Post(kind=Post.Kind.PLENIPOTENTIARY, delegation=self.delegation, name=name)
        return post

    @transaction.atomic
    def record(self, by):
        """Write all of it, with the source and the post where they are new."""
        facts = self.facts(self.save_source())
        for appointment in [fact for fact in facts if isinstance(fact, Appointment)]:
            appointment.post.save()
            appointment.post_id = appointment.post.pk
        changing.change_from(self.delegation, facts, self.cleaned_data["day"], by)


def _now(chamber):
    reading = read(chamber.seat_counts.standing(), timezone.localdate())
    return f"{reading.fact.seats} ({standing_in_words(reading)})" if reading else _("not published")


def change_from(request, pk, model_admin):
    """Ask what changes, show the sentences the public will read, then write it all at once."""
    delegation = get_object_or_404(Delegation, pk=pk)
    if not request.user.has_perm("delegations.change_seatcount"):
        raise PermissionDenied
    form = ChangeForm(request.POST if request.method == "POST" else None, delegation=delegation)
    sentences = []
    if request.method == "POST" and form.is_valid():
        try:
            steps = changing.prepare(form.facts(Source(title="-")), form.cleaned_data["day"])
            sentences = [step.sentence for step in steps]
            seen = sha256("\n".join(sentences).encode()).hexdigest()
            if "confirm" in request.POST and form.cleaned_data["seen"] == seen:
                form.record(request.user)
                model_admin.log_change(request, delegation, " ".join(sentences))
                messages.success(request, " ".join([str(_("Recorded.")), *sentences]))
                return redirect(reverse("admin:delegations_delegation_change", args=[pk]))
            form.data = form.data.copy()
            form.data["seen"] = seen
        except (ValidationError, IntegrityError) as error:
            sentences = []
            form.add_error(None, error if isinstance(error, ValidationError) else _("It overlaps what was recorded."))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": delegation,
        "title": _("Changes from a day: %(delegation)s") % {"delegation": delegation},
        "form": form,
        "sentences": sentences,
        "media": model_admin.media + form.media,
        "is_later": bool(sentences) and form.cleaned_data["day"] > timezone.localdate(),
    }
    return TemplateResponse(request, "admin/delegations/change_from.html", context)
