"""The lists of an item's form: speakers, pictures, documents. Their rows are saved with the item, none by itself."""

import re

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from cstosite.shared.uploads import Refused

from . import content
from .guard import LAST, is_identifier
from .models import Document, Picture

MAX_UPLOADS = 8  # with one form


class RowForm(forms.ModelForm):
    """A row: whether it fits the others is seen by its list, not by asking the database."""

    position = forms.IntegerField(label=_("Position"), required=False, min_value=1, max_value=999)
    position.widget.attrs["class"] = "vPositiveSmallIntegerField"

    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass


class AppearanceForm(RowForm):
    """Who speaks, and in what office that day."""

    class Meta:
        widgets = {"office": forms.Textarea(attrs={"rows": 2, "cols": 50})}


class FileRowForm(RowForm):
    """A row with a file, which `take_uploads` has kept or refused before."""

    link = ""

    def clean(self):
        cleaned = super().clean()
        if refused := self.data.get(self.add_prefix("refused")):
            self.add_error("upload", forms.ValidationError(refused, code="refused"))
        elif not cleaned.get(self.link):
            self.add_error("upload", forms.ValidationError(_("Choose a file."), code="required"))
        return cleaned


def take_uploads(data, files, by):
    """Check and keep the files of a form, before anything is locked for its save; what was sent, with identifiers.

    They are kept even if the form is refused: it comes back with them and need not send them again.
    """
    data, taken = data.copy(), 0
    for key in files:
        found = re.fullmatch(r"((pictures|documents)-[0-9]{1,3})-upload", key)
        if not found or data.get(f"{found[1]}-DELETE"):
            continue
        taken += 1
        try:
            if taken > MAX_UPLOADS:
                raise Refused(_("Send at most %(count)d files at a time.") % {"count": MAX_UPLOADS})
            kept = {"pictures": Picture, "documents": Document}[found[2]].take(files[key], by)
        except Refused as refused:
            data[f"{found[1]}-refused"] = str(refused)
        else:
            data[f"{found[1]}-{kept._meta.model_name}"] = str(kept.uuid)
    return data


class KeptFile(forms.HiddenInput):
    """The identifier of a file that was kept before, with the file itself to look at."""

    template_name = "admin/press/kept_file.html"
    is_hidden = False

    def __init__(self, model):
        super().__init__()
        self.model = model

    def get_context(self, name, value, attrs):
        kept = self.model.objects.filter(uuid=value).first() if is_identifier(str(value or "")) else None
        return super().get_context(name, value, attrs) | {"kept": kept}


def file_field(model):
    """A field that names a kept file by its identifier."""
    return forms.ModelChoiceField(
        model.objects.all(), to_field_name="uuid", required=False, label=_("Kept"), widget=KeptFile(model)
    )


class PictureForm(FileRowForm):
    """A picture: its file, and what is said about it."""

    link = "picture"
    picture = file_field(Picture)
    upload = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, at most 20 MB. What cameras add, such as the place, is taken out."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = _("1 is the lead picture, above the text; the others follow the text.")

    class Meta:
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 2, "cols": 40}),
            "focus_x": forms.NumberInput(attrs={"min": 0, "max": 100}),
            "focus_y": forms.NumberInput(attrs={"min": 0, "max": 100}),
        }

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("alt") and not cleaned.get("is_decorative"):
            message = _("Describe what is to be seen, or tick “decorative”.")
            self.add_error("alt", forms.ValidationError(message, code="required"))
        return cleaned


class DocumentForm(FileRowForm):
    """A document: its file, and what the link to it says."""

    link = "document"
    document = file_field(Document)
    upload = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("PDF, at most 20 MB."),
    )


class ListFormSet(BaseInlineFormSet):
    """All rows of a list, as the form was sent them; nothing is read from or written to the rows in the database."""

    new_objects = changed_objects = deleted_objects = ()

    def __init__(self, data=None, *args, instance=None, queryset=None, prefix=None, **kwargs):
        rows = [] if data is not None or instance is None or not instance.pk else getattr(instance, prefix).all()
        kwargs["initial"] = [self.initial_of(row, number) for number, row in enumerate(rows, start=1)] or None
        self.extra = len(rows)
        super().__init__(data, *args, instance=instance, queryset=self.model.objects.none(), prefix=prefix, **kwargs)

    def initial_of(self, row, number):
        """A row's values as the form shows them."""
        _model, names, (link, _linked) = content.LISTS[self.get_default_prefix()]
        target = getattr(row, link)
        value = getattr(target, "uuid" if issubclass(self.form, FileRowForm) else "pk", None)
        return {link: value, "position": number, **{name: getattr(row, name) for name in names}}

    def rows(self):
        """The list as a part of an item's content."""
        name = self.get_default_prefix()
        _model, names, (link, _linked) = content.LISTS[name]
        sent = [f.cleaned_data for f in self.forms if f.cleaned_data and not self._should_delete_form(f)]
        sent.sort(key=lambda row: row.get("position") or LAST)
        return [
            {link: str(row[link].uuid) if row.get(link) else "", **{field: row[field] for field in names}}
            for row in sent
        ]

    def get_unique_error_message(self, unique_check):
        return _("This name is listed twice.")

    def save(self, commit=True):
        """Nothing: the item saves what `rows` says."""
        return []
