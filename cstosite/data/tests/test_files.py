"""The files: built once for each state of what is public, honest about change, and no trouble for who writes."""

import fcntl
import gzip
import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.test import Client
from django.utils import timezone

from cstosite.data import files, views
from cstosite.data.models import Touch, Version
from cstosite.data.tests.fictional import make_small_picture
from cstosite.tests.page import count_queries
from cstosite.tests.surfaces import body
from delegations.merging import merge
from delegations.models import Post
from delegations.tests.make import make_chamber, make_delegation, make_person, make_post, make_seats, make_status
from press import publishing
from press.models import Appearance, Document, ItemPicture, PressItem, State, Topic
from press.tests.make import make_item


@pytest.fixture
def now():
    with time_machine.travel("2026-06-15 12:00+03:00", tick=False) as traveller:
        yield traveller


def slugs(client):
    return [row["slug"] for row in json.loads(body(client.get("/data/press.json")))]


@pytest.mark.django_db
def test_the_same_data_is_built_once(client, now, monkeypatch):
    make_item()
    first = files.current()
    monkeypatch.setattr(files, "_build", None)
    assert files.current() == first
    assert client.get("/data/press.csv").status_code == 200


@pytest.mark.django_db
def test_while_another_builds_for_long_who_asks_is_told_when_to_come_back(client, now, monkeypatch):
    make_item()
    monkeypatch.setattr(views, "PATIENCE", 0)
    files.root().mkdir(parents=True)
    with (files.root() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page, answer = client.get("/data/"), client.get("/data/press.json")
    for response in (page, answer):
        assert response.status_code == 503
        assert response["Retry-After"] == "60" and response["Cache-Control"] == "no-store"
    assert "being written anew" in page.content.decode()
    assert answer.json()["status"] == 503 and answer["Access-Control-Allow-Origin"] == "*"
    files.current()
    assert client.get("/data/").status_code == client.get("/data/press.json").status_code == 200


@pytest.mark.django_db
def test_a_file_that_is_there_takes_two_queries(client, now):
    make_item()
    client.get("/data/press.csv")
    assert count_queries(client, "/data/press.csv") == 2
    assert count_queries(client, "/data/") <= 12


@pytest.mark.django_db
def test_a_draft_changes_neither_version_nor_tag(client, now):
    make_item()
    version, tag = files.current().version, client.get("/data/press.csv")["ETag"]
    draft = make_item(state=State.DRAFT)
    Appearance.objects.create(item=draft, person=make_person(), label="Ada Example")
    make_item(at=timezone.now() + timedelta(days=1))
    assert files.current().version == version
    assert client.get("/data/press.csv")["ETag"] == tag
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_nothing_that_only_staff_see_counts_as_a_change(now):
    make_item()
    seen, touches = Touch.objects.filter(is_seen=True), Touch.objects.count()
    draft, topic = make_item(state=State.DRAFT), Topic.objects.create(name="Secret", slug="secret")
    picture = make_small_picture()
    ItemPicture.objects.create(item=draft, picture=picture, alt="A library")
    Document.objects.create(size=1).delete()
    draft.title = "Other"
    draft.save()
    assert Touch.objects.count() == touches
    secret = make_delegation("Secretia")
    status = make_status(secret, valid_from="2999")
    seats = make_seats(make_chamber(secret), valid_from="2999")
    make_post(secret)
    for unseen in (seats.source, status.membership_class):
        unseen.save()
    merge(make_person(), make_person("Adah Example"), "The same photograph.")
    topic.merge_into(Topic.objects.create(name="Calm", slug="calm"))
    assert seen.count() == touches + 1  # A delegation of whom nothing is recorded is public.


@pytest.mark.django_db
def test_what_public_facts_name_counts_as_a_change_of_them(now):
    delegation = make_delegation()
    status = make_status(delegation, valid_from="2020")
    post = Post(delegation=delegation, kind=Post.Kind.PLENIPOTENTIARY)
    for seen in (status.source, status.membership_class, post, post):
        touches = Touch.objects.count()
        seen.save()
        assert Touch.objects.count() == touches + 1, seen


@pytest.mark.django_db
def test_a_subject_merged_into_one_that_is_public_is_there_at_once(client, now):
    peace, calm = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Peace", "Calm"))
    make_item().topics.add(peace)
    assert files.current().rows["topics"] == 1
    make_item().topics.add(calm)
    calm.merge_into(peace)
    assert files.current().rows["topics"] == 2


@pytest.mark.django_db
def test_a_new_version_keeps_the_tags_of_files_that_say_the_same(client, now):
    make_seats(make_chamber(), 8, valid_from="2020")
    seats, press = client.get("/data/seats.csv"), client.get("/data/press.csv")
    make_item()
    assert client.get("/data/seats.csv")["ETag"] == seats["ETag"]
    assert client.get("/data/press.csv")["ETag"] != press["ETag"]
    assert [str(version)[:10] for version in Version.objects.all()] == ["2026-06-15"] * 2


@pytest.mark.django_db
def test_an_item_is_there_at_its_minute_and_gone_when_withdrawn(client, now, admin_user):
    item = make_item(at=timezone.now() + timedelta(minutes=5), slug="later")
    answer = client.get("/data/press.json")
    assert json.loads(body(answer)) == []
    now.shift(timedelta(minutes=5))
    assert slugs(client) == ["later"]
    publishing.withdraw(item, admin_user, "A mistake.")
    assert slugs(client) == []
    assert [row["uuid"] for row in json.loads(body(client.get("/data/withdrawn.json")))] == [str(item.uuid)]


@pytest.mark.django_db
def test_no_cache_keeps_it_past_what_falls_due(client, now):
    make_item(at=timezone.now() + timedelta(seconds=20))
    assert client.get("/data/press.csv")["Cache-Control"] == "public, max-age=20"


@pytest.mark.django_db
def test_a_change_within_the_same_second_is_fetched_by_date_too(client, now):
    make_item()
    first = client.get("/data/press.csv")
    make_item(slug="another")
    again = client.get("/data/press.csv", headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 200 and "another" in body(again)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["", "gzip, br"])
def test_who_has_the_file_need_not_fetch_it_again(client, now, encoding):
    make_item()
    headers = {"accept-encoding": encoding}
    first = client.get("/data/press.csv", headers=headers)
    again = client.get("/data/press.csv", headers=headers | {"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin", "Last-Modified"):
        assert again[name] == first[name]


@pytest.mark.django_db
def test_packed_and_plain_files_say_the_same(client, now):
    make_item()
    plain = b"".join(client.get("/data/press.csv").streaming_content)
    packed = client.get("/data/press.csv", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(packed.streaming_content)) == plain


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "is_packed"),
    [("gzip;q=0", False), ("br, gzip; q=0.0, *", False), ("gzip;q=0.5", True), ("gzip;q=1.0, br;q=0", True)],
)
def test_who_weighs_gzip_with_nothing_gets_none(client, now, said, is_packed):
    make_item(body="<p>Some words.</p>" * 20, slug="long")
    for address in ("/data/press_texts.csv", "/press/long/"):
        answer = client.get(address, headers={"accept-encoding": said})
        assert answer.has_header("Content-Encoding") is is_packed and answer["Vary"] == "Accept-Encoding", address
        again = client.get(address, headers={"accept-encoding": said, "if-none-match": answer["ETag"]})
        assert (again.status_code, again["ETag"]) == (304, answer["ETag"]), address


