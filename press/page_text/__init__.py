"""The text of a whole page, as copied from a site, to the parts of a press item, with an account of every line.

Printed around the text stand a panel of delegations, the headline (once or twice), the date, a line that says who is
interviewed. They are taken off by what they look like and where they stand; what remains is the body, whose roles,
byline and note are `press.proposal`'s matter. A line that is certainly no part of the item, or that could be two
things, is not guessed at: it is "unplaced". Everything takes linear time: patterns see short lines only.

`lines` makes paragraphs of the printed lines, `around` takes off what is not the item's, `head` the headline, the date
(`dates`) and the standfirst, `ends` byline and note, `interviewed` reads the speaker; `read` calls them in that order.
"""

from .lines import normalised, plain
from .read import read_page
from .result import DOUBTS, PARTS, Line, PageText

__all__ = ["DOUBTS", "PARTS", "Line", "PageText", "normalised", "plain", "read_page"]
