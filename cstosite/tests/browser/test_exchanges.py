"""Finding the exchanges in a real browser: from a pasted document to a marked interview, and back."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from press.models import Kind, PressItem, State
from press.tests.make import make_item

pytestmark = pytest.mark.browser

PAGE = Path(settings.BASE_DIR, "cstosite/tests/data/page-of-26-december-2023.txt")
NAMED = ["Reporter: What is new?", "Ada Example: More examples.", "Reporter: And then?", "Ada Example: A rest."]
ENDED = [
    "– What does Examplia plan?",
    "– More examples.",
    "– And then?",
    "– A rest.",
    "Examplia Assembly Press Service",
    "For reference. Examplia is not a country.",
]


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def as_word_makes_it(lines):
    """The clipboard's HTML of a word processor."""
    body = "".join(
        f"<p class=MsoNormal style='margin-bottom:0cm;line-height:normal'><span lang=EN-GB style='font-size:12.0pt;"
        f'font-family:"Times New Roman",serif\'>{line}<o:p></o:p></span></p>\n\n'
        for line in lines
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} -->'
        f"</style></head><body lang=EN-GB style='word-wrap:break-word'><!--StartFragment-->{body}<!--EndFragment-->"
    )


class ItemForm:
    """An item's form with the list of its exchanges, as its editor uses it."""

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.text = page.locator(".field-body .ProseMirror[contenteditable]")
        self.note = page.locator(".field-reference_note .ProseMirror[contenteditable]")
        self.button = page.get_by_role("button", name="Find the exchanges")
        self.status = page.get_by_role("status")
        self.panel = page.get_by_role("region", name="Exchanges")
        self.lines = self.panel.locator("[data-list=exchanges] > li")

    def add(self, kind="interviews"):
        self.page.goto(self.url + reverse("admin:press_pressitem_add"))
        self.note.wait_for()
        self.page.locator("#id_kind").select_option(kind)
        self.page.locator("#id_title").fill("Ada Example: More Examples")
        return self

    def change(self, body, **values):
        item = make_item(State.DRAFT, kind=Kind.INTERVIEW, body=body, **values)
        self.page.goto(self.url + reverse("admin:press_pressitem_change", args=[item.pk]))
        self.button.wait_for()
        return self

    def paste(self, html):
        self.text.evaluate(
            """(text, html) => {
                const data = new DataTransfer()
                data.setData("text/html", html)
                text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
            }""",
            html,
        )

    def says(self, words):
        self.status.get_by_text(words).wait_for()

    def find(self, words="Proposed"):
        self.button.click()
        self.says(words)
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def save(self):
        self.page.get_by_role("button", name="Save and continue editing").first.click()
        self.page.locator(".messagelist .success").wait_for()
        return PressItem.objects.get()

    def line(self, number, text):
        self.lines.nth(number).get_by_text(text).wait_for()

    @property
    def html(self):
        return self.page.locator("#id_body").input_value().replace("\n", "")

    @property
    def place(self):
        """How far down the page the text begins."""
        return self.text.evaluate("text => text.getBoundingClientRect().top + scrollY")

    @property
    def byline(self):
        return self.page.locator("#id_byline").input_value()


@pytest.fixture
def form(editor_page, live_server):
    return ItemForm(editor_page, live_server.url)


# From the clipboard to the page


def test_a_pasted_document_becomes_three_exchanges_with_one_press(form):
    lines = PAGE.read_text(encoding="utf-8").strip().split("\n")
    begin = next(place for place, line in enumerate(lines) if line.startswith("– "))
    form.add().paste(as_word_makes_it(lines[begin:]))
    form.says("Several paragraphs were pasted.")
    assert "data-role" not in form.html, "It is offered, not done."
    form.find()
    form.says("Exchanges: 3 · 0 characters not accounted for")
    for number, count in enumerate([1, 4, 2]):
        form.line(number, f"Paragraphs of the answer: {count}")
    assert form.byline == "CSTO Parliamentary Assembly Press Service"
    assert form.note.inner_text().startswith("For reference. The CSTO")
    form.panel.get_by_role("button", name="Taken as a prompt by its place only").click()
    form.page.keyboard.type("!")
    item = form.save()
    assert [(e.anchor, e.answer.count("\n\n") + 1) for e in item.exchanges.all()] == [("q1", 1), ("q2", 4), ("q3", 2)]
    assert item.exchanges.last().prompt.startswith("!Kassym-Jomart Tokayev also named")
    assert "<p>For reference." in item.reference_note and not item.appearances.exists()


