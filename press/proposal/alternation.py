"""Which of the turns ask, when all carry the same mark: taking turns is usual, but two of a role may follow.

A turn costs by how unlike its role it looks, and two of a role in a row cost more than taking turns. The roles
are those that cost least together; where the opposite would have cost almost the same, that is said.
"""

from collections.abc import Sequence

from .lines import Line
from .result import ANSWER, PROMPT
from .words import ADDRESSES, REPLIES, THANKS

Cost = tuple[float, float]  # as a prompt, as an answer

AGAIN, EXPECTED = 1.5, 0.3  # two of a role in a row; the same where the text shows why
SURE = 1.0


def tell_apart(turns: Sequence[Line], gaps: Sequence[int], led: Sequence[bool]) -> tuple[list[str], set[int]]:
    """The roles, and the places of those that could as well be the other.

    `gaps` says how many unmarked lines follow each turn (they may answer it), `led` whether the unmarked line
    before it asks.
    """
    bold = len({turn.strong for turn in turns}) == 2
    costs = [_cost(*each, bold) for each in zip(turns, gaps, [*led[1:], False], strict=True)]
    firsts = [turn.words.split(maxsplit=1)[:1] for turn in turns]
    steps = []
    for k in range(1, len(turns)):
        listed = firsts[k] == firsts[k - 1] and not turns[k].asks  # "First ...", "First ...": one speaker goes on
        steps.append((EXPECTED if gaps[k - 1] else AGAIN, EXPECTED if led[k] or listed else AGAIN))
    before = _sums(costs, steps, (0, 0 if led[0] else 1))
    after = _sums(costs[::-1], steps[::-1], (0 if gaps[-1] or turns[-1].asks else 1, 0))[::-1]
    roles: list[str] = []
    unsure = set()
    for k, (prompt, answer) in enumerate(after):
        as_prompt, as_answer = before[k][0] - costs[k][0], before[k][1] - costs[k][1]
        if abs(prompt + as_prompt - answer - as_answer) < SURE:
            unsure.add(k)
        if k:  # only what the turn before it leaves open
            as_prompt = steps[k - 1][0] if roles[-1] == PROMPT else 0
            as_answer = steps[k - 1][1] if roles[-1] == ANSWER else 0
        roles.append(PROMPT if prompt + as_prompt < answer + as_answer else ANSWER)
    return roles, unsure


def _sums(costs: Sequence[Cost], steps: Sequence[Cost], first: Cost) -> list[Cost]:
    """The least that all turns up to each one cost together, with that one as a prompt and as an answer."""
    sums = [(first[0] + costs[0][0], first[1] + costs[0][1])]
    for (as_prompt, as_answer), (prompts, answers) in zip(costs[1:], steps, strict=True):
        prompt, answer = sums[-1]
        sums.append((min(prompt + prompts, answer) + as_prompt, min(prompt, answer + answers) + as_answer))
    return sums


def _cost(turn: Line, gap: int, asks_later: bool, bold: bool) -> Cost:
    prompt = answer = 0.0
    if turn.asks:
        answer += 2.5
    elif THANKS.search(turn.words[:200]):
        answer += 1.5
    elif asks_later:
        answer += 1
    else:
        prompt += 1 + (gap > 1)  # several paragraphs are an answer
    answer += bool(ADDRESSES.match(turn.words))
    prompt += bool(REPLIES.match(turn.words))
    if bold:
        prompt, answer = (prompt, answer + 3) if turn.strong else (prompt + 2, answer)
    return prompt, answer
