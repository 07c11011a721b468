"""No save is lost and none overwrites another in silence: what both changed is shown side by side, to be chosen."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID, uuid4

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from cstosite.shared.richtext import clean_html
from delegations.models import Country

from . import body
from .models import PressItem

THEIRS = "theirs"
RICH = {"body", "reference_note"}


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else saved meanwhile: as it was when the form was opened, as saved since, as typed here."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str

    @property
    def is_mine_untouched(self):
        """Whether only they changed it: theirs is then the choice to begin with."""
        return self.mine == self.base

    @property
    def theirs_marked(self):
        """Theirs, with what they took away and put in."""
        return _marked(self.base, self.theirs)

    @property
    def mine_marked(self):
        """Mine, with what I took away and put in."""
        return _marked(self.base, self.mine)


class GuardedForm(forms.ModelForm):
    """A form that knows what it was opened with, and refuses to overwrite what was saved since.

    The fields named in `guarded` carry their first value in the page; `keep-<field>` is the choice after a refusal.
    """

    guarded = ()
    was_deleted = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts = []
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
        for name in self._guarded():
            self.fields[name].show_hidden_initial = True
        if self.is_bound:
            self.data = self.data.copy()
            for name in self._guarded():
                if self.data.get(f"keep-{name}") == THEIRS:
                    self._put(name, self._stored(name))

    def clean(self):
        cleaned = super().clean()
        if self.was_deleted:
            raise forms.ValidationError(
                _("It was deleted while you were writing. Your text is all here: save it once more to make it new."),
                code="deleted",
            )
        if self.instance._state.adding:
            self.instance.uuid = cleaned.get("token") or self.instance.uuid
        elif not self.errors:
            self._refuse_overwriting()
        return cleaned

    def _refuse_overwriting(self):
        for name in self._guarded():
            initial = self.add_initial_prefix(name)
            if initial not in self.data:
                continue
            read = self.fields[name].hidden_widget().value_from_datadict
            base, theirs, mine = read(self.data, {}, initial), self._stored(name), read(self.data, {}, name)
            # Asked before and not answered: the question stands, with what the form was first opened with.
            undecided = name in self.data.getlist("conflict") and f"keep-{name}" not in self.data
            changed_since = _same_form(name, base) != _same_form(name, theirs)
            if undecided or (changed_since and _same_form(name, mine) != _same_form(name, theirs)):
                was = self.data.get(f"base-{name}", "") if undecided else _readable(name, base)
                label = str(self.fields[name].label or name)
                self.conflicts.append(Conflict(name, label, was, _readable(name, theirs), _readable(name, mine)))
                self._put(initial, theirs)
        if self.conflicts:
            raise forms.ValidationError(
                _(
                    "Somebody else saved this item while you were writing. Nothing of yours is lost: choose at the top "
                    "of the form, field by field, and save again."
                ),
                code="conflict",
            )

    def _guarded(self):
        return [name for name in self.guarded if name in self.fields]

    def _stored(self, name):
        """What is saved now, as the form would send it."""
        if self.instance._state.adding:
            return ""
        if name == "countries":
            return [str(pk) for pk in self.instance.countries.order_by("pk").values_list("pk", flat=True)]
        stored = PressItem.objects.get(pk=self.instance.pk)
        return str(getattr(stored, name) or "")

    def _put(self, name, value):
        (self.data.setlist if isinstance(value, list) else self.data.__setitem__)(name, value)


def as_new(data, prefix="appearances"):
    """What was sent for an item that is gone, as if it had been sent for a new one."""
    data = data.copy()
    data[f"{prefix}-INITIAL_FORMS"] = "0"
    for key in [key for key in data if key.startswith(f"{prefix}-") and key.endswith(("-id", "-item"))]:
        data[key] = ""
    return data


def already_made(data):
    """The item that this very form has made before, or None: a form sent twice makes one item."""
    try:
        return PressItem.objects.filter(uuid=UUID(data.get("token", ""))).first()
    except ValueError:
        return None


def _same_form(name, value):
    """A value in the one form in which two that mean the same are equal."""
    if isinstance(value, list):
        return sorted(value)
    text = str(value or "").replace("\r\n", "\n").strip()
    return body.write(body.parse(clean_html(text))) if name in RICH else text


def _readable(name, value):
    """A value as a person reads it, a paragraph to a line, with the roles of an interview."""
    if name == "countries":
        return ", ".join(Country.objects.filter(pk__in=[pk for pk in value if pk]).values_list("name", flat=True))
    if name not in RICH:
        return str(value or "").strip()
    blocks = body.parse(clean_html(str(value or "")))
    return "\n".join(f"{block.role}: {block.text}" if block.role else block.text for block in blocks)


def _marked(before, after):
    """The paragraphs of `after` that differ from `before`, with the words put in and taken away; "…" for the rest."""
    old, new = before.split("\n"), after.split("\n")
    parts = []
    for act, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            parts.append(("p", format_html("{}", new[k] if len(new) == 1 else "…")))
        else:
            parts.append(("p", _words("\n".join(old[i:j]), "\n".join(new[k:m]))))
    return format_html_join("", "<{0}>{1}</{0}>", parts)


def _words(before, after):
    old, new = before.split(), after.split()
    parts = []
    for act, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if act in {"delete", "replace"}:
            parts.append(("del", " ".join(old[i:j])))
        if act in {"insert", "replace"}:
            parts.append(("ins", " ".join(new[k:m])))
        if act == "equal":
            parts.append(("span", " ".join(new[k:m])))
    return format_html_join(" ", "<{0}>{1}</{0}>", parts)
