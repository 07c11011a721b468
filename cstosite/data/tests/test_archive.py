"""The archive: what is public goes into one file and comes out of it, in an empty site, as it was."""

import json
import os
import re
import sqlite3
import traceback
import tracemalloc
from contextlib import closing
from hashlib import sha256
from signal import SIGKILL
from zipfile import ZIP_DEFLATED, ZipFile

import feedparser
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse

from cstosite.data import loading
from cstosite.data.archive import Archive
from cstosite.data.files import current
from cstosite.data.tables import TABLES
from delegations import merging
from delegations.loading import is_new
from delegations.models import LoadedRecord, Person, PersonMerge, SeatCount
from delegations.tests.make import make_appointment, make_chamber, make_person, make_post, make_seats
from press import publishing
from press.models import Act, ItemPicture, JournalEntry, PressItem, Revision
from press.open_data import loading as press_loading
from press.tests.make import make_item

from .fictional import SECRET, empty, make_site, make_small_picture

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
    return {table.name: (built.folder / f"{table.name}.json").read_text() for table in TABLES}


# A year that no identifier has in it by chance.
TO_COME = re.compile(rb"(?<![-0-9a-f])2999(?![0-9a-f])")
# What takes long is made once: the archive of a site, and its tables.
_kept = {}


def kept(name, make, archive):
    """The archive of what `make` makes, in a database that is empty again, and the tables it was written from."""
    if name not in _kept:
        make()
        _kept[name] = tables(), written(archive).read_bytes()
        with transaction.atomic():
            empty()
    before, data = _kept[name]
    archive.write_bytes(data)
    return before


@pytest.fixture
def elsewhere(archive, settings, tmp_path):
    """The site after its archive was loaded elsewhere; its tables as they were before."""
    before = kept("site", make_site, archive)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    load(archive)
    return before


@pytest.fixture
def small(archive):
    """The archive of a site with one item, and an empty database."""
    kept("item", make_item, archive)
    return archive


def test_every_table_comes_back_byte_for_byte(elsewhere):
    assert all(text.count("\n") > 2 for text in elsewhere.values())
    assert tables() == elsewhere


def test_the_pages_answer_as_before(elsewhere, client):
    item, release = (PressItem.objects.get(slug=slug) for slug in ("talk", "release"))
    entries = feedparser.parse(client.get("/feeds/all.atom").content).entries
    assert [each.id for each in entries] == [f"urn:uuid:{each.uuid}" for each in (item, release)]
    assert [each.updated for each in entries] == ["2024-01-02T06:04:05.678901+03:00", "2023-12-26T12:00:00+03:00"]
    assert {client.get(f"/press/talk/{part}").status_code for part in ("", "q1/")} == {200}
    assert [client.get(f"/press/talk/q{number}/").status_code for number in (2, 3)] == [410, 404]
    assert client.get("/press/old-talk/")["Location"] == "/press/talk/"
    assert client.get("/people/ada-example/").status_code == 200
    assert {client.get(f"/people/{slug}/")["Location"] for slug in ("ada", "adah")} == {"/people/ada-example/"}
    assert client.get("/topics/calm/")["Location"] == "/topics/peace/"
    assert client.get("/delegations/examplia/").status_code == 200
    assert "/press/talk/" in client.get("/search/?q=examples&country=xa&topic=peace").content.decode()


def test_files_lie_where_they_lay_and_are_served_for_the_items_that_show_them(elsewhere, client):
    use = ItemPicture.objects.get(item__slug="talk")
    for name in (use.picture.original, use.card, "8.webp", "8.jpg"):
        assert client.get(f"/media/pictures/{use.picture.key}/{name}").status_code == 200
    assert use.picture.formats == "webp,jpg" and use.picture.uses.count() == 2
    document = use.item.documents.get().document
    assert client.get(f"/media/documents/{document.key}/document.pdf").status_code == 200
    assert len(default_storage.listdir("pictures")[1]) + len(default_storage.listdir("pictures")[0]) == 1


def test_an_anchor_that_was_taken_out_is_never_given_again(elsewhere):
    item = PressItem.objects.get(slug="talk")
    item.body += '<p data-role="prompt">And now?</p><p>Now.</p>'
    item.save()
    assert [each.anchor for each in item.exchanges.all()] == ["q1", "q3"]


def test_the_history_begins_with_what_was_loaded(elsewhere):
    item = PressItem.objects.get(slug="talk")
    entry, revision = JournalEntry.objects.get(item=item), Revision.objects.get(item=item)
    assert entry.act == revision.act == Act.TAKE_OVER and entry.revision == revision
    assert revision.content["title"] == item.title and len(revision.content["pictures"]) == 1


