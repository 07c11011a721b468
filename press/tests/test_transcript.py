"""Blocks to exchanges."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press.transcript import Block, Exchange, Narration, Turn, exchanges, segments


def make_block(text, role="", **fields) -> Block:
    return Block(text, role=role, **fields)


def outline(blocks) -> list:
    """Narration as its texts, an exchange as (prompt, answers), with "…" for one that goes on."""
    return [
        [block.text for block in part.blocks]
        if isinstance(part, Narration)
        else ("…" if part.continues else part.prompt_text, part.answer_text)
        for part in segments(blocks)
    ]


def test_a_prompt_opens_an_exchange_and_what_follows_answers_it():
    lede, prompt = make_block("Lede"), make_block("Who pays?", "prompt", speaker="Rita", anchor="q4")
    table = make_block("a b", tag="table")
    assert segments([lede, prompt, make_block("The towns.", "answer"), table]) == [
        Narration((lede,)),
        Exchange("q4", "", Turn("Rita", (prompt,)), (Turn("", (make_block("The towns.", "answer"), table)),)),
    ]


def test_two_prompts_in_a_row_are_two_exchanges():
    assert outline([make_block("1?", "prompt"), make_block("2?", "prompt"), make_block("a")]) == [
        ("1?", ""),
        ("2?", "a"),
    ]


def test_a_continued_prompt_belongs_to_the_prompt_directly_before_it():
    blocks = [make_block("Lead", "prompt"), make_block("Who?", "prompt-continued"), make_block("a")]
    assert outline(blocks) == [("Lead\n\nWho?", "a")]


@pytest.mark.parametrize("before", [[], [make_block("1?", "prompt"), make_block("a")], [make_block("n", "narration")]])
def test_a_continued_prompt_without_an_open_prompt_opens_an_exchange(before):
    assert outline([*before, make_block("2?", "prompt-continued"), make_block("b")])[-1] == ("2?", "b")


def test_a_prompt_takes_name_and_anchor_from_the_first_of_its_blocks_that_has_them():
    blocks = [make_block("Lead", "prompt"), make_block("?", "prompt-continued", speaker="Rita", anchor="q2")]
    (exchange,) = segments(blocks)
    assert (exchange.anchor, exchange.prompt.speaker) == ("q2", "Rita")


def test_narration_closes_the_exchange_for_what_is_unmarked():
    blocks = [make_block("1?", "prompt"), make_block("a"), make_block("n", "narration"), make_block("end")]
    assert outline(blocks) == [("1?", "a"), ["n", "end"]]


def test_a_marked_answer_takes_the_exchange_up_again_below_the_narration():
    blocks = [
        make_block("1?", "prompt", anchor="q1"),
        make_block("a", speaker="Anna"),
        make_block("(Applause.)", "narration"),
        make_block("b", "answer"),
        make_block("c"),
        make_block("d", speaker="Tom"),
    ]
    assert outline(blocks) == [("1?", "a"), ["(Applause.)"], ("…", "b\n\nc\n\nd")]
    assert segments(blocks)[2].anchor == "q1"
    (whole,) = exchanges(blocks)
    assert whole.answer_text == "a\n\nb\n\nc\n\nd"
    assert [(turn.speaker, turn.text) for turn in whole.answers] == [("Anna", "a\n\nb\n\nc"), ("Tom", "d")]


def test_an_answer_before_any_prompt_is_narration():
    assert outline([make_block("a", "answer"), make_block("1?", "prompt")]) == [["a"], ("1?", "")]


def test_a_short_title_directly_before_a_prompt_names_it_and_is_not_its_text():
    (exchange,) = segments([make_block("Money", "short-title"), make_block("Who pays?", "prompt"), make_block("a")])
    assert (exchange.short_title, exchange.prompt_text, exchange.answer_text) == ("Money", "Who pays?", "a")


def test_a_short_title_anywhere_else_is_narration():
    blocks = [
        make_block("1?", "prompt"),
        make_block("a"),
        make_block("Money", "short-title"),
        make_block("b"),
    ]
    assert outline(blocks) == [("1?", "a"), ["Money", "b"]]


@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
def test_a_heading_as_printed_before_a_prompt_ends_the_answer_above_it(tag):
    blocks = [
        make_block("1?", "prompt"),
        make_block("a"),
        make_block("Money", tag=tag),
        make_block("2?", "prompt"),
    ]
    assert outline(blocks) == [("1?", "a"), ["Money"], ("2?", "")]
    assert outline([*blocks[:3], make_block("Short", "short-title"), blocks[3]]) == [
        ("1?", "a"),
        ["Money"],
        ("2?", ""),
    ]


def test_a_heading_inside_an_answer_belongs_to_it():
    blocks = [make_block("1?", "prompt"), make_block("a"), make_block("Money", tag="h3"), make_block("b")]
    assert outline(blocks) == [("1?", "a\n\nMoney\n\nb")]


def test_another_name_begins_another_turn_and_no_name_goes_on():
    names = ["", "Anna", "", "Tom", "Tom", "Anna"]
    blocks = [make_block("1?", "prompt"), *(make_block(str(i), speaker=name) for i, name in enumerate(names))]
    (exchange,) = segments(blocks)
    assert [(turn.speaker, turn.text) for turn in exchange.answers] == [
        ("", "0"), ("Anna", "1\n\n2"), ("Tom", "3\n\n4"), ("Anna", "5"),
    ]  # fmt: skip


ROLES = st.sampled_from(["", "", "prompt", "prompt-continued", "answer", "narration", "short-title", "unheard-of"])
BLOCKS = st.lists(
    st.builds(
        Block,
        st.just("x"),
        tag=st.sampled_from(["p", "h2", "ul"]),
        role=ROLES,
        speaker=st.sampled_from(["", "A", "B"]),
    ),
    max_size=25,
).map(lambda blocks: [replace(block, text=f"{i}") for i, block in enumerate(blocks)])


def words_of(part) -> list[str]:
    if isinstance(part, Narration):
        return [block.text for block in part.blocks]
    turns = [part.prompt, *part.answers]
    return [part.short_title] * bool(part.short_title) + [block.text for turn in turns for block in turn.blocks]


@settings(max_examples=300, deadline=None, database=None)
@given(BLOCKS)
def test_every_block_comes_back_once_and_in_its_place(blocks):
    assert [text for part in segments(blocks) for text in words_of(part)] == [block.text for block in blocks]


@settings(max_examples=200, deadline=None, database=None)
@given(BLOCKS)
def test_there_is_one_exchange_for_each_prompt_and_no_answer_is_lost(blocks):
    whole, parts = exchanges(blocks), [part for part in segments(blocks) if isinstance(part, Exchange)]
    assert len(whole) == sum(not part.continues for part in parts)
    said = [block for part in parts for turn in part.answers for block in turn.blocks]
    assert [block for exchange in whole for turn in exchange.answers for block in turn.blocks] == said


def test_a_hundred_thousand_blocks_take_less_than_a_second():
    began = time.process_time()
    segments([make_block("1?", "prompt"), *[make_block("a")] * 100_000])
    assert time.process_time() - began < 1
