"""The text editor in a real browser: roles of paragraphs, the admin's content policy, and the keyboard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from delegations.models import SeatCount
from delegations.tests.make import make_chamber, make_delegation, make_seats
from press.models import Kind, PressItem, State
from press.tests.make import make_interview, make_item

pytestmark = pytest.mark.browser

TWO_EXCHANGES = (
    '<p data-role="prompt">What is planned?</p><p>More examples.</p><p data-role="prompt">And then?</p><p>A rest.</p>'
)


# Selects as a mouse would: the editor learns of it from the browser. When it gets the focus it puts its own selection
# back 20 ms later; only what comes after that stays.
SELECT = """async ([from, to, before, after]) => {
    const place = (block, count) => {
        const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
        let [last, rest] = [null, count ?? block.textContent.length]
        while (texts.nextNode()) {
            last = texts.currentNode
            if (rest <= last.length) return [last, rest]
            rest -= last.length
        }
        return [last || block, last ? last.length : 0]
    }
    const editor = from.closest("[contenteditable]")
    if (document.activeElement !== editor) {
        editor.focus()
        await new Promise(done => setTimeout(done, 60))
    }
    getSelection().setBaseAndExtent(...place(from, before), ...place(to, after))
}"""


class ItemForm:
    """An item's form as its editor uses it."""

    def __init__(self, page, url, body):
        self.page, self.url = page, url
        self.item = make_item(State.DRAFT, kind=Kind.INTERVIEW, body=body)
        self.text = page.locator(".field-body .ProseMirror[contenteditable]")
        self.toolbar = page.locator(".field-body .prose-menubar")
        self.open()

    def open(self):
        self.page.goto(self.url + reverse("admin:press_pressitem_change", args=[self.item.pk]))
        self.text.wait_for()
        return self

    def save(self):
        self.page.get_by_role("button", name="Save and continue editing").first.click()
        self.page.locator(".messagelist .success").wait_for()
        self.text.wait_for()
        self.item.refresh_from_db()
        return self

    def button(self, name):
        return self.toolbar.get_by_role("button", name=name, exact=True)

    def block(self, text):
        return self.text.locator("> *", has_text=re.compile(f"^{re.escape(text)}$"))

    def mark(self, text, name):
        self.put_cursor(text)
        self.button(name).click()

    def put_cursor(self, text, after=None):
        """Into the block that reads `text`: at its end, or behind its first `after` characters."""
        self.select((text, after), (text, after))

    def select(self, start, end):
        """From one place to another, each a block's text and the characters before the place (None: all of them)."""
        blocks = [self.block(text).element_handle() for text, _after in (start, end)]
        self.page.evaluate(SELECT, [*blocks, start[1], end[1]])
        self._settle()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self._settle()

    def _settle(self):
        # The editor hears of a moved cursor a moment later; no person is faster than that.
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def paste(self, html):
        """As from another program."""
        self.text.evaluate(
            """(text, html) => {
                const data = new DataTransfer()
                data.setData("text/html", html)
                text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
            }""",
            html,
        )

    @property
    def html(self):
        return self.page.locator("#id_body").input_value().replace("\n", "")

    @property
    def labels(self):
        """What the editor shows over each block."""
        return self.text.locator("> *").evaluate_all(
            "blocks => blocks.map(b => getComputedStyle(b, '::before').content.replace(/^none$|\"/g, ''))"
        )

    @property
    def exchanges(self):
        return list(self.item.exchanges.values_list("anchor", "prompt", "answer"))


@pytest.fixture
def form(editor_page, live_server):
    """Opens the form of a new draft with this body."""
    return lambda body: ItemForm(editor_page, live_server.url, body)


# Marking


def test_buttons_mark_roles_and_the_saved_item_has_its_exchanges(form):
    form = form("<p>A lede.</p><p>Why?</p><p>Really.</p><p>Because.</p><p>She rises.</p><p>And so.</p><p>The end.</p>")
    form.mark("A lede.", "Narration")
    form.mark("Why?", "Prompt")
    form.mark("Really.", "Prompt continued")
    form.mark("The end.", "Narration")
    form.save()
    assert form.exchanges == [("q1", "Why?\n\nReally.", "Because.\n\nShe rises.\n\nAnd so.")]
    assert form.labels == ["Narration", "Prompt · q1", "Prompt continued", "Answer", "", "", "Narration"]
    assert '<p data-role="prompt" id="q1">Why?</p>' in form.item.body


