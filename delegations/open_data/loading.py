"""The register's tables loaded into an empty site, with the identifiers and moments they were published with."""

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cstosite.shared.tables import values_of

from ..facts import Precision
from ..loading import MAKERS
from ..models import Delegation, Person, PersonAddress, PersonMerge, RegisterChange

BODIES = ["sources", "countries", "delegations", "chambers"]
OTHERS = ["posts", "classes"]
FACTS = [name for name in MAKERS if name not in {*BODIES, *OTHERS, "people"}]
# What a row of a table lacks that a row of a CSV file has.
_PRIVATE = {"seen_by": "", "note": ""}


def load(rows: Callable[[str], Iterator[dict]]):
    """Load every table of the register; `rows` reads one by its name. The caller has the transaction."""
    for name in BODIES:
        _load_plain(rows, name)
    for row in rows("people"):
        person = MAKERS["people"](_as_printed(row))
        person.other_names = row["other_names"] or ""
        _save(person)
    for row in rows("people_addresses"):
        PersonAddress(slug=row["slug"], person=Person.objects.get(uuid=row["person"])).save(force_insert=True)
    for row in rows("merged_people"):
        _load_merge(row)
    for name in OTHERS:
        _load_plain(rows, name)
    for name in FACTS:
        for row in rows(name):
            _load_fact(name, row)
    for row in rows("register_changes"):
        _load_change(row)


def _load_plain(rows, name):
    for row in rows(name):
        _save(MAKERS[name](_as_printed(row)))


def _as_printed(row):
    """A row as the CSV files of a register have it: texts alone, "yes" for what is true."""
    return _PRIVATE | {name: _word(value) for name, value in row.items()}


def _word(value):
    if value is True:
        return "yes"
    return "" if value is None or value is False else str(value)


def _save(instance):
    instance.full_clean()
    instance.save(force_insert=True)


def _load_fact(name, row):
    printed = _as_printed(row)
    if row["valid_to_precision"] == Precision.UNKNOWN and not row["observed"]:
        printed["valid_to"] = "unknown"
    fact = MAKERS[name](printed)
    for column in ("recorded_at", "retracted_at", "retraction_reason"):
        setattr(fact, column, values_of(type(fact), row)[column])
    try:
        fact.full_clean()
    except ValidationError as error:
        codes = {each.code for errors in error.error_dict.values() for each in errors}
        if codes == {"overlap"}:
            _end_earlier(fact)
        elif codes != {"twin"}:  # Two records of one person that were merged may have left the same fact twice.
            raise
    fact.save(force_insert=True)


def _end_earlier(fact):
    """Of two facts about one thing, let the earlier be over: what came after it tells so.

    An end known to the month or year is not public before that is over: until then the fact stands without an end.
    """
    other = fact.overlapping()
    earlier = min(fact, other, key=lambda each: each.certain_from)
    earlier.end()
    if earlier is other:
        other.save()


def _load_merge(row):
    """An identifier that stands for a person. What the record said was never public: the merge is for good."""
    PersonMerge.objects.create(
        into=Person.objects.get(uuid=row["person"]),
        record={"name": row["uuid"]},
        moved={},
        added=[],
        was_public=True,
        reason=_("Merged on the site that the archive was written on."),
        **values_of(PersonMerge, row),
    )


def _load_change(row):
    delegation = Delegation.objects.get(slug=row["delegation"]) if row["delegation"] else None
    change = RegisterChange(delegation=delegation, fact_uuid=row["fact"], **values_of(RegisterChange, row))
    change.full_clean(exclude=["delegation", "effective_on"])
    change.save(force_insert=True)
