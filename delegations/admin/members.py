"""Members of delegations in the admin: one by one, a pasted list at once, and all of a chamber's ended at once."""

from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cstosite.shared.forms import DayField
from cstosite.shared.partial_date import PartialDate

from .. import changing, member_lists
from ..models import Chamber, Member, Person, Source
from ..names import name_key
from ..templatetags.delegations import span
from .change_from import SourceForm
from .facts import FactAdmin

NEW = "new"


@admin.register(Member)
class MemberAdmin(FactAdmin):
    """Members, to look through, to add one by one and to close."""

    list_display = ["person", "chamber", "office", "dates", "is_head", "is_alternate", "is_retracted"]
    list_filter = ["chamber__delegation", "is_head", "is_alternate", *FactAdmin.list_filter]
    list_select_related = ["source", "person", "chamber__delegation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "source", "chamber__delegation")

    def get_search_results(self, request, queryset, search_term):
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        if name_key(search_term):
            called = queryset.filter(person__in=Person.objects.called(search_term).values("pk"))
            found = queryset.filter(pk__in=[*found.values_list("pk", flat=True), *called.values_list("pk", flat=True)])
        return found, is_doubled


def urls(model_admin):
    """The addresses of the two steps, for `ChamberAdmin.get_urls`."""
    return [
        path(
            f"<int:pk>/{name.replace('_', '-')}/",
            model_admin.admin_site.admin_view(lambda request, pk, view=view: view(request, pk, model_admin)),
            name=f"delegations_chamber_{name}",
        )
        for name, view in [("name_members", name_members), ("end_members", end_members)]
    ]


def _date_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NameForm(SourceForm):
    """A pasted list of members, since when they sit or when they were seen, and who each of them is."""

    text = forms.CharField(
        label=gettext_lazy("Names"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "One to a line. The office as printed may follow after a dash: Ada Example – Chairman of the Committee "
            "on Rivers."
        ),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("What the source says"),
        choices=[
            ("from", gettext_lazy("They are members from this day on")),
            ("seen", gettext_lazy("They were members on this day; since when it does not say")),
        ],
        initial="from",
        widget=forms.RadioSelect,
    )
    day = DayField(
        label=gettext_lazy("The day"),
        required=False,
        widget=_date_input(),
        help_text=gettext_lazy("May be left empty with the second answer, when the source carries no date."),
    )
    are_alternates = forms.BooleanField(
        label=gettext_lazy("They are alternates"),
        required=False,
        help_text=gettext_lazy("Enter members and alternates as two lists."),
    )

    def __init__(self, data=None, *, chamber):
        self.chamber, self.rows, self.problem = chamber, [], None
        super().__init__(data.copy() if data else None)
        self.order_fields(["seen", "text", "when", "day", "source", "new_source", "are_alternates"])
        if not self.is_bound:
            return
        try:
            proposals = member_lists.propose(self.data.get("text", ""))
        except ValidationError as error:
            self.problem = error
        else:
            self._ask_who(proposals)

    def _ask_who(self, proposals):
        """A row to each line: who it is, or the name for sorting of somebody new; filled in when shown first."""
        for proposal in proposals:
            key = name_key(proposal.line.name).replace(" ", "-")
            values = {"line": proposal.line.number, "name": proposal.line.name}
            asked = {}
            if proposal.people:
                asked[f"person-{key}"] = str(proposal.proposed.pk) if proposal.proposed else ""
                self.fields[f"person-{key}"] = forms.ChoiceField(
                    label=_("Line %(line)d, %(name)s: who it is") % values,
                    choices=[("", _("Choose who it is"))] * (not proposal.is_clear)
                    + [(str(person.pk), _described(person)) for person in proposal.people]
                    + [(NEW, _("Somebody else: a new person"))],
                    error_messages={"required": _("Line %(line)d: choose who %(name)s is.") % values},
                )
            if not proposal.same:
                asked[f"sort-{key}"] = proposal.sort_name
                self.fields[f"sort-{key}"] = forms.CharField(
                    label=_("Line %(line)d, %(name)s: name for sorting") % values, max_length=200
                )
            for name, value in asked.items():
                self.data.setdefault(name, value)
            fields = [self[name] if name in asked else None for name in (f"person-{key}", f"sort-{key}")]
            self.rows.append((proposal, *fields))
        heads = [("", _("nobody of these"))] + [(str(p.line.number), p.line.name) for p in proposals]
        self.fields["head"] = forms.ChoiceField(
            label=_("Head of the delegation"), choices=heads, required=False, initial=""
        )

    @property
    def asked_once(self):
        """The fields that belong to the whole list."""
        named = {field.name for _proposal, *fields in self.rows for field in fields if field}
        return [field for field in self.visible_fields() if field.name not in named]

    def clean_text(self):
        if self.problem:
            raise self.problem
        return self.cleaned_data["text"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "from" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Give the day from which they are members."))
        if cleaned.get("when") == "seen" and cleaned.get("day") and cleaned["day"] > timezone.localdate():
            self.add_error("day", _("That day has not come yet."))
        if cleaned.get("are_alternates") and cleaned.get("head"):
            self.add_error("head", _("The head of a delegation is no alternate."))
        return cleaned

    def members(self, source):
        """The members of the list, not saved, according to a source, and the numbers of their lines."""
        given, members = self.cleaned_data, []
        known = [value for name, value in given.items() if name.startswith("person-") and value != NEW]
        people = Person.objects.in_bulk(known)
        for proposal, person, sort in self.rows:
            value = given[person.name] if person else NEW
            chosen = None if value == NEW else people[int(value)]
            sort_name = given[sort.name] if sort else proposal.sort_name
            member = Member(
                person=chosen or Person(name=proposal.line.name, sort_name=sort_name),
                chamber=self.chamber,
                office=proposal.line.office,
                is_head=given.get("head") == str(proposal.line.number),
                is_alternate=given["are_alternates"],
                is_observation=given["when"] == "seen",
                observed_on=given["day"] if given["when"] == "seen" else None,
                source=source,
                checked_on=timezone.localdate(),
            )
            member.valid_from = PartialDate.on_day(given["day"]) if given["when"] == "from" else None
            members.append(member)
        return members, [proposal.line.number for proposal, *_fields in self.rows]

    @transaction.atomic
    def record(self, by):
        """Write all of it, with the source where it is new."""
        return member_lists.name_members(self.chamber, *self.members(self.save_source()), by)


def _described(person):
    """A person with what is known of them, to tell namesakes apart."""
    posts = [str(each.post) for each in person.appointments.all() if not each.retracted_at]
    posts += [str(each.chamber) for each in person.memberships.all() if not each.retracted_at]
    return f"{person}: {'; '.join(dict.fromkeys(posts))}" if posts else str(person)


class EndForm(forms.Form):
    """Whose membership ends, and on which day."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    day = DayField(
        label=gettext_lazy("Last day"),
        widget=_date_input(),
        help_text=gettext_lazy("The last day on which they were members. It cannot be undone: retract instead."),
    )
    members = forms.MultipleChoiceField(label=gettext_lazy("Who"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data=None, *, chamber):
        super().__init__(data.copy() if data else None)
        self.sitting = {str(member.pk): member for member in member_lists.sitting(chamber)}
        self.fields["members"].choices = [(pk, f"{m.person}, {span(m)}") for pk, m in self.sitting.items()]
        self.fields["members"].initial = list(self.sitting)

    def chosen(self):
        """The members whose membership ends."""
        return [self.sitting[pk] for pk in self.cleaned_data["members"]]


def name_members(request, pk, model_admin):
    """Ask for the list, show who each line is and what the public will read, then write it all at once."""
    chamber = _chamber(request, pk, "delegations.add_member")
    form = NameForm(request.POST if request.method == "POST" else None, chamber=chamber)
    plan = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = member_lists.prepare(chamber, *form.members(Source(title="-")))
            choices = [[str(person.pk) for person in proposal.people] for proposal, *_fields in form.rows]
            # `seen` tells what was shown before, and is no part of it.
            given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
            if _is_confirmed(request, form, [plan.sentence, str(given), str(choices)]):
                return _done(request, model_admin, chamber, form.record(request.user).sentence)
        except (ValidationError, IntegrityError) as error:
            plan = None
            _add(form, error)
    title = _("Name members: %(chamber)s") % {"chamber": chamber}
    template = "admin/delegations/name_members.html"
    return _answer(request, model_admin, chamber, template, title=title, form=form, plan=plan)


def end_members(request, pk, model_admin):
    """Ask who and when, show what the public will read, then write it all at once."""
    chamber = _chamber(request, pk, "delegations.change_member")
    form = EndForm(request.POST if request.method == "POST" else None, chamber=chamber)
    sentence = ""
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        try:
            sentence = changing.ended_in_words(member_lists.ends(form.chosen(), day), day)
            if _is_confirmed(request, form, [sentence, *form.cleaned_data["members"]]):
                fresh = EndForm(request.POST, chamber=chamber)
                fresh.full_clean()
                return _done(
                    request, model_admin, chamber, member_lists.end_members(chamber, fresh.chosen(), day, request.user)
                )
        except (ValidationError, IntegrityError) as error:
            sentence = ""
            _add(form, error)
    title = _("Members end: %(chamber)s") % {"chamber": chamber}
    template = "admin/delegations/end_members.html"
    return _answer(request, model_admin, chamber, template, title=title, form=form, sentence=sentence)


def _chamber(request, pk, permission):
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Chamber.objects.select_related("delegation"), pk=pk)


def _is_confirmed(request, form, shown):
    """Whether what would be written is what was shown before; if not, it is shown now."""
    seen = sha256("\n".join(shown).encode()).hexdigest()
    is_confirmed = "confirm" in request.POST and form.cleaned_data["seen"] == seen
    form.data["seen"] = seen
    return is_confirmed


def _add(form, error):
    form.add_error(None, error if isinstance(error, ValidationError) else _("It overlaps what was recorded."))


def _done(request, model_admin, chamber, sentence):
    model_admin.log_change(request, chamber, sentence)
    messages.success(request, " ".join([str(_("Recorded.")), sentence]))
    return redirect(f"{reverse('admin:delegations_member_changelist')}?chamber__id__exact={chamber.pk}")


def _answer(request, model_admin, chamber, template, form, **context):
    context |= {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": chamber,
        "form": form,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, template, context)
