"""People's pages: who has one, what stands on it, who links to it, and what an address leads to for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page, count_queries
from delegations.merging import merge, undo
from delegations.tests.make import make_appointment, make_country, make_delegation, make_person, make_post
from press import publishing
from press.models import Appearance, PreviewLink, State

from .make import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("Ada Example", slug="ada")


def appear(person, state=State.APPROVED, at=None, label="", office="", **values):
    """An item the person appears in."""
    item = make_item(state, at, **values)
    Appearance.objects.create(item=item, person=person, label=label or person.name, office=office)
    return item


def texts(page, selector):
    return [element.text for element in page.all(selector)]


def sitemap(client):
    return client.get("/sitemap-people.xml").content.decode()


def test_a_page_shows_offices_in_order_with_dates_sources_and_delegation(client, ada):
    ada.other_names = "Ада Пример\nAda Exampl"
    ada.save()
    delegation = make_delegation("Examplia")
    make_appointment(ada, make_post(delegation), valid_from="2020-05-01", valid_to="2021", wording="Envoy of Examplia")
    make_appointment(ada, make_post(name="Secretary", is_shared=True), valid_from="2022")
    make_appointment(ada, make_post(name="Chair", is_shared=True), valid_from="2010").retract("It was another Ada.")
    page = Page(client.get("/people/ada/"))
    assert page.one("h1").text == "Ada Example"
    assert page.one("title").text == "Ada Example – CSTO Parliamentary Assembly"
    assert page.one(".pagehead .asof").text == "Also written: Ада Пример; Ada Exampl"
    chair, envoy, secretary = texts(page, ".history li")
    source = "Source: Bulletin of Examplia."
    assert envoy == f"Envoy of Examplia · Examplia from 1 May 2020 to 2021. {source}"
    assert secretary == f"Secretary since 2022. {source}"
    assert chair.startswith("Chair") and chair.endswith(": It was another Ada.")
    assert page.one(".history li.retracted").text == chair
    assert page.one(".history a")["href"] == delegation.get_absolute_url()
    assert not page.all(".stories")


def test_a_page_lists_published_items_newest_first_with_the_office_of_that_day(client, ada):
    old = timezone.now() - timedelta(days=900)
    appear(ada, at=old, title="First words", office="Chair of Examples")
    appear(ada, title="Newest words", label="AdaExample", office="Envoy")
    appear(ada, State.DRAFT, title="Secret words")
    appear(ada, at=timezone.now() + timedelta(days=1), title="Coming words")
    appear(ada, State.WITHDRAWN, title="Gone words")
    appear(make_person("Ada Example"), title="Words of a namesake")
    make_item(title="Ada Example: named and not heard", body="<p>Ada Example.</p>")
    page = Page(client.get("/people/ada/"))
    assert texts(page, ".stories h3") == ["Newest words", "First words"]
    assert texts(page, ".stories li p")[1::2] == ["AdaExample, Envoy", "Chair of Examples"]


def test_one_who_appears_twice_in_an_item_has_it_once(client, ada):
    item = appear(ada, label="Ada Example", office="Chair")
    Appearance.objects.create(item=item, person=ada, label="The Chair", is_interviewer=True)
    page = Page(client.get("/people/ada/"))
    assert len(page.all(".stories h3")) == 1 and "The Chair (asks the questions)" in page.text


@pytest.mark.parametrize(
    ("state", "days"), [(State.DRAFT, None), (State.IN_REVIEW, None), (State.APPROVED, 1), (State.WITHDRAWN, None)]
)
def test_who_is_only_in_what_is_not_public_has_no_page(client, ada, state, days):
    appear(ada, state, timezone.now() + timedelta(days=days) if days else None)
    assert client.get("/people/ada/").status_code == 404
    assert "/people/" not in sitemap(client)


def test_who_is_only_in_another_language_has_no_page_in_this_one(client, ada):
    appear(ada, language="ru")
    assert client.get("/people/ada/").status_code == 404 and "/people/" not in sitemap(client)


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_an_appointment_to_come_makes_no_page_before_its_day(client, ada):
    make_appointment(ada, make_post(make_delegation()), valid_from="2026-05-02")
    assert client.get("/people/ada/").status_code == 404 and "/people/" not in sitemap(client)
    with time_machine.travel("2026-05-02T00:00:00+03:00", tick=False):
        assert client.get("/people/ada/").status_code == 200 and "/people/ada/" in sitemap(client)


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_an_appointment_to_come_is_not_on_a_page_that_is_there(client, ada):
    appear(ada)
    make_appointment(ada, make_post(make_delegation(), name="Early post"), valid_from="2026-05-02")
    assert "Early post" not in client.get("/people/ada/").content.decode()


def test_an_item_makes_and_takes_away_a_page_and_its_place_in_the_sitemap(client, ada, admin_user):
    item = appear(ada)
    assert client.get("/people/ada/").status_code == 200 and "/people/ada/" in sitemap(client)
    publishing.withdraw(item, admin_user, "It was another Examplia.")
    assert client.get("/people/ada/").status_code == 404 and "/people/ada/" not in sitemap(client)


def test_a_merged_address_leads_on_for_ever_and_answers_again_when_undone(client, ada):
    other = make_person("Adda Example", slug="adda")
    item, held = appear(other), make_appointment(other, make_post(make_delegation()), observed="unknown")
    feeds = {address: client.get(address).content for address in ("/feeds/all.rss", "/feeds/all.atom")}
    record = merge(ada, other, "One person.")
    answer = client.get("/people/adda/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/ada/")
    page = Page(client.get("/people/ada/"))
    assert item.title in page.text and "Also written: Adda Example" in page.text
    assert "/people/adda/" not in sitemap(client)
    assert feeds == {address: client.get(address).content for address in feeds}
    undo(record)
    assert client.get("/people/adda/").status_code == 200
    assert client.get("/people/ada/").status_code == 404
    held.refresh_from_db()
    assert held.person.slug == item.appearances.get().person.slug == "adda"


def test_a_chain_of_addresses_leads_to_the_last_in_one_step(client, ada):
    first, second = make_person(slug="first"), make_person(slug="second")
    appear(first)
    merge(second, first, "One person.")
    merge(ada, second, "One person.")
    assert {client.get(f"/people/{slug}/")["Location"] for slug in ("first", "second")} == {"/people/ada/"}


def test_an_address_that_leads_to_nobody_public_answers_as_that_page_does(client, ada):
    merge(ada, make_person(slug="adda"), "One person.")
    appear(ada, State.DRAFT)
    answers = [client.get(f"/people/{slug}/") for slug in ("adda", "ada", "nobody")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.replace(b"adda", b"ada").replace(b"nobody", b"ada") for answer in answers}) == 1


def test_a_changed_address_leads_on(client, ada):
    appear(ada)
    ada.slug = "ada-example"
    ada.save()
    assert client.get("/people/ada/")["Location"] == "/people/ada-example/"


def test_the_page_takes_few_queries_however_much_there_is(client, ada):
    def more(number):
        country = make_country(f"x{chr(97 + number)}", f"Land {number}")
        make_appointment(ada, make_post(make_delegation(f"Examplia{number}", country)), valid_from="2020")
        appear(ada, countries=[country])

    more(0)
    few, of_map = count_queries(client, "/people/ada/"), count_queries(client, "/sitemap-people.xml")
    for number in range(1, 9):
        more(number)
        appear(make_person(f"Somebody {number}"))
    assert count_queries(client, "/people/ada/") == few <= 12
    assert count_queries(client, "/sitemap-people.xml") == of_map


def test_the_page_can_be_revalidated_and_kept_until_something_falls_due(client, ada):
    appear(ada)
    answer = client.get("/people/ada/")
    assert "max-age=" in answer["Cache-Control"]
    assert client.get("/people/ada/", headers={"if-none-match": answer["ETag"]}).status_code == 304
    appear(make_person(), at=timezone.now() + timedelta(seconds=20))
    assert int(client.get("/people/ada/")["Cache-Control"].partition("max-age=")[2].partition(",")[0]) <= 20


def test_speakers_and_representatives_lead_to_their_pages_and_no_preview_does(client, admin_client, ada):
    country = make_country()
    make_appointment(ada, make_post(make_delegation("Examplia", country)), observed="unknown")
    item = appear(ada, label="AdaExample", countries=[country])
    Appearance.objects.create(item=item, label="News agency")
    places = {item.get_absolute_url(): ".card h2", "/delegations/": ".rep", "/delegations/examplia/": ".person h3"}
    for address, selector in places.items():
        (link,) = Page(client.get(address)).all(f"{selector} a")
        assert link["href"] == "/people/ada/", address
        assert client.get(link["href"]).status_code == 200
    draft = appear(ada, State.DRAFT)
    _link, path = PreviewLink.make(draft, None)
    previews = [
        reverse("admin:press_pressitem_preview", args=[draft.pk]),
        path.removeprefix("http://testserver.example"),
    ]
    for address in previews:
        page = admin_client.get(address).content.decode()
        assert ada.name in page and "/people/" not in page


def test_more_speakers_and_delegations_take_no_more_queries(client, ada):
    def more(number):
        person = make_person(f"Speaker {number}")
        Appearance.objects.create(item=item, person=person, label=person.name)
        make_appointment(person, make_post(make_delegation(f"Examplia{number}")), observed="unknown")

    item = appear(ada)
    more(0)
    pages = [item.get_absolute_url(), "/delegations/", "/delegations/examplia0/"]
    few = [count_queries(client, address) for address in pages]
    for number in range(1, 6):
        more(number)
    assert [count_queries(client, address) for address in pages] == few


def test_the_admin_links_a_page_only_where_there_is_one(admin_client, ada):
    address = reverse("admin:delegations_person_change", args=[ada.pk])
    assert "/people/ada/" not in admin_client.get(address).content.decode()
    appear(ada)
    assert "/people/ada/" in [link["href"] for link in Page(admin_client.get(address)).all(".object-tools a")]