def test_answer_takes_a_mark_off_or_sets_one_after_narration(form):
    form = form(TWO_EXCHANGES)
    form.mark("And then?", "Answer")
    assert "<p>And then?</p>" in form.html
    form.mark("More examples.", "Narration")
    form.mark("And then?", "Answer")
    assert '<p data-role="narration">More examples.</p><p data-role="answer">And then?</p><p>A rest.</p>' in form.html


def test_a_button_shows_that_its_role_is_on_and_takes_it_off_again(form):
    form = form("<p>Why?</p><p>Because.</p>")
    form.mark("Why?", "Prompt")
    expect(form.button("Prompt")).to_have_attribute("aria-pressed", "true")
    form.put_cursor("Because.")
    expect(form.button("Answer")).to_have_attribute("aria-pressed", "true")
    expect(form.button("Prompt")).to_have_attribute("aria-pressed", "false")
    form.mark("Why?", "Prompt")
    assert form.html == "<p>Why?</p><p>Because.</p>"
    assert form.labels == ["", ""]
    expect(form.button("Answer")).to_have_attribute("aria-disabled", "true")


def test_some_words_copied_from_a_prompt_are_only_words(form):
    form = form(TWO_EXCHANGES)
    form.put_cursor("And then?", after=0)
    form.press("Control+Shift+ArrowRight", "Control+c")
    form.put_cursor("A rest.")
    form.press("Control+v")
    assert form.html.endswith("<p>A rest.And</p>") or form.html.endswith("<p>A rest.And </p>")


def test_several_paragraphs_marked_at_once_are_one_prompt(form):
    form = form("<p>Why?</p><p>Really.</p><p>Because.</p>")
    form.put_cursor("Why?", after=0)
    form.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+Home")  # to the very start of the third
    form.button("Prompt").click()
    form.save()
    assert form.exchanges == [("q1", "Why?\n\nReally.", "Because.")]


def test_a_second_prompt_in_a_row_makes_a_second_exchange(form):
    form = form("<p>Why?</p><p>And how?</p><p>Because.</p>")
    form.mark("Why?", "Prompt")
    form.mark("And how?", "Prompt")
    form.save()
    assert form.exchanges == [("q1", "Why?", ""), ("q2", "And how?", "Because.")]


def test_short_title_and_speaker_survive_saving_and_loading(form):
    form = form("<p>The reason</p><p>Why?</p><p>Because.</p>")
    form.mark("The reason", "Short title")
    form.mark("Why?", "Prompt")
    form.mark("Because.", "Speaker")
    form.page.get_by_role("dialog", name="Speaker").get_by_role("textbox").fill("  Ada   Example ")
    form.press("Enter")
    form.save().open()
    assert form.labels == ["Short title", "Prompt · q1", "Answer · Ada Example"]
    assert form.item.exchanges.get().short_title == "The reason"
    assert '<p data-speaker="Ada Example">Because.</p>' in form.item.body
    form.mark("The reason", "Short title")
    assert form.html.startswith("<p>The reason</p>")
    form.mark("Because.", "Speaker")
    assert form.page.get_by_role("dialog").get_by_role("textbox").input_value() == "Ada Example"
    form.press("Escape")
    assert form.page.get_by_role("dialog").count() == 0


def test_a_press_release_shows_no_roles(form):
    form = form("<h2>Programme</h2><p>One.</p><ul><li><p>Two.</p></li></ul>")
    assert form.labels == ["", "", ""]
    item = form.text.get_by_text("Two.").element_handle()
    form.page.evaluate(SELECT, [item, item, None, None])
    expect(form.button("Prompt")).to_have_attribute("aria-disabled", "true")


# Typing


def test_enter_inside_a_prompt_leaves_both_halves_a_prompt(form):
    form = form('<p data-role="prompt" data-speaker="Ada">Why? And how?</p><p>Because.</p>')
    form.put_cursor("Why? And how?", after=4)
    form.press("Enter")
    form.save()
    assert form.exchanges == [("q1", "Why?\n\nAnd how?", "Because.")]
    assert '<p data-role="prompt" data-speaker="Ada" id="q1">Why?</p>' in form.item.body
    assert '<p data-role="prompt-continued"> And how?</p>' in form.item.body


def test_enter_at_the_end_of_a_prompt_begins_the_answer(form):
    form = form('<p data-role="prompt">Why?</p>')
    form.put_cursor("Why?")
    form.press("Enter")
    form.page.keyboard.type("Because.")
    form.save()
    assert form.exchanges == [("q1", "Why?", "Because.")]
    assert form.labels == ["Prompt · q1", "Answer"]