def test_a_withdrawn_item_is_a_date_and_a_reason_and_cannot_become_public_without_a_text(elsewhere, client, admin_user):
    item = PressItem.objects.withdrawn().get()
    answer = client.get(item.get_absolute_url())
    assert answer.status_code == 410 and "another Examplia" in answer.content.decode() and not item.body
    with pytest.raises(ValidationError, match="The text is empty"):
        publishing.restore(item, admin_user, "It was right.", "It was right.")


def test_a_merged_record_stands_for_its_person_and_the_merge_is_for_good(elsewhere, admin_client):
    record = PersonMerge.objects.get()
    assert Person.objects.get_known(record.uuid) == record.into == Person.objects.get(slug="ada-example")
    with pytest.raises(ValidationError, match="merged on another site"):
        merging.undo(record)
    page = admin_client.get(reverse("admin:delegations_person_change", args=[record.into_id])).content.decode()
    assert str(record.uuid) in page and "/unmerge/" not in page


def test_what_was_loaded_is_made_by_no_other_loader(elsewhere):
    seats, record, item = SeatCount.objects.first(), PersonMerge.objects.get(), PressItem.objects.withdrawn().get()
    assert not any(map(is_new, (seats.uuid, record.uuid, item.uuid)))


def test_nothing_that_is_not_public_is_in_the_archive(archive):
    make_site()
    with ZipFile(written(archive)) as bundle:
        texts = {name: bundle.read(name) for name in bundle.namelist()}
    assert not [name for name, text in texts.items() if SECRET.encode() in text or TO_COME.search(text)]
    shown = {use.picture.key for use in ItemPicture.objects.filter(item__in=PressItem.objects.published())}
    assert {name.split("/")[2] for name in texts if name.startswith("media/pictures/")} == shown


def test_progress_is_told_and_the_manifest_says_what_there_is(archive, capsys):
    make_item()
    call_command("write_archive", archive)
    assert "press: 1 rows" in capsys.readouterr().out
    with ZipFile(archive) as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        assert manifest["format"] == 1 and manifest["version"] == current().version
        for name, stated in manifest["tables"].items():
            assert sha256(bundle.read(f"data/{name}.json")).hexdigest() == stated["sha256"]
    empty()
    call_command("load_archive", archive)
    assert "press: 1 rows" in capsys.readouterr().out


def test_a_site_that_is_not_empty_is_left_as_it_is(archive):
    make_item()
    with pytest.raises(CommandError, match="This site is not empty .*manage.py migrate"):
        load(written(archive))
    assert PressItem.objects.count() == 1


def test_a_load_that_fails_at_its_end_leaves_nothing(archive, settings, tmp_path, monkeypatch):
    ItemPicture.objects.create(item=make_item(), picture=make_small_picture())
    written(archive)
    empty()
    settings.MEDIA_ROOT = tmp_path / "other-media"
    monkeypatch.setattr(press_loading, "count_files", lambda: 2)
    with pytest.raises(CommandError, match="file of a picture or a document is missing"):
        load(archive)
    assert not PressItem.objects.exists() and not LoadedRecord.objects.exists()
    assert not [path for path in (tmp_path / "other-media").rglob("*") if path.is_file()]


