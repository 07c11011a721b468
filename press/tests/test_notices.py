"""Mail about steps: who gets it, what stands in it, and that it stops nothing."""

import logging
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from cstosite.shared.mail import send_soon
from press import notices, publishing
from press.models import State

from .make import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Mail is sent before the test goes on."""
    monkeypatch.setattr("cstosite.shared.mail._beside", lambda function, *args: function(*args))


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """A step, and what follows when it is committed."""

    def commit(step, *args, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return step(*args, **values)

    return commit


def make_user(name, wants=False, may_see=True, **values):
    user = get_user_model().objects.create(
        **({"username": name, "email": f"{name}@assembly.example", "is_staff": True} | values)
    )
    if may_see:
        user.user_permissions.set(Permission.objects.filter(codename="view_pressitem"))
    if wants:
        user.groups.add(Group.objects.get_or_create(name=notices.READERS)[0])
    return user


@pytest.fixture
def ella():
    return make_user("ella", first_name="Ella", last_name="Example")


@pytest.fixture
def paul():
    return make_user("paul", wants=True)


def told():
    """Who was mailed what, and an empty outbox."""
    told = sorted((*message.to, message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return told


def test_whoever_wants_to_review_hears_of_what_is_sent_for_review(commit, ella, paul):
    commit(publishing.submit, make_item(State.DRAFT, title="A new library", modified_by=ella), ella)
    assert told() == [("paul@assembly.example", "To review: A new library")]


@pytest.mark.parametrize(
    "values", [{"is_active": False}, {"is_staff": False}, {"may_see": False}, {"email": ""}, {"wants": False}]
)
def test_nobody_hears_who_may_not_see_it_or_did_not_ask(commit, ella, values):
    make_user("mira", **{"wants": True} | values)
    commit(publishing.submit, make_item(State.DRAFT, modified_by=ella), ella)
    assert told() == []


def test_nobody_is_told_of_their_own_step(commit, paul):
    commit(publishing.submit, make_item(State.DRAFT, modified_by=paul), paul)
    assert told() == []


def test_the_authors_hear_what_became_of_it_each_once(commit, ella, paul):
    mira = make_user("mira")
    item = make_item(State.DRAFT, title="A new library", modified_by=mira)
    commit(publishing.submit, item, ella)
    told()
    commit(publishing.send_back, item, paul, "Not yet.")
    sent_back = "Sent back: A new library"
    assert told() == [("ella@assembly.example", sent_back), ("mira@assembly.example", sent_back)]
    commit(publishing.submit, item, mira)
    told()
    commit(publishing.approve, item, paul)
    assert told() == [("mira@assembly.example", "Approved: A new library")]
    commit(publishing.withdraw, item, ella, "It was another library.")
    withdrawn = "Withdrawn: A new library"
    assert told() == [("mira@assembly.example", withdrawn), ("paul@assembly.example", withdrawn)]


def test_a_mail_tells_the_headline_the_place_and_the_time_and_no_other_word_of_it(commit, ella, paul):
    words = {name: f"<p>Zzyzx {name}</p>" for name in ("standfirst", "body", "reference_note", "imported_text")}
    item = make_item(State.DRAFT, title="A new library", byline="Zzyzx", modified_by=ella, **words)
    commit(publishing.submit, item, ella, "Zzyzx note")
    commit(publishing.approve, item, paul, at=timezone.now() + timedelta(days=400))
    review, approved = mail.outbox
    for message in (review, approved):
        assert "Zzyzx" not in message.message().as_string()
        assert message.from_email == "press@assembly.example"
        assert message.message().get_content_type() == "text/plain"
        assert "A new library" in message.body
        assert f"http://testserver.example/admin/press/pressitem/{item.pk}/change/" in message.body
    assert review.body.startswith("Ella Example sent this item for review:")
    assert "It goes out on" in approved.body and "(Europe/Moscow)" in approved.body


def test_a_headline_of_several_lines_makes_no_header_of_its_own(commit, ella, paul):
    item = make_item(State.DRAFT, title="A library\r\nBcc: everybody@elsewhere.example", modified_by=ella)
    commit(publishing.submit, item, ella)
    (message,) = mail.outbox
    assert message.subject == "To review: A library Bcc: everybody@elsewhere.example"
    assert "\nBcc:" not in message.message().as_string()


def test_a_step_that_was_not_taken_is_not_told(commit, ella, paul):
    with pytest.raises(ValidationError):
        commit(publishing.send_back, make_item(State.DRAFT, modified_by=ella), paul, "Oh.")
    assert told() == []


class Refusing(BaseEmailBackend):
    """A server that refuses one recipient, or answers nobody."""

    answers = True
    sent = []

    def open(self):
        if not self.answers:
            raise ConnectionRefusedError("mail.example.org does not answer user secret@mail")

    def send_messages(self, messages):
        for message in messages:
            if message.to == ["mira@assembly.example"]:
                raise OSError("550 mira@assembly.example is unknown")
            self.sent.extend(message.to)


@pytest.fixture
def refusing(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "sent", [])
    return Refusing


def test_a_mail_server_that_does_not_answer_stops_nothing_and_is_one_line_in_the_log(
    commit, ella, paul, refusing, monkeypatch, caplog
):
    monkeypatch.setattr(refusing, "answers", False)
    make_user("mira", wants=True)
    with caplog.at_level(logging.INFO):
        item = commit(publishing.submit, make_item(State.DRAFT, title="Zzyzx", modified_by=ella), ella)
    assert item.state == State.IN_REVIEW
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.getMessage() == "Of 2 mails 2 were not sent: ConnectionRefusedError."
    assert not record.exc_info


def test_one_refused_recipient_keeps_no_mail_from_the_others(commit, ella, paul, refusing, caplog):
    make_user("mira", wants=True)
    make_user("nora", wants=True)
    commit(publishing.submit, make_item(State.DRAFT, modified_by=ella), ella)
    assert sorted(refusing.sent) == ["nora@assembly.example", "paul@assembly.example"]
    assert "Of 3 mails 1 were not sent: OSError." in caplog.text and "mira" not in caplog.text


def test_a_fault_of_our_own_in_the_mail_stops_nothing_either(commit, ella, paul, monkeypatch):
    monkeypatch.setattr("press.notices.recipients", lambda *args: 1 / 0)
    assert commit(publishing.submit, make_item(State.DRAFT, modified_by=ella), ella).state == State.IN_REVIEW


def test_a_slow_mail_server_keeps_nobody_waiting(monkeypatch):
    monkeypatch.undo()
    may_go_on, done = threading.Event(), threading.Event()

    def slow(messages):
        may_go_on.wait(10)
        done.set()

    monkeypatch.setattr("cstosite.shared.mail.send", slow)
    send_soon([mail.EmailMessage("A", "B", to=["ella@assembly.example"])])
    assert not done.is_set()
    may_go_on.set()
    assert done.wait(10)
