"""Every visible word of the pages goes through gettext: with a marking catalogue none is left unmarked."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from cstosite.tests.page import Page
from cstosite.tests.surfaces import addresses
from delegations.models import Delegation, Source
from delegations.tests.make import (
    make_appointment,
    make_chamber,
    make_country,
    make_delegation,
    make_member,
    make_person,
    make_post,
    make_seats,
)
from press.models import Appearance
from press.tests.make import make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(monkeypatch):
    """Every translated word becomes ¤."""

    def mark(message, *args):
        return re.sub(
            r"%%|%(?:\(\w+\))?[sd]|\w+|$", lambda m: m[0] if m[0].startswith("%") else "¤" * bool(m[0]), message
        )

    real = translation._trans
    monkeypatch.setattr(real, "gettext", mark)
    monkeypatch.setattr(real, "ngettext", lambda one, many, number: mark(one if number == 1 else many))
    monkeypatch.setattr(real, "pgettext", lambda context, message: mark(message))
    with translation.override("en"):
        yield


# What the item says itself, and the formats' own names.
KEPT = {"Chair", "of", "Examples", "RSS", "Atom", "JSON", "Feed", "CSV"}


def test_no_word_of_the_pages_is_left_untranslatable(client, marked, settings):
    country = make_country(name="1")
    delegation = make_delegation("2", country, slug="examplia")
    Delegation.objects.update(parliament="3")
    chamber = make_chamber(delegation, "4", members_are="5")
    make_seats(chamber, 8, observed="unknown")
    person = make_person("11", other_names="12", slug="control")
    post = make_post(name="13", is_shared=True)
    make_appointment(person, post, observed="unknown")
    make_appointment(person, post, valid_from="2020").retract("14")
    make_member(chamber, person, office="15", is_head=True, valid_from="2020-01-01")
    for number in (16, 17, 18):
        make_member(chamber, str(number), is_alternate=number == 16, observed="" if number == 16 else "unknown")
    make_member(chamber, "19", valid_from="2010-01-01", valid_to="2023-01-01")
    make_member(make_chamber(delegation, "20", 2, members_are="5"), person, observed="2020-01-01")
    Source.objects.update(title="6")
    make_interview("7", title="7: 8", slug="control", countries=[country], body='<p data-role="prompt">9</p><p>10</p>')
    Appearance.objects.update(person=person, is_interviewer=True)
    settings.SITE_NAME = settings.WORDMARK_SHORT = settings.WORDMARK_LONG = "0"
    settings.CONTACT_EMAIL = "0@0"
    pages = [a for a in addresses() if a.endswith("/") or "/?" in a]
    for address in [*pages, "/nowhere/"]:
        page = Page(client.get(address))
        # What is typed into a computer is the same in every language.
        texts = [re.sub("|".join(re.escape(code.text) for code in page.all("pre")) or "^$", "", page.text)]
        texts += [
            e.get(name) or "" for e in page.all("main *") for name in ("aria-label", "title", "alt", "placeholder")
        ]
        for text in texts:
            typed = set(re.findall(r"\w+", " ".join(parse_qs(urlsplit(address).query).get("q", []))))
            words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"(?:href=.)?https?://\S+", "", text))) - KEPT - typed
            assert not words, f"{address}: {sorted(words)}"
