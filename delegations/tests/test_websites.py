"""The check of the register's websites: which are asked and when, what is kept of it, and what the clerk reads."""

import json
import logging
import socket
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cstosite.logs import LineFormatter
from cstosite.tests.page import Page
from delegations import websites
from delegations.models import Delegation, RegisterChange, Website, WebsiteCheck
from delegations.outside import Answer, Outcome, asking

from .make import make_chamber, make_delegation, make_source, make_website
from .web import Clock, moved, reply, serving

pytestmark = pytest.mark.django_db

START = datetime.fromisoformat("2026-06-01T04:00:00+03:00")


class Fake:
    """Instead of the web: outcomes by address, and what was asked, in order."""

    def __init__(self, **outcomes):
        self.outcomes, self.asked = outcomes, []

    def ask(self, url):
        self.asked.append(url)
        outcome = self.outcomes.get(url.split("/")[2].split(".")[0], Outcome.WORKS)
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Answer):
            return outcome
        return Answer(outcome, url, {Outcome.WORKS: 200, Outcome.NOT_FOUND: 404}.get(outcome, 0))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def delegation():
    return make_delegation()


def check(fake=None, **options):
    fake = fake or Fake()
    call_command("check_websites", outside=fake, **options)
    return getattr(fake, "asked", [])


def site(name):
    return f"http://{name}.example/"


def test_every_website_that_stands_is_asked_once(delegation):
    make_website(delegation, site("undated"), observed="unknown")
    make_website(delegation, site("since"), valid_from="2020")
    make_website(delegation, site("since"), valid_from="2021", chamber=make_chamber(delegation))
    make_website(delegation, site("until"), valid_from="2020", valid_to="2026-06-01")
    make_website(delegation, site("tomorrow"), valid_from="2026-06-02")
    make_website(delegation, site("yesterday"), valid_from="2020", valid_to="2026-05-31")
    make_website(delegation, site("over"), valid_from="2020", is_over=True)
    make_website(delegation, site("wrong"), observed="unknown").retract("Misread.")
    assert check() == [site("since"), site("undated"), site("until")]


def test_an_observed_website_of_which_an_end_is_recorded_is_asked_no_more(delegation):
    make_website(delegation, observed="unknown")
    make_website(delegation, valid_to="2026-05-01")
    assert check() == []


def test_no_site_is_asked_again_within_twenty_hours(delegation, clock):
    make_website(delegation, site("a"), observed="unknown")
    assert check() == [site("a")]
    clock.shift(timedelta(hours=19))
    make_website(delegation, site("b"), observed="unknown")
    assert check() == [site("b")]
    assert check(again=True) == [site("a"), site("b")]
    clock.shift(timedelta(hours=20))
    assert check() == [site("a"), site("b")]


def test_a_run_is_bounded_and_the_longest_unchecked_come_first(delegation, clock, capsys):
    for name in "abc":
        make_website(delegation, site(name), observed="unknown")
    assert check(limit=1) == [site("a")]
    assert "Left for the next run: 2." in capsys.readouterr().out
    clock.shift(timedelta(hours=21))
    assert check(limit=2) == [site("b"), site("c")]
    clock.shift(timedelta(hours=21))
    assert check(limit=2) == [site("a"), site("b")]


def test_a_website_is_out_of_order_when_it_failed_on_two_days(delegation, clock):
    fact = make_website(delegation, observed="unknown")
    fails = Fake(examplia=Outcome.NOT_FOUND)

    def out_of_order():
        row = WebsiteCheck.objects.get()
        listed = websites.out_of_order()
        assert bool(listed) is row.is_out_of_order, "The twins differ."
        return listed

    check(fails)
    assert out_of_order() == [] and WebsiteCheck.objects.get().is_working is False
    clock.shift(timedelta(hours=19))
    check(fails, again=True)
    assert out_of_order() == [], "Twice on one day."
    clock.shift(timedelta(hours=2))
    check(fails, again=True)
    (listed,) = out_of_order()
    assert (listed, listed.failing_since) == (fact, START)
    assert listed.words == "Its server says that there is no such page (404)."
    clock.shift(timedelta(days=30))
    check(fails)
    assert out_of_order()[0].failing_since == START
    clock.shift(timedelta(days=1))
    check()
    assert out_of_order() == [] and WebsiteCheck.objects.get().failing_since is None
    clock.shift(timedelta(days=1))
    check(fails)
    assert out_of_order() == []


