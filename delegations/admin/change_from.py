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

from cstosite.shared.forms import DayField

from .. import changing
from ..facts import read
from ..models import (
    Appointment,
    Chamber,
    ChamberName,
    CountryName,
    Delegation,
    DelegationName,
    MembershipClass,
    MembershipStatus,
    Person,
    Post,
    SeatCount,
    Source,
)
from ..templatetags.delegations import standing_in_words

# How many chambers may begin in one step.
NEW_CHAMBERS = (1, 2)


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

    day = DayField(
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
                help_text=_("Now: %(now)s") % {"now": _now(chamber)},
            )
        self.order_fields(["seen", "day", "source", "new_source", *(f"seats-{c.pk}" for c in self.chambers)])
        self._add_names()

    def _add_names(self):
        """Fields for new names, and for chambers that end or begin: a new constitution may bring all at once."""
        first, delegation = list(self.fields), self.delegation
        self.fields["name"] = _text(100, _("New name of the delegation"), delegation.name)
        self.fields["parliament"] = _text(300, _("New name of the parliament"), delegation.parliament)
        if country := delegation.country:
            self.fields["country_name"] = _text(100, _("New short name of the country"), country.name)
            official = _text(200, _("New official name of the country"), country.official_name)
            self.fields["country_official_name"] = official
        for chamber in self.chambers:
            self.fields[f"name-{chamber.pk}"] = _text(200, _("New name of the chamber"), chamber.name)
            self.fields[f"members_are-{chamber.pk}"] = _text(50, _("Its members are called"), chamber.members_are)
            self.fields[f"ends-{chamber.pk}"] = forms.BooleanField(
                label=_("The %(chamber)s is no more from that day on") % {"chamber": chamber.name}, required=False
            )
        for number in NEW_CHAMBERS:
            self.fields[f"new-name-{number}"] = _text(200, _("New chamber %(number)d: name") % {"number": number})
            self.fields[f"new-members_are-{number}"] = _text(50, _("Its members are called"))
            self.fields[f"new-seats-{number}"] = forms.IntegerField(
                label=_("Its seats"), required=False, min_value=0, max_value=1000
            )
        self.naming = [name for name in self.fields if name not in first]

    @property
    def figures(self):
        """The fields that are always shown."""
        return [field for field in self.visible_fields() if field.name not in self.naming]

    @property
    def names(self):
        """The fields on names and chambers, which are seldom needed."""
        return [self[name] for name in self.naming]

    @property
    def is_about_names(self):
        """Whether any of these is filled in, or refused."""
        return any(field.errors or (self.is_bound and field.data) for field in self.names)

    def clean(self):
        cleaned = super().clean()
        for number in NEW_CHAMBERS:
            if cleaned.get(f"new-seats-{number}") is not None and not cleaned.get(f"new-name-{number}"):
                self.add_error(f"new-name-{number}", _("Give the name of the chamber these seats are of."))
        for chamber in self.chambers:
            given = [cleaned.get(f"{name}-{chamber.pk}") for name in ("seats", "name", "members_are")]
            if cleaned.get(f"ends-{chamber.pk}") and given != [None, "", ""]:
                self.add_error(f"ends-{chamber.pk}", _("It is no more from that day on: leave its other fields empty."))
        if not self.errors and not self.facts(Source(title="-")) and not self.ending(Source(title="-")):
            raise ValidationError(_("Nothing is filled in that would change."), code="nothing")
        return cleaned

    def facts(self, source):
        """The new facts, not saved, according to a source."""
        facts = [*self._seats(), *self._names(), *self._new_chambers(), *self._offices()]
        for fact in facts:
            fact.source, fact.checked_on = source, timezone.localdate()
        return facts

    def ending(self, source):
        """What ends, with the chambers that do."""
        ended = [chamber for chamber in self.chambers if self.cleaned_data.get(f"ends-{chamber.pk}")]
        return [fact for chamber in ended for fact in changing.end_of_chamber(chamber, source)]

    def _seats(self):
        for chamber in self.chambers:
            if (seats := self.cleaned_data.get(f"seats-{chamber.pk}")) is not None:
                yield SeatCount(chamber=chamber, seats=seats)

    def _names(self):
        given = self.cleaned_data
        if given["name"] or given["parliament"]:
            values = {name: given[name] or getattr(self.delegation, name) for name in DelegationName.named}
            yield DelegationName(delegation=self.delegation, **values)
        if given.get("country_name") or given.get("country_official_name"):
            country = self.delegation.country
            values = {name: given[f"country_{name}"] or getattr(country, name) for name in CountryName.named}
            yield CountryName(country=country, **values)
        for chamber in self.chambers:
            new = {name: given[f"{name}-{chamber.pk}"] for name in ChamberName.named}
            if any(new.values()):
                values = {name: value or getattr(chamber, name) for name, value in new.items()}
                yield ChamberName(chamber=chamber, **values)

    def _new_chambers(self):
        given, position = self.cleaned_data, max((chamber.position for chamber in self.chambers), default=0)
        for number in NEW_CHAMBERS:
            if not given[f"new-name-{number}"]:
                continue
            position += 1
            values = {
                "name": given[f"new-name-{number}"],
                "members_are": given[f"new-members_are-{number}"] or "deputies",
            }
            chamber = Chamber(delegation=self.delegation, position=position, **values)
            yield ChamberName(chamber=chamber, **values)
            if (seats := given[f"new-seats-{number}"]) is not None:
                yield SeatCount(chamber=chamber, seats=seats)

    def _offices(self):
        given = self.cleaned_data
        if given.get("person"):
            yield Appointment(person=given["person"], post=self.post(), wording=given["wording"])
        if given.get("membership_class"):
            yield MembershipStatus(delegation=self.delegation, membership_class=given["membership_class"])

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
        source = self.save_source()
        changing.change_from(self.delegation, self.facts(source), self.cleaned_data["day"], by, self.ending(source))


def _text(most, label, now=""):
    """A line of text that may be left empty; `now` is what it would change."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        help_text=_("Now: %(now)s") % {"now": now} if now else "",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


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
            nobody = Source(title="-")
            steps = changing.prepare(form.facts(nobody), form.cleaned_data["day"], form.ending(nobody))
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
