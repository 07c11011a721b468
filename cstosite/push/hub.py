"""Telling a WebSub hub, over HTTP, which feeds have changed."""

import socket
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlencode, urlsplit

SECONDS = 10
MOST_LETTERS = 200


class NotTold(Exception):
    """The hub did not take it; why, on one line."""


def tell(hub: str, feeds: list[str], seconds: float = SECONDS) -> int:
    """Name feeds to a hub in one request; the status, 2xx, or NotTold."""
    parts = urlsplit(hub)
    dial = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)])
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    connection = timer = None
    try:
        connection = dial(parts.hostname, parts.port, timeout=seconds)
        connection.connect()
        # The time-out is for each piece of an answer; a hub that sends them one by one is cut off all the same.
        timer = Timer(seconds, _cut, [connection.sock])
        timer.start()
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except TimeoutError:
        raise NotTold(f"no answer within {seconds:g} seconds") from None
    except (HTTPException, OSError, ValueError) as error:
        words = " ".join(f"{type(error).__name__} {error}".split())
        raise NotTold(words[:MOST_LETTERS]) from None
    finally:
        if timer:
            timer.cancel()
        if connection:
            connection.close()
    if not 200 <= status <= 299:
        raise NotTold(f"status {status}")
    return status


def _cut(sock):
    # Past the layer of TLS, which is not to be asked by two threads at once.
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return