def test_enter_at_the_start_of_a_prompt_makes_room_above_it(form):
    form = form(TWO_EXCHANGES)
    form.put_cursor("And then?", after=0)
    form.press("Enter", "ArrowUp")
    form.page.keyboard.type("Indeed.")
    form.save()
    assert form.exchanges == [("q1", "What is planned?", "More examples.\n\nIndeed."), ("q2", "And then?", "A rest.")]


def test_enter_over_the_end_of_an_answer_and_the_start_of_a_prompt_keeps_each_what_it_was(form):
    form = form(TWO_EXCHANGES)
    form.select(("More examples.", 5), ("And then?", 4))
    form.press("Enter")
    form.save()
    assert form.exchanges == [("q1", "What is planned?", "More"), ("q2", "then?", "A rest.")]


def test_enter_after_a_short_title_begins_an_unmarked_paragraph(form):
    form = form('<h3 data-role="short-title">A reason</h3>')
    form.put_cursor("A reason")
    form.press("Enter")
    form.page.keyboard.type("Why?")
    assert form.html == '<h3 data-role="short-title">A reason</h3><p>Why?</p>'


def test_joining_by_backspace_keeps_what_the_first_paragraph_is(form):
    form = form(TWO_EXCHANGES)
    form.put_cursor("A rest.", after=0)
    form.press("Backspace")
    form.put_cursor("What is planned?")
    form.press("Shift+Home", "Delete")
    form.put_cursor("More examples.", after=0)
    form.press("Backspace")
    form.save()
    assert form.exchanges == [("q1", "More examples.", ""), ("q2", "And then?A rest.", "")]


def test_undo_takes_a_mark_back(form):
    form = form(TWO_EXCHANGES)
    before = form.html
    form.mark("And then?", "Narration")
    assert form.html != before
    form.press("Control+z")
    assert form.html == before


# Anchors


def test_anchors_stay_when_paragraphs_change_places(form):
    form = form(TWO_EXCHANGES)
    form.select(("And then?", 0), ("A rest.", None))
    form.press("Control+x")
    form.put_cursor("What is planned?", after=0)
    form.press("Control+v")
    form.save()
    assert form.exchanges == [("q2", "And then?", "A rest."), ("q1", "What is planned?", "More examples.")]
    form.save()
    assert [anchor for anchor, _prompt, _answer in form.exchanges] == ["q2", "q1"]


def test_a_prompt_cut_and_pasted_into_an_empty_line_keeps_its_anchor(form):
    form = form(TWO_EXCHANGES)
    form.put_cursor("And then?", after=0)
    form.press("Shift+End", "Control+x", "Control+End", "Enter", "Control+v")
    form.save()
    assert form.exchanges == [("q1", "What is planned?", "More examples.\n\nA rest."), ("q2", "And then?", "")]


def test_a_pasted_copy_of_a_prompt_gets_an_anchor_of_its_own(form):
    form = form(TWO_EXCHANGES)
    form.select(("And then?", 0), ("A rest.", None))
    form.press("Control+c")
    form.put_cursor("What is planned?", after=0)
    form.press("Control+v")
    assert form.html.count("id=") == 2
    form.press("Control+z")
    assert form.html.count("id=") == 2
    form.press("Control+Shift+z")
    form.save()
    assert [(anchor, prompt) for anchor, prompt, _answer in form.exchanges] == [
        ("q3", "And then?"),
        ("q1", "What is planned?"),
        ("q2", "And then?"),
    ]


def test_an_anchor_of_another_item_does_not_come_along(form):
    form = form(TWO_EXCHANGES)
    form.put_cursor("A rest.")
    form.press("Enter")
    form.paste('<p data-role="prompt" id="q9">Elsewhere?</p><p>There.</p>')
    assert form.labels == ["Prompt · q1", "Answer", "Prompt · q2", "Answer", "Prompt", "Answer"]
    assert "Elsewhere?" in form.html


def test_a_prompt_marked_otherwise_and_back_keeps_its_anchor(form):
    form = form(TWO_EXCHANGES)
    for name in ["Narration", "Short title", "Prompt"]:
        form.mark("And then?", name)
    form.save()
    assert [anchor for anchor, _prompt, _answer in form.exchanges] == ["q1", "q2"]


# Keyboard and policy


