"""The admin in a real browser: readable by everyone at every width, and the whole way of an item by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from cstosite.tests.browser.test_pages import WCAG
from delegations.tests.make import (
    make_chamber,
    make_country,
    make_delegation,
    make_member,
    make_person,
    make_post,
    make_seats,
)
from press import changing, content, publishing
from press.models import ItemPicture, PressItem, PreviewLink, State
from press.tests.make import make_interview, make_item, make_picture

pytestmark = pytest.mark.browser

# Reading the styles ahead is for one rule about turned screens, and the admin's content policy refuses how it is done.
OPTIONS = WCAG | {"preload": False}
# Every text editor has come, and its buttons have their letters and colours.
AT_REST = """async () => {
    while (document.querySelector("[data-django-prose-editor]:not(.prose-editor > *)"))
        await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    await document.fonts.ready
    await Promise.allSettled(document.getAnimations().map((one) => one.finished))
}"""
PASSWORD = "a-long-password"
DOCUMENT = """Ada Example: Examplia Will Host the Session

Ada Example, Chair of the Council of Examplia, spoke to the press service.

– Ms Example, what will the session discuss?

– Rivers and bridges.

– And then?

– A rest.

Examplia Assembly Press Service"""


def barriers(page):
    """What axe finds on the page, and by how much it is wider than its window."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found], max(beyond, 0)


@pytest.fixture
def newsroom(editor_page, live_server):
    """A desk with something of everything, and the addresses of its screens by name."""
    editor = get_user_model().objects.get()
    other = get_user_model().objects.create_superuser("other", password=PASSWORD)
    country = make_country()
    chamber = make_chamber(make_delegation(country=country))
    make_seats(chamber)
    make_post(chamber.delegation)
    make_member(chamber, "Cora Example", office="Chair of the Committee on Rivers", valid_from="2024-05-01")
    make_person()
    draft = make_interview(state=State.DRAFT, countries=[country], modified_by=editor)
    ItemPicture.objects.create(item=draft, picture=make_picture(), alt="Ada Example at the lectern", position=1)
    PreviewLink.make(draft, editor, "Ada Example", 14)
    said = content.of_item(draft)
    changing.save(draft, said | {"standfirst": "Ada Example, Chair of Examples."}, editor)
    changing.save(draft, said | {"standfirst": "Ada Example, Chair."}, editor)
    waiting = make_item(State.DRAFT)
    publishing.submit(waiting, editor)
    back = make_item(State.DRAFT)
    publishing.submit(back, editor)
    publishing.send_back(back, other, "Say who asked.")
    live = make_interview("Bela Example")
    changing.save(live, content.of_item(live) | {"standfirst": "Bela Example, Chair."}, editor)
    changing.submit(live, editor)
    gone = make_item(State.WITHDRAWN)
    lost = make_item(State.DRAFT)
    changing.delete(lost, editor)

    def of(name, item, *rest):
        return reverse(f"admin:press_pressitem_{name}", args=[item.pk, *rest])

    return {
        "front page": reverse("admin:index"),
        "list": reverse("admin:press_pressitem_changelist"),
        "add": reverse("admin:press_pressitem_add"),
        "from text": reverse("admin:press_pressitem_from_text"),
        "draft": of("change", draft),
        "sent back": of("change", back),
        "live with a change": of("change", live),
        "withdrawn": of("change", gone),
        "send for review": of("submit", draft),
        "approve": of("approve", waiting),
        "approve a change": of("approve-change", live),
        "withdraw": of("withdraw", live),
        "make public again": of("restore", gone),
        "delete": of("delete", draft),
        "history": of("history", draft),
        "compare": of("compare", live) + "?from=live&to=copy",
        "bring back": of("bring_back", draft, draft.revisions.last().pk),
        "deleted": reverse("admin:press_pressitem_deleted"),
        "links": of("links", draft),
        "journal": reverse("admin:press_journalentry_changelist"),
        "delegation": reverse("admin:delegations_delegation_change", args=[chamber.delegation.pk]),
        "fact": reverse("admin:delegations_seatcount_add"),
        "recorded fact": reverse("admin:delegations_seatcount_change", args=[chamber.seat_counts.get().pk]),
        "retract a fact": reverse("admin:delegations_seatcount_retract", args=[chamber.seat_counts.get().pk]),
        "changes from a day": reverse("admin:delegations_delegation_change_from", args=[chamber.delegation.pk]),
        "chamber": reverse("admin:delegations_chamber_change", args=[chamber.pk]),
        "members": reverse("admin:delegations_member_changelist"),
        "member": reverse("admin:delegations_member_change", args=[chamber.members.get().pk]),
        "name members": reverse("admin:delegations_chamber_name_members", args=[chamber.pk]),
        "members end": reverse("admin:delegations_chamber_end_members", args=[chamber.pk]),
        "country": reverse("admin:delegations_country_change", args=[country.pk]),
        "person": reverse("admin:delegations_person_change", args=[draft.appearances.first().person_id or 1]),
    }


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (820, "dark"), (390, "light")])
def test_no_screen_of_the_admin_has_a_barrier_or_overflows(editor_page, live_server, newsroom, width, scheme):
    page, found = editor_page, {}
    page.set_viewport_size({"width": width, "height": 1100})
    page.emulate_media(color_scheme=scheme)
    for name, address in newsroom.items():
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, name
        page.wait_for_load_state("load")
        page.evaluate(AT_REST)
        found[name] = barriers(page)
    assert {name: what for name, what in found.items() if what != ([], 0)} == {}


