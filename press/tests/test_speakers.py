"""Labels of the transcript: each means one of the item's speakers, or none."""

from dataclasses import dataclass

import pytest

from cstosite.tests.page import Page, count_queries
from press import body, transcript
from press.checklist import remarks
from press.feeds import entry
from press.models import Appearance, Kind, PressItem
from press.speakers import candidates, name_shown, resolve, turns
from press.transcript import ANSWER, PROMPT, Turn

from .make import INTERVIEW, make_item


@dataclass(frozen=True)
class Voice:
    label: str
    is_interviewer: bool = False


ADA, BELA, REPORTER = Voice("Ada Example"), Voice("Bela Example"), Voice("Reporter", True)
EVERYBODY = [ADA, BELA, REPORTER]
KOSHANOV = Voice("Yerlan Koshanov")
ONE, TWO = Voice("Speaker 1"), Voice("Speaker 2")

RESOLVED = [
    # label, role, who is listed, who it is
    ("Ada Example", ANSWER, EVERYBODY, ADA),
    ("Ada Example", PROMPT, EVERYBODY, ADA),  # the mark decides nothing against the name
    ("ADA EXAMPLE", ANSWER, EVERYBODY, ADA),
    ("  Ada \u00a0Example : ", ANSWER, EVERYBODY, ADA),
    ("Ada Example.", ANSWER, EVERYBODY, ADA),
    ("Ada Example：", ANSWER, EVERYBODY, ADA),
    ("Example Ada", ANSWER, EVERYBODY, ADA),
    ("Ada", ANSWER, EVERYBODY, None),
    ("A. Example", ANSWER, EVERYBODY, None),
    ("Cleo Example", ANSWER, EVERYBODY, None),
    ("reporter:", PROMPT, EVERYBODY, REPORTER),
    ("Erlan Koshanov", ANSWER, [KOSHANOV, ADA], KOSHANOV),
    ("Ерлан Кошанов", ANSWER, [KOSHANOV, ADA], KOSHANOV),
    ("Ерлан Қошанов:", ANSWER, [KOSHANOV, ADA], KOSHANOV),
    # Two of one spelling: neither, unless the very letters, or the name as it is read, say which.
    ("Ерлан Кошанов", ANSWER, [KOSHANOV, Voice("Erlan Koshanov")], None),
    ("Yerlan Koshanov", ANSWER, [Voice("Erlan Koshanov"), KOSHANOV], KOSHANOV),
    ("YERLAN KOSHANOV", ANSWER, [Voice("Erlan Koshanov"), KOSHANOV], KOSHANOV),
    ("ADA", ANSWER, [Voice("Ada"), Voice("Ada:")], None),
    ("Speaker 2", ANSWER, [ONE, TWO], TWO),
    ("Speaker 3", ANSWER, [ONE], None),
    ("B. A.", ANSWER, [Voice("A. B.")], None),
    ("李", ANSWER, [Voice("王")], None),
    ("李", ANSWER, [Voice("李")], Voice("李")),
    (":", ANSWER, [Voice("."), ADA], None),
    # Without a name the role decides.
    ("", ANSWER, [ADA, REPORTER], ADA),
    (" ", ANSWER, [ADA, REPORTER], ADA),
    ("", PROMPT, [ADA, REPORTER], REPORTER),
    ("", ANSWER, EVERYBODY, None),
    ("", PROMPT, [ADA], None),
    ("", ANSWER, [REPORTER], None),
    ("", PROMPT, [REPORTER, Voice("Host", True)], None),
    ("", ANSWER, [], None),
]


@pytest.mark.parametrize(("label", "role", "listed", "expected"), RESOLVED)
def test_a_label_means_one_of_those_listed_or_nobody(label, role, listed, expected):
    assert resolve(label, role, listed) == expected
    assert resolve(label, role, reversed(listed)) == expected


def test_two_that_a_label_may_mean_are_both_named():
    assert candidates("Ерлан Кошанов", ANSWER, [KOSHANOV, ADA, Voice("Erlan Koshanov")]) == [
        KOSHANOV,
        Voice("Erlan Koshanov"),
    ]


def test_a_name_is_shown_as_the_text_prints_it_and_else_as_it_is_listed():
    assert name_shown(Turn("ADA EXAMPLE"), ANSWER, EVERYBODY) == "ADA EXAMPLE"
    assert name_shown(Turn("Cleo"), ANSWER, EVERYBODY) == "Cleo"
    assert name_shown(Turn(), PROMPT, EVERYBODY) == "Reporter"
    assert name_shown(Turn(), ANSWER, EVERYBODY) == ""


