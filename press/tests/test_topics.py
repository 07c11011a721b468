"""Subjects: shown on items, filtered by, each with a page; renamed and merged without breaking an address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.page import Page, count_queries
from delegations.tests.make import make_country, make_person
from press import changing, content
from press.comparing import differences
from press.models import Appearance, State, Topic

from .make import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def peace():
    return Topic.objects.create(name="Peacekeeping", slug="peacekeeping", description="What keeps the peace.")


@pytest.fixture
def water():
    return Topic.objects.create(name="Water", slug="water")


def test_an_item_shows_its_subjects_and_they_list_it(client, peace, water):
    item = make_item(title="On peace", slug="one")
    item.topics.set([peace])
    make_item(title="On something else")
    page = Page(client.get("/press/one/"))
    assert [(link["href"], link.text) for link in page.all("aside .card a") if "/topics/" in link["href"]] == [
        ("/topics/peacekeeping/", "Peacekeeping")
    ]
    topic = Page(client.get("/topics/peacekeeping/"))
    assert topic.one("h1").text == "Peacekeeping" and topic.one(".lede").text == "What keeps the peace."
    assert [headline.text for headline in topic.all("a.headline")] == ["On peace"]
    listed = Page(client.get("/press/?topic=peacekeeping"))
    assert [headline.text for headline in listed.all("a.headline")] == ["On peace"]
    assert listed.one("title").text.startswith("Peacekeeping – Press")
    assert [option["value"] for option in listed.all("#f-topic option")] == ["", "peacekeeping"]


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_a_subject_of_nothing_public_has_no_page(client, peace, state):
    make_item(state).topics.set([peace])
    make_item(at=timezone.now() + timedelta(days=1)).topics.set([peace])
    assert client.get("/topics/peacekeeping/").status_code == 404
    assert client.get("/press/?topic=peacekeeping").status_code == 404
    assert "Peacekeeping" not in client.get("/press/").content.decode()
    assert "/topics/" not in client.get("/sitemap-topics.xml").content.decode()


def test_a_subject_is_renamed_and_keeps_its_address(admin_client, client, peace):
    make_item().topics.set([peace])
    address = reverse("admin:press_topic_change", args=[peace.pk])
    admin_client.post(address, {"name": "Keeping the peace", "description": ""})
    assert Page(client.get("/topics/peacekeeping/")).one("h1").text == "Keeping the peace"


def test_a_merged_subject_leads_to_the_other(admin_client, client, peace, water):
    both, one = make_item(title="Both"), make_item(title="One")
    both.topics.set([peace, water])
    one.topics.set([water])
    answer = admin_client.post(reverse("admin:press_topic_merge", args=[water.pk]), {"into": peace.pk})
    assert answer.status_code == 302
    moved = client.get("/topics/water/")
    assert (moved.status_code, moved["Location"]) == (301, "/topics/peacekeeping/")
    filtered = client.get("/press/?topic=water&kind=press-releases")
    assert (filtered.status_code, filtered["Location"]) == (301, "/press/?kind=press-releases&topic=peacekeeping")
    page = Page(client.get("/topics/peacekeeping/"))
    assert sorted(headline.text for headline in page.all("a.headline")) == ["Both", "One"]
    assert [topic.name for topic in Topic.objects.current()] == ["Peacekeeping"]


def test_merged_twice_leads_to_the_last(client, peace, water):
    rivers = Topic.objects.create(name="Rivers", slug="rivers")
    rivers.merge_into(water)
    water.merge_into(peace)
    make_item().topics.set([peace])
    assert client.get("/topics/rivers/")["Location"] == "/topics/peacekeeping/"


def test_a_subject_cannot_be_merged_into_itself_or_twice(admin_client, peace, water):
    address = reverse("admin:press_topic_merge", args=[water.pk])
    assert "Select a valid choice" in Page(admin_client.post(address, {"into": water.pk})).text
    admin_client.post(address, {"into": peace.pk})
    assert admin_client.get(address).status_code == 404


def test_a_change_of_subjects_is_kept_apart_until_it_is_approved(admin_user, peace, water):
    item = make_item()
    item.topics.set([peace])
    said = content.of_item(item)
    changing.save(item, said | {"topics": [str(water.uuid)]}, admin_user)
    assert [topic.name for topic in item.topics.all()] == ["Peacekeeping"]
    (difference,) = differences(said, content.current(type(item).objects.get(pk=item.pk)))
    assert (difference.label, difference.before, difference.after) == ("subjects", "Peacekeeping", "Water")


def test_a_text_from_before_a_merge_goes_on_with_what_the_subject_became(admin_user, peace, water):
    item = make_item(State.DRAFT)
    changing.save(item, content.of_item(item) | {"topics": [str(water.uuid)]}, admin_user)
    said = content.of_item(type(item).objects.get(pk=item.pk))
    water.merge_into(peace)
    assert differences(said, content.of_item(type(item).objects.get(pk=item.pk))) == []
    changing.save(item, said | {"title": "Changed"}, admin_user)
    assert [topic.name for topic in type(item).objects.get(pk=item.pk).topics.all()] == ["Peacekeeping"]


def test_the_form_offers_and_saves_subjects(admin_client, peace, water):
    water.merge_into(peace)
    other = Topic.objects.create(name="Energy", slug="energy")
    page = Page(admin_client.get(reverse("admin:press_pressitem_add")))
    assert [option.text for option in page.all("#id_topics option")] == ["Energy", "Peacekeeping"]
    values = {
        "kind": "press-releases",
        "title": "A title",
        "language": "en",
        "topics": [other.pk],
        "body": "<p>Words.</p>",
    }
    for name in ("appearances", "pictures", "documents"):
        values |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    assert admin_client.post(reverse("admin:press_pressitem_add"), values).status_code == 302
    assert other.press_items.get().title == "A title"


def test_the_list_is_narrowed_by_person(client):
    ada = make_person("Ada Example")
    item = make_item(title="With Ada")
    Appearance.objects.create(item=item, person=ada, label="Ada Example")
    make_item(title="Without")
    page = Page(client.get(f"/press/?person={ada.slug}"))
    assert [headline.text for headline in page.all("a.headline")] == ["With Ada"]
    assert page.one("title").text.startswith("Ada Example – Press")
    assert [chip.text for chip in page.all(".chips a")] == ["Ada Example ×, remove this filter"]
    assert client.get("/press/?person=nobody").status_code == 404


def test_a_page_number_of_old_leads_to_the_list(client):
    make_item().countries.set([make_country()])
    answer = client.get("/press/?page=7&country=xa")
    assert (answer.status_code, answer["Location"]) == (301, "/press/?country=xa")


def test_the_number_of_queries_does_not_grow(client, peace, water):
    def fill(count):
        for _number in range(count):
            item = make_item()
            item.topics.set([peace, water])
            Appearance.objects.create(item=item, person=make_person(), label="Ada Example")

    addresses = ["/press/", "/press/?topic=water", "/topics/water/"]
    fill(1)
    few = [count_queries(client, address) for address in addresses]
    fill(12)
    assert [count_queries(client, address) for address in addresses] == few
    assert max(few) <= 12


def test_a_search_is_narrowed_to_a_subject(client, peace, water):
    make_item(State.DRAFT).topics.set([peace])
    assert not Page(client.get("/search/")).all("#f-topic")
    one, other = make_item(title="Rivers one"), make_item(title="Rivers two")
    one.topics.set([peace])
    other.topics.set([water])
    water.merge_into(energy := Topic.objects.create(name="Energy", slug="energy"))
    for slug, title in [("peacekeeping", "Rivers one"), ("water", "Rivers two"), (energy.slug, "Rivers two")]:
        page = Page(client.get(f"/search/?q=rivers&topic={slug}"))
        assert [headline.text for headline in page.all("a.headline")] == [title]
    # The address of the merged subject stands for the one it was merged into.
    choices = {option["value"]: option.get("selected") is not None for option in page.all("#f-topic option")}
    assert choices == {"": False, "energy": True, "peacekeeping": False}
    assert client.get("/search/?q=rivers&topic=nothing").status_code == 404
