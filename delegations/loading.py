"""Loading the register from a folder of CSV files: what their identifiers have never created is created, once.

Nothing is updated: a second run keeps every change, deletion and retraction made since.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cstosite.shared.partial_date import PartialDate

from .facts import Precision
from .models import (
    Appointment,
    Chamber,
    ChamberName,
    Country,
    CountryName,
    Delegation,
    DelegationName,
    LoadedRecord,
    Member,
    MembershipClass,
    MembershipStatus,
    OfficialWording,
    Person,
    Post,
    SeatCount,
    Source,
    Website,
)
from .naming import settle_all


def is_new(identifier: str | UUID) -> bool:
    """Whether a loader may create this identifier; from now on it may not."""
    return LoadedRecord.objects.get_or_create(identifier=identifier)[1]


@dataclass
class Report:
    """What came of a folder: rows made, rows that were there, and lines that were refused, each with the reason."""

    made: int = 0
    known: int = 0
    refused: list[tuple[str, int, str]] = field(default_factory=list)


def load_register(folder: Path) -> int:
    """Load the files of a folder, all or nothing; the number of new rows. ValidationError when a line is refused."""
    with transaction.atomic():
        report = load_folder(folder)
        if report.refused:
            raise ValidationError([f"{name}, line {line}: {reason}" for name, line, reason in report.refused])
    return report.made


def load_folder(folder: Path, progress=lambda name, count: None) -> Report:
    """Load what fits of the files of a folder, in the order of what refers to what; a missing file is none.

    `progress` hears of each file before it is read: its name and the number of its rows.
    """
    report = Report()
    for name, make in MAKERS.items():
        rows = _rows(folder / f"{name}.csv")
        progress(name, len(rows))
        for line, row in enumerate(rows, start=2):
            try:
                with transaction.atomic():
                    is_made = is_new(row["uuid"]) and _save(make(row))
            except REFUSED as error:
                report.refused.append((f"{name}.csv", line, reason_of(error)))
            else:
                report.made += is_made
                report.known += not is_made
    settle_all()
    return report


# What a row that does not fit may raise.
REFUSED = (ValidationError, ValueError, TypeError, KeyError, ObjectDoesNotExist, IntegrityError)


def reason_of(error: Exception) -> str:
    """Why a row was refused, in words."""
    match error:
        case ValidationError():
            return " ".join(error.messages)
        case KeyError():
            return _("The column %(name)s is missing.") % {"name": error.args[0]}
        case ObjectDoesNotExist():
            return _("What it refers to is not there: %(what)s") % {"what": error}
        case _:
            return str(error)


def _rows(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _save(instance):
    instance.full_clean()
    instance.save()
    return True


def _source(row):
    fields = ("uuid", "title", "url", "document", "seen_by")
    return Source(**{name: row[name] for name in fields}, seen_on=row["seen_on"] or None)


def _country(row):
    return Country(**{name: row[name] for name in ("uuid", "code", "alpha3", "m49", "name", "official_name")})


def _delegation(row):
    country = Country.objects.get(code=row["country"]) if row["country"] else None
    fields = ("uuid", "slug", "name", "parliament")
    return Delegation(**{name: row[name] for name in fields}, country=country)


def _chamber(row):
    fields = ("uuid", "position", "name", "members_are")
    return Chamber(**{name: row[name] for name in fields}, delegation=_delegation_of(row))


def _person(row):
    other_names = row.get("other_names", "").replace(";", "\n")
    return Person(**{name: row[name] for name in ("uuid", "name", "sort_name", "slug")}, other_names=other_names)


def _post(row):
    return Post(
        **{name: row[name] for name in ("uuid", "kind", "name")},
        delegation=_delegation_of(row) if row["delegation"] else None,
        is_shared=row["is_shared"] == "yes",
    )


def _seat_count(row):
    return _fact(SeatCount, row, chamber=Chamber.objects.get(uuid=row["chamber"]), seats=row["seats"])


def _member(row):
    person, chamber = Person.objects.get_known(row["person"]), Chamber.objects.get(uuid=row["chamber"])
    marks = {name: row[name] == "yes" for name in ("is_head", "is_alternate")}
    return _fact(Member, row, person=person, chamber=chamber, office=row["office"], **marks)


def _appointment(row):
    person, post = Person.objects.get_known(row["person"]), Post.objects.get(uuid=row["post"])
    return _fact(Appointment, row, person=person, post=post, wording=row["wording"])


def _website(row):
    chamber = Chamber.objects.get(uuid=row["chamber"]) if row["chamber"] else None
    return _fact(
        Website,
        row,
        delegation=_delegation_of(row),
        chamber=chamber,
        url=row["url"],
        language=row["language"],
    )


def _status(row):
    membership_class = MembershipClass.objects.get(slug=row["class"])
    return _fact(MembershipStatus, row, delegation=_delegation_of(row), membership_class=membership_class)


def _class(row):
    counts = row["counts_in_totals"] == "yes"
    return MembershipClass(slug=row["slug"], name=row["name"], counts_in_totals=counts)


def _wording(row):
    return _fact(OfficialWording, row, delegation=_delegation_of(row), text=row["text"])


def _country_name(row):
    country = Country.objects.get(code=row["country"])
    return _fact(CountryName, row, country=country, name=row["name"], official_name=row["official_name"])


def _delegation_name(row):
    succeeds = Delegation.objects.get(slug=row["succeeds"]) if row.get("succeeds") else None
    names = {name: row[name] for name in DelegationName.named}
    return _fact(DelegationName, row, delegation=_delegation_of(row), succeeds=succeeds, **names)


def _chamber_name(row):
    names = {name: row[name] for name in ChamberName.named}
    return _fact(ChamberName, row, chamber=Chamber.objects.get(uuid=row["chamber"]), **names)


def _delegation_of(row):
    return Delegation.objects.get(slug=row["delegation"])


def _fact(model, row, **values):
    fact = model(
        uuid=row["uuid"],
        is_observation=row["observed"] == "yes",
        observed_on=row["observed_on"] or None,
        checked_on=row.get("checked_on") or None,
        note=row.get("note") or "",
        source=Source.objects.get(uuid=row["source"]),
        **values,
    )
    fact.valid_from = PartialDate.parse(row["valid_from"]) if row["valid_from"] else None
    if row["valid_to"] == "unknown":
        fact.valid_to_precision = Precision.UNKNOWN
    else:
        fact.valid_to = PartialDate.parse(row["valid_to"]) if row["valid_to"] else None
    return fact


# What makes the row of a file, not saved, by the file's name: in the order of what refers to what.
MAKERS = {
    "sources": _source,
    "countries": _country,
    "delegations": _delegation,
    "chambers": _chamber,
    "people": _person,
    "posts": _post,
    "classes": _class,
    "status": _status,
    "seats": _seat_count,
    "members": _member,
    "appointments": _appointment,
    "websites": _website,
    "wordings": _wording,
    "country_names": _country_name,
    "delegation_names": _delegation_name,
    "chamber_names": _chamber_name,
}