def test_turns_come_in_the_order_of_the_text():
    found = turns(transcript.exchanges(body.parse(INTERVIEW)))
    assert [(turn.text, role) for turn, role in found] == [
        ("What does Examplia plan?", PROMPT),
        ("More examples.\n\nAnd better ones.", ANSWER),
        ("And then?", PROMPT),
        ("A rest.", ANSWER),
    ]


# The page, the feed and the checklist ask here.

NAMED = (
    '<p data-role="prompt">What does Examplia plan?</p><p data-speaker="ADA EXAMPLE:">More examples.</p>'
    '<p data-role="prompt">And then?</p><p data-speaker="Bela Example">A rest.</p>'
)


def said(item):
    return [sentence for _field, sentence in remarks(item) if "short title" not in sentence]


def make_talk(*listed, **values):
    item = make_item(**{"kind": Kind.INTERVIEW, "standfirst": "Words.", "body": INTERVIEW, **values})
    for position, (label, is_interviewer) in enumerate(listed, start=1):
        Appearance.objects.create(item=item, label=label, is_interviewer=is_interviewer, position=position)
    return PressItem.objects.for_page().get(pk=item.pk)


@pytest.mark.django_db
def test_page_and_feed_name_the_only_one_who_asks_and_the_only_one_who_answers(client):
    item = make_talk(("Reporter", True), ("Ada Example", False))
    page = Page(client.get(item.get_absolute_url()))
    assert page.one("#q1 .qa__q").text == "Reporter What does Examplia plan?"
    assert page.one("#q1 .qa__a .speaker").text == "Ada Example"
    html = entry(item).content_html
    assert html.count("<strong>Reporter:</strong>") == 2 and html.count("<strong>Ada Example:</strong>") == 2


@pytest.mark.django_db
def test_page_and_feed_give_a_turn_to_nobody_when_two_may_have_it(client):
    item = make_talk(("Ada Example", False), ("Bela Example", False))
    page = Page(client.get(item.get_absolute_url()))
    assert not page.all(".speaker") and page.one("#q2 .qa__a").text == "Answer A rest."
    assert "<strong>Answer:</strong>" in entry(item).content_html


@pytest.mark.django_db
def test_the_checklist_finds_a_speaker_in_another_spelling():
    assert said(make_talk(("Ada Example", False), ("Bela Example", False), body=NAMED)) == []


@pytest.mark.django_db
def test_the_checklist_tells_of_who_is_not_listed_and_of_who_does_not_speak():
    assert said(make_talk(("Ada Example", False), ("Cleo Example", False), body=NAMED)) == [
        "Bela Example speaks in the text and is not listed under Speakers.",
        "Cleo Example is listed under Speakers and does not speak in the text.",
    ]


@pytest.mark.django_db
def test_the_checklist_tells_of_a_name_that_may_be_two_people():
    item = make_talk(("Ada Example", False), ("Ada  Example.", False), ("Bela Example", False), body=NAMED)
    assert said(item) == [
        "“ADA EXAMPLE:” in the text may be any of “Ada Example”, “Ada  Example.”: write it as one of them."
    ]


@pytest.mark.django_db
def test_the_checklist_asks_whose_the_turns_without_a_name_are():
    two = make_talk(("Reporter", True), ("Host", True), ("Ada Example", False), ("Bela Example", False))
    assert said(two) == [
        "Who puts the prompts without a name? It may be “Reporter”, “Host”.",
        "Who gives the answers without a name? It may be “Ada Example”, “Bela Example”.",
    ]
    nobody = make_talk(("Reporter", True))
    assert said(nobody) == ["Everybody listed under Speakers asks: the page cannot say who answers."]


@pytest.mark.django_db
def test_a_release_with_a_speaker_listed_is_not_asked_about_turns():
    assert said(make_talk(("Ada Example", False), body="<p>Words.</p>")) == []


@pytest.mark.django_db
def test_the_number_of_queries_grows_neither_with_turns_nor_with_speakers(client):
    small = make_talk(("Ada Example", False))
    many = [(f"Speaker {number}", False) for number in range(9)]
    large = make_talk(*many, body=NAMED * 20)
    counts = [count_queries(client, item.get_absolute_url()) for item in (small, large)]
    assert counts[0] == counts[1]
