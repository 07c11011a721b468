"""No save is lost and none overwrites another in silence: what both changed is shown side by side, to be chosen."""

import json
import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cstosite.shared.text import clean_text
from delegations.models import Person

from . import comparing, content
from .models import PressItem

THEIRS = "theirs"
MAX_ROWS = 60  # of a list in one form
LAST = 10_000  # where a row without a number stands
_NUMBERED = {*content.SETS, *(f"initial-{name}" for name in content.SETS)}


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else saved meanwhile: as it was when the form was opened, as saved since, as typed here."""

    name: str
    base: str
    theirs: str
    mine: str

    @property
    def label(self):
        """The field's name."""
        return comparing.LABELS[self.name]

    @property
    def is_mine_untouched(self):
        """Whether only they changed it: theirs is then the choice to begin with."""
        return self.mine == self.base

    @property
    def theirs_marked(self):
        """Theirs, with what they took away and put in."""
        return comparing.marked(self.base, self.theirs)

    @property
    def mine_marked(self):
        """Mine, with what I took away and put in."""
        return comparing.marked(self.base, self.mine)


class GuardedForm(forms.ModelForm):
    """A form that knows what it was opened with, and refuses to overwrite what was saved since.

    The fields named in press/content.py carry their first value in the page; `keep-<field>` is the choice after a
    refusal.
    """

    was_deleted = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts = []
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
        for name in content.FIELDS:
            if name in self.fields:
                self.fields[name].show_hidden_initial = True
        if self.is_bound:
            self.data = self.data.copy()

    @property
    def bases_of_lists(self):
        """What the lists of the form were opened with, as (name, JSON) for hidden inputs."""
        if self.is_bound:
            return [(f"initial-{name}", self.data.get(f"initial-{name}", "")) for name in content.LISTS]
        said = content.of_item(self.instance) if self.instance.pk else dict.fromkeys(content.LISTS, [])
        return [(f"initial-{name}", json.dumps(said[name])) for name in content.LISTS]

    def clean(self):
        cleaned = super().clean()
        if self.was_deleted:
            raise forms.ValidationError(
                _("It was deleted while you were writing. Your text is all here: save it once more to make it new."),
                code="deleted",
            )
        if self.instance._state.adding:
            self.instance.uuid = cleaned.get("token") or self.instance.uuid
        else:
            # Beside other errors too: the question would be gone when those are mended.
            self._refuse_overwriting()
        return cleaned

    def _refuse_overwriting(self):
        stored = content.cleaned(content.current(PressItem.objects.get(pk=self.instance.pk)))
        opened = content.cleaned({name: opened_with(self.data, name, stored) for name in content.FIELDS})
        mine = content.cleaned({name: typed(self.data, name) for name in content.FIELDS})
        for name in content.FIELDS:
            if not _says_base(self.data, name):
                continue
            # Asked before and not answered: the question stands, with what the form was first opened with.
            undecided = name in self.data.getlist("conflict") and f"keep-{name}" not in self.data
            if undecided or (opened[name] != stored[name] != mine[name]):
                texts = [comparing.readable(name, said[name]) for said in (opened, stored, mine)]
                if undecided:
                    texts[0] = self.data.get(f"base-{name}", "")
                self.conflicts.append(Conflict(name, *texts))
                for key, value in as_sent(f"initial-{name}", name, stored[name]).items():
                    _put(self.data, key, value)
        if self.conflicts:
            raise forms.ValidationError(
                _(
                    "Somebody else saved this item while you were writing. Nothing of yours is lost: choose at the top "
                    "of the form, field by field, and save again."
                ),
                code="conflict",
            )


def as_kept(data):
    """What was sent, in characters and numbers that can be kept; no number stands for one that no row can have.

    Whoever was merged while the form was open is whom they were merged into.
    """
    data = data.copy()
    people = {key: data[key] for key in data if re.fullmatch(r"appearances-\d+-person", key) and is_number(data[key])}
    for key, values in data.lists():
        values = [clean_text(value) for value in values]
        if key in _NUMBERED or re.fullmatch(r"appearances-\d+-person", key):
            values = [value if not value or is_number(value) else "0" for value in values]
        data.setlist(key, values)
    numbers = Person.objects.numbers_followed(people.values())
    for key, number in people.items():
        data[key] = numbers.get(number, number)
    return data


def with_choices(data, item):
    """What was sent, with theirs in each field where theirs was chosen."""
    chosen = [name for name in content.FIELDS if data.get(f"keep-{name}") == THEIRS]
    if not chosen:
        return data
    data, stored = data.copy(), content.current(item)
    for name in chosen:
        values = as_rows(name, stored[name]) if name in content.LISTS else as_sent(name, name, stored[name])
        for key, value in values.items():
            _put(data, key, value)
    return data


def as_new(data):
    """What was sent for an item that is gone, as if it had been sent for a new one."""
    data = data.copy()
    for key in [key for key in data if key.endswith("-item") and key.split("-")[0] in content.LISTS]:
        data[key] = ""
    return data


