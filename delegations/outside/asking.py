"""Requests to websites outside, one at a time, each with its time, its pause and no more bytes than it needs."""

import errno
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin

from .addresses import Target, dial, is_public, look_up
from .outcomes import Answer, Outcome, Trouble, outcome_of

REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
MOST_ADDRESSES = 4
# Of one answer no more is read than this; its head ends long before.
MOST_BYTES = 256 * 1024
MOST_LETTERS = 2000
TOO_MANY_REQUESTS = 429
# This machine has no way there, which says nothing of the site: IPv6 where there is none, a cable pulled out.
NO_WAY = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
# There is no such name, or no address to it (the last two where the system knows them).
NO_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None), getattr(socket, "EAI_ADDRFAMILY", None)}
# Codes of X509_V_ERR_* in OpenSSL.
CERTIFICATE = {
    10: Outcome.EXPIRED,
    62: Outcome.OTHER_NAME,
    64: Outcome.OTHER_NAME,
    **dict.fromkeys((2, 18, 19, 20, 21), Outcome.UNKNOWN_ISSUER),
}


class _Reader(io.RawIOBase):
    """What comes over a socket, until the time of the request or the bytes it may have are used up."""

    def __init__(self, sock, remaining):
        self.sock, self.remaining, self.left = sock, remaining, MOST_BYTES

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.left <= 0:
            raise HTTPException("The answer is too long.")
        self.sock.settimeout(self.remaining())
        count = self.sock.recv_into(buffer)
        self.left -= count
        return count

    def makefile(self, mode):
        """As HTTPResponse asks a socket for it."""
        return io.BufferedReader(self)


@dataclass(frozen=True)
class _Reply:
    status: int
    location: str
    sets_cookie: bool


@dataclass
class Outside:
    """Asks websites, one after the other. Tests give other ways to look up and dial, and another clock.

    `timeout` and `patience` are seconds for one request, and for one site with all its redirects; `pause` is kept
    between two requests to one host.
    """

    agent: str
    pause: float = 1.0
    timeout: float = 10.0
    patience: float = 30.0
    look_up: Callable[[str, int], list[str]] = look_up
    dial: Callable[[str, int, float], socket.socket] = dial
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    _asked: dict[str, float] = field(default_factory=dict)

    def ask(self, url: str) -> Answer:
        """Ask a website whether it is there, and follow where it leads; what goes wrong is an answer too."""
        site = _Site(self)
        reply = None
        try:
            reply = site.follow(url)
            outcome = outcome_of(reply.status)
        except Trouble as trouble:
            outcome = trouble.outcome
        except TimeoutError:
            outcome = Outcome.NO_TIME
        except ssl.SSLCertVerificationError as error:
            outcome = CERTIFICATE.get(error.verify_code, Outcome.BAD_CERTIFICATE)
        except ssl.SSLError:
            outcome = Outcome.NO_TLS
        except (HTTPException, OSError, ValueError):
            outcome = Outcome.BROKEN
        return Answer(outcome, site.url or url, reply.status if reply else 0, site.redirects)

    def addresses(self, target: Target) -> list[str]:
        """The addresses of a host, all of them public."""
        try:
            found = self.look_up(target.host, target.port)
        except socket.gaierror as error:
            raise Trouble(Outcome.NO_HOST if error.errno in NO_HOST else Outcome.NO_LOOK_UP) from None
        except UnicodeError:
            raise Trouble(Outcome.BAD_ADDRESS) from None
        if not found:
            raise Trouble(Outcome.NO_HOST)
        if not all(map(is_public, found)):
            raise Trouble(Outcome.PRIVATE)
        return found[:MOST_ADDRESSES]

    def request(self, method: str, target: Target, addresses: list[str], patience: float) -> _Reply:
        """Send one request and read the head of the answer."""
        ends = self.clock() + min(self.timeout, patience)

        def remaining():
            left = ends - self.clock()
            if left <= 0:
                raise TimeoutError
            return left

        try:
            with self._connect(target, addresses, remaining) as sock:
                return self._exchange(sock, method, target, remaining)
        finally:
            self._asked[target.host] = self.clock()

    def wait(self, host: str) -> None:
        """Keep the pause a host is due since it was asked last."""
        last = self._asked.get(host)
        if last is not None and (left := last + self.pause - self.clock()) > 0:
            self.sleep(left)

    def _connect(self, target, addresses, remaining):
        errors = []
        for number, address in enumerate(addresses):
            try:
                # An address that swallows everything leaves time for the next.
                sock = self.dial(address, target.port, remaining() / (len(addresses) - number))
            except OSError as error:
                errors.append(error)
                continue
            return self._secured(sock, target, remaining) if target.scheme == "https" else sock
        telling = [error for error in errors if error.errno not in NO_WAY]
        if not telling:
            raise Trouble(Outcome.NO_WAY)
        if isinstance(telling[0], TimeoutError):
            raise telling[0]
        raise Trouble(Outcome.NO_CONNECTION)

    def _secured(self, sock, target, remaining):
        try:
            sock.settimeout(remaining())
            return self.tls.wrap_socket(sock, server_hostname=target.host)
        except BaseException:
            sock.close()
            raise

    def _exchange(self, sock, method, target, remaining):
        lines = [
            f"{method} {target.path} HTTP/1.1",
            f"Host: {target.authority}",
            f"User-Agent: {self.agent}",
            "Accept: */*",
            "Accept-Encoding: identity",
            "Connection: close",
        ]
        sock.settimeout(remaining())
        sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        response = HTTPResponse(_Reader(sock, remaining), method=method)
        try:
            response.begin()
            return _Reply(response.status, response.getheader("Location") or "", bool(response.getheader("Set-Cookie")))
        finally:
            response.close()


