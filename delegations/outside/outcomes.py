"""What becomes of asking a website, and what that says of it."""

from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

# Whoever answers so is there, but not for programs, or not for all the world.
WARY = {401, 403, 406, 407, 429, 451}


class Outcome(Enum):
    """What became of asking a website."""

    WORKS = "works"
    NOT_FOUND = "not-found"
    GONE = "gone"
    BAD_STATUS = "bad-status"
    SERVER_ERROR = "server-error"
    WARY = "wary"
    NO_HOST = "no-host"
    NO_LOOK_UP = "no-look-up"
    NO_WAY = "no-way"
    NO_CONNECTION = "no-connection"
    NO_TIME = "no-time"
    BROKEN = "broken"
    EXPIRED = "expired"
    OTHER_NAME = "other-name"
    UNKNOWN_ISSUER = "unknown-issuer"
    BAD_CERTIFICATE = "bad-certificate"
    NO_TLS = "no-tls"
    PRIVATE = "private"
    NOT_WEB = "not-web"
    OTHER_PORT = "other-port"
    CREDENTIALS = "credentials"
    BAD_ADDRESS = "bad-address"
    CIRCLE = "circle"
    COOKIES = "cookies"
    TOO_MANY = "too-many"
    NOWHERE = "nowhere"
    UNFORESEEN = "unforeseen"


# From these nobody can tell whether a visitor would see the site.
UNTOLD = {
    Outcome.WARY,
    Outcome.NO_WAY,
    Outcome.NOT_WEB,
    Outcome.OTHER_PORT,
    Outcome.CREDENTIALS,
    Outcome.COOKIES,
    Outcome.UNFORESEEN,
}
_STATUS = {404: Outcome.NOT_FOUND, 410: Outcome.GONE, **dict.fromkeys(WARY, Outcome.WARY)}


@dataclass(frozen=True)
class Answer:
    """What became of asking a website: where it was asked last, after how many redirects, and the status, if any."""

    outcome: Outcome
    url: str
    status: int = 0
    redirects: int = 0

    @property
    def is_working(self) -> bool | None:
        """Whether a visitor would see it; None when that cannot be told."""
        return None if self.outcome in UNTOLD else self.outcome is Outcome.WORKS

    @property
    def host(self) -> str:
        """The host that was asked last, as it is written in the address."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""


class Trouble(Exception):
    """Why a website could not be asked, or gave no answer."""

    def __init__(self, outcome: Outcome):
        super().__init__(outcome.value)
        self.outcome = outcome


def outcome_of(status: int) -> Outcome:
    """What a status says, of an answer that leads no further."""
    if 200 <= status < 300:
        return Outcome.WORKS
    if 300 <= status < 400:
        return Outcome.NOWHERE
    if status in _STATUS:
        return _STATUS[status]
    if 400 <= status < 600:
        return Outcome.BAD_STATUS if status < 500 else Outcome.SERVER_ERROR
    return Outcome.BROKEN
