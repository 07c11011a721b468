"""Search: what is found, in what order, by whom it may be seen, and that nothing typed breaks it."""

import re
from datetime import timedelta
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstosite.search.models import Entry
from cstosite.search.words import fold
from cstosite.tests.page import Page, count_queries
from delegations.merging import merge
from delegations.tests.make import make_appointment, make_country, make_delegation, make_name, make_person, make_post
from press import changing, content, publishing
from press.models import Appearance, PressItem, State, Topic
from press.templatetags.press import list_kicker
from press.tests.make import make_interview, make_item
from press.tests.searched import BEGAN, make_items, search, slugs

pytestmark = pytest.mark.django_db

QUERIES = [
    ("observers", ["release", "apart"]),
    ("OBSERVER", ["release", "apart"]),
    ("election", ["election", "interview", "release"]),
    ("elections", ["election", "interview", "release"]),
    ("elect", ["election", "interview", "release"]),  # no such word, but the stem of one
    ("electi*", ["election", "interview", "release"]),
    ("parliam", ["release"]),  # no whole word: the beginning of one
    ("parliam observers", ["release"]),
    ("parliam*", ["release"]),
    ("pa*", ["release"]),
    ("elections*", ["release"]),
    ("collective security", ["interview", "security", "apart"]),
    ('"collective security"', ["interview", "security"]),
    ('"security is collective"', ["interview"]),
    ('"collective security treaties"', ["security"]),
    ("security -treaty", ["interview", "apart"]),
    ('security -"collective security"', ["apart"]),
    ("security −treaty", ["interview", "apart"]),
    ("security -hous*", ["interview"]),
    ("election seaside", ["interview"]),  # in two exchanges of one item
    ('"first and then"', []),  # from one exchange to the next
    ("O'Brien", ["election"]),
    ("Oʼbrien", ["election"]),
    ("obrien", ["election"]),
    ("Assembly's", ["release"]),
    ("assembly", ["release"]),
    ("lodz", ["election"]),
    ("ŁÓDŹ", ["election"]),
    ("cafe naive", ["interview"]),
    ("2023", ["election"]),
    ("202*", ["election"]),
    ("counter-terrorism", ["interview"]),
    ("counterterrorism", ["interview"]),
    ("counter terrorism", ["interview"]),
    ("terrorism", ["interview"]),
    ("YerlanKoshanov", ["interview"]),
    ("yerlankoshanov", ["interview"]),
    ("Yerlan Koshanov", ["interview"]),
    ("koshan*", ["interview"]),
    ("наблюдатель", ["russian"]),
    ("наблюдателями", ["russian"]),
    ("выборы", ["russian"]),
    ("елка", ["russian"]),
    ("Ёлка", ["russian"]),
    ("наблюд*", ["russian"]),
    ("коллективной безопасности", ["russian"]),
    ("«коллективная безопасность»", ["russian"]),
    ("безопасность -казахстан", []),
    ("house news", ["apart", "security"]),
    ("xylophone", []),
    ("-observers", []),
]


@pytest.fixture
def items():
    return make_items()


def marks(page):
    return [mark.text for mark in page.all("mark")]


def test_a_table_of_queries_in_their_order(client, items):
    found = {typed: slugs(search(client, typed)) for typed, _expected in QUERIES}
    assert found == dict(QUERIES)


def test_the_newest_first_when_asked(client, items):
    assert slugs(search(client, "collective security", sort="date")) == ["apart", "security", "interview"]


def test_an_exchange_is_found_with_its_speaker_and_the_office_of_that_day(client, items):
    person = make_person("Ada Example")
    Appearance.objects.create(item=items["interview"], person=person, label="Ada Example", office="Chair of Examples")
    page = search(client, "seaside")
    assert page.one(".hit a")["href"] == "/press/interview/q2/" and page.one(".hit").text == "Question 2"
    assert page.one(".hit__who").text == "Ada Example, Chair of Examples"
    assert page.one(".hit__text").text == "And then? We all rest at the seaside." and marks(page) == ["seaside"]
    assert "noindex" in str(client.get("/search/?q=seaside").content)


def test_a_headline_leads_to_the_item_and_each_question_to_its_own_page(client):
    make_interview(slug="one", body="".join(f'<p data-role="prompt">And {n}?</p><p>Bells.</p>' for n in range(3)))
    page = search(client, "bells")
    assert page.one("a.headline")["href"] == "/press/one/" and page.one(".hit a")["href"] == "/press/one/q1/"
    others = [(link.text, link["href"]) for link in page.all(".hit__more a")]
    assert others == [("question 2", "/press/one/q2/"), ("question 3", "/press/one/q3/")]
    assert all(client.get(address).status_code == 200 for _words, address in others)


def test_the_line_over_a_headline_is_that_of_other_lists(client, items):
    items["apart"].countries.add(make_country(name="A & B"))
    listed = list_kicker(items["apart"])
    assert listed in client.get("/search/?q=collective+matter").content.decode() and "A &amp; B" in listed


def test_what_is_marked_is_what_was_found(client, items):
    assert marks(search(client, "elect seaside")) == ["election"]
    assert marks(search(client, "counterterrorism")) == ["Counter", "terrorism"]
    assert marks(search(client, "O'Brien")) == ["O’Brien"]
    assert marks(search(client, "наблюдатель")) == ["Наблюдатели", "наблюдателей"]
    assert marks(search(client, "cafe")) == ["café"]
    make_item(slug="markup", title="<b>Bold</b> & brave", body="<p>1 &lt; 2 is bold</p>")
    html = client.get("/search/?q=bold").content.decode()
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; brave" in html and "1 &lt; 2 is <mark>bold</mark>" in html


def test_a_long_text_is_shown_around_the_words(client):
    make_item(body=f"<p>{'before ' * 200} needle {'after ' * 200}</p>")
    text = search(client, "needle").one(".hit__text").text
    assert text.startswith("… before") and " needle after" in text and text.endswith("…") and len(text) < 400


def test_filters(client, items):
    items["apart"].countries.add(make_country())
    person = make_person("Ada Example", slug="ada")
    Appearance.objects.create(item=items["interview"], person=person, label="Ada Example")
    assert slugs(search(client, "security", country="xa")) == ["apart"]
    assert slugs(search(client, "security", person="ada")) == ["interview"]
    assert slugs(search(client, "security", kind="interviews")) == ["interview"]
    assert slugs(search(client, "security", year="2023")) == ["interview", "apart", "security"]
    assert slugs(search(client, "security", year="2022")) == []
    assert slugs(search(client, "security", from_="2023-01-05", to="2023-01-05")) == ["security"]
    page = search(client, "security", person="ada", kind="press-releases")
    assert [chip.text.partition(" ×")[0] for chip in page.all(".chips a")] == ["Press releases", "Ada Example"]
    for wrong in ("kind=x", "country=1", "country=zz", "person=nobody", "year=12", "from=2023-13-01", "before=9~1"):
        assert client.get(f"/search/?q=security&{wrong}").status_code == 404, wrong


def test_filters_follow_countries_speakers_and_merges(client, items):
    country, ada = make_country(), make_person("Ada Example", slug="ada")
    other = make_person("Ada Exemple", slug="ada-2")
    items["apart"].countries.set([country])
    voice = Appearance.objects.create(item=items["apart"], person=other, label="Ada")
    merge(ada, other, "The same.")
    assert slugs(search(client, "security", person="ada")) == ["apart"]
    country.press_items.remove(items["apart"])
    assert slugs(search(client, "security", country="xa")) == []
    country.press_items.add(items["apart"], items["security"])
    assert slugs(search(client, "security", country="xa")) == ["apart", "security"]
    country.press_items.clear()
    assert slugs(search(client, "security", country="xa")) == []
    voice.refresh_from_db()
    voice.delete()
    Appearance.objects.create(item=items["security"], person=ada, label="Ada")
    assert slugs(search(client, "security", person="ada")) == ["security"]


def test_people_and_delegations_by_any_recorded_spelling(client, items):
    person = make_person("Yerlan Koshanov", slug="koshanov", other_names="Ерлан Кошанов")
    hidden = make_person("Yerlan Hidden", slug="hidden")
    Appearance.objects.create(item=items["interview"], person=person, label="Yerlan Koshanov")
    Appearance.objects.create(item=make_item(State.DRAFT), person=hidden, label="Yerlan Hidden")
    delegation = make_delegation("Fabland", make_country(name="Fabland"))
    make_name(delegation, "Old Fabland", valid_from="2000", valid_to="2001")
    make_name(delegation, "Zedland", valid_from=str(timezone.localdate() + timedelta(days=3)))
    for typed in ("Koshanov", "erlan", "Кошанов"):
        assert [link["href"] for link in search(client, typed).all(".named a")] == ["/people/koshanov/"], typed
    for typed, found in {"fabland": 1, "Фабланд": 1, "old fabland": 1, "zedland": 0, "fa": 0}.items():
        assert len(search(client, typed).all(".named a")) == found, typed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who represents Fabland?", 1),
        ("Fabland’s delegation", 1),
        ("how many seats has the Lower House of Fabland, of which it is not known who sits there today", 1),
        ("представитель Фабланда", 1),
        ("Fab is not Land", 0),
        ("who represents Fablandia and others?", 1),
        ("Fablandistan represents", 0),
    ],
)
def test_a_question_leads_to_the_delegation_that_it_names(client, asked, found):
    make_delegation("Fabland", make_country(name="Fabland"))
    assert len(search(client, asked).all(".named a")) == found


def test_pages_go_on_by_key_and_lose_nothing(client):
    made = [make_item(at=BEGAN + timedelta(hours=n), title=f"{'Same' if n % 3 else 'Other'} {n}") for n in range(35)]
    for item in made:
        item.standfirst = "the same words"
        item.save()
    address, seen = "/search/?q=same", []
    first = Page(client.get(address))
    assert "35 items found." in first.text
    while address:
        page = Page(client.get(address))
        assert len(slugs(page)) <= 20
        seen += slugs(page)
        make_item(title="Same but newer")
        address = next((link["href"] for link in page.all(".pager a") if link.get("rel") == "next"), "")
    newest_first = made[::-1]
    assert seen == [i.slug for word in ("Same", "Other") for i in newest_first if word in i.title]


def test_the_number_of_queries_is_constant(client, items):
    country, person = make_country(), make_person("Ada Example", slug="ada")
    topic = Topic.objects.create(name="Bells", slug="bells")
    make_delegation("Security", country)
    for item in items.values():
        item.countries.add(country)
        item.topics.add(topic)
        Appearance.objects.create(item=item, person=person, label="Ada Example")
    addresses = [
        "/search/",
        "/search/?q=security",
        "/search/?q=security&sort=date",
        "/search/?q=xylophone+observers+ada",
    ]
    addresses += ["/search/?q=ada+example&country=xa&person=ada&year=2023", "/search/?q=security&before=2~1"]
    addresses += [
        "/search/?q=security&before=0~-9223372036854775808",
        "/search/?q=secur*&topic=bells&country=xa&person=ada",
        "/search/?q=observ&topic=bells&country=xa&person=ada",
        "/search/?q=what+did+xylopho*+say+about+zzzzz+and+security",
        "/search/?q=what+did+xylopho*+say+about+zzzzz&topic=bells&country=xa&person=ada",
    ]
    before = [count_queries(client, address) for address in addresses]
    for number in range(30):
        item = make_item(title=f"Security {number}", body="<p>observers of ada example</p>", countries=[country])
        item.topics.add(topic)
        Appearance.objects.create(item=item, person=person, label="Ada Example")
        Appearance.objects.create(item=item, person=make_person(f"Ada Example {number}"), label="Another")
    after = [count_queries(client, address) for address in addresses]
    assert max(after) <= 12 and all(b - 1 <= a <= b + 1 for a, b in zip(after, before, strict=True)), (before, after)


def test_the_index_follows_an_item_through_its_life(client, admin_user, django_user_model, time_machine):
    other = django_user_model.objects.create_user("other")
    item = make_item(State.IN_REVIEW, title="First thoughts", slug="life")
    assert slugs(search(client, "thoughts")) == []
    publishing.approve(item, other, at=timezone.now() + timedelta(hours=1))
    assert slugs(search(client, "thoughts")) == []
    publishing.reschedule(item, other, timezone.now() + timedelta(hours=2))
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    assert slugs(search(client, "thoughts")) == ["life"]
    item = PressItem.objects.get(pk=item.pk)
    said = content.of_item(item) | {"title": "Second guesses"}
    changing.save(item, said, admin_user)
    assert slugs(search(client, "thoughts")) == ["life"] and slugs(search(client, "guesses")) == []
    changing.submit(item, admin_user)
    changing.approve(item, other, note="It was said better.")
    assert slugs(search(client, "thoughts")) == [] and slugs(search(client, "guesses")) == ["life"]
    publishing.withdraw(PressItem.objects.get(pk=item.pk), admin_user, "Wrong.")
    assert slugs(search(client, "guesses")) == []
    publishing.restore(PressItem.objects.get(pk=item.pk), admin_user, "Right after all.", "It is right.")
    assert slugs(search(client, "guesses")) == ["life"]


def test_a_deleted_item_is_forgotten():
    first, second = (make_item(State.DRAFT, at=BEGAN) for _ in range(2))
    assert Entry.objects.count() == 2
    first.delete()
    PressItem.objects.filter(pk=second.pk).delete()
    assert Entry.objects.count() == 0


def test_rebuild_makes_the_same_index_and_forgets_what_is_gone(items):
    before = list(Entry.objects.order_by("place").values_list())
    Entry.objects.filter(item=items["release"].pk).delete()
    Entry.objects.filter(item=items["election"].pk).update(tokens="zgap", item=10**9)
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert list(Entry.objects.order_by("place").values_list()) == before
    assert "6 of 6" in out.getvalue() and "1 rows" in out.getvalue()


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.DRAFT, "at": BEGAN},
        {"state": State.IN_REVIEW, "at": BEGAN},
        {"state": State.APPROVED, "at": timezone.now() + timedelta(days=1)},
        {"state": State.WITHDRAWN, "at": BEGAN},
        {"state": State.APPROVED, "at": BEGAN, "language": "ru"},
    ],
)
def test_words_of_what_is_not_public_are_found_nowhere(client, items, values):
    make_item(
        slug="secret", title="Observers zzyzx", body="<p>zzyzx observers</p>", countries=[make_country()], **values
    )
    for typed in ("zzyzx", "zzyz*", '"zzyzx observers"', "observers zzyzx", "zzyzx xylophone", "observers"):
        answer = client.get("/search/", {"q": typed, "country": ""})
        # What was typed is repeated; nothing else of the item is.
        html = answer.content.decode()
        assert "/press/secret/" not in html and "Observers zzyzx" not in html and "<mark>zzyzx" not in html
    assert "2 items found." in search(client, "observers").text
    assert [link.text for link in search(client, "observers zzyzx").all(".empty li a")] == ["observers"]
    assert [link.text for link in search(client, "zzyzx xylophone").all(".empty li a")] == []
    assert "Examplia" not in [option.text for option in search(client, "observers").all("option")]


HOSTILE = [
    "NEAR(a b)",
    "NEAR",
    "a NEAR/2 b",
    "AND",
    "OR NOT",
    "NOT a",
    '"',
    '""',
    '"unclosed',
    "'",
    "''",
    "';--",
    "*",
    "**",
    "a*b*",
    "(",
    "((a",
    ")",
    "a:b",
    "tokens:a",
    "^a",
    "{a b}:c",
    "-",
    "--",
    "- -",
    "-a -b",
    "&",
    "|",
    "!",
    "<->",
    "a <-> b",
    ":*",
    "a:*",
    "\\",
    "a\\",
    "%",
    "%s",
    "%(x)s",
    "_",
    "\x00",
    "a\x00b",
    "\x01\x02",
    "\x7f",
    "\ud7ff",
    "😀",
    "😀a",
    "👩‍👩‍👧",
    "‏שלום‎",
    "مرحبا بالعالم",
    "\u202eabc",
    "a" * 10_000,
    "a " * 5_000,
    '"' * 999,
    "-a " * 500,
    "the of and",
    "漢字",
    "नमस्ते",
    "ﷺ",
    "½",
    "Ǆ",
    "İ",
    "ẞ",
    "a\u0301\u0302\u0303",
    "\u0301",
    "zgap",
    "sthe",
    "kcountryxa",
    "q1q",
    "٣",
    "1e5",
    "0x10",
    "1.5",
    "a.b@c.d",
    "http://x.y/z?a=b",
    "<script>alert(1)</script>",
    "{{ 7 }}",
    "{% x %}",
    "\n\t",
    "\u2028",
    "\ufeff",
    "a\u00adb",
    "ё",
    "т.е.",
    "«»",
    "“”",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_breaks_it(client, typed):
    make_item(title="The quick item", body="<p>of and a b c 😀 漢字</p>")
    for filters in ({}, {"sort": "date"}):
        answer = client.get("/search/", {"q": typed, **filters})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
    Page(answer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=6))
