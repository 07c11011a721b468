"""What describes the data, for programs and for people: true of the files, and without a licence nobody gave."""

import hashlib
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from cstosite.data import files, views
from cstosite.data.catalog import catalog, datasets
from cstosite.data.documents import datapackage, versions
from cstosite.data.models import Version
from cstosite.data.tables import TABLES
from cstosite.templatetags.data import dataset_data
from cstosite.tests.page import Page, count_queries
from delegations.tests.make import make_country, make_delegation, make_status
from press.tests.make import make_interview

pytestmark = pytest.mark.django_db

CC0 = ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
BY = ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")
# Of what a context and a catalogue may speak: nothing is left without a meaning.
PREFIXES = {"dcat", "dcterms", "foaf", "skos", "spdx", "vcard", "xsd"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path


def make_site():
    make_status(make_delegation(country=make_country()), valid_from="2020")
    make_interview()


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker, tmp_path_factory):
    """A version, and the folder it is in: built once, its rows are gone again."""
    folder = tmp_path_factory.mktemp("open-data")
    with django_db_blocker.unblock(), override_settings(OPEN_DATA_ROOT=folder), transaction.atomic():
        make_site()
        found = files.current()
        transaction.set_rollback(True)
    return found, folder


@pytest.fixture
def built(once, settings, monkeypatch):
    """That version, as the current one."""
    found, settings.OPEN_DATA_ROOT = once
    monkeypatch.setattr(views, "current", lambda *args: found)
    return found


@pytest.fixture
def few(monkeypatch):
    """Few tables are built sooner."""
    monkeypatch.setattr(files, "TABLES", [table for table in TABLES if table.name in ("countries", "delegations")])
    monkeypatch.setattr(files, "DOCUMENTS", {"versions.json": versions})


def read(built, name):
    return json.loads((built.folder / name).read_text(encoding="utf-8"))