def test_undo_takes_text_byline_and_note_back_in_one_step_and_redo_gives_them_again(form):
    form.add().paste(paragraphs(*ENDED))
    before = form.html
    form.find()
    after, note = form.html, form.note.inner_text()
    assert "Press Service" not in after and form.byline and note
    form.press("Control+z")
    assert form.html == before and form.byline == "" and form.note.inner_text().strip() == ""
    form.says("No paragraph is marked as a prompt.")
    form.press("Control+Shift+z")
    assert form.html == after and form.byline and form.note.inner_text() == note


def test_fields_that_are_filled_are_left_alone(form):
    form.add().paste(paragraphs(*ENDED))
    form.page.locator("#id_byline").fill("Ours")
    form.note.click()
    form.page.keyboard.type("Known.")
    form.find("The byline was left in the text")
    form.says("The note was left in the text")
    assert form.byline == "Ours" and form.note.inner_text() == "Known."
    assert form.html.endswith('<p data-role="narration">For reference. Examplia is not a country.</p>')
    form.panel.get_by_text("Paragraphs outside the exchanges: 2").wait_for()
    form.says("Exchanges: 2 · 0 characters not accounted for")


def test_prompts_marked_before_keep_their_anchors(form):
    form.change('<p data-role="prompt">First?</p><p>An answer.</p>' + paragraphs(*ENDED[:4]))
    form.find()
    assert '<p data-role="prompt" id="q1">First?</p><p>An answer.</p><p data-role="prompt">What does' in form.html
    item = form.save()
    assert [e.prompt for e in item.exchanges.all()] == ["First?", "What does Examplia plan?", "And then?"]
    assert [e.anchor for e in item.exchanges.all()] == ["q1", "q2", "q3"]


# The list


def test_the_list_follows_every_change_and_leads_into_the_text(form):
    form.change('<h3 data-role="short-title">Plans</h3><p data-role="prompt">Why?</p><p>So.</p><p>And how?</p>')
    form.says("Exchanges: 1 · 0 characters not accounted for")
    form.line(0, "Plans")
    form.line(0, "Paragraphs of the answer: 2")
    form.text.get_by_text("And how?").click()
    form.page.locator(".field-body .prose-menubar").get_by_role("button", name="Prompt", exact=True).click()
    form.says("Exchanges: 2")
    form.line(0, "Paragraphs of the answer: 1")
    form.line(1, "No answer")
    form.panel.get_by_role("button", name="Plans").click()
    form.page.keyboard.type("Really: ")
    form.text.get_by_text("Really: Why?").wait_for()
    form.page.locator("#id_kind").select_option("press-releases")
    assert not form.panel.is_visible() and not form.button.is_visible()


def test_a_name_in_the_text_is_added_as_a_speaker_once(form):
    form.add().paste(paragraphs(*NAMED))
    form.find()
    form.line(0, "Reporter · Ada Example · Paragraphs of the answer: 1")
    form.page.get_by_role("button", name="Add as speaker: Ada Example").click()
    form.says("Ada Example is now listed under Speakers")
    assert form.page.locator("#id_appearances-0-label").input_value() == "Ada Example"
    form.page.get_by_role("button", name="Add as speaker: Reporter").click()
    form.says("Reporter is now listed under Speakers")
    assert form.page.get_by_role("button", name="Add as speaker").count() == 0
    item = form.save()
    assert [(voice.label, voice.office, voice.is_interviewer) for voice in item.appearances.order_by("pk")] == [
        ("Ada Example", "", False),
        ("Reporter", "", True),
    ]


