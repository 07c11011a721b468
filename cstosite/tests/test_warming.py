"""Pages are made once before a process serves."""

import pytest

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
