"""The gate for what was pasted: hostile, misnested or word-processed HTML comes out clean, whole, the same again."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstosite.shared.richtext import clean_html

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Plan</title><style>p.MsoNormal {margin:0}
</style><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head><body lang=EN-GB>
<h1 style='mso-list:l0'>Aims<o:p></o:p></h1><p class=MsoNormal style='mso-margin-top-alt:auto' onclick="alert(1)"><span
lang=EN-GB>– What is planned?<o:p>&nbsp;</o:p></span></p><p><![if !supportLists]>·<![endif]>More.<del>Less.</del></p>"""

PASTED = {
    # What it is: what the gate makes of it.
    WORD: "<h2>Aims</h2><p>– What is planned?&nbsp;</p><p>·More.</p>",
    "<h1>a</h1><h4>b</h4><h5>c</h5><H6 class=x>d</H6>": "<h2>a</h2><h4>b</h4><h3>c</h3><h3>d</h3>",
    "<div>One.</div><div>Two.</div>": "<p>One.</p><p>Two.</p>",
    "One.<div>Two.<div>Three.</div>Four.</div>Five.": "One.<p>Two.</p><p>Three.</p><p>Four.</p><p>Five.</p>",
    '<div title="a > b"><p>One.</p><ul><li>Two.</li></ul></div>': "<p>One.</p><ul><li>Two.</li></ul>",
    "<section><h2><div>One</div></h2><article>Two.</article></section>": "<h2> One </h2><p>Two.</p>",
    "<dl><dt>One</dt><dd>Two</dd></dl><pre>Three</pre>": "<p>One</p><p>Two</p><p>Three</p>",
    "<table><caption>One</caption><tr><td><div>Two</div><div>Three</div></td></tr></table>": (
        "<p>One</p><table><tbody><tr><td><p>Two</p><p>Three</p></td></tr></tbody></table>"
    ),
    "<p>Kept</p><p></p><table><tbody><tr><td><p></p></td></tr></tbody></table>": (
        "<p>Kept</p><p></p><table><tbody><tr><td><p></p></td></tr></tbody></table>"
    ),
    "<p>One<button><p>Two</p></button>Three</p>": "<p>One</p><p>Two</p>Three<p></p>",
    '<a href="javascript:alert(1)">One</a> <a href="data:text/html,x">two</a> <a name="x">three</a>': "One two three",
    '<a href="/1">One <a href="/2">two</a></a>': (
        '<a href="/1" rel="noopener">One </a><a href="/2" rel="noopener">two</a>'
    ),
    '<a href="/1"><table><tr><td><a href="/2">One</a></td></tr></table></a>': (
        '<table><tbody><tr><td><a href="/2" rel="noopener">One</a></td></tr></tbody></table>'
    ),
    "One<svg onload=alert(1)><title>x</title><text>x</text></svg><iframe>x</iframe><select><option>x</select>": "One",
    '<img src="data:image/png;base64,iVBORw0KGgo=" onerror=alert(1)><p><img src=x>One</p>': "<p>One</p>",
    "<form action=/admin/>One<input value=x><textarea>x</textarea></form>Two": "<p>One</p><p>Two</p>",
    "<scr<script>x</script>ipt>alert(1)</script>": "xipt&gt;alert(1)",
    "One<script>alert('</div><div>')</script><style>div > p {}</style><!-- <div> -->Two": "OneTwo",
}


def in_one_line(html):
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("pasted", PASTED)
def test_pasted_html_comes_out_clean_and_the_same_again(pasted):
    clean = clean_html(pasted)
    assert in_one_line(clean) == PASTED[pasted]
    assert clean_html(clean) == clean


NAMES = "a b p div h1 h2 h5 ul ol li table caption tr td th tfoot blockquote span button marquee object svg math mi"
NAMES += (
    " foreignObject form select option br hr sup u nobr template dd pre font iframe script style title textarea xml"
)
NAMES += " o:p del ins plaintext body noscript annotation-xml"
ATTRIBUTES = ["", ' href="/x"', ' href="javascript:x"', ' id="q1"', " style=x", " data-role=prompt", ' title="<div>"']
ATTRIBUTES += [" onclick=x", " data-edge", " start=3 colspan=2", " srcdoc='<script>'"]
TAGS = st.builds(
    "<{}{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from(NAMES.split()), st.sampled_from(ATTRIBUTES)
)
TEXTS = [
    "x",
    "y ",
    "&nbsp;",
    "&lt;div&gt;",
    "<",
    "&",
    '"',
    "'",
    "<!--",
    "-->",
    "<![if !supportLists]>",
    "<![endif]>",
    "]]>",
]
WANTED = r"a|b|blockquote|br|em|h[2-4]|hr|i|li|ol|p|s|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"


@settings(max_examples=300, deadline=None)
@given(st.lists(TAGS | st.sampled_from(TEXTS), max_size=25).map("".join))
def test_no_nesting_of_tags_passes_the_gate_or_changes_there_twice(pasted):
    clean = clean_html(pasted)
    assert clean_html(clean) == clean
    assert not re.search(rf"<(?!/?({WANTED})[ >])", clean)
    assert not re.search(r"<[^>]*\s(on|style|srcdoc|data-edge|href=.javascript)", clean)


WORDS = st.lists(st.sampled_from(["One.", "Two.", "Three."]), min_size=1, max_size=6)


@given(WORDS, st.sampled_from(["div", "section", "p", "li", "h1", "dd", "td", "figcaption"]))
def test_two_blocks_never_run_together(words, name):
    row = "".join(f"<{name}>{word}</{name}>" for word in words)
    clean = clean_html(f"<table><tr>{row}</tr></table>" if name == "td" else row)
    assert re.sub(r"<[^>]+>", " ", clean).split() == words
