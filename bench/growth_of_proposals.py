"""How the time of a proposal grows with the text: twice as long a hostile text must take about twice the time.

    python -m bench.growth_of_proposals

Prints a line for each kind of text: seconds for 100,000 and 200,000 characters, the best of three, and their ratio.
About 2 is right; about 4 would mean that one long text can make the server stand still. What it last printed is in
growth_of_proposals.txt.
"""

import time

from press.proposal import propose
from press.tests.test_proposal import HOSTILE


def seconds_for(paragraphs) -> float:
    """The least processor time of three proposals."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        propose(paragraphs)
        spent.append(time.process_time() - began)
    return min(spent)


if __name__ == "__main__":
    print(f"{'text':<26}{'100,000':>9}{'200,000':>9}{'ratio':>7}")
    for name, make in HOSTILE.items():
        once, twice = seconds_for(make(100_000)), seconds_for(make(200_000))
        print(f"{name:<26}{once:>9.3f}{twice:>9.3f}{twice / once:>7.1f}")
