"""Requests to websites outside: only to public addresses, politely, and whatever a server sends is an answer."""

import errno
import socket
import threading

import pytest

from delegations.outside import Outcome, Outside
from delegations.outside.addresses import Target, is_public

from .web import PUBLIC, Clock, moved, reply, serving, trusting

HOME = "http://examplia.example/"


def ask(web, url=HOME, **values):
    return web.outside(pause=0, **values).ask(url)


@pytest.mark.parametrize(
    ("answer", "outcome", "is_working"),
    [
        (reply(200), Outcome.WORKS, True),
        (reply(204), Outcome.WORKS, True),
        (reply(404), Outcome.NOT_FOUND, False),
        (reply(410), Outcome.GONE, False),
        (reply(418), Outcome.BAD_STATUS, False),
        (reply(500), Outcome.SERVER_ERROR, False),
        (reply(503), Outcome.SERVER_ERROR, False),
        (reply(403), Outcome.WARY, None),
        (reply(429), Outcome.WARY, None),
        (reply(304), Outcome.NOWHERE, False),
        (reply(302), Outcome.NOWHERE, False),
        (reply(999), Outcome.BROKEN, False),
        (reply(103), Outcome.BROKEN, False),
        (b"SSH-2.0-OpenSSH_9.9\r\n", Outcome.BROKEN, False),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Filler: y\r\n" * 200 + b"\r\n", Outcome.BROKEN, False),
        (b"HTTP/1.1 200 OK\r\nX-Filler: " + b"y" * 100_000, Outcome.BROKEN, False),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\x00\xff: \x01\r\nContent-Length: -9x\r\n\r\n", Outcome.WORKS, True),
        (b"", Outcome.BROKEN, False),
    ],
)
def test_every_answer_of_a_server_is_told_apart(answer, outcome, is_working):
    with serving({"/": answer}) as web:
        told = ask(web)
    assert (told.outcome, told.is_working) == (outcome, is_working)


def test_a_request_says_who_asks_and_wants_little():
    with serving({"/": reply(200)}) as web:
        ask(web)
    ((method, host, path, headers),) = web.server.asked
    assert (method, host, path) == ("HEAD", "examplia.example", "/")
    assert headers["User-Agent"] == "Examples (+http://testserver.example)" and headers["Connection"] == "close"


@pytest.mark.parametrize("refusal", [reply(405), reply(501), reply(403), reply(400), reply(404), b""])
def test_a_server_that_refuses_head_is_asked_by_get(refusal):
    with serving({"HEAD /": refusal, "GET /": reply(200, body=b"x")}) as web:
        assert ask(web).outcome is Outcome.WORKS
    assert web.server.requests == ["HEAD examplia.example/", "GET examplia.example/"]
    assert web.looked_up == ["examplia.example"], "One look-up for both."


def test_a_server_that_wants_fewer_requests_gets_no_second_one():
    with serving({"/": reply(429)}) as web:
        ask(web)
    assert len(web.server.asked) == 1


def test_a_body_without_end_is_not_read():
    taken = []

    def pour(connection, method):
        connection.sendall(reply(405) if method == "HEAD" else reply(200, "Content-Length: 99999999999"))
        while method == "GET":
            taken.append(connection.send(b"x" * 65536))

    with serving({"/": pour}) as web:
        assert ask(web).outcome is Outcome.WORKS
    assert sum(taken) < 50_000_000


def test_a_head_without_end_is_not_read_to_its_end():
    def pour(connection, method):
        while True:
            connection.sendall(b"HTTP/1.1 100 Go on\r\n\r\n" * 500)

    with serving({"/": pour}) as web:
        assert ask(web, timeout=5).outcome is Outcome.BROKEN


def test_redirects_are_followed_and_told():
    with serving({"/": moved("/a", status=301), "/a": moved("//b.example/c?d=e f#g"), "/c?d=e%20f": reply()}) as web:
        told = ask(web)
    assert (told.outcome, told.redirects, told.url) == (Outcome.WORKS, 2, "http://b.example/c?d=e f#g")
    assert web.looked_up == ["examplia.example", "examplia.example", "b.example"]


