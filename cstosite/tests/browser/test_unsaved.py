"""Never lost, in a real browser: unsaved text comes back after a crash, an expired session and a lost connection."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from delegations.tests.make import make_country, make_person
from press.models import Appearance, PressItem, State
from press.tests.make import make_interview, make_item

pytestmark = pytest.mark.browser

ADD = reverse("admin:press_pressitem_add")
KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('unsaved ')).sort()"
HOLDS = "text => Object.keys(localStorage).some(key => key.startsWith('unsaved ') && localStorage[key].includes(text))"


def change(item):
    return reverse("admin:press_pressitem_change", args=[item.pk])


class Form:
    """An item's form in one tab, as its editor uses it."""

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.notice = page.get_by_role("region", name="Unsaved text")
        self.status = self.notice.get_by_role("status")
        self.title = page.locator("#id_title")
        self.text = page.locator(".field-body .ProseMirror[contenteditable]")
        self.note = page.locator(".field-reference_note .ProseMirror[contenteditable]")

    def open(self, address):
        self.page.goto(self.url + address)
        return self.is_ready()

    def is_ready(self):
        self.text.wait_for()
        self.note.wait_for()
        self.page.wait_for_load_state("networkidle")
        return self

    def button(self, name):
        return self.notice.get_by_role("button", name=name, exact=True)

    def write(self, text):
        """At the end of the text."""
        self.text.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)
        return self

    def wait_until_kept(self, text):
        self.page.wait_for_function(HOLDS, arg=text)
        return self

    @property
    def kept(self):
        return self.page.evaluate(KEPT)

    def send(self, name="Save and continue editing"):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self

    def save(self):
        self.send()
        self.page.locator(".messagelist .success").wait_for()
        return self.is_ready()

    def is_offered(self):
        return self.says("There is unsaved text of yours from ")

    def says(self, words):
        expect(self.status.get_by_text(words)).to_be_visible()
        return self

    def says_nothing(self):
        expect(self.status).to_have_text("", use_inner_text=True)
        return self

    def offers_nothing(self):
        self.says_nothing()
        expect(self.button("Bring it back")).to_be_hidden()

    def bring_back(self):
        self.is_offered()
        self.button("Bring it back").click()
        return self.says("Your text is back, not saved yet")

    def sign_in(self, name="editor"):
        expect(self.page.get_by_label("Username")).to_be_focused()
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill("a-long-password")
        self.page.get_by_role("button", name="Log in").click()

    def crash(self):
        """The tab is gone, without a word to its page."""
        self.page.close()


@pytest.fixture
def tab(editor_page, live_server, console):
    """Opens a form in a tab of its own; what the browser says there fails the test too."""

    def open(address, page=None):
        if page is None:
            page = editor_page.context.new_page()
            page.set_default_timeout(10_000)
            page.on("console", lambda message: console.append(f"{message.type}: {message.text} ({page.url})"))
            page.on("pageerror", lambda error: console.append(f"error: {error} ({page.url})"))
        return Form(page, live_server.url).open(address)

    return open


@pytest.fixture
def item():
    return make_item(State.DRAFT, title="Examplia opens a library", body="<p>Some words.</p>\n<p>More words.</p>")


# Offered and brought back


def test_text_of_a_closed_tab_is_offered_brought_back_and_saved(tab, item):
    form = tab(change(item))
    form.title.fill("Examplia opens two libraries")
    form.write(" And a reading room.").wait_until_kept("And a reading room.").crash()
    form = tab(change(item)).is_offered()
    expect(form.notice).to_contain_text("It differs in: Headline, Text.")
    assert form.title.input_value() == "Examplia opens a library", "It is offered, not done."
    form.bring_back()
    expect(form.text).to_contain_text("More words. And a reading room.")
    assert form.title.input_value() == "Examplia opens two libraries"
    item.refresh_from_db()
    assert item.title == "Examplia opens a library", "Nothing is saved until the button is pressed."
    form.save().offers_nothing()
    item.refresh_from_db()
    assert item.title == "Examplia opens two libraries"
    assert item.body == "<p>Some words.</p>\n<p>More words. And a reading room.</p>"
    assert form.kept == []


