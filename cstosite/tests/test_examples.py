"""The examples of the documentation are what the site answers."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db

SITE = "http://testserver.example"
DOCS = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^`(/\S+)`:(?:[^\n]+\n)+\n```json\n(.*?)\n```$", DOCS, re.MULTILINE | re.DOTALL)


def fits(example, told, path=""):
    """Whether an example says what is told; "…" stands for whatever is left out."""
    if isinstance(example, dict):
        left_out = "…" in example
        assert set(example) - {"…"} <= set(told) if left_out else set(example) == set(told), path
        return all(fits(part, told[name], f"{path}.{name}") for name, part in example.items() if name != "…")
    if isinstance(example, list):
        left_out = example[-1:] == ["…"]
        parts = example[:-1] if left_out else example
        assert len(parts) <= len(told) if left_out else len(parts) == len(told), path
        return all(fits(*pair, f"{path}[]") for pair in zip(parts, told, strict=False))
    if isinstance(example, str) and example.endswith("…"):
        assert told.startswith(example[:-1]), path
    else:
        assert example == told, path
    return True


@pytest.mark.parametrize(("address", "example"), EXAMPLES, ids=[address for address, _example in EXAMPLES])
def test_the_examples_of_the_documentation_are_true(client, content, address, example):
    told = json.loads(client.get(address).content)
    assert fits(json.loads(example.replace("https://assembly.example", SITE)), told)


def test_every_twin_has_an_example():
    paths = {address.partition("?")[0] for address, _example in EXAMPLES}
    assert {path.split("/")[1].removesuffix(".json") for path in paths} == {"delegations", "press", "people", "search"}
    assert len(EXAMPLES) == DOCS.count("```json\n")