def everything(value):
    """Every object in a document."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(each)


def test_every_resource_and_distribution_is_a_file_of_that_size_and_hash(built):
    def is_true_of(name, size, digest):
        content = (built.folder / name).read_bytes()
        return len(content) == int(size) and hashlib.sha256(content).hexdigest() == digest

    resources = read(built, "datapackage.json")["resources"]
    assert [each["path"] for each in resources if not is_true_of(each["path"], each["bytes"], each["hash"][7:])] == []
    assert len(resources) == 2 * len(TABLES) + 1
    found = [each for each in everything(read(built, "catalog.jsonld")) if each.get("@type") == "dcat:Distribution"]
    names = [each["dcat:downloadURL"].removeprefix("http://testserver.example/data/") for each in found]
    sums = [each["spdx:checksum"]["spdx:checksumValue"] for each in found]
    sizes = [each["dcat:byteSize"] for each in found]
    assert all(map(is_true_of, names, sizes, sums)) and len(set(names)) == 2 * len(TABLES)


def test_the_catalogue_explains_each_of_its_words_itself(built):
    found = read(built, "catalog.jsonld")
    context = found.pop("@context")
    assert {name for name, value in context.items() if isinstance(value, str)} == PREFIXES | {"@language"}
    assert all(str(context[prefix]).startswith("http") for prefix in PREFIXES)
    for each in everything(found):
        for name, value in each.items():
            assert name in ("@id", "@type") or name.partition(":")[0] in PREFIXES, name
            if context.get(name) == {"@type": "@id"} and isinstance(value, str):
                assert ":" in value, name
    assert found["@type"] == "dcat:Catalog" and found["dcat:version"] == built.version
    assert [each["skos:prefLabel"] for each in found["dcterms:spatial"]] == ["Examplia"]
    assert found["dcat:contactPoint"]["vcard:hasEmail"] == "mailto:press@assembly.example"
    assert [each["dcterms:title"] for each in found["dcat:dataset"]] == [str(table.title) for table in TABLES]


def test_no_licence_is_named_that_nobody_gave(built, client):
    for name in ("datapackage.json", "catalog.jsonld", "popolo.json", "versions.json"):
        document = read(built, name)
        document.pop("@context", None)
        assert "licen" not in json.dumps(document), name
    assert "license" not in json.dumps(datasets(built))
    page = Page(client.get("/data/"))
    assert "No licence has been stated yet. Ask before you publish them elsewhere: press@assembly.example." in page.text
    assert not [link for link in page.all("a") if link.get("rel") == "license"]
    assert b"copyright" not in client.get("/feeds/all.rss").content


def test_texts_are_not_given_away_with_the_data(built, settings, client):
    settings.DATA_LICENCE = CC0
    package = datapackage(built, built.folder)
    assert package["licenses"] == [{"name": "CC0-1.0", "path": CC0[1]}]
    own = {each["name"]: each["licenses"][0]["name"] for each in package["resources"] if "licenses" in each}
    texts = {"press_texts", "press_texts-json", "exchanges", "exchanges-json"}
    assert own == dict.fromkeys(texts, "notspecified")
    data, words = datasets(built)["@graph"]
    assert data["license"] == CC0[1] and "license" not in words
    assert "No licence has been stated yet for texts and pictures." in Page(client.get("/data/")).text


def test_licences_that_were_given_are_named_everywhere(built, settings, client):
    make_interview()
    Version.objects.create(digest="0")
    settings.DATA_LICENCE, settings.TEXT_LICENCE = CC0, BY
    datasets_found = catalog(built, built.folder)["dcat:dataset"]
    told = {each["@id"].partition("#")[2]: each["dcat:distribution"][0]["dcterms:license"] for each in datasets_found}
    assert (told["seats"], told["exchanges"]) == (CC0[1], BY[1])
    links = [link["href"] for link in Page(client.get("/about/")).all("footer a") if link.get("rel") == "license"]
    assert links == [BY[1], CC0[1]]
    assert b"<copyright>CC-BY-4.0 " in client.get("/feeds/all.rss").content
    assert b"<rights>CC-BY-4.0 " in client.get("/feeds/all.atom").content
    assert "No licence" not in Page(client.get("/data/")).text


def test_the_digest_of_a_version_can_be_computed_from_the_files(built):
    names = [f"{table.name}.{form}" for table in TABLES for form in ("csv", "json")] + ["popolo.json"]
    hashes = {name: hashlib.sha256((built.folder / name).read_bytes()).hexdigest() for name in names}
    digest = hashlib.sha256("|".join(f"{name} {hashes[name]}" for name in sorted(names)).encode()).hexdigest()
    (version,) = read(built, "versions.json")["versions"]
    assert version["digest"] == digest == built.digest
    assert version["version"] == read(built, "versions.json")["current"] == built.version


def test_an_older_state_that_comes_back_has_its_version_and_the_list_of_all(few):
    built = files.current()
    other = make_delegation("Formeria")
    second = files.current()
    other.delete()
    third = files.current()
    assert third.version == built.version != second.version
    assert [each["version"] for each in read(third, "versions.json")["versions"]] == [second.version, built.version]
    assert third.hashes["versions.json"] == hashlib.sha256((third.folder / "versions.json").read_bytes()).hexdigest()


def test_the_page_says_what_there_is_and_how_fresh(built, client):
    page = Page(client.get("/data/"))
    for table in TABLES:
        assert page.one(f"#{table.name} dt").text == str(table.title)
    assert page.one("#press").text.endswith("1 row")
    assert f"Version {built.version}" in page.text
    assert page.one("p.cite__text").text.endswith("http://testserver.example/data/")
    addresses = {link["href"] for link in page.all("main a")}
    named = {f"/data/{name}" for name in built.hashes}
    assert named <= addresses
    assert all(client.get(address).status_code == 200 for address in sorted(named)[:3])
    assert count_queries(client, "/data/") == 1  # beside the two that ask which version it is


def test_data_for_search_engines_cannot_end_its_element(built, settings):
    settings.SITE_NAME = "</script><b>Assembly & Co"
    script = dataset_data(built)
    assert script.count("<") == 2 and "&" not in script
    data, texts = json.loads(script.partition(">")[2].removesuffix("</script>"))["@graph"]
    assert data["creator"]["name"] == "</script><b>Assembly & Co"
    assert len(data["distribution"]) + len(texts["distribution"]) == 2 * len(TABLES)


def test_the_footer_and_the_sitemap_lead_to_the_data(client):
    assert "/data/" in {link["href"] for link in Page(client.get("/about/")).all("footer a")}
    assert "/data/" in {link["href"] for link in Page(client.get("/about/")).all("main a")}
    assert b"<loc>http://testserver.example/data/</loc>" in client.get("/sitemap-pages.xml").content


def test_a_command_builds_what_is_missing_and_says_what_there_is(few):
    make_delegation()
    said = [StringIO(), StringIO()]
    for output in said:
        call_command("build_data", stdout=output)
    assert said[0].getvalue() == said[1].getvalue()
    assert said[0].getvalue().startswith(str(Version.objects.get()))
    assert files.current(timezone.now() + timedelta(seconds=1)).made_at == Version.objects.get().made_at
