"""The register: who sits in the Assembly, for which country, since when and according to whom."""

from .bodies import RESERVED_SLUGS, Chamber, Country, Delegation, Source, refuse_reserved
from .changes import LoadedRecord, RegisterChange
from .facts import Appointment, Member, MembershipClass, MembershipStatus, OfficialWording, SeatCount, Website
from .people import Person, Post

__all__ = [
    "RESERVED_SLUGS",
    "Appointment",
    "Chamber",
    "Country",
    "Delegation",
    "LoadedRecord",
    "Member",
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
