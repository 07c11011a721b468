"""Imports go one way: cstosite, press, delegations, cstosite.search, cstosite.shared, Django; and what follows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Which parts each part may import, from the cellar up; the roof may see everything.
MAY_IMPORT = {
    "cstosite/shared": {"cstosite.shared"},
    "cstosite/search": {"cstosite.search", "cstosite.shared"},
    "delegations": {"cstosite.search", "cstosite.shared", "delegations"},
    "press": {"cstosite.search", "cstosite.shared", "delegations", "press"},
}
OWN = ("cstosite", "delegations", "press")
# Pure modules: geometry, parsers and values know nothing of Django.
PURE = [
    "cstosite/push/hub.py",
    "cstosite/search/asking.py",
    "cstosite/search/marking.py",
    "cstosite/search/words.py",
    "cstosite/search/writing.py",
    "cstosite/shared/partial_date.py",
    "cstosite/shared/text.py",
    "delegations/charts.py",
    "delegations/names.py",
    "delegations/outside",
    "press/body.py",
    "press/page_text",
    "press/proposal",
    "press/speakers.py",
    "press/transcript.py",
]


def modules(folder):
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "tests" not in path.parts]


def imported(path):
    """Full names of the modules a file imports, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, *([node.module] if node.module else [])])


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_go_one_way(part):
    for path in modules(part):
        for name in imported(path):
            if name.split(".")[0] in OWN:
                allowed = any(name == prefix or name.startswith(f"{prefix}.") for prefix in MAY_IMPORT[part])
                assert allowed, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("part", PURE)
def test_pure_modules_know_nothing_of_django(part):
    paths = [ROOT / part] if part.endswith(".py") else modules(part)
    assert paths, f"{part} is gone: name what took its place."
    for path in paths:
        django = [name for name in imported(path) if name.split(".")[0] == "django"]
        assert not django, f"{path.relative_to(ROOT)} imports {django}"


def names_used(name):
    """Files, but for tests, that use a name."""
    for path in [path for part in OWN for path in modules(part)]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(getattr(node, "id", None) == name or getattr(node, "attr", None) == name for node in ast.walk(tree)):
            yield str(path.relative_to(ROOT))


def test_one_module_alone_trusts_html():
    assert list(names_used("mark_safe")) == ["cstosite/shared/richtext.py"]
    assert not [path for path in (ROOT / "templates").rglob("*.html") if "|safe" in path.read_text(encoding="utf-8")]


STATE = {"state", "published_at", "withdrawn_at", "withdrawal_reason"}


def writes_state(tree):
    """Whether some code gives a value to one of the columns of an item's state."""
    for node in ast.walk(tree):
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if any(isinstance(target, ast.Attribute) and target.attr in STATE for target in targets):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = {keyword.arg for keyword in node.keywords}
            if name in {"update", "create", "PressItem", "_step", "update_or_create"} and given & STATE:
                return True
    return False


def test_one_module_alone_changes_an_items_state():
    parts = modules("press") + modules("cstosite")
    writers = {
        str(path.relative_to(ROOT)) for path in parts if writes_state(ast.parse(path.read_text(encoding="utf-8")))
    }
    # Besides it, the loaders bring in what was public before, and a preview dates an item in memory.
    loaders = {"press/loading.py", "press/open_data/loading.py"}
    assert writers == {"press/publishing.py", "press/models/items.py"} | loaders
    assert writes_state(ast.parse("item.state = 1")) and writes_state(ast.parse("items.update(published_at=None)"))


def test_every_test_package_and_module_says_what_it_is():
    for path in [path for part in OWN for path in modules(part)]:
        if "migrations" in path.parts or path.name in {"__init__.py", "apps.py", "urls.py"}:
            continue
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"
