"""The register: who sits in the Assembly, for which country, since when and according to whom."""

from .bodies import RESERVED_SLUGS, Chamber, Country, Delegation, Source, refuse_reserved
from .changes import LoadedRecord, RegisterChange
from .facts import Appointment, MembershipClass, MembershipStatus, OfficialWording, SeatCount, Website
from .names import ChamberName, CountryName, DelegationName
from .people import Person, Post

__all__ = [
    "DelegationName",
    "CountryName",
    "ChamberName",
    "RESERVED_SLUGS",
    "Appointment",
    "Chamber",
    "Country",
    "Delegation",
    "LoadedRecord",
    "MembershipClass",
    "MembershipStatus",
    "OfficialWording",
    "Person",
    "Post",
    "RegisterChange",
    "SeatCount",
    "Source",
    "Website",
    "refuse_reserved",
]
