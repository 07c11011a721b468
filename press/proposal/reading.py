"""One way to read a text: which of its lines open a turn, by one kind of mark."""

from dataclasses import dataclass, field
from typing import NamedTuple

from .lines import Line
from .result import ANSWER, PROMPT, Doubt


class Turn(NamedTuple):
    """What a line opens, how much of the line is its mark, and the speaker it names."""

    role: str  # "" for a name whose words stand on the next line
    taken: int = 0
    speaker: str = ""


@dataclass
class Reading:
    """The turns by the index of their lines, what is doubtful in them, or why the marks say nothing."""

    marked_by: str
    lines: list[Line]
    turns: dict[int, Turn] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    failure: str = ""  # the code of the doubt that says why

    def doubt(self, code: str, index: int) -> None:
        self.doubts.append(Doubt(code, self.lines[index].source))

    @property
    def prompts(self) -> list[int]:
        return [i for i, turn in self.turns.items() if turn.role == PROMPT]

    @property
    def score(self) -> int:
        """How many questions it explains; 0 when it makes no interview."""
        prompts, last = self.prompts, len(self.lines) - 1
        answered = sum(i < last and (i + 1 not in self.turns or self.turns[i + 1].role != PROMPT) for i in prompts)
        asking = sum(self.lines[i].asks for i in prompts)
        # Numbers and bold type serve lists and headings too: there half of the prompts must ask.
        enough = asking * 2 >= len(prompts) or self.marked_by not in ("numbers", "weight")
        return asking if len(self.turns) > 1 and answered * 2 >= len(prompts) and enough else 0

    def take_unmarked_prompts(self) -> None:
        """Where an answer follows no prompt, but an unmarked line that asks, that line is the prompt."""
        previous, answers, found = "", 0, []
        for i in sorted(self.turns):
            role = self.turns[i].role
            answers += role == ANSWER
            unmarked = i > 0 and i - 1 not in self.turns
            if role == ANSWER and previous != PROMPT and unmarked and self.lines[i - 1].ends_asking:
                found.append(i - 1)
            previous = role or previous
        for i in found:
            self.turns[i] = Turn(PROMPT, self.lines[i].number_end or self.lines[i].dash)
            if len(found) * 2 < answers:  # else that is how this text is set
                self.doubt("unmarked-prompt", i)