def test_no_screen_that_shows_who_each_line_is_has_one(editor_page, live_server, newsroom):
    page = editor_page
    page.set_viewport_size({"width": 390, "height": 1100})
    page.goto(live_server.url + newsroom["name members"])
    page.get_by_label("Names:").fill("Cora Maria Example – Chair\nDora Example")
    page.get_by_label("They were members on this day").check()
    page.get_by_label("or a new source").fill("Bulletin of Examplia")
    page.get_by_role("button", name="See who each line is").click()
    page.locator(".errorlist").first.wait_for()
    assert barriers(page) == ([], 0)
    page.get_by_label("Line 1, Cora Maria Example: who it is").select_option("new")
    page.get_by_role("button", name="See who each line is").click()
    page.get_by_role("heading", name="What will be recorded").wait_for()
    assert barriers(page) == ([], 0)


def test_nor_has_a_form_with_new_rows_or_with_mistakes(editor_page, live_server, newsroom):
    page = editor_page
    page.goto(live_server.url + newsroom["add"])
    expect(page.locator("#id_kind")).to_be_focused()
    for name in ("appearances", "pictures", "documents"):
        page.locator(f"#{name}-group .add-row a").click()
    page.locator("#appearances-0 [role=combobox]").click()
    expect(page.get_by_role("combobox", name="Person")).to_be_visible()
    page.keyboard.press("Escape")
    assert barriers(page) == ([], 0)
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.locator(".errornote").wait_for()
    assert barriers(page) == ([], 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nor_has_the_way_in_and_out(page, console, live_server, transactional_db, scheme):
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + reverse("admin:index"))
    assert barriers(page) == ([], 0)
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("not-my-password")
    page.get_by_role("button", name="Log in").click()
    page.locator(".errornote").wait_for()
    assert barriers(page) == ([], 0)
    sign_in(page, live_server.url, "editor")
    page.get_by_role("button", name="Log out").click()
    page.get_by_text("You are logged out.").wait_for()
    assert barriers(page) == ([], 0)


def test_an_item_goes_the_whole_way_by_keyboard(page, console, live_server, transactional_db):
    for name in ("ella", "paul"):
        get_user_model().objects.create_superuser(name, password=PASSWORD)
    sign_in(page, live_server.url, "ella")
    go_to(page, "New from text")
    expect(page.get_by_label("Text:")).to_be_focused()
    page.keyboard.insert_text(DOCUMENT)
    go_to(page, "See what is recognised")
    page.get_by_text("Nothing is saved yet.").wait_for()
    go_to(page, "Make the draft")
    page.get_by_text("The draft is made.").wait_for()
    reach(page, "Headline:")
    page.keyboard.press("End")
    page.keyboard.type(" in Autumn")
    go_to(page, "Save and continue editing")
    page.get_by_text("was changed successfully").wait_for()
    go_to(page, "Send for review")
    page.get_by_text("A colleague approves it").wait_for()
    go_to(page, "Send for review")
    page.get_by_text("Sent for review.").wait_for()
    go_to(page, "Log out")
    page.get_by_text("You are logged out.").wait_for()

    sign_in(page, live_server.url, "paul")
    go_to(page, "Ada Example: Examplia Will Host the Session in Autumn")
    page.get_by_role("heading", name="Change press item").wait_for()
    go_to(page, "Approve")
    page.get_by_text("It becomes public").wait_for()
    go_to(page, "Approve")
    page.get_by_text("Approved.").wait_for()
    item = PressItem.objects.get()
    assert item.is_published() and item.title.endswith("in Autumn") and item.exchanges.count() == 2


def test_a_change_that_was_given_up_can_be_brought_back(editor_page, live_server, newsroom):
    page = editor_page
    page.goto(live_server.url + newsroom["live with a change"])
    page.get_by_role("link", name="Discard the change").click()
    page.get_by_role("button", name="Discard the change").click()
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_role("link", name="Bring back").first.click()
    page.get_by_role("button", name="Bring this text back").click()
    page.get_by_text("kept apart as a change").first.wait_for()
    expect(page.locator("#id_standfirst")).to_have_value("Bela Example, Chair.")


def test_a_draft_that_was_sent_back_says_why_on_its_own_page(editor_page, live_server, newsroom):
    editor_page.goto(live_server.url + newsroom["sent back"])
    expect(editor_page.locator(".missing").first).to_contain_text("Say who asked.")
    expect(editor_page.locator(".missing").first).to_contain_text("other")


def sign_in(page, url, name):
    """From any page to the front page, by keyboard."""
    page.goto(url + reverse("admin:index"))
    expect(page.locator("#id_username")).to_be_focused()
    for text, key in ((name, "Tab"), (PASSWORD, "Enter")):
        page.keyboard.type(text)
        page.keyboard.press(key)
    page.get_by_role("heading", name="What would you like to edit?").wait_for()


def reach(page, name):
    """Press Tab until what has the focus is called so; whatever has it must show it."""
    for _ in range(200):
        page.keyboard.press("Tab")
        called, is_shown = page.evaluate(
            """() => {
                const here = document.activeElement
                const label = here.labels?.[0]?.innerText || here.value || here.innerText || ""
                // After the last of the page it is the browser's own turn.
                const isShown = here == document.body || getComputedStyle(here).outlineStyle != "none"
                return [label.trim().toLowerCase(), isShown]
            }"""
        )
        assert is_shown, f"“{called}” has the focus and does not show it."
        if called == name.lower():
            return
    pytest.fail(f"Tab never came to “{name}”.")


def go_to(page, name):
    """Reach a link or a button and press it."""
    reach(page, name)
    page.keyboard.press("Enter")
