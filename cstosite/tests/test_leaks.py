"""What is not public is nowhere: every public address is searched for every kind of secret."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cstosite.tests.surfaces import PUBLIC, addresses, body, doors, patterns
from delegations import changing
from delegations.models import (
    Appointment,
    Chamber,
    ChamberName,
    CountryName,
    DelegationName,
    Member,
    MembershipClass,
    MembershipStatus,
    OfficialWording,
    SeatCount,
    Website,
)
from delegations.tests.make import (
    make_chamber,
    make_country,
    make_delegation,
    make_person,
    make_post,
    make_seats,
    make_source,
    make_status,
)
from press import publishing
from press.models import Appearance, Exchange, Kind, State, Topic
from press.tests.make import make_item

pytestmark = pytest.mark.django_db

# Addresses that are also asked for with HEAD, and by whoever has an answer already.
FIRST = {group[0] for group in PUBLIC.values()}
SECRET = "zzyzx"
CONTROL = "controlword"


@pytest.fixture
def country():
    country = make_country()
    make_seats(make_chamber(make_delegation(country=country)), 8, valid_from="2020-01-01")
    return country


def make_marked_item(word, country, **values):
    """An item with the word in every text it has."""
    item = make_item(
        title=f"{word} title",
        slug=word if word != CONTROL else "control",
        standfirst=f"{word} standfirst",
        body=f'<h3 data-role="short-title">{word}</h3><p data-role="prompt">{word}?</p><p>{word} answer</p>',
        byline=f"{word} byline",
        republished_from=f"{word} paper",
        republished_url=f"https://{word}.example/",
        reference_note=f"<p>{word} note</p>",
        imported_text=f"{word} import",
        countries=[country],
        kind=Kind.INTERVIEW,
        **values,
    )
    person = make_person(f"{word} person", slug=f"{word}-person" if word != CONTROL else "control")
    item.topics.add(Topic.objects.create(name=f"{word} topic", slug=f"{word}-topic" if word != CONTROL else "control"))
    Appearance.objects.create(item=item, person=person, label=f"{word} speaker", office=word)
    return item


def everything_public(client, *secret_addresses):
    """All bodies and headers of all public addresses; the first of each pattern also with HEAD, and revalidated."""
    for address in [*addresses(), *secret_addresses]:
        first = client.get(address)
        yield address, first
        if address in FIRST:
            yield address, client.head(address)
            if etag := first.get("ETag"):
                yield address, client.get(address, headers={"if-none-match": etag})


def exposures(client, words, *secret_addresses):
    """Where a word is seen, as (address, word); an address that was asked for may be named in its answer."""
    found = []
    for address, answer in everything_public(client, *secret_addresses):
        text = body(answer) + str(answer.headers)
        if address in secret_addresses:
            text = text.replace(address, "")
        found += [(address, word) for word in words if word in text]
    return found


def test_every_public_address_is_swept():
    assert set(patterns()) == set(PUBLIC), "A public address was added or removed: say so in surfaces.py."


# One of each on the same site; each has words of its own that begin with the secret.
HIDDEN = {
    "draft": {"state": State.DRAFT},
    "waiting": {"state": State.IN_REVIEW},
    "dated": {"state": State.DRAFT, "at": timezone.now() - timedelta(days=1)},
    "tomorrow": {"state": State.APPROVED, "at": timezone.now() + timedelta(days=1)},
    "later": {"state": State.APPROVED, "at": timezone.now() + timedelta(days=400)},
    "withdrawn": {"state": State.WITHDRAWN},
}


def test_what_is_not_public_is_nowhere(client, country):
    make_marked_item(CONTROL, country)
    hidden = {name: make_marked_item(SECRET + name, country, **values) for name, values in HIDDEN.items()}
    pages = [item.get_absolute_url() for item in hidden.values()]
    about = [item.appearances.get().person.get_absolute_url() for item in hidden.values()]
    about += [item.topics.get().get_absolute_url() for item in hidden.values()]
    words = [SECRET, *(str(item.uuid) for item in hidden.values()), CONTROL]
    found = set(exposures(client, words, *pages, *about))
    seen = {address for address, word in found if word == CONTROL}
    assert len(seen) >= 10, f"The control item is seen at {seen} only."
    told = {("/data/withdrawn.json", str(hidden["withdrawn"].uuid))}
    assert {(address, word) for address, word in found if word != CONTROL} == told
    for name in HIDDEN:
        topic = f"/press/?topic={SECRET}{name}-topic"
        assert client.get(topic).status_code == 404, topic
    for address in [*about, *(f"{page.rstrip('/')}.json" for page in about)]:
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_public_has_no_address_of_its_own(client, country, name):
    hidden = make_marked_item(SECRET, country, **HIDDEN[name])
    own = hidden.get_absolute_url()
    status = 410 if name == "withdrawn" else 404
    for part in ("", "q1/", "q2/", "cite.bib", "cite.ris", "q1.json", "q2.json", ".json"):
        address = own.rstrip("/") + part if part == ".json" else own + part
        answer = client.get(address)
        assert answer.status_code == (404 if part.startswith("q2") else status), address
        assert SECRET not in (body(answer) + str(answer.headers)).replace(address, "")


def test_counts_and_filters_do_not_count_what_is_hidden(client, country):
    make_marked_item(SECRET, make_country("xs", "Secretia"), state=State.DRAFT)
    make_item(slug="control")
    html = client.get("/press/").content.decode()
    assert "Secretia" not in html and "Interviews" not in html


def test_a_person_without_a_public_item_or_post_is_nowhere(client, country):
    person = make_person("Nobody Zzyzx")
    make_item(slug="control", countries=[country])
    assert exposures(client, [person.name, person.slug], person.get_absolute_url()) == []
    assert client.get(person.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("what", ["country", "person", "topic"])
def test_what_only_staff_know_is_behind_no_door_until_something_public_names_it(client, admin_user, country, what):
    make_marked_item(CONTROL, country)
    secret = make_country("zz", SECRET)
    make_status(make_delegation(SECRET, secret), valid_from="2999")
    hidden = make_marked_item(SECRET, secret, state=State.IN_REVIEW)
    shut = dict(doors(what, "zz" if what == "country" else f"{SECRET}-{what}"))
    assert len(shut) >= 8
    for known, address in shut.items():
        assert client.get(known).status_code == 200, known
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert SECRET not in (body(answer) + str(answer.headers)).replace(address, ""), address
    publishing.approve(hidden, admin_user)
    assert client.get(next(iter(shut.values()))).status_code == 200


def secrets_to_come(country, day):
    """A fact of every kind, with the secret in its words, from a day on."""
    delegation, source = country.delegation, make_source()
    new = Chamber(delegation=delegation, name=SECRET, position=9)
    member_of = MembershipClass.objects.create(slug=SECRET, name=SECRET)
    about = {"delegation": delegation}
    facts = [
        SeatCount(chamber=delegation.chambers.get(), seats=731),
        ChamberName(chamber=new, name=SECRET),
        SeatCount(chamber=new, seats=731),
        DelegationName(name=SECRET, parliament=SECRET, **about),
        CountryName(country=country, name=SECRET),
        Appointment(person=make_person(SECRET, slug=SECRET), post=make_post(delegation), wording=SECRET),
        MembershipStatus(membership_class=member_of, **about),
        OfficialWording(text=SECRET, **about),
        Member(person=make_person(SECRET, slug=f"{SECRET}-2"), chamber=delegation.chambers.get(), office=SECRET),
    ]
    for fact in facts:
        fact.source = source
    changing.change_from(delegation, facts, day)
    site = Website(url=f"https://{SECRET}.example/", source=source, **about)
    site.valid_from = facts[0].valid_from
    return [*facts, changing.record(site)]


# The words of the facts to come, and their figure as pages and data write it.
FACTS = [SECRET, ">731<", "731 ", ": 731"]


def test_a_fact_that_is_not_in_force_yet_is_nowhere(client, country):
    make_marked_item(CONTROL, country)
    day = timezone.localdate() + timedelta(days=2)
    facts = secrets_to_come(country, day)
    assert exposures(client, FACTS, f"/people/{SECRET}/") == []
    with time_machine.travel(datetime.combine(day, time(12), timezone.get_current_timezone()), tick=False):
        seen = {address for address, _word in exposures(client, FACTS)}
        assert {"/", "/delegations/", "/delegations/examplia/", "/press/control/"} <= seen
        assert {"/delegations.json", "/delegations/examplia.json", "/press/control.json"} <= seen
    for fact in facts:
        changing.retract(fact, f"{SECRET}: entered too early.", goes_on=True)
    with time_machine.travel(datetime.combine(day, time(12), timezone.get_current_timezone()), tick=False):
        assert exposures(client, FACTS, f"/people/{SECRET}/") == []


def test_staff_addresses_show_nothing_to_the_public(client, country):
    item = make_marked_item(SECRET, country, state=State.DRAFT)
    for name, args in [
        ("admin:press_pressitem_change", [item.pk]),
        ("admin:press_pressitem_history", [item.pk]),
        ("admin:press_pressitem_changelist", []),
        ("admin:press_pressitem_approve", [item.pk]),
        ("admin:autocomplete", []),
    ]:
        answer = client.get(reverse(name, args=args))
        assert answer.status_code in {302, 403} and SECRET not in answer.content.decode()


def test_the_projection_holds_nothing_that_the_gate_does_not_guard():
    # Whoever reads exchanges must come through their item.
    assert {field.name for field in Exchange._meta.fields if field.is_relation} == {"item"}
