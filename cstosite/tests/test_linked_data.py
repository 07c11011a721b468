"""What pages tell search engines (JSON-LD): always JSON, nothing that the page does not say, the dates of the feeds."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from cstosite.shared.linked_data import said, script
from cstosite.tests.page import Page
from delegations.tests.make import make_appointment, make_country, make_delegation, make_person, make_post, make_status
from press.models import Appearance, Correction, ItemPicture, PressItem
from press.tests.make import make_interview, make_item, make_picture

pytestmark = pytest.mark.django_db

SITE = "http://testserver.example"
ASSEMBLY = {
    "@type": "Organization",
    "@id": f"{SITE}/#assembly",
    "name": "CSTO Parliamentary Assembly",
    "url": f"{SITE}/",
}
STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture
def ada():
    return make_person("Ada Example", slug="ada", other_names="Ада Пример")


@pytest.fixture
def item(ada):
    item = make_interview(slug="one", at=datetime(2021, 6, 1, 9, tzinfo=UTC))
    Appearance.objects.update(person=ada)
    return item


def told(client, address):
    """The data of a page, from the only element that has some."""
    scripts = [each for each in Page(client.get(address)).all("script") if each.get("type") == "application/ld+json"]
    (data,) = [json.loads(each.text_as_typed) for each in scripts]
    assert data["@context"] == "https://schema.org"
    return data


def test_the_front_page_names_the_assembly_and_how_the_site_is_searched(client):
    assembly, site = told(client, "/")["@graph"]
    assert assembly == ASSEMBLY
    assert (site["@type"], site["publisher"]) == ("WebSite", {"@id": ASSEMBLY["@id"]})
    address = site["potentialAction"]["target"]["urlTemplate"]
    assert site["potentialAction"]["@type"] == "SearchAction" and address == f"{SITE}/search/?q={{search_term_string}}"
    assert client.get(address.removeprefix(SITE).replace("{search_term_string}", "examples")).status_code == 200


def test_a_delegation_is_an_organization_of_the_assembly_and_serves_a_country(client, ada):
    delegation = make_delegation(country=make_country(alpha3="XAA", m49="999"))
    make_appointment(ada, make_post(delegation), valid_from="2020-05", wording="Envoy of Examplia")
    data = told(client, "/delegations/examplia/")
    assert (data["@type"], data["name"], data["memberOf"]) == ("GovernmentOrganization", "Examplia", ASSEMBLY)
    assert data["description"] == "Delegation of the Parliament of Examplia"
    country = data["areaServed"]
    assert (country["@type"], country["name"]) == ("Country", "Examplia")
    assert [(each["propertyID"], each["value"]) for each in country["identifier"]] == [
        ("ISO 3166-1 alpha-2", "XA"),
        ("ISO 3166-1 alpha-3", "XAA"),
        ("UN M49", "999"),
    ]
    (role,) = data["member"]
    assert (role["roleName"], role["startDate"]) == ("Envoy of Examplia", "2020-05")
    assert role["member"]["@id"] == f"{SITE}/people/ada/#person"


def test_what_is_not_known_of_a_delegation_is_not_told(client):
    make_status(make_delegation(), valid_from="2000", valid_to="2010")
    data = told(client, "/delegations/examplia/")
    assert not {"memberOf", "areaServed", "member"} & set(data)
    assert "ld+json" not in client.get("/delegations/examplia/?on=2005-01-01").content.decode()


def test_an_interview_is_an_article_with_its_questions(client, item):
    data = told(client, "/press/one/")
    assert (data["@type"], data["genre"], data["headline"]) == ("NewsArticle", "Interview", item.title)
    assert (data["inLanguage"], data["mainEntityOfPage"]) == ("en", f"{SITE}/press/one/")
    assert data["author"] == data["publisher"] == ASSEMBLY
    (about,) = data["about"]
    assert (about["@type"], about["name"], about["jobTitle"]) == ("Person", "Ada Example", "Chair of Examples")
    first, second = data["hasPart"]
    assert (first["@type"], first["name"]) == ("Question", "What does Examplia plan?")
    assert first["url"] == first["acceptedAnswer"]["url"] == f"{SITE}/press/one/q1/"
    assert first["acceptedAnswer"]["author"]["@id"] == about["@id"]
    assert "More examples." not in json.dumps(data)


def test_an_article_has_the_dates_of_its_entry_in_the_feeds(client, item):
    PressItem.objects.update(revised_at=item.published_at + timedelta(days=2, seconds=7))
    (entry,) = client.get("/feeds/all.json").json()["items"]
    for data in (told(client, "/press/one/"), told(client, "/press/one/q1/")["isPartOf"]):
        assert (data["datePublished"], data["dateModified"]) == (entry["date_published"], entry["date_modified"])
    twin = client.get("/press/one.json").json()
    assert (twin["published_at"], twin["updated_at"]) == (entry["date_published"], entry["date_modified"])


def test_pictures_corrections_and_who_signs_are_told(client, ada):
    item = make_item(slug="one", byline="CSTO Parliamentary Assembly Press Service")
    ItemPicture.objects.create(item=item, picture=make_picture(), alt="Ada")
    Correction.objects.create(item=item, note="A name was wrong.")
    Correction.objects.create(item=item, note="It is back.", what=Correction.What.RESTORED)
    data = told(client, "/press/one/")
    assert data["author"] == {"@type": "Organization", "name": "CSTO Parliamentary Assembly Press Service"}
    assert [(each["@type"], each["text"]) for each in data["correction"]] == [
        ("CorrectionComment", "A name was wrong.")
    ]
    (image,) = data["image"]
    assert client.get(image["url"].removeprefix(SITE)).status_code == 200 and image["width"] == 640
    assert not {"genre", "about", "hasPart"} & set(data)


@pytest.mark.parametrize(("byline", "kind"), [("Ada Example", "Person"), ("Somebody", "Thing")])
def test_a_byline_is_a_person_only_where_it_is_a_speaker_of_the_register(client, item, byline, kind):
    item.byline = byline
    item.save()
    author = told(client, "/press/one/")["author"]
    assert (author["@type"], author["name"]) == (kind, byline)


def test_words_of_nobody_known_have_no_author(client):
    body = '<p data-role="prompt">Why?</p><p data-speaker="Bob">Because.</p><p data-role="prompt">And?</p>'
    item = make_interview(slug="one", body=body)
    first, second = told(client, "/press/one/")["hasPart"]
    assert first["acceptedAnswer"]["author"] == {"@type": "Thing", "name": "Bob"} and "acceptedAnswer" not in second
    Appearance.objects.create(item=item, label="Cora")
    item.body = '<p data-role="prompt">Why?</p><p>Because.</p>'
    item.save()
    assert "author" not in told(client, "/press/one/")["hasPart"][0]["acceptedAnswer"]


@time_machine.travel("2026-05-01T12:00:00Z", tick=False)
def test_a_person_is_told_with_names_and_offices_as_far_as_they_are_known(client, ada):
    delegation = make_delegation()
    make_appointment(ada, make_post(delegation), valid_from="2020", valid_to="2026-06-30", wording="Envoy")
    make_appointment(ada, make_post(name="Clerk"), valid_from="2001-02", valid_to="2003")
    make_appointment(ada, make_post(name="Guard"), valid_from="2004", is_over=True)
    make_appointment(ada, make_post(name="Chair"), valid_from="2010").retract("It was another Ada.")
    data = told(client, "/people/ada/")
    about = data["mainEntity"]
    assert (data["@type"], about["@type"], about["alternateName"]) == ("ProfilePage", "Person", ["Ада Пример"])
    clerk, envoy = about["memberOf"]
    assert (clerk["roleName"], clerk["startDate"], clerk["endDate"]) == ("Clerk", "2001-02", "2003")
    assert clerk["memberOf"] == ASSEMBLY
    assert envoy["memberOf"]["@id"] == f"{SITE}/delegations/examplia/#delegation" and "endDate" not in envoy


HOSTILE = '</script><script>alert(1)</script> <!-- & " \\ \x00\x08\x1f\x85 \u2028 \ud800 \u202e x'


def test_no_words_break_out_of_the_element_or_the_json():
    element = script(said(type_="Thing", name=HOSTILE, url="", image=[]))
    inside = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\x00\x1f\ud800") & set(inside)
    data = json.loads(inside.encode())
    assert data["name"].startswith('</script><script>alert(1)</script> <!-- & " \\ ') and "url" not in data


def test_hostile_words_of_an_item_and_a_person_are_only_words(client, ada):
    item = make_interview(
        slug="one", title="</script><script>alert(1)", standfirst="<!--<script>\u2028", byline="&quot;"
    )
    voice = Appearance.objects.get()
    voice.person, voice.office = ada, "]]></script>"
    voice.save()
    ada.name = "Ada </script> Example"
    ada.save()
    assert told(client, "/press/one/")["headline"] == item.title
    assert told(client, "/press/one/q1/")["creator"]["jobTitle"] == "]]></script>"
    assert told(client, "/people/ada/")["mainEntity"]["name"] == "Ada </script> Example"


def test_no_preview_tells_anything(admin_client):
    item = make_interview(state="draft")
    answer = admin_client.get(f"/admin/press/pressitem/{item.pk}/preview/")
    assert answer.status_code == 200 and b"ld+json" not in answer.content and b"application/json" not in answer.content


def test_the_first_view_of_the_interview_fits_into_the_first_packets(client, content):
    html = client.get(PressItem.objects.get().get_absolute_url()).content
    sheets = [(STATIC / "css" / f"{name}.css").read_bytes() for name in ("tokens", "base", "components")]
    assert sum(len(gzip.compress(data)) for data in [html, *sheets]) <= 14_600
