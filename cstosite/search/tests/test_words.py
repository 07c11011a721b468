"""Words of any script, folded and stemmed; queries, understood whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstosite.search.asking import MAX_TERMS, Asked
from cstosite.search.words import compounds, fold, stem, words
from cstosite.search.writing import GAP, MAX_BYTES, MAX_PLACES, Unit, segments, tokens_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elections", "election"),
        ("выборов", "выборы"),
        ("O’Brien", "O'Brien"),
        ("Oʼbrien", "OBRIEN"),
        ("об’єкт", "обект"),
        ("Committee’s", "committee"),
        ("ёлка", "елка"),
        ("Ёлку", "елка"),
        ("naïve", "naive"),
        ("cafe\u0301", "CAFÉ"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("сотруд\u00adничество", "сотрудничества"),
        ("қазақ", "казак"),
        ("ҷумҳурӣ", "чумхури"),
        ("２０２３", "2023"),
    ],
)
def test_spellings_of_one_word_are_one(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("мир", "мой"), ("election", "elevation")])
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_words_run_together_are_several_and_hyphens_join():
    text = "YerlanKoshanov on counter-terrorism, Нур-Султан"
    found = words(text)
    assert [word.raw for word in found] == ["Yerlan", "Koshanov", "on", "counter", "terrorism", "Нур", "Султан"]
    assert [[word.raw for word in group] for group in compounds(text, found)] == [
        ["Yerlan", "Koshanov"],
        ["counter", "terrorism"],
        ["Нур", "Султан"],
    ]


def test_a_query_is_words_phrases_beginnings_and_what_is_unwanted():
    asked = Asked.read('elections "collective security" parliam* -sport -"old news" counter-terrorism «общие слова»')
    typed = ["elections", '"collective security"', "parliam*", "counter-terrorism", '"общие слова"']
    assert [term.typed for term in asked.include] == typed
    assert [term.typed for term in asked.exclude] == ["sport", '"old news"']
    assert asked.include[3].ways == (("counter", "terror"), ("counterterror",))


@given(st.text())
def test_any_text_is_a_query_that_can_be_written_out_and_read_again(typed):
    asked = Asked.read(typed)
    assert len(asked.include) <= MAX_TERMS and len(asked.exclude) <= MAX_TERMS
    again = Asked.read(asked.typed)
    if len(asked.typed) < 300:
        assert [t.ways for t in again.exclude] == [t.ways for t in asked.exclude]


@given(st.text())
def test_tokens_are_plain_letters_whatever_the_text(text):
    tokens = tokens_of(text, [Unit(text, title=text)])
    assert all(token.isalnum() and token[0] in "sfghkopwz" and token == token.lower() for token in tokens.split())
    headline, unit = (line.split() for line in segments(tokens, 1))
    assert len(headline) == len(words(text)) and len(unit) == len(words(f"{text}\n{text}" if text else ""))


def test_a_text_may_have_the_name_of_a_gap():
    assert segments(tokens_of("zgap one", [Unit(""), Unit("two zgap")]), 2) == [" szgap sone ", " ", " stwo szgap "]


def test_fold_keeps_short_i():
    assert fold("Николай") == "николай" and fold("й") == "й"


def test_an_endless_text_stays_within_what_postgresql_takes():
    text = " ".join(f"{'слово' * 7}{number}" for number in range(40_000))
    tokens = tokens_of("Examplia", [Unit(text), Unit("the end")])
    assert len(tokens.encode()) < 2 * MAX_BYTES
    assert tokens.split()[: MAX_PLACES + 10].count(GAP) == 3
    common = tokens_of("Examplia", [Unit("the " * 1000)])
    assert common.split().count("sthe") == 255
