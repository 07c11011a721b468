"""Drafts from files: each text once, nothing public, and a report that says what came of every file."""

import io
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from cstosite.tests.surfaces import addresses, body
from delegations.models import Country, LoadedRecord, Person
from delegations.tests.make import make_appointment, make_country, make_post
from press import publishing
from press.models import Appearance, JournalEntry, PressItem, State
from press.page_loading import DOUBT_MESSAGES, decode, free_slug, identifier_of, make_draft, offered_time
from press.page_text import DOUBTS

from .make import make_item

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).parent / "golden_pages"
SEED = Path(__file__).parents[2] / "cstosite" / "tests" / "data" / "page-of-26-december-2023.txt"
RELEASE = "Examplia Opens a Library\n4 May 2021\nThe library opened on Friday.\nForty more will follow."


@pytest.fixture
def load(tmp_path):
    """Run the command on texts or files; what it printed, to both streams."""

    def run(*pages, **options):
        out, files = io.StringIO(), []
        for number, page in enumerate(pages):
            if not isinstance(page, (str, bytes)):
                files.append(str(page))
                continue
            path = tmp_path / f"page-{number}.txt"
            path.write_bytes(page.encode() if isinstance(page, str) else page)
            files.append(str(path))
        try:
            call_command("load_page", *files, stdout=out, stderr=out, **options)
        except CommandError as error:
            out.write(f"ERROR {error.returncode}: {error}")
        return out.getvalue()

    return run


def test_the_real_page_becomes_a_draft_with_all_its_parts(load):
    kuspan = Person.objects.create(name="Aigul Kuspan", sort_name="Kuspan, Aigul", slug="aigul-kuspan")
    kazakhstan = make_country("kz", name="Kazakhstan")
    make_country("ru", name="Russia")
    report = load(SEED)
    item = PressItem.objects.get()
    assert (item.state, item.published_at, item.kind, item.language) == (State.DRAFT, None, "interviews", "en")
    assert item.title == "Aigul Kuspan: During Its CSTO Presidency, Kazakhstan Will Address Topical Security Issues"
    assert item.slug.startswith("aigul-kuspan-during-its-csto-presidency-kazakhstan-will-address")
    assert item.standfirst.startswith("Interview with Aigul Kuspan, Chairwoman of the Committee")
    answers = [exchange.answer.count("\n\n") + 1 for exchange in item.exchanges.all()]
    assert answers == [1, 4, 2]
    assert item.byline == "CSTO Parliamentary Assembly Press Service"
    assert item.reference_note.startswith("<p><strong>For reference.</strong> The CSTO Parliamentary Assembly Council")
    assert "Delegation of" not in item.body and "26 December" not in item.body
    assert item.imported_text == SEED.read_text("utf-8")
    assert list(item.countries.all()) == [kazakhstan]
    voice = item.appearances.get()
    assert (voice.person, voice.label) == (kuspan, "Aigul Kuspan")
    assert voice.office == item.standfirst.removeprefix("Interview with Aigul Kuspan, ")
    assert "interview, 3 exchanges, Aigul Kuspan, 26 December 2023" in report
    assert "Made: 1. Already there: 0." in report
    assert "Without a date" not in report and "could not be placed" not in report


def test_a_loaded_page_is_on_no_public_page(load, client):
    make_item(slug="control", title="Control")  # so that lists and feeds have something to show
    load(SEED)
    item = PressItem.objects.get(state=State.DRAFT)
    assert client.get(item.get_absolute_url()).status_code == 404
    for address in addresses():
        assert "Aigul Kuspan" not in body(client.get(address, follow=True)), address


def test_loading_twice_makes_nothing_twice(load):
    assert "Made: 1." in load(RELEASE)
    PressItem.objects.update(title="Corrected")
    copy = "\ufeff" + RELEASE.replace("\n", "  \r\n\r\n").replace("on Friday", "on\u00a0Friday")
    report = load(RELEASE, copy)
    assert report.count("already there: “Corrected”") == 2
    assert "Made: 0. Already there: 2." in report
    assert PressItem.objects.get().title == "Corrected"
    assert JournalEntry.objects.filter(act="loaded").count() == 1