def test_the_notice_is_used_by_keyboard_and_says_what_differs(tab, item):
    tab(change(item)).write(" And a reading room.").wait_until_kept("And a reading room.").crash()
    form = tab(change(item)).is_offered()
    form.page.locator("#unsaved").focus()
    form.page.keyboard.press("Tab")
    form.page.keyboard.press("Enter")
    sides = form.notice.locator(".copy")
    expect(sides.nth(0)).to_have_text("Some words.\nMore words.")
    expect(sides.nth(1)).to_have_text("Some words.\nMore words. And a reading room.")
    form.page.keyboard.press("Tab")
    expect(form.button("Bring it back")).to_be_focused()
    form.page.keyboard.press("Enter")
    expect(form.text).to_contain_text("And a reading room.")
    expect(form.notice).to_be_focused()


def test_what_is_thrown_away_can_be_had_back_until_the_page_is_left(tab, item):
    tab(change(item)).write(" A slip.").wait_until_kept("A slip.").crash()
    form = tab(change(item)).is_offered()
    form.button("Throw it away").click()
    form.says("Thrown away.")
    assert form.kept == []
    expect(form.button("Have it back")).to_be_focused()
    form.page.keyboard.press("Enter")
    form.is_offered().button("Throw it away").click()
    form.open(change(item)).offers_nothing()


def test_looking_at_a_form_keeps_nothing_and_neither_does_what_was_undone(tab, item):
    form = tab(change(item))
    form.write("!").wait_until_kept("More words.!")
    form.page.keyboard.press("Backspace")
    form.page.wait_for_function(f"() => ({KEPT})().length === 0")
    form.text.click()
    form.page.locator("#id_byline").click()
    form.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert form.kept == []


def test_a_new_items_form_is_kept_and_two_of_them_apart(tab):
    first, second = tab(ADD), tab(ADD)
    first.title.fill("Examplia opens a library")
    first.write("One.").wait_until_kept("One.")
    second.title.fill("Examplia closes a library")
    second.write("Two.").wait_until_kept("Two.")
    assert len(first.kept) == 2
    third = tab(ADD)
    third.offers_nothing()  # their tabs are open
    first.crash()
    third.bring_back()
    assert third.title.input_value() == "Examplia opens a library"
    assert third.page.locator("#id_slug").input_value() == "examplia-opens-a-library"
    third.save()
    item = PressItem.objects.get()
    assert (item.title, item.slug, item.body) == ("Examplia opens a library", "examplia-opens-a-library", "<p>One.</p>")
    assert len(third.kept) == 1
    second.crash()
    assert tab(ADD).bring_back().title.input_value() == "Examplia closes a library"


def test_speakers_come_back_added_changed_and_with_their_person(tab):
    item = make_interview("Ada Example", state=State.DRAFT)
    form = tab(change(item))
    row = form.page.locator("[name=appearances-0-office]")
    row.fill("Chair of Better Examples")
    form.page.locator("#appearances-group .add-row a").click()
    form.page.locator("[name=appearances-1-label]").fill("Bela Example")
    form.page.locator("[name=appearances-1-is_interviewer]").check()
    form.wait_until_kept("Bela Example").crash()
    form = tab(change(item)).is_offered()
    expect(form.notice).to_contain_text("It differs in: Speakers.")
    form.bring_back().save()
    assert list(item.appearances.order_by("pk").values_list("label", "office", "is_interviewer")) == [
        ("Ada Example", "Chair of Better Examples", False),
        ("Bela Example", "", True),
    ]


def test_a_person_proposed_by_the_server_comes_back_by_name(tab):
    person = make_person("Bela Example")
    form = tab(ADD)
    form.page.locator("#appearances-group .add-row a").click()
    form.page.locator("[name=appearances-0-label]").fill("Bela")
    form.page.locator("#appearances-0 .select2-selection").click()
    form.page.get_by_role("option", name="Bela Example").click()
    form.wait_until_kept(f'"{person.pk}"').crash()
    form = tab(ADD).bring_back()
    assert form.page.locator("[name=appearances-0-person]").input_value() == str(person.pk)
    expect(form.page.locator("#appearances-0 .select2-selection")).to_contain_text("Bela Example")


