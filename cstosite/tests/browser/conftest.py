"""A real browser against a real server: what every browser test stands on."""

import os
import shutil
from threading import Condition

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.test import Client

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        reason = "no Chromium on this machine: browser tests need one"
        pytest.fail(reason) if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip(reason)
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(autouse=True)
def settled(page, live_server, transactional_db):
    """The server is left with no request half answered: the database is emptied next, and tables in use refuse that."""
    running, changed = [0], Condition()

    def count(step):
        with changed:
            running[0] += step
            changed.notify_all()

    def started(**kwargs):
        count(1)

    def finished(**kwargs):
        count(-1)

    request_started.connect(started)
    request_finished.connect(finished)
    yield
    page.close()
    with changed:
        changed.wait_for(lambda: running[0] <= 0, timeout=10)
    request_started.disconnect(started)
    request_finished.disconnect(finished)


@pytest.fixture
def console(page):
    """What the browser says while a test drives it; anything at all fails the test."""
    said = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text} ({page.url})"))
    page.on("pageerror", lambda error: said.append(f"error: {error} ({page.url})"))
    yield said
    assert said == []


@pytest.fixture
def editor_page(page, console, live_server, transactional_db):
    """A page whose visitor is signed in as a publisher of the press service."""
    user = get_user_model().objects.create_superuser("editor", password="a-long-password")
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.set_default_timeout(10_000)
    return page