class _Site:
    """One site on its way from address to address."""

    def __init__(self, outside):
        self.outside, self.left = outside, outside.patience
        self.url, self.redirects = "", 0

    def follow(self, url):
        """The first reply that leads no further."""
        seen, has_cookie = set(), False
        while True:
            self.url = url
            target = Target.of(url)
            if target in seen:
                raise Trouble(Outcome.COOKIES if has_cookie else Outcome.CIRCLE)
            if self.redirects > MOST_REDIRECTS:
                raise Trouble(Outcome.TOO_MANY)
            seen.add(target)
            reply = self._reply(target, self.outside.addresses(target))
            if reply.status not in REDIRECTS:
                return reply
            has_cookie = has_cookie or reply.sets_cookie
            url = self._next(reply)
            self.redirects += 1

    def _next(self, reply):
        # Headers are read as Latin-1; what is not ASCII in an address is UTF-8 nowadays.
        location = reply.location.strip().encode("latin-1", "replace").decode("utf-8", "replace")
        if not location or len(location) > MOST_LETTERS:
            raise Trouble(Outcome.NOWHERE)
        try:
            return urljoin(self.url, location)
        except ValueError:
            raise Trouble(Outcome.BAD_ADDRESS) from None

    def _reply(self, target, addresses):
        """HEAD first. Who refuses it, or breaks off, is asked by GET, whose answer counts."""
        try:
            reply = self._request("HEAD", target, addresses)
        except (HTTPException, ConnectionError):
            return self._request("GET", target, addresses)
        if reply.status < 400 or reply.status == TOO_MANY_REQUESTS:
            return reply
        return self._request("GET", target, addresses)

    def _request(self, method, target, addresses):
        if self.left <= 0:
            raise TimeoutError
        # The pause is no fault of the site: only what the request itself takes is counted.
        self.outside.wait(target.host)
        begins = self.outside.clock()
        try:
            return self.outside.request(method, target, addresses, self.left)
        finally:
            self.left -= self.outside.clock() - begins