def test_countries_come_back(tab, item):
    here, there, nowhere = make_country("xa", "Examplia"), make_country("xb", "Otheria"), make_country("xc", "Nowheria")
    item.countries.set([nowhere])
    form = tab(change(item))
    form.page.locator("#id_countries_from").select_option([str(here.pk), str(there.pk)])
    form.page.get_by_role("button", name="Choose selected countries").click()
    form.page.locator("#id_countries_to").select_option(str(nowhere.pk))
    form.page.get_by_role("button", name="Remove selected countries").click()
    form.wait_until_kept("Otheria").crash()
    form = tab(change(item)).bring_back()
    assert form.page.locator("#id_countries_to option").all_inner_texts() == ["Examplia", "Otheria"]
    assert form.page.locator("#id_countries_from option").all_inner_texts() == ["Nowheria"]
    form.save()
    assert set(item.countries.all()) == {here, there}


def test_an_interviews_marks_and_anchors_come_back(tab):
    item = make_interview(state=State.DRAFT)
    item.refresh_from_db()
    tab(change(item)).write(" It is over.").wait_until_kept("It is over.").crash()
    tab(change(item)).bring_back().save()
    item.refresh_from_db()
    assert list(item.exchanges.values_list("anchor", "answer")) == [
        ("q1", "More examples.\n\nAnd better ones."),
        ("q2", "A rest. It is over."),
    ]


# When a save does not get through


def test_an_expired_session_costs_nothing(tab, item, console):
    form = tab(change(item)).write(" And a reading room.")
    Session.objects.all().delete()
    form.send().sign_in()
    form.is_ready().bring_back().save()
    item.refresh_from_db()
    assert item.body.endswith("<p>More words. And a reading room.</p>")
    assert form.kept == []