def test_an_archive_is_whole_or_not_there(archive, tmp_path):
    use = ItemPicture.objects.create(item=make_item(), picture=make_small_picture())
    default_storage.delete(use.picture.path_of(use.picture.original))
    with pytest.raises(CommandError, match=f"missing: pictures/{use.picture.key}/original.jpg"):
        written(archive)
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def changed(archive, name, change=None, **options):
    """The archive with one of its files changed, or with one more."""
    other = archive.with_name(f"changed-{archive.name}")
    with ZipFile(archive) as old, ZipFile(other, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if change is not None:
            new.writestr(name, change(old.read(name)) if callable(change) else change, **options)
    return other


HOSTILE = [
    ("../settings.py", b"x", "'../settings.py' does not belong"),
    ("media/pictures/../../x.jpg", b"x", "does not belong"),
    (f"media/pictures/{'a' * 32}/480.svg", b"x", "does not belong"),
    (f"media/pictures/{'a' * 32}/480.jpg", b"x", "damaged"),
    ("data/press.json", lambda text: text.replace(b"Examplia", b"Hostilia"), "data/press.json is not what"),
    ("data/people.json", None, "Missing in the archive: data/people.json"),
    ("manifest.json", None, "no whole archive"),
    ("manifest.json", lambda text: text.replace(b'"format": 1', b'"format": 2'), "format 2; .* reads format 1"),
    ("manifest.json", b"[" * 100_000, "no whole archive"),
    ("manifest.json", b" " * 2_000_000, "no whole archive"),
]


@pytest.mark.parametrize(("name", "change", "words"), HOSTILE)
def test_what_no_archive_has_is_refused(small, name, change, words):
    with pytest.raises(CommandError, match=words):
        load(changed(small, name, change))
    assert not PressItem.objects.exists()


def test_half_a_file_is_refused(small):
    data = small.read_bytes()
    small.write_bytes(data[: len(data) // 2])
    with pytest.raises(CommandError, match="is no whole archive"):
        load(small)


def forged(archive, name, text, rows=1):
    """The archive with another table, and a manifest that knows of it."""

    def known(manifest):
        manifest = json.loads(manifest)
        manifest["tables"][name] = {"rows": rows, "bytes": len(text), "sha256": sha256(text).hexdigest()}
        return json.dumps(manifest)

    return changed(changed(archive, f"data/{name}.json", text), "manifest.json", known)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'[\n{"uuid": "none"}\n]\n', "sources.json, line 2: "),
        (b'[\n{"uuid": "8b2c5b0a-35a8-4d0b-9f0e-7f7f0f2a4c01"}\n]\n', "The column title is missing"),
        (b"[\n" + b" " * 5000 + b"\n]\n", "one row to a line"),
        (b"[\n" + b'{"a":' + b"[" * 4000 + b"\n]\n", "sources.json, line 2"),
        (b"[\n]\n", "sources is not what"),
    ],
)
def test_tables_that_do_not_fit_are_refused_by_their_line(small, monkeypatch, text, words):
    monkeypatch.setattr("cstosite.data.archive.MAX_ROW", 4096)
    with pytest.raises(CommandError, match=words):
        load(forged(small, "sources", text))


def test_the_same_fact_that_a_merge_left_twice_is_loaded_twice(archive):
    post, ada = make_post(), make_person()
    for _each in range(2):
        make_appointment(ada, post, is_over=True)
    written(archive)
    empty()
    load(archive)
    assert post._meta.model.objects.get().appointments.count() == 2


@time_machine.travel("2024-06-15 12:00", tick=False)
def test_whose_end_is_not_public_yet_is_over_where_the_next_has_begun(archive):
    chamber = make_chamber()
    make_seats(chamber, 5, valid_from="2023", valid_to="2024-06", checked_on="2024-05-02")
    make_seats(chamber, 6, valid_from="2024-06-10")
    written(archive)
    empty()
    load(archive)
    earlier, later = SeatCount.objects.order_by("seats")
    assert (earlier.valid_to_precision, later.valid_to_precision) == ("unknown", "open")


def peak(act, *args):
    tracemalloc.start()
    try:
        act(*args)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def read_all(archive):
    with Archive(archive) as found:
        found.check(print)
        assert sum(1 for _row in found.rows("sources")) > 10


def test_four_times_as_much_takes_hardly_more_memory(archive, monkeypatch):
    built = current()
    monkeypatch.setattr("cstosite.data.archive.current", lambda now: built)
    writing, reading = [], []
    for count in (20, 80):
        text = b"[\n" + b",\n".join([b'{"title": "%s"}' % (b"x" * 100_000)] * count) + b"\n]\n"
        (built.folder / "sources.json").write_bytes(text)
        built.rows["sources"] = count
        writing.append(peak(written, archive))
        reading.append(peak(read_all, archive))
    assert writing[1] < writing[0] * 1.2 and reading[1] < reading[0] * 1.2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("line", ["press: 2 rows", "of 5 files"])
def test_a_load_that_is_killed_leaves_nothing_and_is_done_again(archive, settings, tmp_path, line):
    before = kept("site", make_site, archive)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    database = own_database(tmp_path / "site.sqlite3")

    def kill(said):
        if line in said and "whole" not in said:
            os.kill(os.getpid(), SIGKILL)

    assert in_another_process(database, lambda: loading.load(archive, kill)) == SIGKILL
    assert (tmp_path / "other-media").exists() == line.endswith("files")

    def again():
        load(archive)
        (tmp_path / "tables.json").write_text(json.dumps(tables()))

    assert in_another_process(database, again) == 0
    assert json.loads((tmp_path / "tables.json").read_text()) == before


def own_database(path):
    """The name of a database that a process may leave in the middle of a write: the tests' SQLite is in memory."""
    if connection.vendor != "sqlite":
        connection.close()
        return connection.settings_dict["NAME"]
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return str(path)


def in_another_process(database, do):
    """Do something in a process and a database of its own: the signal that ended it, or 0."""
    if not (child := os.fork()):
        try:
            connection.connection, connection.settings_dict["NAME"] = None, database
            do()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _child, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
