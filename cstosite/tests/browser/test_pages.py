"""Every kind of page in a real browser: readable by everyone, quiet, and whole at every width."""

from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from delegations.models import Chamber, Delegation
from press.models import Kind, PressItem, State, Topic
from press.tests.make import make_interview, make_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Only what is wrong is told in full: to describe whatever is right takes axe as long as to look at it.
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PAGES = [
    "/",
    "/delegations/",
    "/delegations/belarus/",
    "/delegations/tajikistan/",
    "/delegations/kazakhstan/?on=2023-12-26",
    "/delegations/compare/?from=2023-01-01&to=2023-12-26",
    "/people/mikhail-krotov/",
    "/people/aigul-kuspan/",
    "/press/",
    "/press/?kind=interviews&country=by",
    "/press/interview/",
    "/search/",
    "/search/?q=security+Kazakhstan&kind=interviews&country=kz",
    "/search/?q=Krotov",
    "/search/?q=security+xylophone",
    "/press/interview/q2/",
    "/press/release/",
    "/press/changed/q1/",
    "/press/changed/q2/",
    "/press/gone/",
    "/topics/examples/",
    "/feeds/",
    "/feeds/countries/kz/",
    "/feeds/delegations/",
    "/data/",
    "/about/",
    "/nowhere/",
]


# Where something can be quoted or cited: the only pages with a script.
QUOTED = {"/press/interview/", "/press/interview/q2/", "/press/release/", "/press/changed/q1/"}
ERRORS = {"/press/gone/", "/press/changed/q2/", "/nowhere/"}


@pytest.fixture
def site(live_server):
    """The real content, a withdrawn item, one that lost a question, and the interview at a short address."""
    call_command("load_content", verbosity=0)
    item = PressItem.objects.get()
    item.topics.add(Topic.objects.create(name="Examples", slug="examples"))
    item.slug = "interview"
    item.save()
    make_item(State.WITHDRAWN, slug="gone")
    changed = make_interview(slug="changed", kind=Kind.STATEMENT, title="Other words", countries=item.countries.all())
    changed.body = changed.body.partition("And then?")[0].rpartition("<p")[0]
    changed.save()
    elsewhere = {"republished_from": "The Times", "republished_url": "https://times.example/1"}
    make_item(slug="release", title="Related words", countries=item.countries.all(), **elsewhere)
    return live_server.url


@pytest.mark.parametrize(
    ("width", "scheme", "contrast"),
    [
        (1440, "light", "no-preference"),
        (1440, "dark", "no-preference"),
        (320, "light", "no-preference"),
        (768, "dark", "more"),
    ],
)
def test_no_page_has_a_barrier_overflows_or_asks_elsewhere(site, browser, width, scheme, contrast):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, contrast=contrast)
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(site + address)
        if address in ERRORS:
            said.clear()  # the browser itself notes a status of 4xx
        violations = Axe().run(page, options=WCAG).response["violations"]
        assert not violations, f"{address}: {[(v['id'], [n['html'] for n in v['nodes']]) for v in violations]}"
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{address} is {beyond} px too wide at {width} px"
    assert said == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    assert not context.cookies()
    context.close()


def test_nothing_is_inline_and_nothing_needs_a_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in PAGES:
        page.goto(site + address)
        assert page.locator("style, [style], script:not([src], [type='application/ld+json'])").count() == 0, address
        assert page.locator("script[src]").count() == (address in QUOTED), address
        assert page.locator("h1").count() == 1, address
    page.goto(site + "/press/")
    page.select_option("#f-kind", "interviews")
    page.get_by_role("button", name="Show results").click()
    assert "kind=interviews" in page.url
    assert page.get_by_role("heading", level=3).count() == 1
    context.close()