def test_midnight_is_that_of_the_sites_time_zone(delegation, clock):
    make_website(delegation, observed="unknown")
    clock.move_to(datetime.fromisoformat("2026-06-01T20:59:00+00:00"))
    check(Fake(examplia=Outcome.GONE))
    clock.shift(timedelta(minutes=2))
    check(Fake(examplia=Outcome.GONE), again=True)
    assert len(websites.out_of_order()) == 1 and WebsiteCheck.objects.get().is_out_of_order


def test_a_site_of_which_nothing_can_be_told_is_neither_working_nor_failing(delegation, clock):
    make_website(delegation, observed="unknown")
    for outcome in (Outcome.GONE, Outcome.WARY):
        check(Fake(examplia=outcome))
        clock.shift(timedelta(days=1))
    row = WebsiteCheck.objects.get()
    assert (row.is_working, row.failing_since, row.is_out_of_order) == (None, None, False)


def test_what_stands_no_more_is_not_listed_and_then_forgotten(delegation, clock):
    fact = make_website(delegation, observed="unknown")
    for _day in range(2):
        check(Fake(examplia=Outcome.GONE))
        clock.shift(timedelta(days=1))
    assert len(websites.out_of_order()) == 1
    fact.retract("Misread.")
    assert websites.out_of_order() == [] and WebsiteCheck.objects.exists()
    check()
    assert not WebsiteCheck.objects.exists()


def test_no_fact_is_changed_by_a_check_and_nothing_told(delegation):
    make_website(delegation, observed="unknown")
    before = list(Website.objects.values())
    check(Fake(examplia=Outcome.GONE))
    assert list(Website.objects.values()) == before and not RegisterChange.objects.exists()


def test_a_failure_is_one_line_of_the_log_and_no_failure_of_the_run(delegation, caplog, capsys):
    for name in ("bad", "good", "odd"):
        make_website(delegation, site(name), observed="unknown")
    with caplog.at_level(logging.WARNING):
        check(Fake(bad=Answer(Outcome.NO_TIME, "http://bad.example/"), odd=ZeroDivisionError()))
    first, second = [json.loads(LineFormatter().format(record)) for record in caplog.records]
    assert first["message"] == "http://bad.example/: Its server, bad.example, did not answer in time."
    assert second["message"].startswith("http://odd.example/") and "ZeroDivisionError" in second["traceback"]
    assert capsys.readouterr().out == (
        "Working: 1. Failing: 1. Could not be told: 1.\nChecked lately: 0. Left for the next run: 0.\n"
    )
    assert WebsiteCheck.objects.count() == 3


def test_how_much_is_said_is_as_asked_for(delegation, capsys):
    make_website(delegation, observed="unknown")
    check(verbosity=0)
    assert capsys.readouterr().out == ""
    check(verbosity=2, again=True)
    assert capsys.readouterr().out.startswith("http://examplia.example/: It answered.\nWorking: 1.")


@pytest.mark.parametrize("third", [Outcome.NO_HOST, Outcome.OTHER_PORT])
def test_a_machine_that_is_cut_off_writes_that_not_down_and_says_so(delegation, third):
    for name in "abc":
        make_website(delegation, site(name), observed="unknown")
    with pytest.raises(CommandError, match="is this machine cut off"):
        check(Fake(a=Outcome.NO_LOOK_UP, b=Outcome.NO_WAY, c=third))
    assert not WebsiteCheck.objects.exclude(url=site("c")).exists()
    assert WebsiteCheck.objects.count() == (third is Outcome.OTHER_PORT)


@pytest.mark.parametrize("other", [Outcome.WORKS, Outcome.NO_TIME, Outcome.EXPIRED])
@pytest.mark.parametrize("outcome", [Outcome.NO_LOOK_UP, Outcome.NO_HOST])
def test_a_name_that_is_not_found_counts_when_another_site_was(delegation, outcome, other):
    for name in "ab":
        make_website(delegation, site(name), observed="unknown")
    check(Fake(a=outcome, b=other))
    assert WebsiteCheck.objects.get(url=site("a")).is_working is False


def test_a_name_that_is_not_found_counts_when_another_site_worked_lately(delegation):
    make_website(delegation, site("a"), observed="unknown")
    check()
    make_website(delegation, site("b"), observed="unknown")
    assert check(Fake(b=Outcome.NO_HOST)) == [site("b")]
    assert WebsiteCheck.objects.get(url=site("b")).is_working is False


