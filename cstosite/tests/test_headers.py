"""What holds for every answer: headers, methods, hosts, no cookie, errors that look like the site."""

import json
import logging

import pytest
from django.test import Client

from cstosite.data.tables import TABLES
from cstosite.logs import LineFormatter
from cstosite.tests.page import Page
from cstosite.tests.surfaces import addresses
from delegations.tests.make import make_appointment, make_country, make_delegation, make_person, make_post
from press.tests.make import make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """One of everything, so that each public address answers 200."""
    country = make_country()
    post = make_post(make_delegation(country=country))
    make_appointment(make_person(slug="control"), post, observed="unknown")
    make_interview(slug="control", countries=[country])
    # The tables are sent in one way: one of them stands for all.
    others = {f"/data/{table.name}.json" for table in TABLES[1:]}
    return [a for a in addresses() if not a.startswith("/preview/") and a not in others]


def everywhere(client, site):
    """Answers of every public address, and of some that fail."""
    for address in [*site, "/nowhere/", "/press/nowhere/", "/admin/login/", "/static/nowhere.css"]:
        yield address, client.get(address)
    yield "POST /", client.post("/")
    yield "TRACE /admin/", client.generic("TRACE", "/admin/")


def test_every_answer_carries_the_headers_that_protect_it(client, site):
    for address, answer in everywhere(client, site):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert answer["Permissions-Policy"] and answer["Cross-Origin-Resource-Policy"], address
        assert len(answer["X-Request-ID"]) == 32, address


def test_public_answers_set_no_cookie_and_vary_by_nothing_but_compression(client, site):
    for address in [*site, "/nowhere/"]:
        for cookie in ("sessionid=x; csrftoken=x; messages=x", "csrftoken="):
            answer = client.get(address, headers={"accept-language": "ru", "cookie": cookie})
            assert not answer.cookies, (address, cookie)
            assert answer.get("Vary", "Accept-Encoding") == "Accept-Encoding", (address, cookie)


def test_public_pages_are_the_same_bytes_for_staff(client, admin_client, site):
    for address in site:
        assert client.get(address).getvalue() == admin_client.get(address).getvalue(), address


def test_public_pages_can_be_kept_for_a_minute_and_revalidated(client, site):
    for address in site:
        answer = client.get(address)
        if "no-store" in answer["Cache-Control"]:
            assert address in {"/healthz", "/readyz"}
            continue
        assert "max-age=" in answer["Cache-Control"] and "public" in answer["Cache-Control"], address
        if answer.status_code == 200:
            assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304, address


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_public_addresses_are_only_read(client, site, method):
    for address in [*site, "/nowhere/"]:
        answer = client.generic(method, address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD"), address


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS"])
def test_the_admin_takes_no_method_its_forms_do_not_need(client, method):
    assert client.generic(method, "/admin/login/").status_code == 405


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80@testserver", "", "testserver.evil.example", "[::1"])
def test_a_foreign_host_is_refused_in_the_sites_own_words(client, host):
    answer = client.get("/press/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    assert Page(answer).one("h1").text == "Bad request"


def test_a_forwarded_host_changes_nothing(client, site):
    for address in site:
        assert "evil" not in client.get(address, headers={"x-forwarded-host": "evil.example"}).getvalue().decode()


def test_errors_look_like_the_site_and_say_what_to_do(client, settings):
    page = Page(client.get("/nowhere/"))
    assert page.one("h1").text == "Page not found"
    assert page.one("title").text == "Page not found – CSTO Parliamentary Assembly"
    assert "mailto:press@assembly.example" in [link["href"] for link in page.all("main a")]


def test_a_form_that_came_from_elsewhere_is_refused_without_technical_words():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "reload the page" in Page(answer).text
    assert "CSRF" not in answer.content.decode() and "DEBUG" not in answer.content.decode()


def test_a_fault_is_told_in_plain_words_and_logged_in_one_line(client, monkeypatch, caplog):
    monkeypatch.setattr("press.views.Listing.from_query", lambda query: 1 / 0)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR, logger="django.request"):
        logging.getLogger("django.request").addHandler(caplog.handler)
        answer = client.get("/press/")
        logging.getLogger("django.request").removeHandler(caplog.handler)
    assert answer.status_code == 500
    assert Page(answer).one("h1").text == "Something went wrong"
    assert "ZeroDivisionError" not in answer.content.decode()
    (record,) = [record for record in caplog.records if record.name == "django.request"][:1]
    line = LineFormatter().format(record)
    assert "\n" not in line
    logged = json.loads(line)
    assert logged["status"] == 500 and "ZeroDivisionError" in logged["traceback"]


def test_security_txt_names_the_contact(client):
    assert "Contact: mailto:press@assembly.example" in client.get("/.well-known/security.txt").content.decode()


def test_ready_means_that_the_database_answers(client, monkeypatch):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr("cstosite.views.MigrationExecutor", lambda connection: 1 / 0)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["published_at__year=" + "9" * 30, "title__regex=(a", "kind=%00", "q=%00", "stage=%00", "p=" + "9" * 30, "o=x"],
)
def test_what_the_lists_of_the_admin_cannot_answer_is_no_fault_of_ours(admin_client, site, query):
    answer = admin_client.get(f"/admin/press/pressitem/?{query}")
    assert answer.status_code in {200, 302, 400}
