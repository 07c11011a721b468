"""What is worth a look before an item goes out."""

import pytest

from press.checklist import remarks
from press.models import Kind, PressItem, State

from .make import INTERVIEW, make_interview, make_item

pytestmark = pytest.mark.django_db


def said(item):
    return " ".join(sentence for _field, sentence in remarks(item))


def test_the_real_page_shows_its_name_that_ran_together_and_nothing_else(content):
    assert [*remarks(PressItem.objects.get())] == [("reference_note", "Is a space missing in “YerlanKoshanov”?")]


@pytest.mark.parametrize("word", ["McDonald", "NATO", "iPhone", "CSTO", "Jean-Pierre", "ОДКБ", "д.Иванов"])
def test_words_that_are_written_so_are_few(word):
    found = said(make_item(State.DRAFT, standfirst="Words.", body=f"<p>{word} spoke.</p>"))
    assert ("Is a space missing" in found) is (word in {"McDonald", "iPhone"})


def test_an_interview_is_asked_about_its_titles_answers_and_voices():
    body = INTERVIEW + '<p data-role="prompt">No answer?</p>'
    item = make_interview(state=State.DRAFT, body=body)
    found = said(item)
    assert "3 exchanges have no short title" in found and "“No answer?”" in found
    item.appearances.all().delete()
    assert "Nobody is listed under Speakers" in said(item)
    named = body.replace("<p>More", '<p data-speaker="Bela Example">More')
    assert "Bela Example speaks in the text" in said(make_item(State.DRAFT, kind=Kind.INTERVIEW, body=named))


def test_two_spaces_and_a_missing_standfirst_are_noticed():
    found = said(make_item(State.DRAFT, body="<p>One  two.</p>"))
    assert "Two spaces stand in “One two.”" in found and "There is no standfirst" in found