def test_there_are_words_for_every_outcome():
    sentences = {websites.in_words(Answer(outcome, "http://a.example/", 404)) for outcome in Outcome}
    assert len(sentences) == len(Outcome) and all(words.endswith((".", "how.")) for words in sentences)
    led = Answer(Outcome.WORKS, "https://b.example/" + "x" * 500, 200, redirects=1)
    words = websites.in_words(led)
    assert words.startswith("It answered. This is about https://b.example/x") and len(words) < 300


def test_a_run_over_a_real_server_writes_down_what_it_said(delegation):
    for name in ("good", "gone", "inside"):
        make_website(delegation, site(name), observed="unknown")
    make_website(delegation, "http://good.example/away", observed="unknown")
    answers = {"/": reply(), "/away": moved("http://good.example/new"), "/new": reply(410)}
    names = {"inside.example": ["192.168.0.1"], "gone.example": socket.gaierror(socket.EAI_NONAME, "")}
    clock = Clock()
    with serving(answers, names) as web:
        check(web.outside(clock=clock, sleep=clock.sleep))
    assert clock.pauses == [1.0] * 3, "Between the four requests to one host."
    assert dict(WebsiteCheck.objects.values_list("url", "words")) == {
        "http://good.example/": "It answered.",
        "http://good.example/away": "Its server says that the page is gone for good (410). "
        "This is about http://good.example/new, to which it leads.",
        "http://gone.example/": "There is no host of the name gone.example.",
        "http://inside.example/": "It leads to inside.example, whose address is not a public one. "
        "Nothing was sent there.",
    }


@pytest.mark.parametrize("options", [["--limit=0"], ["--limit=x"], ["--pause=-1"], ["--pause=nan"], ["--pause=x"]])
def test_an_option_that_makes_no_sense_is_refused(options):
    with pytest.raises(CommandError):
        call_command("check_websites", *options)


def test_the_command_asks_politely_under_the_sites_name(delegation, settings, monkeypatch):
    settings.SITE_NAME, settings.SITE_URL = "Ассамблея\r\nX", "https://www.example.org"
    made = []

    class Outside(Fake):
        def __init__(self, agent, pause):
            super().__init__()
            made.append((agent, pause))

    monkeypatch.setattr("delegations.management.commands.check_websites.Outside", Outside)
    call_command("check_websites", "--pause=2.5")
    assert made == [("assambleyax website check (+https://www.example.org)", 2.5)]


def test_the_database_refuses_a_failure_without_a_beginning():
    values = {"url": site("a"), "checked_at": timezone.now(), "words": "."}
    for wrong in ({"is_working": False}, *({"is_working": w, "failing_since": START} for w in (True, None))):
        with pytest.raises(IntegrityError), transaction.atomic():
            WebsiteCheck.objects.create(**values, **wrong)


def test_nothing_is_sent_while_a_form_is_saved(admin_client, monkeypatch, delegation):
    def refuse(*args, **kwargs):
        raise AssertionError("Something was asked while saving.")

    monkeypatch.setattr(asking.Outside, "ask", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    form = {"delegation": delegation.pk, "url": site("new"), "is_observation": "on", "source": make_source().pk}
    assert admin_client.post(reverse("admin:delegations_website_add"), form).status_code == 302
    assert Website.objects.get().url == site("new")


def test_the_page_of_a_website_says_what_the_last_check_came_to(client, admin_user, delegation, clock):
    fact = make_website(delegation, observed="unknown")
    address = reverse("admin:delegations_website_change", args=[fact.pk])

    def last_check():
        client.force_login(admin_user)
        return Page(client.get(address)).one(".field-last_check .readonly").text

    assert last_check() == "Not checked yet."
    check()
    assert last_check() == "1 June 2026, 04:00: It answered."
    clock.shift(timedelta(days=1))
    fails = Fake(examplia=Answer(Outcome.NO_TIME, "http://examplia.example/<b>"))
    check(fails)
    assert last_check() == (
        "2 June 2026, 04:00: Its server, examplia.example, did not answer in time. "
        "It failed on one day so far: it is listed when it fails on another day too."
    )
    clock.shift(timedelta(days=1))
    check(fails)
    assert last_check().endswith("did not answer in time. Every check since 2 June 2026 failed.")
    assert Page(client.get(reverse("admin:delegations_website_add"))).all(".field-last_check") == []


def test_public_pages_say_nothing_of_checks(client, delegation, clock):
    make_website(delegation, observed="unknown")
    address = Delegation.objects.get().get_absolute_url()
    before = client.get(address).content
    for _day in range(2):
        WebsiteCheck.keep(site("examplia"), False, "Zzyzx.", timezone.now() + timedelta(days=_day))
    assert len(websites.out_of_order()) == 1
    assert client.get(address).content == before
