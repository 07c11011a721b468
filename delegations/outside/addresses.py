"""Addresses on the web, taken apart, looked up and connected to: only what is public, and exactly what was checked."""

import ipaddress
import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from .outcomes import Outcome, Trouble

PORTS = {"http": 80, "https": 443}

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """An address as a request needs it: all of it ASCII, nothing in it that could end a line."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> "Target":
        """Take an address apart; Trouble when it is not one to be asked."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Trouble(Outcome.BAD_ADDRESS) from None
        if parts.scheme not in PORTS:
            raise Trouble(Outcome.NOT_WEB)
        if "@" in parts.netloc:
            raise Trouble(Outcome.CREDENTIALS)
        port = PORTS[parts.scheme] if port is None else port
        if port not in PORTS.values():
            raise Trouble(Outcome.OTHER_PORT)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        if parts.query:
            path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?")
        return cls(parts.scheme, _in_ascii(host or ""), port, path)

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def _in_ascii(host: str) -> str:
    with suppress(ValueError):
        return str(ipaddress.ip_address(host))
    try:
        name = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Trouble(Outcome.BAD_ADDRESS) from None
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise Trouble(Outcome.BAD_ADDRESS)
    return name


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and so is each that is packed into it."""
    ip = ipaddress.ip_address(address)
    if ip.version == 4:
        return ip.is_global and not ip.is_multicast
    if ip.scope_id or ip.teredo:
        return False
    if packed := ip.ipv4_mapped or (ipaddress.ip_address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None):
        return is_public(str(packed))
    if ip.sixtofour and not is_public(str(ip.sixtofour)):
        return False
    return ip in _GLOBAL_UNICAST and ip.is_global and not ip.is_multicast


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host. The resolver of the machine keeps the time."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def dial(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to an IP address, and to no other."""
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock
