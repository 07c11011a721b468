"""The register: who sits in the Assembly, for which country, since when and according to whom."""

from .bodies import RESERVED_SLUGS, Chamber, Country, Delegation, Source, refuse_reserved
from .changes import LoadedRecord, RegisterChange
from .checks import WebsiteCheck
from .facts import Appointment, Member, MembershipClass, MembershipStatus, OfficialWording, SeatCount, Website
from .names import ChamberName, CountryName, DelegationName
from .people import Person, PersonAddress, PersonMerge, Post, has_public_fact, has_told_fact, person_keys

__all__ = [
    "RESERVED_SLUGS",
    "Appointment",
    "Chamber",
    "ChamberName",
    "Country",
    "CountryName",
    "Delegation",
    "DelegationName",
    "LoadedRecord",
    "Member",
    "MembershipClass",
    "MembershipStatus",
    "OfficialWording",
    "Person",
    "PersonAddress",
    "PersonMerge",
    "Post",
    "RegisterChange",
    "SeatCount",
    "Source",
    "Website",
    "WebsiteCheck",
    "has_public_fact",
    "has_told_fact",
    "person_keys",
    "refuse_reserved",
]
