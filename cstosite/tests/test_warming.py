"""Pages are made once before a process serves."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from cstosite import warming
from press.tests.make import make_item

pytestmark = pytest.mark.django_db


def test_every_page_named_and_the_newest_item_are_made(monkeypatch, caplog):
    item = make_item(slug="newest")
    made, resolve = [], warming.resolve
    monkeypatch.setattr(warming, "resolve", lambda path: made.append(path) or resolve(path))
    warming.warm_up()
    assert made == ["/", "/delegations/", "/press/", "/search/", item.get_absolute_url()]
    assert not caplog.records


def test_a_page_that_cannot_be_made_keeps_no_process_from_serving(monkeypatch, caplog):
    monkeypatch.setattr(warming, "PAGES", ["/nowhere/"])
    warming.warm_up()
    assert "The first pages could not be made" in caplog.text


def test_the_application_loads_where_nothing_was_set_before(tmp_path):
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environ |= {"DEMO": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    subprocess.run([sys.executable, "-c", "import cstosite.wsgi"], env=environ, check=True, cwd=settings.BASE_DIR)