def test_an_unreachable_server_costs_nothing(tab, item):
    form = tab(change(item)).write(" And a reading room.")
    form.page.route("**/change/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    form.send()
    expect(form.page).to_have_url(re.compile("chrome-error"))
    form.page.unroute("**/change/")
    form.open(change(item)).bring_back().save()
    item.refresh_from_db()
    assert item.body.endswith("<p>More words. And a reading room.</p>")


def test_a_form_refused_for_its_token_costs_nothing(tab, item, console):
    form = tab(change(item)).write(" And a reading room.")
    form.page.route("**/admin/session/", lambda route: route.fulfill(json={"seconds": 0}))
    form.page.context.clear_cookies(name="csrftoken")
    form.send().page.get_by_text("reload the page").wait_for()
    console.clear()  # the browser itself notes a status of 4xx
    form.page.unroute("**/admin/session/")
    form.open(change(item)).bring_back().save()
    item.refresh_from_db()
    assert item.body.endswith("<p>More words. And a reading room.</p>")


def test_a_refused_save_keeps_its_copy_and_is_not_offered_itself(tab, item):
    form = tab(change(item))
    form.title.fill("")
    form.write(" And a reading room.").send()
    form.page.locator(".errornote").wait_for()
    form.is_ready().offers_nothing()
    assert len(form.kept) == 1
    form.page.locator("#id_byline").fill("Examplia Press Service")
    form.wait_until_kept("Examplia Press Service").crash()
    form = tab(change(item)).bring_back()
    expect(form.text).to_contain_text("And a reading room.")
    assert (form.title.input_value(), form.page.locator("#id_byline").input_value()) == ("", "Examplia Press Service")


def test_a_refused_save_that_is_mended_is_acknowledged(tab, item):
    form = tab(change(item)).write(" And a reading room.")
    form.title.fill("")
    form.send()
    form.page.locator(".errornote").wait_for()
    form.is_ready().title.fill("Examplia opens a library")
    form.save().offers_nothing()
    assert form.kept == []


# Beside other people's work


def test_text_brought_back_over_somebody_elses_is_refused_and_shown(tab, item):
    tab(change(item)).write(" Mine.").wait_until_kept("Mine.").crash()
    PressItem.objects.filter(pk=item.pk).update(body="<p>Theirs.</p>", title="Their title")
    form = tab(change(item)).bring_back()
    form.send()
    form.page.get_by_role("heading", name="Saved by somebody else meanwhile").wait_for()
    expect(form.page.locator(".conflicts fieldset")).to_have_count(1)
    item.refresh_from_db()
    assert (item.body, item.title) == ("<p>Theirs.</p>", "Their title")
    # And again after the tab with the question is gone.
    form.is_ready().write(" Still.").wait_until_kept("Still.").crash()
    form = tab(change(item)).bring_back()
    form.send()
    form.page.get_by_role("heading", name="Saved by somebody else meanwhile").wait_for()
    item.refresh_from_db()
    assert item.body == "<p>Theirs.</p>"
    form.is_ready().page.get_by_label("Keep mine: Text").check()
    form.save()
    item.refresh_from_db()
    assert item.body.endswith("Mine. Still.</p>") and item.title == "Their title"
    assert form.kept == []


def test_countries_chosen_when_there_were_none_do_not_overwrite_others(tab, item):
    here, there = make_country("xa", "Examplia"), make_country("xb", "Otheria")
    form = tab(change(item))
    form.page.locator("#id_countries_from").select_option(str(here.pk))
    form.page.get_by_role("button", name="Choose selected countries").click()
    form.wait_until_kept("Examplia").crash()
    item.countries.set([there])
    form = tab(change(item)).bring_back()
    form.send()
    form.page.get_by_role("heading", name="Saved by somebody else meanwhile").wait_for()
    assert list(item.countries.all()) == [there]


def test_speakers_added_by_somebody_else_are_not_lost(tab):
    item = make_interview("Ada Example", state=State.DRAFT)
    form = tab(change(item))
    form.page.locator("[name=appearances-0-office]").fill("Chair of Better Examples")
    form.wait_until_kept("Chair of Better Examples").crash()
    Appearance.objects.create(item=item, label="Bela Example", position=2)
    form = tab(change(item)).bring_back()
    assert form.page.locator("[name=appearances-0-office]").input_value() == "Chair of Better Examples"
    form.send().page.locator(".conflicts").wait_for()
    assert Appearance.objects.filter(item=item, label="Bela Example").exists()


def test_text_that_may_no_longer_be_saved_can_be_read(tab, item):
    ella = get_user_model().objects.create_user("ella", password="a-long-password", is_staff=True)
    ella.user_permissions.set(Permission.objects.filter(codename__in=["view_pressitem", "change_pressitem"]))
    form = tab(change(item))
    Session.objects.all().delete()
    form.page.goto(form.url + change(item))
    form.sign_in("ella")
    form.is_ready().write(" And a reading room.").wait_until_kept("And a reading room.")
    ella.user_permissions.remove(Permission.objects.get(codename="change_pressitem"))
    form.page.reload()
    form.is_offered()
    expect(form.button("Bring it back")).to_be_hidden()
    form.notice.get_by_text("Compare").click()
    expect(form.notice.get_by_text("And a reading room.")).to_be_visible()


def test_another_user_of_the_browser_is_shown_nothing(tab, item):
    form = tab(change(item)).write(" A secret.").wait_until_kept("A secret.")
    get_user_model().objects.create_superuser("other", password="a-long-password")
    Session.objects.all().delete()
    form.page.goto(form.url + change(item))
    form.sign_in("other")
    form.is_ready().offers_nothing()
    assert "A secret." not in form.page.content()
    Session.objects.all().delete()
    form.page.goto(form.url + change(item))
    form.sign_in("editor")
    form.is_ready().is_offered()


# When a copy goes


def test_a_save_is_acknowledged_on_whatever_page_follows(tab, item):
    form = tab(change(item)).write(" Done.").send("Save")
    form.page.locator(".messagelist .success").wait_for()
    assert form.page.url.endswith(reverse("admin:press_pressitem_changelist"))
    form.page.wait_for_function(f"() => ({KEPT})().length === 0")
    form.open(change(item)).offers_nothing()


def test_what_was_typed_after_sending_is_not_taken_for_saved(tab, item):
    form = tab(change(item)).write(" Sent.")

    form.page.locator("#pressitem_form").evaluate(
        """form => form.addEventListener("submit", event => event.defaultPrevented || setTimeout(() => {
            document.querySelector(".field-body .ProseMirror").editor.commands.insertContent(" Later.")
        }))"""
    )
    form.save().bring_back()
    expect(form.text).to_contain_text("Sent. Later.")


def test_nothing_is_left_after_signing_out(tab, item):
    form, other = tab(change(item)), tab(ADD)
    form.write(" Mine.").wait_until_kept("Mine.")
    other.write("Also mine.").wait_until_kept("Also mine.")
    form.page.get_by_role("button", name="Log out").click()
    form.page.get_by_role("link", name="Log in again").wait_for()
    form.page.wait_for_function(f"() => ({KEPT})().length === 0")
    # The other tab is still open and keeps nothing more.
    other.write(" More.").page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert other.kept == []


def test_nothing_is_left_when_the_page_of_signing_out_is_not_seen(tab, item):
    form, other = tab(change(item)).write(" Mine.").wait_until_kept("Mine."), tab(ADD)
    form.page.route("**/logout/", lambda route: route.fulfill(body="Cut off."))
    form.page.get_by_role("button", name="Log out").click()
    form.page.get_by_text("Cut off.").wait_for()
    other.page.wait_for_function(f"() => ({KEPT})().length === 0")


def test_nothing_is_left_when_the_page_of_signing_out_is_reached_in_another_way(tab, item):
    form = tab(change(item)).write(" Mine.").wait_until_kept("Mine.")
    form.page.evaluate("document.getElementById('logout-form').submit()")
    form.page.get_by_role("link", name="Log in again").wait_for()
    form.page.wait_for_function(f"() => ({KEPT})().length === 0")


def test_a_copy_older_than_a_month_is_dropped(tab, item):
    tab(change(item)).write(" Old.").wait_until_kept("Old.").crash()
    age = """days => { for (const key of Object.keys(localStorage).filter(key => key.startsWith("unsaved "))) {
        const copy = JSON.parse(localStorage[key])
        localStorage[key] = JSON.stringify({...copy, at: Date.now() - days * 24 * 60 * 60 * 1000}) } }"""
    form = tab(reverse("admin:press_pressitem_add"))
    form.page.evaluate(age, 29)
    form.open(change(item)).is_offered().page.evaluate(age, 31)
    form.page.goto(form.url + reverse("admin:index"))
    form.page.wait_for_function(f"() => ({KEPT})().length === 0")
    form.open(change(item)).offers_nothing()


@pytest.mark.parametrize("fault", ["full", "blocked"])
def test_a_browser_that_keeps_nothing_says_so_once_and_saves_as_ever(tab, editor_page, item, fault):
    # For this script alone: the admin's own do not expect it.
    editor_page.context.add_init_script(
        {
            "full": """Storage.prototype.setItem = () => {
                if (Error().stack.includes("unsaved.js")) throw new DOMException("Full", "QuotaExceededError")
            }""",
            "blocked": """const real = localStorage
            Object.defineProperty(window, "localStorage", {get() {
                if (Error().stack.includes("unsaved.js")) throw new DOMException("Blocked", "SecurityError")
                return real
            }})""",
        }[fault]
    )
    form = tab(change(item)).write(" Done.")
    form.says("This browser keeps no copy of unsaved text")
    form.save().offers_nothing()
    item.refresh_from_db()
    assert item.body.endswith("More words. Done.</p>")


# Leaving, and how long the session lasts


def test_leaving_with_unsaved_text_is_asked_about_and_saving_is_not(tab, item):
    form, asked = tab(change(item)), []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    form.page.on("dialog", answer)
    form.write(" Mine.")
    with form.page.expect_event("dialog"):
        form.page.evaluate("location.reload()")
    assert asked == ["beforeunload"]
    form.save()
    form.page.goto(form.url + ADD)
    assert asked == ["beforeunload"]


def test_the_end_of_the_session_is_announced_and_text_is_saved_after_signing_in_beside(tab, item, editor_page):
    form = tab(change(item)).write(" And a reading room.")
    form.says_nothing()
    ends = timezone.now() + timedelta(minutes=4)
    Session.objects.update(expire_date=ends)
    form.page.evaluate("dispatchEvent(new Event('focus'))")
    clock = timezone.localtime(ends).strftime("%H:%M")
    form.says(f"You will be signed out at {clock}: save now.")
    Session.objects.all().delete()
    form.page.evaluate("dispatchEvent(new Event('focus'))")
    form.says("You are signed out. Sign in again in another tab, then save here")
    with form.page.context.expect_page() as opened:
        form.notice.get_by_role("link", name="Sign in again in another tab").click()
    beside = Form(opened.value, form.url)
    beside.sign_in()
    beside.page.get_by_role("button", name="Log out").wait_for()
    form.save()
    item.refresh_from_db()
    assert item.body.endswith("<p>More words. And a reading room.</p>")
    form.says_nothing()
