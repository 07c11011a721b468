"""Search where nothing has all the words: what is looked for instead, what fewer words find, beginnings of words."""

import pytest

from cstosite.search import index
from cstosite.tests.page import Page
from delegations.tests.make import make_person
from press.models import Appearance, PressItem
from press.tests.make import make_item
from press.tests.searched import make_items, search, slugs

pytestmark = pytest.mark.django_db


@pytest.fixture
def items():
    return make_items()


@pytest.mark.parametrize(
    ("asked", "instead", "found"),
    [
        ("what did they say about the seaside?", "seaside", ["interview"]),
        ("who said what on seas", "seas*", ["interview"]),
        ("what about xylophones?", "", []),
        ("whose whom", "", []),
    ],
)
def test_a_whole_sentence_finds_what_it_is_about(client, items, asked, instead, found):
    page = search(client, asked)
    assert slugs(page) == found
    told = client.get("/search.json", {"q": asked}).json()
    assert told["instead"] == (instead or None)
    assert (f"“{instead}”" in page.one(".answer").text) == (bool(instead) and not told["is_by_beginnings"])


def test_of_a_long_sentence_the_words_that_tell_are_looked_for(client, items):
    page = search(client, "what did she and who else would not say of how they had been there by the seaside")
    assert slugs(page) == ["interview"]
    assert "not all of its words" in page.one(".answer").text


def test_nothing_found_says_what_would_be(client, items):
    page = search(client, "observers xylophone")
    assert [link.text for link in page.all(".empty li a")] == ["observers"]
    assert page.all(".empty li a")[0]["href"] == "/search/?q=observers"
    person = make_person("Yerlan Koshanov", slug="koshanov", other_names="Ерлан Кошанов")
    Appearance.objects.create(item=items["release"], person=person, label="Koshanov")
    assert "Ерлан Кошанов" in search(client, "Koshan xylophone").one(".empty").text
    assert "at least one word" in search(client, "-observers").text
    assert "at least one word" in search(client, "…!").text
    assert not search(client, "").all(".empty")


@pytest.mark.parametrize(
    ("typed", "fewer"),
    [
        ("treaty seaside", ["treaty", "seaside"]),
        ("treaty seaside -café", ["treaty -café"]),
        ("treaty xylophonist", ["treaty"]),
        ("treaty xylophonist zyzzyva", ["treaty"]),
        ("xylophonist zyzzyva", []),
        ("security treaty seaside", ["security treaty", "seaside"]),
        ("security -security", []),
        ('election "collective security" -collective', ["election -collective"]),
        ("xylophonist", []),
    ],
)
def test_where_nothing_has_all_words_fewer_are_offered_that_are_found(client, items, typed, fewer):
    links = search(client, typed).all(".empty ul a")
    assert [link.text for link in links] == fewer
    assert all(slugs(Page(client.get(link["href"]))) for link in links)


def test_a_long_beginning_is_every_word_that_begins_so_however_many(client, monkeypatch):
    for number in range(4):
        make_item(slug=f"item-{number}", title=f"Parliament{'abcd'[number]}", body="<p>A parliamentarian.</p>")
    for most in (100, 2):
        monkeypatch.setattr(index, "MAX_FORMS", most)
        assert len(slugs(search(client, "parliam*"))) == 4 and slugs(search(client, "parliamentb*")) == ["item-1"]
        assert slugs(search(client, "parliamentz*")) == []
        assert len(slugs(search(client, "parliamentaria* -parliamentc*"))) == 3
    item = PressItem.objects.get(slug="item-1")
    item.title = "Assembly"
    item.save()
    assert slugs(search(client, "parliamentb*")) == [] and slugs(search(client, "assem* parliamentar*")) == ["item-1"]


def test_words_that_are_each_found_are_not_taken_for_beginnings(client, items):
    make_item(slug="restaurants", title="Restaurants of the treaty")
    assert slugs(search(client, "rest treaty")) == []
    assert slugs(search(client, "resta treaty")) == ["restaurants"]
