"""A web of one's own for tests: servers on this machine, reached under fictional public addresses."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from delegations.outside import Outside

DATA = Path(__file__).parent / "data"
PUBLIC = "93.184.216.34"


def reply(status=200, *lines, body=b""):
    """An answer as bytes."""
    head = "\r\n".join([f"HTTP/1.1 {status} Words", *lines, "", ""])
    return head.encode() + body


def moved(to, *lines, status=302):
    """A redirect."""
    return reply(status, f"Location: {to}", *lines)


class Server:
    """Answers by a table of paths: bytes, or a function of the connection and the method; keeps what it was asked."""

    def __init__(self, answers, tls=None):
        self.answers, self.tls, self.asked, self.names = answers, tls, [], []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(5)
                self._answer(self.tls.wrap_socket(connection, server_side=True) if self.tls else connection)

    def _answer(self, connection):
        with connection:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                if not (more := connection.recv(4096)):
                    return
                head += more
            first, *lines = head.decode("ascii").strip().split("\r\n")
            method, path, _version = first.split(" ")
            headers = dict(line.split(": ", 1) for line in lines)
            self.asked.append((method, headers["Host"], path, headers))
            answer = self.answers.get(f"{method} {path}", self.answers.get(path, reply(404)))
            if callable(answer):
                answer(connection, method)
            else:
                connection.sendall(answer)

    @property
    def requests(self):
        """What was asked, in short: "HEAD examplia.example/"."""
        return [f"{method} {host}{path}" for method, host, path, _headers in self.asked]


class Web:
    """A fictional internet of one server: names, their addresses, and every connection that was made."""

    def __init__(self, server, names=None):
        self.server, self.names, self.looked_up, self.dialled = server, names or {}, [], []

    def look_up(self, host, port):
        """Addresses of a host; every name is known unless the table says otherwise."""
        self.looked_up.append(host)
        found = self.names.get(host, [PUBLIC])
        if isinstance(found, Exception):
            raise found
        return found

    def dial(self, address, port, timeout):
        """A connection to the server, whatever the address; an error from the table of names for some."""
        self.dialled.append((address, port))
        if isinstance(error := self.names.get((address, port)), Exception):
            raise error
        return socket.create_connection(("127.0.0.1", self.server.port), timeout)

    def outside(self, **values):
        """What asks this web; its clock stands still between requests, and a pause moves it."""
        return Outside("Examples (+http://testserver.example)", look_up=self.look_up, dial=self.dial, **values)


class Clock:
    """A clock that only pauses move."""

    def __init__(self):
        self.now, self.pauses = 1000.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        """What a pause would take."""
        self.pauses.append(seconds)
        self.now += seconds


@contextmanager
def serving(answers, names=None, certificate=""):
    """A web whose one server answers by a table; with a certificate from `data`, over TLS."""
    tls = None
    server = Server(answers)
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(DATA / certificate, DATA / "fictional-key.pem")
        tls.sni_callback = lambda _socket, name, _context: server.names.append(name)
        server.tls = tls
    try:
        yield Web(server, names)
    finally:
        server.socket.shutdown(socket.SHUT_RDWR)
        server.socket.close()


def trusting(certificate):
    """What a client would need that believes in a certificate."""
    return ssl.create_default_context(cafile=str(DATA / certificate))