def test_the_text_does_not_move_when_the_panel_speaks(form):
    form.add()
    place = form.place
    form.paste(paragraphs(*ENDED))
    form.says("Several paragraphs")
    assert form.place == place
    form.find()
    assert form.place == place


# What cannot be done


def test_a_text_that_cannot_be_decided_stays_as_it_was(form):
    form.add().paste(paragraphs("What is a library?", "A house of examples.", "It is new."))
    before = form.html
    form.find("It could not be decided")
    assert form.html == before and form.byline == ""
    form.panel.get_by_role("heading", name="To look at").wait_for()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "The server was not reached"),
        ({"status": 403, "body": "<h1>Sign in</h1>"}, "perhaps you are signed out"),
        ({"status": 500, "body": "<h1>Oh</h1>"}, "Something went wrong on the server"),
        ({"status": 413, "json": {"error": "This text is too long."}}, "This text is too long."),
        ({"status": 200, "body": "<form>Sign in</form>"}, "Something went wrong on the server"),
    ],
)
def test_a_failed_request_is_said_in_words_and_loses_nothing(form, console, answer, words):
    form.add().paste(paragraphs(*ENDED))
    before = form.html
    address = "**" + reverse("admin:press_pressitem_propose")
    form.page.route(address, lambda route: route.fulfill(**answer) if answer else route.abort())
    form.find(words)
    assert form.html == before and form.byline == ""
    # The browser itself notes a failed request; nothing else may be said.
    assert all(said.startswith("error: Failed to load resource") for said in console)
    console.clear()
    form.page.unroute(address)
    form.find()
    form.says("Exchanges: 2")


def test_a_proposal_for_a_text_that_has_changed_is_not_used(form):
    form.add().paste(paragraphs(*ENDED))
    held = []
    form.page.route("**" + reverse("admin:press_pressitem_propose"), lambda route: held.append(route))
    form.button.click()
    form.says("Reading the text")
    form.text.get_by_text("– A rest.").click()
    form.page.keyboard.type("Yes")
    while not held:
        form.page.wait_for_timeout(20)
    held[0].continue_()
    form.says("The text was changed in the meantime")
    assert "Yes" in form.html and "data-role" not in form.html


def test_what_the_server_gives_is_used_only_when_every_character_is_there(form):
    form.add().paste(paragraphs(*ENDED))
    before = form.html

    def shorten(route):
        answer = route.fetch()
        given = answer.json()
        route.fulfill(response=answer, json=given | {"html": re.sub("More examples", "", given["html"])})

    form.page.route("**" + reverse("admin:press_pressitem_propose"), shorten)
    form.find("would have lost a part of the text")
    assert form.html == before and form.byline == "" and form.note.inner_text().strip() == ""


# Keyboard


def test_everything_is_done_by_keyboard(form):
    form.add().paste(paragraphs(*NAMED))
    form.says("Several paragraphs")
    form.text.focus()

    def tab_to(button, key):
        for _step in range(40):
            form.press(key)
            if button.evaluate("button => button === document.activeElement"):
                return
        raise AssertionError("not reached")

    tab_to(form.button, "Shift+Tab")
    form.press("Enter")
    form.says("Exchanges: 2")
    assert form.text.evaluate("text => text === document.activeElement"), "The cursor is at the first prompt."
    tab_to(form.panel.get_by_role("button", name="And then?"), "Tab")
    form.press("Enter")
    form.page.keyboard.type("So: ")
    form.text.get_by_text("So: And then?").wait_for()
    tab_to(form.page.get_by_role("button", name="Add as speaker: Reporter"), "Tab")
    form.press("Enter")
    form.says("Reporter is now listed")
    focused = "button => button === document.activeElement"
    assert form.page.get_by_role("button", name="Add as speaker: Ada Example").evaluate(focused)
    form.page.wait_for_timeout(300)  # the list is drawn again, and the focus stays
    assert form.page.get_by_role("button", name="Add as speaker: Ada Example").evaluate(focused)
