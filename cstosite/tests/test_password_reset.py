"""A forgotten password: a link by mail for staff, the same answer for everybody, and not too often."""

import logging
import re
import threading

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cstosite import staff
from cstosite.tests.page import Page

pytestmark = pytest.mark.django_db

RESET = reverse("admin_password_reset")
NEW = "a-long-new-password-of-ella"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Mail is sent before the test goes on, and nothing is counted from other tests."""
    monkeypatch.setattr("cstosite.shared.mail._beside", lambda function, *args: function(*args))
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ella():
    return make_user()


def make_user(**values):
    values = {"username": "ella", "email": "ella@assembly.example", "is_staff": True, "password": "old"} | values
    return get_user_model().objects.create_user(**values)


def link():
    """The link in the only mail that was sent."""
    (message,) = mail.outbox
    return re.search(r"https?://\S+", message.body)[0]


def path():
    return link().removeprefix("http://testserver.example")


def choose(client, password=NEW):
    """Open the link and choose a password there."""
    form = client.get(path(), follow=True)
    assert Page(form).all("#id_new_password1")
    return client.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


def test_somebody_who_forgot_a_password_chooses_another_and_signs_in(client, ella):
    login = Page(client.get(reverse("admin:login")))
    (forgotten,) = [a["href"] for a in login.all(".password-reset-link a")]
    assert forgotten == RESET
    assert "CSTO Parliamentary Assembly: editing" in Page(client.get(RESET)).text
    answer = client.post(RESET, {"email": "Ella@assembly.example"}, follow=True)
    assert answer.status_code == 200 and "We’ve emailed you instructions" in Page(answer).text
    assert mail.outbox[0].to == ["ella@assembly.example"]
    assert mail.outbox[0].subject == "Password reset on CSTO Parliamentary Assembly"
    assert choose(client)["Location"] == reverse("password_reset_complete")
    assert "Your password has been set" in Page(client.get(reverse("password_reset_complete"))).text
    assert client.login(username="ella", password=NEW)


def test_a_link_works_once_and_refuses_a_weak_password(client, ella):
    client.post(RESET, {"email": ella.email})
    assert "too short" in Page(choose(client, "short")).text
    choose(client)
    again = client.get(path(), follow=True)
    assert "The password reset link was invalid" in Page(again).text and not Page(again).all("#id_new_password1")


def test_a_made_up_link_opens_nothing(client, ella):
    for uid in ("MQ", "x", "AAAA", "_w"):
        answer = client.get(reverse("password_reset_confirm", args=[uid, "abc-123"]))
        assert "The password reset link was invalid" in Page(answer).text


def test_a_new_password_lifts_the_wait_after_wrong_ones(client, ella, monkeypatch):
    lifted = []
    monkeypatch.setattr(staff, "reset", lambda username: lifted.append(username))
    client.post(RESET, {"email": ella.email})
    choose(client)
    assert lifted == ["ella"]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost"},
        {"host": "127.0.0.1:8000"},
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "https", "x-forwarded-server": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"origin": "http://testserver.example", "referer": "http://evil.example/"},
    ],
)
def test_the_link_leads_to_the_site_whatever_the_request_calls_it(client, ella, headers):
    assert client.post(RESET, {"email": ella.email}, headers=headers).status_code == 302
    assert link().startswith("http://testserver.example/admin/reset/")
    assert "evil" not in mail.outbox[0].message().as_string() and "localhost" not in mail.outbox[0].body


def test_the_link_is_as_secure_as_the_site(client, ella, settings):
    settings.SITE_URL = "https://www.assembly.example"
    client.post(RESET, {"email": ella.email})
    assert link().startswith("https://www.assembly.example/admin/reset/")


def test_a_foreign_host_is_refused_before_any_mail(client, ella):
    for host in ("evil.example", "evil.example:80@testserver", "testserver.evil.example"):
        assert client.post(RESET, {"email": ella.email}, headers={"host": host}).status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize("values", [{"is_active": False}, {"is_staff": False}, {"password": None}, {"email": ""}])
def test_those_who_cannot_sign_in_get_no_link(client, values):
    user = make_user(**values)
    client.post(RESET, {"email": user.email or "nobody@assembly.example"})
    assert mail.outbox == []


def test_the_answer_is_the_same_whether_or_not_there_is_such_an_account(client, ella):
    known = client.post(RESET, {"email": ella.email}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@assembly.example"}, follow=True)
    assert len(mail.outbox) == 1
    assert known.content == unknown.content and known.redirect_chain == unknown.redirect_chain

    def shape(answer):
        return {name: value for name, value in answer.headers.items() if name not in {"X-Request-ID", "Expires"}}

    assert shape(known) == shape(unknown)
    assert "ella" not in known.content.decode()


def test_the_answer_does_not_wait_for_the_mail_that_only_an_account_is_sent(client, ella, monkeypatch):
    monkeypatch.undo()
    has_time, is_sent = threading.Event(), threading.Event()

    def send(messages):
        has_time.wait(60)
        is_sent.set()

    monkeypatch.setattr("cstosite.shared.mail.send", send)
    client.post(RESET, {"email": "ella@assembly.example"})
    assert not is_sent.is_set()
    has_time.set()
    assert is_sent.wait(60)


def test_one_address_is_not_flooded_with_mail(client, ella):
    for _number in range(staff.MAILS_AN_HOUR + 3):
        answer = client.post(RESET, {"email": "ELLA@assembly.example"})
        assert answer.status_code == 302
    assert len(mail.outbox) == staff.MAILS_AN_HOUR


def test_one_client_cannot_go_on_asking(client, ella):
    for number in range(staff.REQUESTS_AN_HOUR):
        assert client.post(RESET, {"email": f"{number}@assembly.example"}).status_code == 302
    answer = client.post(RESET, {"email": ella.email})
    assert answer.status_code == 429 and answer["Retry-After"] == "3600" and mail.outbox == []
    assert "try again in an hour" in Page(answer).text
    assert client.get(RESET).status_code == 200
    elsewhere = client.post(RESET, {"email": ella.email}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302 and len(mail.outbox) == 1


def test_no_page_of_it_is_kept_by_anybody(client, ella):
    for address in (RESET, reverse("password_reset_done"), reverse("password_reset_complete")):
        assert "no-store" in client.get(address)["Cache-Control"], address
    client.post(RESET, {"email": ella.email})
    assert "no-store" in client.get(path(), follow=True)["Cache-Control"]


def test_a_failing_mail_server_changes_no_answer_and_its_log_line_holds_no_link(client, ella, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with caplog.at_level(logging.INFO):
        assert client.post(RESET, {"email": ella.email}).status_code == 302
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert line == "Of 1 mails 1 were not sent: ConnectionRefusedError."


def test_a_form_from_elsewhere_is_refused(ella):
    assert Client(enforce_csrf_checks=True).post(RESET, {"email": ella.email}).status_code == 403
    assert mail.outbox == []