def test_any_text_is_answered_and_any_word_of_a_headline_finds_its_item(client, typed, parts):
    assert client.get("/search/", {"q": typed}).status_code == 200
    title = " ".join(" ".join(parts).split())[:300]
    if not title:
        return
    item = make_item(title=title)
    item.refresh_from_db()
    for word in item.title.split():
        whole = word.strip('-−*"“”„«»')
        if fold(whole) and not re.search('["“”„«»*]', whole):
            found = client.get("/search/", {"q": whole}).content.decode()
            assert item.get_absolute_url() in found or "More than" in found, whole
    PressItem.objects.filter(pk=item.pk).update(state=State.DRAFT)


def test_a_country_whose_code_is_another_is_searched_by_that(client, items):
    country = make_country()
    items["apart"].countries.add(country)
    country.code = "xq"
    country.save()
    assert slugs(search(client, "security", country="xq")) == ["apart"]
    assert client.get("/search/?q=security&country=xa").status_code == 404


def test_the_address_is_endless_and_the_form_of_the_list_leads_here(client, items):
    answer = client.get("/search/?q=observers")
    assert "s-maxage=0" in answer["Cache-Control"]
    page = Page(client.get("/press/?kind=interviews"))
    (form,) = [form for form in page.all("form") if form.get("role") == "search"]
    assert form["action"] == "/search/" and Page(client.get("/search/?q=observers")).one("title").text.startswith(
        "Search for “observers”"
    )


def test_a_page_says_nothing_of_the_search_before_it(client, items):
    for typed, other in [("security", "treaty"), ('"house" <b>', "security"), ("treaty", "house")]:
        answer = client.get("/search/", {"q": typed, "sort": "date"})
        page = Page(answer)
        assert page.one("h1").text == f"Search for “{typed}”" and page.one("title").text.startswith(page.one("h1").text)
        assert page.one("#f-q")["value"] == typed
        assert quote(other) not in answer.content.decode().partition("<ol")[0]


@pytest.mark.parametrize(
    "asked", ["Ada Example seaside", "what did Ada Example say about the seaside?", "seaside -Nobody"]
)
def test_what_somebody_said_is_found_though_the_name_stands_elsewhere(client, items, asked):
    Appearance.objects.create(item=items["interview"], label="Ada Example", office="Chair of Examples")
    page = search(client, asked)
    assert page.one(".hit a")["href"] == "/press/interview/q2/" and "seaside" in page.one(".hit__text").text
    assert page.one(".hit__who").text == "Ada Example, Chair of Examples"


def test_a_name_alone_leads_to_the_item(client, items):
    Appearance.objects.create(item=items["interview"], label="Ada Example")
    assert search(client, "Ada Example").all(".hit") == [] and slugs(search(client, "Ada Example")) == ["interview"]


def test_a_delegation_that_is_found_says_who_represents_it(client):
    delegation = make_delegation("Fabland", make_country(name="Fabland"))
    assert "not published" in search(client, "who represents Fabland?").one(".named").text
    make_appointment(make_person("Dora Example", slug="dora"), make_post(delegation))
    link = search(client, "who represents Fabland?").all(".named a")[1]
    assert link.text == "Dora Example" and link["href"] == "/people/dora/"


def test_what_is_to_be_left_out_is_no_name_that_is_asked_for(client, items):
    make_delegation("Fabland", make_country(name="Fabland"))
    for typed in ("observers -Fabland", "−Fabland", '-"Fabland"', "-“Fabland” observers"):
        assert search(client, typed).all(".named") == [], typed
    assert len(search(client, "observers Fabland").all(".named")) == 1


def test_filters_alone_lead_to_the_list_and_those_that_leave_nothing_are_named(client, items):
    page = search(client, "", kind="interviews", year="2023")
    assert page.one(".empty a")["href"] == "/press/?kind=interviews&year=2023"
    page = search(client, "observers", kind="interviews")
    assert "No press item of these filters has “observers”" in page.one(".empty").text
    assert page.all(".empty p a")[0]["href"] == "/search/?q=observers"
    page = search(client, "observers", **{"from": "2024-01-02", "to": "2024-01-01"})
    assert "The first day is after the last" in page.one(".empty").text


def test_on_paper_the_address_is_the_one_that_leads_back(client, items, settings):
    for address in ("/search/?q=security&sort=date", "/press/?kind=interviews", "/delegations/?on=2023-12-26"):
        client.get("/search/?q=treaty")
        assert Page(client.get(address)).one(".footer .printonly").text == settings.SITE_URL + address