def test_role_buttons_are_reached_and_used_by_keyboard(form):
    form = form("<p>Why?</p><p>Because.</p>")
    form.put_cursor("Why?")
    for _step in range(30):
        form.press("Shift+Tab")
        if form.button("Prompt").evaluate("button => button === document.activeElement"):
            break
    form.press("Enter")
    assert form.labels == ["Prompt", "Answer"]
    assert form.text.evaluate("text => text === document.activeElement")
    groups = form.toolbar.get_by_role("group", name="What the paragraph is")
    assert groups.get_by_role("button").all_inner_texts() == [
        "Prompt",
        "Prompt continued",
        "Answer",
        "Narration",
        "Short title",
        "Speaker",
    ]


def test_the_editors_have_the_names_of_their_fields(form):
    form = form("<p>Why?</p>")
    assert form.page.get_by_role("textbox", name="Text", exact=True).count() == 1
    assert form.page.get_by_role("textbox", name="“for reference” note").count() == 1
    form.page.locator("label[for=id_body]").click()
    assert form.text.evaluate("text => text === document.activeElement")


def test_lists_and_tables_have_no_message(form):
    form = form("<p>Why?</p><ol><li><p>One.</p></li></ol><table><tbody><tr><td><p>Two.</p></td></tr></tbody></table>")
    form.put_cursor("Why?")
    form.press("Enter")
    form.button("unordered list").click()
    form.save()
    assert "<table>" in form.item.body


def test_a_word_processors_text_is_pasted_without_a_message_and_with_its_emphasis(form):
    form = form("<p>Why?</p>")
    form.put_cursor("Why?")
    form.paste(
        '<style>p { color: red }</style><b style="font-weight: normal"><p class="MsoNormal" style="margin: 0cm">One '
        '<span style="font-weight:700">bold</span>, <span style="font-style:italic; color: red">slanted</span>.</p>'
        '<p id="q1" style="mso-list: l0">Two.</p></b><img src="data:image/png;base64,iVBORw0KGgo=">'
    )
    form.save()
    assert form.item.body == "<p>Why?</p>\n<p>One <strong>bold</strong>, <em>slanted</em>.</p>\n<p>Two.</p>"


def test_text_pasted_into_an_empty_prompt_is_the_prompt(form):
    form = form("<p>Why?</p>")
    form.put_cursor("Why?")
    form.press("Enter")
    form.button("Prompt").click()
    form.paste("<p>And how?</p><p>Well.</p>")
    assert form.html == '<p>Why?</p><p data-role="prompt">And how?</p><p>Well.</p>'


def test_the_sign_in_page_has_no_message(page, console, live_server):
    page.goto(live_server.url + reverse("admin:login"), wait_until="networkidle")


@pytest.mark.parametrize(
    "name", ["index", "press list", "press add", "press change", "step", "delegation", "fact", "journal"]
)
def test_admin_pages_have_no_message(editor_page, live_server, name):
    item, delegation = make_interview(), make_delegation()
    make_seats(make_chamber(delegation), observed="unknown")
    address = {
        "index": reverse("admin:index"),
        "press list": reverse("admin:press_pressitem_changelist"),
        "press add": reverse("admin:press_pressitem_add"),
        "press change": reverse("admin:press_pressitem_change", args=[item.pk]),
        "step": reverse("admin:press_pressitem_withdraw", args=[item.pk]),
        "delegation": reverse("admin:delegations_delegation_change", args=[delegation.pk]),
        "fact": reverse(f"admin:{SeatCount._meta.app_label}_{SeatCount._meta.model_name}_add"),
        "journal": reverse("admin:press_journalentry_changelist"),
    }[name]
    answer = editor_page.goto(live_server.url + address, wait_until="networkidle")
    assert answer.status == 200
    has_editor = name in ("press add", "press change")
    assert editor_page.locator(".ProseMirror[contenteditable]").count() == (2 if has_editor else 0)
    policy = answer.header_value("content-security-policy")
    assert ("'nonce-" in policy) == has_editor
    assert "unsafe" not in policy


def test_a_refused_save_gives_the_text_back_in_the_editor(form):
    form = form(TWO_EXCHANGES)
    form.mark("And then?", "Narration")
    form.page.locator("#id_title").evaluate("field => { field.required = false; field.value = '' }")
    form.page.get_by_role("button", name="Save and continue editing").first.click()
    form.page.locator(".errornote").wait_for()
    form.text.wait_for()
    assert form.labels == ["Prompt · q1", "Answer", "Narration", "Narration"]
    assert PressItem.objects.get(pk=form.item.pk).exchanges.count() == 2
