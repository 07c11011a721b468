"""The posts of a speaker in a real browser: chosen by keyboard, copied by a press, put back."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from cstosite.tests.browser.test_admin_pages import barriers, reach
from delegations.tests.make import make_appointment, make_person, make_post
from press.models import Kind, PressItem, State
from press.tests.make import make_interview, make_item

pytestmark = pytest.mark.browser

CHAIR, GUEST = "Chair of Examples", "Guest of Examplia"


@pytest.fixture
def ada(transactional_db):
    """A person with a post since a day, and one that nobody dated."""
    person = make_person("Ada Example")
    make_appointment(person, make_post(is_shared=True), wording=CHAIR, valid_from="2021-05-01")
    make_appointment(person, make_post(is_shared=True), wording=GUEST, observed="unknown")
    return person


def open_form(page, url, item=None):
    name, of = ("change", [item.pk]) if item else ("add", [])
    page.goto(url + reverse(f"admin:press_pressitem_{name}", args=of))
    page.locator(".field-reference_note .ProseMirror[contenteditable]").wait_for()


def row(page, number=0):
    """A speaker's office, the sentence over their posts, and the line that tells what was done."""
    parts = page.locator(f"#appearances-{number}")
    return parts.locator("textarea"), parts.locator("[data-part=about]"), parts.get_by_role("status")


def test_a_person_and_a_post_are_chosen_by_keyboard_and_kept(editor_page, live_server, ada):
    page = editor_page
    open_form(page, live_server.url)
    page.locator("#id_title").fill("Ada speaks")
    page.locator("#id_given_on").fill("2022-01-01")
    page.locator("#appearances-group .add-row a").press("Enter")
    office, about, status = row(page)
    page.get_by_role("combobox", name="Person").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type("examp")
    page.get_by_role("option", name="Ada Example").wait_for()
    page.keyboard.press("Enter")
    expect(about).to_have_text("Posts of Ada Example on 1 January 2022, when it was said or held:")
    expect(about).to_have_attribute("aria-live", "polite")
    expect(page.locator("#id_appearances-0-label")).to_have_value("Ada Example")
    expect(office).to_have_value("")  # nothing is written unasked
    reach(page, CHAIR)
    page.keyboard.press("Enter")
    expect(office).to_have_value(CHAIR)
    expect(status).to_have_text(f"“{CHAIR}” is now the office as printed.")
    assert barriers(page) == ([], 0)
    page.get_by_role("button", name="Save and continue editing").first.press("Enter")
    page.locator(".messagelist .success").wait_for()
    voice = PressItem.objects.get().appearances.get()
    assert (voice.label, voice.office, voice.person) == ("Ada Example", CHAIR, ada)


def test_what_stood_there_can_be_put_back(editor_page, live_server, ada):
    page, item = editor_page, make_interview(state=State.DRAFT)
    item.appearances.update(person=ada, office="My own words")
    open_form(page, live_server.url, item)
    office, about, _status = row(page)
    back = page.get_by_role("button", name="Put back what stood there")
    expect(about).to_have_attribute("aria-live", "off")
    expect(office).to_have_value("My own words")
    expect(back).to_be_hidden()
    for words in (CHAIR, GUEST):
        page.get_by_role("button", name=words).click()
        expect(office).to_have_value(words)
    back.press("Enter")
    expect(office).to_have_value("My own words")
    expect(office).to_be_focused()
    expect(back).to_be_hidden()


def test_another_day_has_other_posts(editor_page, live_server, ada):
    page, item = editor_page, make_interview(at=datetime(2022, 1, 1, tzinfo=UTC))
    item.appearances.update(person=ada)
    open_form(page, live_server.url, item)
    _office, about, _status = row(page)
    expect(about).to_have_text("Posts of Ada Example on 1 January 2022, the day of publication:")
    expect(page.locator("#offices")).to_be_hidden()
    expect(page.locator(".offices-of-one li")).to_have_text([re.compile(CHAIR), re.compile(GUEST)])
    page.locator("#id_given_on").fill("2021-04-30")
    page.locator("#id_given_on").press("Tab")
    expect(page.locator(".offices-of-one li")).to_have_text([f"{GUEST} observed, date unknown"])


def test_a_speaker_taken_from_the_text_is_linked_with_the_one_person_of_that_name(editor_page, live_server, ada):
    page = editor_page
    body = '<p data-role="prompt">Why?</p><p data-speaker="ADA EXAMPLE">So.</p>'
    open_form(page, live_server.url, make_item(State.DRAFT, kind=Kind.INTERVIEW, body=body))
    page.get_by_role("button", name="Add as speaker: ADA EXAMPLE").click()
    office, _about, status = row(page)
    expect(status).to_contain_text("Ada Example of the register was chosen")
    expect(page.locator("#id_appearances-0-person")).to_have_value(str(ada.pk))
    expect(page.locator("#appearances-0 .select2-selection__rendered")).to_contain_text("Ada Example")
    expect(page.locator("#id_appearances-0-label")).to_have_value("ADA EXAMPLE")
    expect(office).to_have_value("")
    expect(page.get_by_role("button", name="Add as speaker")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_posts_are_no_barrier_and_their_buttons_are_large_enough(editor_page, live_server, ada, width):
    page, item = editor_page, make_interview(state=State.DRAFT)
    item.appearances.update(person=ada)
    page.set_viewport_size({"width": width, "height": 900})
    open_form(page, live_server.url, item)
    button = page.get_by_role("button", name=CHAIR)
    assert button.bounding_box()["height"] >= 24
    assert barriers(page) == ([], 0)


def test_without_scripts_the_posts_are_there_to_read(browser, live_server, ada, editor_page):
    item = make_interview(state=State.DRAFT)
    item.appearances.update(person=ada)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([c for c in editor_page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME])
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:press_pressitem_change", args=[item.pk]))
    expect(page.locator("#offices")).to_contain_text(f"{CHAIR} since 1 May 2021")
    expect(page.locator("#offices")).to_contain_text("copy its words")
    context.close()