@pytest.mark.parametrize(
    ("answers", "outcome", "requests"),
    [
        ({"/": moved("/a"), "/a": moved("/")}, Outcome.CIRCLE, 2),
        ({"/": moved("/", "Set-Cookie: a=b")}, Outcome.COOKIES, 1),
        ({"/": moved("/1"), **{f"/{n}": moved(f"/{n + 1}") for n in range(1, 99)}}, Outcome.TOO_MANY, 6),
        ({"/": moved("/1"), **{f"/{n}": moved(f"/{n + 1}") for n in range(1, 5)}, "/5": reply()}, Outcome.WORKS, 6),
        ({"/": moved("")}, Outcome.NOWHERE, 1),
        ({"/": moved("/" + "x" * 5000)}, Outcome.NOWHERE, 1),
        ({"/": moved("http://127.0.0.1/")}, Outcome.PRIVATE, 1),
        ({"/": moved("http://169.254.169.254/latest/meta-data/")}, Outcome.PRIVATE, 1),
        ({"/": moved("http://inside.example/")}, Outcome.PRIVATE, 1),
        ({"/": moved("http://examplia.example:6379/")}, Outcome.OTHER_PORT, 1),
        ({"/": moved("http://a:b@examplia.example/")}, Outcome.CREDENTIALS, 1),
        ({"/": moved("file:///etc/passwd")}, Outcome.NOT_WEB, 1),
        ({"/": moved("gopher://examplia.example/")}, Outcome.NOT_WEB, 1),
        ({"/": moved("http://[::1/")}, Outcome.BAD_ADDRESS, 1),
        ({"/": moved("http://b.example\\@c.example/")}, Outcome.CREDENTIALS, 1),
        ({"/": moved("http://b..example/")}, Outcome.BAD_ADDRESS, 1),
    ],
)
def test_each_step_of_a_redirect_is_checked(answers, outcome, requests):
    literal = {ip: [ip] for ip in ("127.0.0.1", "169.254.169.254")}
    with serving(answers, {"inside.example": ["10.1.2.3"], **literal}) as web:
        assert ask(web).outcome is outcome
    assert len(web.server.asked) == requests
    assert set(web.dialled) == {(PUBLIC, 80)}


@pytest.mark.parametrize(
    ("addresses", "outcome"),
    [
        (["10.0.0.1"], Outcome.PRIVATE),
        ([PUBLIC, "192.168.1.1"], Outcome.PRIVATE),
        (["::1"], Outcome.PRIVATE),
        ([], Outcome.NO_HOST),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Outcome.NO_HOST),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), Outcome.NO_LOOK_UP),
        (UnicodeError("label too long"), Outcome.BAD_ADDRESS),
    ],
)
def test_a_host_that_leads_to_no_public_address_is_not_connected_to(addresses, outcome):
    with serving({"/": reply()}, {"examplia.example": addresses}) as web:
        assert ask(web).outcome is outcome
    assert web.dialled == []


def test_what_was_looked_up_and_checked_is_what_is_connected_to():
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    with serving({"HEAD /": reply(405), "GET /": reply()}) as web:
        outside = web.outside(pause=0)
        outside.look_up = lambda host, port: next(answers)
        assert outside.ask(HOME).outcome is Outcome.WORKS
        assert web.dialled == [("8.8.8.8", 80)] * 2
        assert outside.ask(HOME).outcome is Outcome.PRIVATE


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "https://127.0.0.1/",
    ],
)
def test_this_machine_is_refused_without_any_help_of_a_test(url):
    dialled = []
    outside = Outside("Examples", dial=lambda *target: dialled.append(target))
    assert outside.ask(url).outcome in {Outcome.PRIVATE, Outcome.NO_HOST} and dialled == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::1", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff0e::1", False),
    ],
)
def test_public_addresses_are_told_from_all_others(address, expected):
    assert is_public(address) is expected


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("ftp://examplia.example/", Outcome.NOT_WEB),
        ("javascript:alert(1)", Outcome.NOT_WEB),
        ("examplia.example", Outcome.NOT_WEB),
        ("http://examplia.example:8080/", Outcome.OTHER_PORT),
        ("http://examplia.example:99999/", Outcome.BAD_ADDRESS),
        ("http://examplia.example:0/", Outcome.OTHER_PORT),
        ("http://user@examplia.example/", Outcome.CREDENTIALS),
        ("http://@examplia.example/", Outcome.CREDENTIALS),
        ("http:///path", Outcome.BAD_ADDRESS),
        ("http://a b/", Outcome.BAD_ADDRESS),
        ("http://[fe80::1%25eth0]/", Outcome.PRIVATE),
        ("http://" + "a" * 70 + ".example/", Outcome.BAD_ADDRESS),
    ],
)
def test_an_address_that_is_none_is_not_asked(url, outcome):
    with serving({}, {"fe80::1%25eth0": ["fe80::1"]}) as web:
        assert ask(web, url).outcome is outcome
    assert web.dialled == []


def test_a_host_in_another_script_is_asked_by_its_name_in_ascii():
    with serving({"/%D0%BF?%D1%8F=1": moved("http://пример.example/п"), "/%D0%BF": reply()}) as web:
        assert ask(web, "http://Дума.example./п?я=1").outcome is Outcome.WORKS
    assert web.looked_up == ["xn--80ahy1a.example", "xn--e1afmkfd.example"]
    assert web.server.requests[0] == "HEAD xn--80ahy1a.example/%D0%BF?%D1%8F=1"


