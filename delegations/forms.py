"""Forms for facts: dates as people know them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cstosite.shared.forms import PartialDateField

from .facts import Precision
from .models import Person


class PersonForm(forms.ModelForm):
    """A person; somebody of the same name in another spelling is asked about before a second record is made."""

    is_another = forms.BooleanField(
        label=_("It is another person"),
        required=False,
        help_text=_("Tick it only when you were asked about somebody of that name."),
    )

    class Meta:
        widgets = {"other_names": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        names = [cleaned.get("name", ""), *cleaned.get("other_names", "").splitlines()]
        is_asked = not self.instance.pk or {"name", "other_names"} & set(self.changed_data)
        same = Person.objects.namesakes(*names).exclude(pk=self.instance.pk)[:3] if is_asked else []
        if same and not cleaned.get("is_another"):
            raise ValidationError(
                _("%(names)s is here already. If it is the same person, use that record; if not, tick the box below."),
                code="namesake",
                params={"names": ", ".join(person.name for person in same)},
            )
        return cleaned


class DatesFirst:
    """While a date cannot be read, nothing is said of what follows from it; what is wrong stands beside its date."""

    def refuse_ends_first(self, last_day):
        """Say that it ends before it begins beside the field of its last day."""
        try:
            self.instance.refuse_ends_first()
        except ValidationError as error:
            self.add_error(last_day, error)

    def _post_clean(self):
        if not {"valid_from", "valid_to", "observed_on", "close_on"} & self.errors.keys():
            super()._post_clean()


class FactForm(DatesFirst, forms.ModelForm):
    """A new fact: observed on a day, or held from one day to another, each as exactly as it is known."""

    valid_from = PartialDateField(
        label=_("First day"), help_text=_("2023-12-26, or 2023-12, or 2023. Empty when not known.")
    )
    valid_to = PartialDateField(label=_("Last day"), help_text=_("The last day it held. Empty while it still holds."))
    is_over = forms.BooleanField(
        label=_("Over, last day not known"),
        required=False,
        help_text=_("It holds no more; since when is not known."),
    )

    def clean(self):
        cleaned = super().clean()
        self.instance.valid_from, self.instance.valid_to = cleaned.get("valid_from"), cleaned.get("valid_to")
        if cleaned.get("is_over"):
            if cleaned.get("valid_to"):
                raise ValidationError({"is_over": _("The last day is given: leave this empty.")})
            self.instance.valid_to_precision = Precision.UNKNOWN
        self.refuse_ends_first("valid_to")
        return cleaned


class CloseFactForm(DatesFirst, forms.ModelForm):
    """A recorded fact: it may be closed, checked against its source and commented, nothing else."""

    close_on = PartialDateField(
        label=_("Last day it held"),
        help_text=_(
            "Fill in to close this row; then record what holds from the next day. Cannot be undone: retract instead."
        ),
    )

    is_over = forms.BooleanField(
        label=_("Over, last day not known"), required=False, help_text=_("It holds no more; since when is not known.")
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("close_on") and cleaned.get("is_over"):
            raise ValidationError(_("The last day is given: leave “over, last day not known” empty."))
        if cleaned.get("close_on") or cleaned.get("is_over"):
            self.instance.end(cleaned.get("close_on"))
            self.refuse_ends_first("close_on")
        return cleaned


class FactFormSet(forms.BaseInlineFormSet):
    """New facts beside their parent: none may overlap or repeat another of the form, which no database knows yet."""

    def clean(self):
        super().clean()
        new = [form for form in self.extra_forms if form.has_changed() and not form.errors]
        for place, form in enumerate(new):
            for other in (each.instance for each in new[:place]):
                if form.instance.said() == other.said():
                    words = _("“%(other)s” (%(when)s) is in another new row already.")
                elif form.instance.overlaps(other):
                    words = _("“%(other)s” (%(when)s), another new row, holds on one of these days. Check the dates.")
                else:
                    continue
                form.add_error(None, ValidationError(words, params={"other": other, "when": other.when()}))
                break


class RetractForm(forms.Form):
    """Why a recorded fact was wrong."""

    reason = forms.CharField(
        label=_("Why was it wrong?"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("The row stays in the history with this reason and counts for nothing any more."),
    )
    goes_on = forms.BooleanField(required=False)

    def __init__(self, *args, before=None, **kwargs):
        super().__init__(*args, **kwargs)
        if before is None:
            del self.fields["goes_on"]
        else:
            self.fields["goes_on"].label = _("“%(fact)s”, which ended for it, goes on") % {"fact": before}
            self.fields["goes_on"].help_text = _("As if nothing had changed on that day.")