def test_what_was_deleted_since_is_not_made_again(load):
    load(RELEASE)
    PressItem.objects.get().delete()
    assert "deleted since; not made again" in load(RELEASE)
    assert not PressItem.objects.exists()


def test_a_dry_run_shows_what_would_be_made_and_makes_nothing(load):
    report = load(SEED, SEED, dry_run=True)
    assert "would make “Aigul Kuspan: During" in report and "Would be made: 1. Already there: 1." in report
    assert "   1 panel      Delegation of the National Assembly" in report
    assert "  28 note       For reference." in report
    assert not (PressItem.objects.exists() or LoadedRecord.objects.exists() or JournalEntry.objects.exists())
    load(SEED)
    assert "already there: “Aigul Kuspan" in load(SEED, dry_run=True)


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(load, tmp_path):
    report = load(tmp_path / "nowhere.txt", tmp_path, b"\x89PNG\r\n\x1a\n\x00\x98", " \n ", b"x" * 1_048_577, RELEASE)
    lines = report.splitlines()
    assert lines[0].startswith("[1/6]") and "nowhere.txt: not loaded: No such file" in lines[0]
    assert "not loaded: Is a directory" in lines[1]
    assert "not loaded: It is no plain text in UTF-8 or Windows-1251." in lines[2]
    assert "not loaded: There is no text in it." in lines[3]
    assert "not loaded: It is larger than 1 MB" in lines[4]
    assert "made “Examplia Opens a Library” (press release, 4 May 2021)" in lines[5]
    assert report.endswith("ERROR 1: 5 files could not be loaded.")
    assert PressItem.objects.count() == 1


def test_a_failed_page_may_be_loaded_when_it_is_mended(load):
    with pytest.raises(ValidationError):
        make_draft(" \n ")
    assert not LoadedRecord.objects.exists()


def test_the_report_names_what_has_no_date_and_every_line_that_found_no_place(load):
    report = load("Home / News\nBells Ring\nThey rang.\nAll night.\nShare", RELEASE)
    assert "Without a date: " in report and "page-0.txt." in report
    assert "page-0.txt:1: Home / News" in report and "page-0.txt:5: Share" in report
    assert "page-1.txt" not in report.split("Without a date")[1]
    assert PressItem.objects.get(title="Bells Ring").imported_text.startswith("Home / News")


def test_a_page_on_the_standard_input_is_loaded(load, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(RELEASE.encode("cp1251"))))
    call_command("load_page", "-", verbosity=0)
    assert PressItem.objects.get().title == "Examplia Opens a Library"


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_golden_page_loads_as_a_draft(load, path):
    assert "Made: 1." in load(path)
    item = PressItem.objects.get()
    assert item.state == State.DRAFT and item.title and item.slug
    assert item.imported_text == path.read_bytes().decode()


def test_a_page_without_title_is_named_by_its_first_words(load):
    assert "the first words of the text stand in" in load(PAGES / "text-alone.txt")
    assert PressItem.objects.get().title == "The bells of the upper valley will be counted again, because two…"


def test_two_pages_under_one_headline_get_two_addresses_and_a_warning(load):
    load(RELEASE)
    assert "Another item has this headline: examplia-opens-a-library." in load(RELEASE + "\nNo more.")
    assert set(PressItem.objects.values_list("slug", flat=True)) == {
        "examplia-opens-a-library",
        "examplia-opens-a-library-2",
    }


def test_an_address_is_made_of_any_headline():
    identifier = identifier_of("x")
    assert free_slug("Щи да каша — пища наша", "en", identifier) == "shchi-da-kasha-pishcha-nasha"
    assert free_slug("鐘", "en", identifier) == f"item-{identifier.hex[:8]}"
    assert free_slug("Search", "en", identifier) == "search-2", "This address is another page's."
    long = free_slug("bells and " * 30, "en", identifier)
    assert len(long) <= 111 and long.endswith(("bells", "and"))


