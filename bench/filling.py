"""A fictional press of any size, with the distributions that are bad for a database, for what is measured.

Two databases side by side are measured in turns, so that what else a machine does slows both. With BENCH_DIR they are
kept there between runs (those of PostgreSQL live as long as their server).
"""

import os
import random
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

BATCH = 5000
TURNS, ROUNDS = 3, 5
NEWEST = datetime(2026, 6, 15, tzinfo=UTC)
APART = timedelta(hours=2, minutes=24)
# Scheduled far from now, one for each five that are published; so many were withdrawn after all that is published.
FUTURE, ONE_IN = datetime(2096, 6, 15, tzinfo=UTC), 5
FEW = 40


@contextmanager
def databases():
    """Django set up for measuring; gives a function that turns to the database of a number of items, filled."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cstosite.tests.settings"}
        import django
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        kept = Path(os.environ.get("BENCH_DIR") or folder)
        yield lambda number: _turn_to(number, kept)


_ready = set()


def _turn_to(number, folder):
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.OPEN_DATA_ROOT = folder / f"open-data-{connection.vendor}-{number}"
    name = str(folder / f"{number}.sqlite3") if connection.vendor == "sqlite" else f"bench_{number}"
    if connection.settings_dict["NAME"] == name:
        return
    connection.close()
    if number in _ready:
        connection.settings_dict["NAME"] = name
        return
    if connection.vendor == "postgresql":
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    from press.models import PressItem

    if not PressItem.objects.exists():
        fill(number)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    _ready.add(number)


def measure(addresses, numbers, turn_to):
    """Of each address, by number of items: its milliseconds made anew and asked again, medians, its queries and bytes.

    SQLite runs in this process, whose time is counted: not what others take of the machine. PostgreSQL does not.
    """
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, clock = Client(), process_time if connection.vendor == "sqlite" else perf_counter
    for name, address in addresses.items():
        anew, again = ({number: [] for number in numbers} for _both in range(2))
        facts = {}
        for turn in range(TURNS):
            for number in numbers:
                turn_to(number)
                answer = client.get(address)
                assert answer.status_code == 200, address
                headers = {"if-none-match": answer["ETag"]} if "304" in name else {}
                for _round in range(ROUNDS):
                    caches["pages"].clear()
                    for times in (anew, again):
                        began = clock()
                        b"".join(client.get(address, headers=headers))
                        times[number].append(1000 * (clock() - began))
                if not turn:
                    caches["pages"].clear()
                    with CaptureQueriesContext(connection) as queries:
                        answer = client.get(address)
                    facts[number] = len(queries), len(b"".join(answer))
        yield name, {number: (median(anew[number]), median(again[number]), *facts[number]) for number in numbers}


def show(addresses, numbers, turn_to):
    """Print a line for each address, with how many times as long it takes with the most items as with the fewest."""
    from django.db import connection

    print(f"{connection.vendor:36}" + "".join(f"{f'{number:,} items':>39}" for number in numbers), flush=True)
    for name, found in measure(addresses, numbers, turn_to):
        cells = "".join(
            f"{anew:>9.1f} ms{again:>6.1f} ms{asked:>4} q.{size:>8} bytes"
            for anew, again, asked, size in found.values()
        )
        print(f"{name:36}{cells}{found[numbers[-1]][0] / found[numbers[0]][0]:>7.2f}", flush=True)


def group_of(n, number):
    """What an item is tied to by its place among `number`, the oldest first; those before 0 nobody sees."""
    if n < 0 or FEW <= n < 2 * FEW:
        return "unseen"  # nearly all of whose items are scheduled or withdrawn
    if n < FEW:
        return "few"
    return "old" if n < max(3 * FEW, number // 20) else "common"


def fill(number):
    """So many published items of some 190 words in two exchanges, ten a day, and those that nobody sees."""
    from delegations.models import Country, Person, PersonAddress
    from press.models import Topic

    chance = random.Random(7)
    codes = ["aa", "ab", "ac", "few", "old", "unseen"]
    countries = Country.objects.bulk_create(
        Country(code={"few": "zx", "old": "zz", "unseen": "zy"}.get(code, code), name=f"Examplia {code}")
        for code in codes
    )
    slugs = [*(f"ada-{n}" for n in range(501)), "ada-few", "ada-old", "ada-unseen"]
    people = Person.objects.bulk_create(
        Person(name=f"Ada {slug}", sort_name=slug, slug=slug, keys=f"\n{slug}") for slug in slugs
    )
    PersonAddress.objects.bulk_create(PersonAddress(slug=person.slug, person=person) for person in people)
    topics = Topic.objects.bulk_create(
        Topic(name=f"Topic {slug}", slug=slug) for slug in ["common", "few", "old", "unseen"]
    )
    known = {
        "countries": dict(zip(codes, countries, strict=True)),
        "people": {person.slug: person for person in people},
        "topics": {topic.slug: topic for topic in topics},
    }
    places = range(-2 * (number // ONE_IN), number)
    for start in range(0, len(places), BATCH):
        _write([(n, group_of(n, number)) for n in places[start : start + BATCH]], number, known, chance)


def _write(places, number, known, chance):
    from cstosite.search.models import Entry, Form
    from cstosite.search.writing import Unit
    from press.indexing import facets_of, index
    from press.models import Appearance, Exchange, PressItem
    from press.models.listed import Listed

    items = PressItem.objects.bulk_create(_item(n, group, number, chance) for n, group in places)
    in_countries, on_topics = PressItem.countries.through, PressItem.topics.through
    countries, topics, voices, exchanges = [], [], [], []
    for (n, group), item in zip(places, items, strict=True):
        code = group if group != "common" else "ac" if n % 50 == 0 else ["aa", "ab"][n % 2]
        countries.append(in_countries(pressitem_id=item.pk, country_id=known["countries"][code].pk))
        slug = group if group != "common" else 0 if n % 5 == 0 else n % 500 + 1
        person = known["people"][f"ada-{slug}"]
        voices.append(Appearance(item=item, person=person, label=person.name, office="Chair of Examples"))
        if group != "common" or n % 3 == 0:
            topics.append(on_topics(pressitem_id=item.pk, topic_id=known["topics"][group].pk))
        for q, (prompt, answer) in enumerate(item.said, start=1):
            exchanges.append(
                Exchange(item=item, number=q, anchor=f"q{q}", prompt=prompt, answer="\n\n".join(answer), voices="")
            )
    in_countries.objects.bulk_create(countries)
    on_topics.objects.bulk_create(topics)
    Appearance.objects.bulk_create(voices)
    Exchange.objects.bulk_create(exchanges)
    shown = PressItem.objects.filter(pk__in=[item.pk for item in items]).defer("body")
    Listed.project(shown)
    groups, rows = dict(zip([item.pk for item in items], places, strict=True)), []
    for item in shown.prefetch_related("countries", "appearances", "topics"):
        words = f"The assembly met.{' A xylophone played.' * (groups[item.pk][1] == 'few')}"
        rows.append(index.entry(item.pk, item.published_at, item.uuid, item.title, [Unit(words)], facets_of(item)))
    Entry.objects.bulk_create(sorted(rows, key=lambda row: row.place))
    Form.know(row.tokens for row in rows)


def _item(n, group, number, chance):
    from press.models import Kind, PressItem, State

    def some(count):
        return " ".join(chance.choices(WORDS, k=count))

    kinds = {"unseen": Kind.STATEMENT, "few": Kind.CONCLUSION, "old": Kind.GREETING}
    kind = kinds.get(group) or (Kind.INTERVIEW if n % 2 else Kind.PRESS_RELEASE)
    values = {"state": State.APPROVED, "published_at": NEWEST - (number - n) * APART}
    if n < -(number // ONE_IN):
        values["published_at"] = FUTURE + n * APART
    elif n < 0:
        values |= {"state": State.WITHDRAWN, "published_at": NEWEST - n * timedelta(minutes=1)}
        values |= {"withdrawn_at": NEWEST, "withdrawal_reason": "A mistake."}
    said = [(f"{some(12)}?", [f"{some(40)}.", f"{some(40)}."]) for _number in range(2)]
    html = "".join(
        f'<p data-role="prompt" id="q{q}">{prompt}</p>' + "".join(f"<p>{text}</p>" for text in answer)
        for q, (prompt, answer) in enumerate(said, start=1)
    )
    item = PressItem(
        uuid=UUID(int=chance.getrandbits(128)),
        title=f"Example {n}: {some(5)}",
        slug=f"item-{n}" if n >= 0 else f"unseen{n}",
        standfirst=f"{some(12)}.",
        body=html,
        last_anchor=2,
        kind=kind,
        **values,
    )
    item.said = said
    return item


_SYLLABLES = [a + b for a in "bdgklmnrs" for b in "aeio"]
WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES[:18] for c in ["", "n"]]