@pytest.mark.django_db
def test_head_is_get_without_its_body(client, now):
    make_item()
    got, head = client.get("/data/press.csv"), client.head("/data/press.csv")
    assert head.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Access-Control-Allow-Origin"):
        assert head[name] == got[name]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["nothing.csv", "press.xml", "press.jsonld", "PRESS.csv", "press.csv.gz", "current.json"]
)
def test_other_names_are_404(client, name):
    assert client.get(f"/data/{name}").status_code == 404


@pytest.mark.django_db
def test_versions_before_are_cleared_away(now):
    for _number in range(4):
        make_item()
        built = files.current()
    folders = [path.name for path in files.root().iterdir() if path.is_dir()]
    assert len(folders) == 2 and built.name in folders


@pytest.mark.django_db
def test_a_failed_build_leaves_nothing_and_the_next_succeeds(client, now, monkeypatch):
    make_item(slug="there")

    def fail(*args):
        raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files, "write_tables", fail)
        with pytest.raises(OSError, match="No space"):
            files.current()
    assert [path for path in files.root().iterdir() if path.is_dir()] == []
    assert slugs(client) == ["there"]


@pytest.mark.django_db
def test_touches_do_not_pile_up(now, monkeypatch):
    monkeypatch.setattr("cstosite.data.models.MOST_TOUCHES", 3)
    for _number in range(5):
        make_item()
    files.current()
    assert Touch.objects.count() == 1
    assert files.current().rows["press"] == 5


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_wait_for_one_build(settings):
    make_item(slug="there")
    built, barrier, found = [], Barrier(4), []
    real = files._build

    def build(now):
        built.append(now)
        return real(now)

    def ask():
        barrier.wait()
        found.append(slugs(Client()))
        close_old_connections()
        connection.close()

    files._build = build
    try:
        threads = [Thread(target=ask) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        files._build = real
    assert found == [["there"]] * 4 and len(built) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite is in memory, where readers lock")
def test_nobody_waits_with_writing_and_nothing_written_meanwhile_is_read():
    make_item(slug="before")

    def write():
        make_item(slug="meanwhile")
        connection.close()

    with files.snapshot():
        assert PressItem.objects.count() == 1
        thread = Thread(target=write)
        thread.start()
        thread.join()
        assert PressItem.objects.count() == 1
    assert PressItem.objects.count() == 2