def test_a_person_is_linked_only_when_exactly_one_has_the_very_name():
    page = "Bells\n4 May 2021\nInterview with Ada Example, Chair\n– Why?\n– They ring.\n– When?\n– At {}."
    assert make_draft(page.format("one")).item.appearances.get().person is None
    Person.objects.create(name="Adam Example", sort_name="Example, Adam", slug="adam")
    assert make_draft(page.format("two")).item.appearances.get().person is None
    ada = Person.objects.create(name="Ada Example", sort_name="Example, Ada", slug="ada")
    assert make_draft(page.format("three")).item.appearances.get().person == ada
    Person.objects.create(name="Ada Example", sort_name="Example, Ada", slug="ada-2")
    assert make_draft(page.format("four")).item.appearances.get().person is None
    assert Appearance.objects.filter(office="Chair").count() == 4


def test_a_person_is_found_by_another_spelling_and_the_office_is_never_the_registers():
    page = "Bells\n4 May 2021\nInterview with Erlan Example{}\n– Why?\n– They ring.\n– When?\n– At one."
    yerlan = Person.objects.create(name="E. Example", other_names="Ерлан Example", sort_name="E", slug="yerlan")
    make_appointment(yerlan, make_post(), wording="Minister", valid_from="2020-01-01")
    for office in ("", "Chair"):
        voice = make_draft(page.format(f", {office}" if office else "")).item.appearances.get()
        assert (voice.person, voice.label, voice.office) == (yerlan, "Erlan Example", office)


def test_countries_are_guessed_from_whole_names_in_headline_and_standfirst_only():
    for code, name in [
        ("xa", "Niger"),
        ("xb", "Nigeria"),
        ("xc", "Guinea"),
        ("xd", "Papua New Guinea"),
        ("xe", "Chad"),
    ]:
        make_country(code, name=name)
    item = make_draft("Papua New Guinea Writes to Nigeria and to Chadwick\n4 May 2021\nChad reads it.\nThey wait.").item
    assert [country.name for country in item.countries.all()] == ["Nigeria", "Papua New Guinea"]
    assert Country.objects.count() == 5


def test_the_date_of_an_old_page_is_offered_to_whoever_approves_it(admin_client):
    item = make_draft(RELEASE).item
    assert item.published_at is None and item.given_on is None
    assert item.journal.get().reason == "Date on the page: 4 May 2021."
    zone = ZoneInfo("Europe/Moscow")
    assert offered_time(item) == datetime(2021, 5, 4, 12, tzinfo=zone)
    publishing.submit(item, get_user_model().objects.create(username="ella"))
    form = admin_client.get(reverse("admin:press_pressitem_approve", args=[item.pk])).content.decode()
    assert 'value="2021-05-04T12:00"' in form


@pytest.mark.parametrize(
    ("printed", "offered"),
    [("4 May 2021, 9:30", datetime(2021, 5, 4, 9, 30)), ("4 May 2098", None), ("", None)],
)
def test_a_time_on_the_page_is_kept_and_a_day_to_come_is_not_offered(printed, offered):
    item = make_draft(RELEASE.replace("4 May 2021", printed)).item
    assert offered_time(item) == (offered and offered.replace(tzinfo=ZoneInfo("Europe/Moscow")))


def test_a_language_the_site_has_not_is_said(load, settings):
    settings.LANGUAGES = [("en", "English")]
    assert "Its language, ru, is none of the site’s." in load(PAGES / "ru-release.txt")
    assert PressItem.objects.get().language == "en"


def test_text_is_read_in_either_encoding_and_a_damaged_one_is_refused():
    russian = (PAGES / "ru-release.txt").read_text("utf-8")
    assert decode(russian.encode("cp1251")) == russian
    assert decode(b"\xef\xbb\xbf" + russian.encode()) == russian
    for data in [russian.encode()[:-30] + b"\xd0\n", russian.encode("utf-16"), b"\x00", b"\x98\x98"]:
        with pytest.raises(ValueError, match="no plain text"):
            decode(data)


def test_every_doubt_of_the_reader_has_a_sentence():
    assert set(DOUBT_MESSAGES) == set(DOUBTS)
