"""Files made with the help of those before are the same as files made from nothing."""

import gzip
import json
import logging
from datetime import UTC, datetime

import pytest
import time_machine

from cstosite.data import files, writing
from cstosite.data.models import Version
from cstosite.data.tests.fictional import make_site
from delegations.models import Person
from delegations.tests.make import make_person
from press import publishing
from press.models import Exchange, PressItem
from press.tests.make import make_interview, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=True):
        yield


@pytest.fixture
def written(monkeypatch):
    """The rows of every part that is written and not copied."""
    found, write = [], writing._write_rows

    def count(*args):
        number, places = write(*args)
        found.append(number)
        return number, places

    monkeypatch.setattr(writing, "_write_rows", count)
    return found


def months(*numbers):
    return [make_interview(slug=f"of-{n}", at=datetime(2026, n, 15, tzinfo=UTC)) for n in numbers]


def from_nothing(tmp_path):
    """The hashes of the tables written without those before."""
    folder = tmp_path / f"anew-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    with files.snapshot():
        return files.write_tables(folder, datetime.now(UTC), None)[2]


def is_true(built, tmp_path):
    hashes = from_nothing(tmp_path)
    return {name: built.hashes[name] for name in hashes} == hashes


def test_after_any_change_the_files_are_those_made_from_nothing(tmp_path, admin_user):
    make_site()
    first, second, third = months(1, 2, 3)
    files.current()

    def correct():
        first.body += "<p>A closing paragraph.</p>"
        first.save()

    def name_the_speaker():
        voice = second.appearances.get()
        voice.person = make_person("Eve Example")
        voice.save()

    def rename_the_speaker():
        voice = second.appearances.get()
        voice.label = "Eve Example"
        voice.save()

    def move():
        third.slug = "elsewhere"
        third.save()

    def make_silent():
        third.body = "<p>Nobody is asked.</p>"
        third.save()

    def withdraw():
        publishing.withdraw(first, admin_user, "A mistake.")

    steps = [correct, name_the_speaker, rename_the_speaker, move, make_silent, withdraw, lambda: months(4)]
    for step in steps:
        step()
        assert is_true(files.current(), tmp_path), step.__name__


def test_what_did_not_change_is_not_written_again(written):
    months(1, 2, 3)
    files.current()
    written.clear()
    months(4)
    files.current()
    anew = sorted(written, reverse=True)
    written.clear()
    make_person("Eve Example").save()
    Person.objects.get().delete()
    make_item(at=datetime(2026, 4, 16, tzinfo=UTC))
    files.current()
    # Of the items, their texts and their exchanges only those of one month; speakers are written anew.
    assert anew[:4] == [4, 2, 1, 1]
    assert sorted(written, reverse=True)[:4] == [4, 2, 2, 2]


def test_packed_files_say_the_same_when_parts_of_them_were_copied():
    months(1, 2, 3)
    files.current()
    months(4)
    built = files.current()
    for name in built.hashes:
        assert gzip.decompress((built.folder / f"{name}.gz").read_bytes()) == (built.folder / name).read_bytes()


@pytest.mark.parametrize("name", ["press_texts.json", "press_texts.json.gz"])
def test_what_was_damaged_since_is_not_copied(tmp_path, name, caplog):
    caplog.set_level(logging.CRITICAL)
    months(1, 2)
    path = files.current().folder / name
    path.write_bytes(path.read_bytes().replace(path.read_bytes()[40:50], b"**********", 1))
    months(3)
    built = files.current()
    assert is_true(built, tmp_path)
    assert gzip.decompress((built.folder / "press_texts.json.gz").read_bytes()).count(b"Examplia") == 3


def test_another_address_of_the_site_copies_nothing(settings, tmp_path):
    months(1, 2)
    files.current()
    settings.SITE_URL = "https://elsewhere.example"
    assert is_true(files.current(), tmp_path)
    assert b"https://elsewhere.example/press/of-1/" in (files.current().folder / "press.json").read_bytes()


def test_of_versions_the_newest_are_listed(client, monkeypatch):
    monkeypatch.setattr("cstosite.data.documents.MOST_VERSIONS", 2)
    for month in (1, 2, 3):
        months(month)
        files.current()
    found = client.get("/data/versions.json")
    shown = json.loads(b"".join(found.streaming_content))
    assert [each["number"] for each in shown["versions"]] == [each.pk for each in Version.objects.order_by("-pk")[:2]]
    assert shown["earlier"] == 1 and PressItem.objects.count() == Exchange.objects.count() / 2
