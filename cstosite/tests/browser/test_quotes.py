"""Quoting an exchange in a real browser: with and without script, with and without selected words."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from press.tests.make import make_interview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = (
    '<p data-role="prompt">What does <em>Examplia</em> plan?</p><p>More examples, many more.</p><p>And better ones.</p>'
    '<p data-role="prompt">And then?</p><p data-speaker="Ada Example">A rest.</p><p data-speaker="Bob">A walk.</p>'
)
SOURCE = (
    "“Ada Example: More Examples”, CSTO Parliamentary Assembly, {day}. http://testserver.example/press/one/{anchor}/"
)
# Selects from the first of some text to the end of another.
SELECT = """([from, to]) => {
  const find = (text) => {
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(text);
      if (at >= 0) return [walker.currentNode, at];
    }
  };
  const [first, start] = find(from), [last, end] = find(to);
  getSelection().setBaseAndExtent(first, start, last, end + to.length);
}"""


@pytest.fixture
def item():
    return make_interview(slug="one", body=BODY)


@pytest.fixture
def reader(page, console, live_server, item):
    """A page with the interview, whose clipboard can be read."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/press/one/")
    return page


def source(item, anchor):
    return SOURCE.format(day=date_format(timezone.localdate(item.published_at), "j F Y"), anchor=anchor)


def copied(page, kind="text/plain"):
    """What the clipboard holds."""
    return page.evaluate(
        "async (kind) => (await (await navigator.clipboard.read())[0].getType(kind)).text()", kind
    ).strip()


def test_an_answer_is_copied_with_one_key_and_the_focus_stays(reader, item):
    button = reader.get_by_role("button", name="Copy quote from question 1")
    button.focus()
    reader.keyboard.press("Enter")
    reader.get_by_text("Copied", exact=True).wait_for()
    assert button.evaluate("e => e === document.activeElement")
    assert reader.locator("#q1 [role=status]").inner_text() == "Copied"
    first = f"“More examples, many more. […]” — Ada Example, Chair of Examples, {source(item, 'q1')}"
    assert copied(reader) == first
    address = "http://testserver.example/press/one/q1/"
    assert f'<a href="{address}">{address}</a>' in copied(reader, "text/html")


@pytest.mark.parametrize(
    ("first", "last", "quoted"),
    [
        ("examples, many", "examples, many", "“examples, many” — Ada Example, Chair of Examples, "),
        ("many more", "better", "“many more. And better” — Ada Example, Chair of Examples, "),
        ("Examplia", "plan", "“Examplia plan” — Interviewer, "),
        # With the name over the answer, which nobody said.
        ("Ada Example", "More", "“More” — Ada Example, Chair of Examples, "),
    ],
)
def test_the_words_that_are_selected_are_quoted_under_whoever_says_them(reader, item, first, last, quoted):
    if first == "Ada Example":
        reader.evaluate(
            "getSelection().setBaseAndExtent(document.querySelector('#q1 .qa__a'), 0, "
            "document.querySelector('#q1 .qa__a p + p').firstChild, 4)"
        )
    else:
        reader.evaluate(SELECT, [first, last])
    reader.get_by_role("button", name="Copy quote from question 1").click()
    reader.get_by_text("Selected words copied").wait_for()
    assert copied(reader) == quoted + source(item, "q1")
    # The next time, with nothing selected, it is the answer again.
    reader.evaluate("getSelection().removeAllRanges()")
    reader.get_by_role("button", name="Copy quote from question 1").click()
    reader.get_by_text("Copied", exact=True).wait_for()
    assert copied(reader).startswith("“More examples, many more. […]” — Ada")


def test_an_answer_that_a_scene_interrupts_is_quoted_from_both_sides_of_it(page, console, live_server, item):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    item.body += '<p data-role="narration">(A pause.)</p><p data-role="answer" data-speaker="Bob">And a nap.</p>'
    item.save()
    for address in ("/press/one/", "/press/one/q2/"):
        page.goto(live_server.url + address)
        page.evaluate(SELECT, ["And a", "nap"])
        page.get_by_role("button", name="Copy quote from question 2").click()
        page.get_by_text("Selected words copied").wait_for()
        assert copied(page) == f"“And a nap” — Bob, {source(item, 'q2')}"


def test_a_paragraph_taken_by_three_clicks_is_quoted_whole(reader, item):
    reader.get_by_text("And better ones.", exact=True).click(click_count=3)
    reader.get_by_role("button", name="Copy quote from question 1").click()
    reader.get_by_text("Selected words copied").wait_for()
    assert copied(reader).startswith("“And better ones.” — Ada Example")


def test_words_of_two_people_or_of_another_exchange_are_not_put_in_anybodys_mouth(reader, item):
    for first, last in [("rest", "walk"), ("many", "better")]:
        reader.evaluate(SELECT, [first, last])
        reader.get_by_role("button", name="Copy quote from question 2").click()
        reader.get_by_text("Copied", exact=True).wait_for()
        assert copied(reader).startswith("“A rest. […]” — Ada Example, Chair of Examples, "), first


def test_where_nothing_can_be_copied_the_quotation_is_marked(page, console, live_server, item):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{live_server.url}/press/one/q1/")
    page.evaluate(SELECT, ["examples", "many"])
    page.get_by_role("button", name="Copy quote from question 1").click()
    page.get_by_text("Marked: copy it by hand").wait_for()
    marked = page.evaluate("String(getSelection())").strip()
    assert marked == f"“examples, many” — Ada Example, Chair of Examples, {source(item, 'q1')}"


def test_the_item_is_cited_with_one_tap_too_as_text_and_as_html(reader, item):
    reader.get_by_role("button", name="Copy citation").click()
    reader.get_by_text("Copied", exact=True).wait_for()
    day = date_format(timezone.localdate(item.published_at), "j F Y")
    address = "http://testserver.example/press/one/"
    assert copied(reader) == f"CSTO Parliamentary Assembly. “Ada Example: More Examples”. {day}. {address}"
    link = f'<a href="{address}">Ada Example: More Examples</a>'
    assert f"CSTO Parliamentary Assembly. “{link}”. {day}." in copied(reader, "text/html")


def test_without_a_script_the_quotation_is_there_to_be_taken(browser, live_server, item):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/press/one/#q2")
    assert not page.get_by_role("button").count()
    assert page.locator(".qa:target").get_attribute("id") == "q2"
    page.locator("#q2 summary").click()
    assert page.locator("#q2 .cite__text").is_visible()
    page.get_by_role("link", name="Link to question 2").click()
    assert page.url.endswith("/press/one/q2/")
    context.close()


def test_nothing_moves_while_the_page_loads_and_targets_are_wide(reader):
    shift = reader.evaluate(
        "new Promise((done) => { let sum = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => "
        "(sum += e.value))).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 300) })"
    )
    assert shift == 0
    for place in (".qa__head a", ".copy", ".quote summary"):
        box = reader.locator(place).first.bounding_box()
        assert min(box["width"], box["height"]) >= 24, place
