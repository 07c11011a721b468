"""The archive: what is public goes into one file and comes out of it, in an empty site, as it was."""

import json
import re
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import feedparser
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cstosite.data.files import current
from delegations.loading import is_new
from delegations.models import Person, PersonMerge, SeatCount
from press.models import Act, ItemPicture, JournalEntry, PressItem, Revision

from .fictional import SECRET, empty, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.OPEN_DATA_ROOT = tmp_path / "open-data"


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "site.zip"


def written(archive):
    call_command("write_archive", archive, verbosity=0)
    return archive


def load(archive):
    call_command("load_archive", archive, verbosity=0)


def tables():
    built = current()
    return {name: (built.folder / name).read_text() for name in built.hashes if re.search("^[a-z_]+.json$", name)}


@pytest.fixture
def elsewhere(archive, settings, tmp_path):
    """The site after its archive was loaded elsewhere, and its tables as they were before."""
    make_site()
    before = tables()
    del before["datapackage.json"]
    written(archive)
    empty()
    settings.MEDIA_ROOT = tmp_path / "other-media"
    load(archive)
    return before


def test_every_table_comes_back_byte_for_byte(elsewhere):
    after = tables()
    assert len(elsewhere) > 25 and all(text.count("\n") > 2 for text in elsewhere.values())
    assert {name: after[name] for name in elsewhere} == elsewhere


def test_the_pages_answer_as_before(elsewhere, client):
    (item, entry) = PressItem.objects.get(slug="talk"), feedparser.parse(client.get("/feeds/all.atom").content).entries
    assert [each.id for each in entry] == [f"urn:uuid:{item.uuid}"] + [
        f"urn:uuid:{PressItem.objects.get(slug='release').uuid}"
    ]
    assert client.get("/press/talk/").status_code == client.get("/press/talk/q1/").status_code == 200
    assert client.get("/press/talk/q2/").status_code == 410
    assert client.get("/press/talk/q3/").status_code == 404
    assert client.get("/press/old-talk/")["Location"] == "/press/talk/"
    assert client.get("/people/ada-example/").status_code == 200
    assert client.get("/people/ada/")["Location"] == client.get("/people/adah/")["Location"] == "/people/ada-example/"
    assert client.get("/delegations/examplia/").status_code == 200
    assert "More examples." in client.get("/search/?q=examples&country=xa&topic=peace").content.decode()