def test_every_link_leads_somewhere(site, browser):
    context = browser.new_context()
    page, seen, waiting = context.new_page(), set(), ["/"]
    while waiting:
        address = waiting.pop()
        answer = context.request.get(site + address)
        assert answer.status == 200, address
        if "text/html" not in answer.headers["content-type"]:
            continue
        page.goto(site + address)
        links = page.eval_on_selector_all("a[href], link[href]", "all => all.map(one => one.getAttribute('href'))")
        for link in links:
            parts = urlsplit(urljoin(site + address, link))
            if parts.netloc == "testserver.example":
                parts = parts._replace(netloc=urlsplit(site).netloc)
            if parts.netloc != urlsplit(site).netloc or parts.scheme == "mailto":
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.fragment and parts.path == urlsplit(address).path:
                assert page.locator(f"[id='{parts.fragment}']").count() == 1, f"{address}#{parts.fragment}"
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    assert {"/delegations/russia/", "/press/interview/", "/feeds/all.rss", "/about/"} <= seen
    context.close()


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(site, page):
    page.goto(site + "/press/interview/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to main content" and skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Home"
    assert page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_long_words_break_rather_than_widen_the_page(site, browser):
    word = "Достопримечательностями" + "Wissenschaftskommunikation"
    make_item(title=f"{word} {word}", slug="long", standfirst=word, body=f"<p>{word * 3}</p>")
    Delegation.objects.filter(slug="belarus").update(name=word, parliament=word)
    Chamber.objects.filter(name="Senate").update(name=word)
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    for address in [*PAGES, "/press/long/", "/delegations/kazakhstan/"]:
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (
            address
        )
    context.close()


# What is wider than its place, of the elements with nothing but words.
CUT = """[...document.querySelectorAll("body *")].filter((e) => !e.children.length && e.textContent.trim() &&
  !e.closest(".vh, svg, .scroll") && getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.outerHTML)"""


def test_text_at_twice_its_size_still_fits(site, browser):
    context = browser.new_context()
    page = context.new_page()
    for address in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + address)
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{address} is {beyond} px too wide at {width} px"
            assert page.evaluate(CUT) == [], f"{address} at {width} px"
    context.close()


def test_words_of_another_direction_run_in_it_and_a_page_of_it_is_mirrored(site, page):
    arabic, hebrew = "ما هي خطط الجمعية؟", "מסקנות הדיון"
    make_interview(
        slug="rtl",
        speaker="عائشة",
        body=f'<p data-role="prompt">{arabic}</p><p>{hebrew} (2024).</p><p>In English again.</p>',
        standfirst=arabic,
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/press/rtl/")
    begins = """e => { const range = document.createRange(); range.selectNodeContents(e);
      const [box, words] = [e.getBoundingClientRect(), range.getBoundingClientRect()];
      return Math.abs(box.right - words.right) < Math.abs(box.left - words.left) ? "right" : "left"; }"""
    for place, side in [
        (".qa__q p:last-child", "right"),
        (".qa__a p:nth-child(2)", "right"),
        (".qa__a p:nth-child(3)", "left"),
    ]:
        assert page.locator(place).first.evaluate(begins) == side, place
    assert page.locator("html").get_attribute("dir") is None
    for address in ("/press/rtl/", "/", "/press/", "/delegations/kazakhstan/", "/search/?q=security+Kazakhstan"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        mark, nav = (page.locator(place).first.bounding_box() for place in (".wordmark", ".nav li:last-child"))
        assert mark["x"] > 900 and nav["x"] < 100, address
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, (
            address
        )


def test_paper_carries_the_text_and_its_address_but_no_navigation(site, page):
    page.emulate_media(media="print")
    page.goto(site + "/press/interview/")
    assert not page.locator(".nav").is_visible() and not page.locator(".toc").is_visible()
    assert page.locator(".qa__q").first.is_visible() and page.locator(".qa__a .speaker").first.is_visible()
    assert page.locator(".interview__head time").is_visible()
    assert page.locator(".qa__q").first.evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    assert page.locator(".qa__head").first.evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    for beside in (".quote", ".qa__head a", ".related", ".pager", ".card.noprint", ".crumbs"):
        assert page.locator(beside).count() and not page.locator(beside).first.is_visible(), beside
    assert page.get_by_text("http://testserver.example/press/interview/").last.is_visible()
    page.goto(site + "/press/release/")
    beside = page.locator(".web a").evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://times.example/1" in beside


def test_forced_colours_keep_the_seats_and_what_is_marked_and_nothing_glides(site, browser):
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto(site + "/delegations/belarus/")
    stroke = page.locator(".seats path").first.evaluate("e => getComputedStyle(e).stroke")
    hole = page.locator(".seats .hole").first.evaluate("e => getComputedStyle(e).stroke")
    assert stroke != hole
    assert page.locator(".nav [aria-current]").evaluate("e => getComputedStyle(e).borderBottomWidth") == "4px"
    page.goto(site + "/search/?q=security")
    mark = page.locator("mark").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert mark != page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert page.locator(".button").evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    page.goto(site + "/press/interview/#q2")
    assert page.locator(".qa:target .qa__q").evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    assert page.locator("html").evaluate("e => getComputedStyle(e).scrollBehavior") == "auto"
    context.close()