def test_nothing_in_an_address_ends_a_line_of_the_request():
    for url in ("http://a.example/x\r\nX-Evil: 1", "http://a.example/x\x00y z", "http://a.example/?q=\x85\u2028"):
        target = Target.of(url)
        assert target.path.isascii() and target.path.isprintable() and " " not in target.path


def test_a_server_that_says_nothing_is_not_waited_for():
    end = threading.Event()
    with serving({"/": lambda connection, method: end.wait(5)}) as web:
        told = ask(web, timeout=0.2)
        end.set()
    assert told.outcome is Outcome.NO_TIME


def test_a_server_that_drips_is_not_waited_for_either():
    end = threading.Event()

    def drip(connection, method):
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 1000:
            if end.wait(0.02):
                return
            connection.sendall(bytes([byte]))

    with serving({"/": drip}) as web:
        told = ask(web, timeout=0.3)
        end.set()
    assert told.outcome is Outcome.NO_TIME


def test_all_requests_to_a_site_together_have_a_time():
    clock = Clock()
    answers = {"/": moved("/1"), **{f"/{n}": moved(f"/{n + 1}") for n in range(1, 5)}, "/5": reply()}
    with serving(answers) as web:

        def dial(*target):
            clock.now += 9
            return web.dial(*target)

        outside = web.outside(clock=clock, sleep=clock.sleep, pause=100)
        outside.dial = dial
        assert outside.ask(HOME).outcome is Outcome.NO_TIME
    assert len(web.server.asked) == 3, "The fourth request had three seconds; the pauses took none of the time."


def test_one_host_is_asked_after_a_pause_and_another_at_once():
    clock = Clock()
    with serving({"HEAD /": reply(405), "GET /": moved("http://b.example/x"), "/x": reply()}) as web:
        outside = web.outside(clock=clock, sleep=clock.sleep, pause=1.5)
        outside.ask(HOME)
        assert clock.pauses == [1.5]
        outside.ask("http://b.example/x")
        assert clock.pauses == [1.5, 1.5]
        clock.now += 60
        outside.ask("http://b.example/x")
        outside.ask("http://c.example/x")
    assert clock.pauses == [1.5, 1.5]


def test_the_next_address_is_tried_where_one_fails():
    names = {
        "examplia.example": ["2606:2800::1", "8.8.4.4", PUBLIC],
        ("2606:2800::1", 80): OSError(errno.ENETUNREACH, "Network is unreachable"),
        ("8.8.4.4", 80): ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
    }
    with serving({"/": reply()}, names) as web:
        assert ask(web).outcome is Outcome.WORKS
    assert [address for address, _port in web.dialled] == ["2606:2800::1", "8.8.4.4", PUBLIC]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), Outcome.NO_CONNECTION),
        (OSError(errno.EHOSTUNREACH, ""), Outcome.NO_CONNECTION),
        (OSError(errno.ENETUNREACH, ""), Outcome.NO_WAY),
        (TimeoutError("timed out"), Outcome.NO_TIME),
    ],
)
def test_a_connection_that_fails_says_why(error, outcome):
    with serving({}, {(PUBLIC, 80): error}) as web:
        assert ask(web).outcome is outcome


@pytest.mark.parametrize(
    ("host", "certificate", "trusted", "outcome"),
    [
        ("examplia.example", "fictional.pem", "fictional.pem", Outcome.WORKS),
        ("examplia.example", "fictional.pem", None, Outcome.UNKNOWN_ISSUER),
        ("other.example", "fictional.pem", "fictional.pem", Outcome.OTHER_NAME),
        ("examplia.example", "fictional-expired.pem", "fictional-expired.pem", Outcome.EXPIRED),
        ("examplia.example", "", None, Outcome.NO_TLS),
    ],
)
def test_a_certificate_is_verified_for_the_name_that_was_asked(host, certificate, trusted, outcome):
    values = {"tls": trusting(trusted)} if trusted else {}
    plain = {"/": reply()}
    with serving(plain, certificate=certificate) as web:
        if not certificate:
            web.server._answer = lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        assert ask(web, f"https://{host}/", **values).outcome is outcome
    assert web.dialled[0] == (PUBLIC, 443)
    if certificate:
        assert web.server.names[0] == host


def test_proxies_of_the_environment_have_no_say(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving({"/": reply()}) as web:
        assert ask(web).outcome is Outcome.WORKS
    assert web.dialled == [(PUBLIC, 80)]