def already_made(data):
    """The item that this very form has made before, or None: a form sent twice makes one item."""
    try:
        return PressItem.objects.filter(uuid=UUID(data.get("token", ""))).first()
    except ValueError:
        return None


def says_otherwise(data, item):
    """Whether a form says something else than the item does: anchors and white space are no difference."""
    stored, said = content.current(item), content.cleaned({name: typed(data, name) for name in content.FIELDS})
    return any(comparing.readable(name, said[name]) != comparing.readable(name, stored[name]) for name in said)


def opened_with(data, name, stored):
    """The value a field had when its form was opened; what is stored where the form does not say."""
    key = f"initial-{name}"
    if not _says_base(data, name):
        return stored[name]
    if name in content.LISTS:
        try:
            rows = json.loads(data[key])
            return [_row(name, row) for row in rows]
        except (ValueError, TypeError, AttributeError, RecursionError):
            return stored[name]
    return _plain(name, data, key)


def _says_base(data, name):
    """Whether the form says what a field was opened with; of no countries or topics it sends nothing."""
    return f"initial-{name}" in data or (name in content.SETS and "initial-title" in data)


def typed(data, name):
    """The value of a field as it was sent."""
    return _typed_rows(data, name) if name in content.LISTS else _plain(name, data, name)


def _plain(name, data, key):
    if name in content.SETS:
        numbers = [number for number in data.getlist(key) if is_number(number)]
        rows = content.SETS[name].objects.filter(pk__in=numbers)
        return sorted(str(uuid) for uuid in rows.values_list("uuid", flat=True))
    return data.get(key, "").replace("\r\n", "\n").strip()


def _row(name, row):
    """A row with the values of its list and no others, each of its own type."""
    _model, names, (link, _linked) = content.LISTS[name]
    flags = {"is_interviewer", "is_decorative"}
    numbers = {"focus_x", "focus_y"}
    made = {link: str(UUID(row[link])) if row.get(link) else ""}
    for field in names:
        value = row.get(field)
        if field in flags:
            made[field] = value in (True, "on", "true", "1")
        elif field in numbers:
            made[field] = int(value) if is_number(str(value)) else 50
        else:
            made[field] = str(value or "").replace("\r\n", "\n").strip()
    return made


def _typed_rows(data, name):
    _model, names, (link, linked) = content.LISTS[name]
    total = data.get(f"{name}-TOTAL_FORMS", "")
    rows = []
    for number in range(min(int(total), MAX_ROWS) if is_number(total) else 0):
        sent = {field: data.get(f"{name}-{number}-{field}") for field in [link, "position", *names]}
        words = [value for field, value in sent.items() if value and field not in ("position", "focus_x", "focus_y")]
        if words and not data.get(f"{name}-{number}-DELETE"):
            rows.append((sent["position"] or "", number, sent))
    rows.sort(key=lambda row: (int(row[0]) if is_number(row[0]) else LAST, row[1]))
    rows = [sent for _position, _number, sent in rows]
    if name == "appearances":  # its form names people by their numbers
        numbers = [row[link] for row in rows if is_number(row[link] or "")]
        uuids = {str(pk): str(uuid) for pk, uuid in linked.objects.filter(pk__in=numbers).values_list("pk", "uuid")}
        rows = [row | {link: uuids.get(row[link], "")} for row in rows]
    else:
        rows = [row | {link: row[link] if is_identifier(row[link]) else ""} for row in rows]
    return [_row(name, row) for row in rows]


def is_number(text):
    """Whether a text is a number that a database takes for one of its own."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def number_in(text):
    """The number of a row in an address, or None."""
    return int(text) if is_number(text) else None


def is_identifier(text):
    """Whether a text is a UUID."""
    try:
        return bool(UUID(text or ""))
    except ValueError:
        return False


def as_sent(key, name, value):
    """A field's value as a form sends it under `key`."""
    if name in content.LISTS:
        return {key: json.dumps(value)}
    if name in content.SETS:
        return {key: [str(row.pk) for row in content.chosen(name, value)]}
    return {key: value}


def as_rows(name, rows):
    """The rows of a list as its part of the form sends them."""
    _model, names, (link, linked) = content.LISTS[name]
    people = content.linked_by(linked, [r[link] for r in rows if r[link]]) if name == "appearances" else {}
    sent = {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        values = {field: "on" if row[field] is True else "" if row[field] is False else row[field] for field in names}
        if name == "appearances":  # its form names people by their numbers
            values[link] = people[row[link]].pk if row[link] in people else ""
        else:
            values[link] = row[link]
        sent |= {f"{name}-{number}-{field}": str(value) for field, value in values.items()}
        sent |= {f"{name}-{number}-position": str(number + 1), f"{name}-{number}-DELETE": ""}
    return sent


def _put(data, key, value):
    (data.setlist if isinstance(value, list) else data.__setitem__)(key, value)
