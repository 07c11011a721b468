"""How long each feed takes among a thousand items and among many, and how many queries it asks.

`DEMO=1 python -m bench.feeds [ITEMS ...]` fills a database of its own with plainly fictional items, ten a day, and
prints a table, on SQLite, or on PostgreSQL under `python -m tools.postgres`. What counts are the ratios.
"""

import os
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from uuid import UUID

ROUNDS = 7
BATCH = 5000
NEWEST = datetime(2026, 6, 15, tzinfo=UTC)
APART = timedelta(hours=2, minutes=24)
FEEDS = {
    "everything": "/feeds/all.rss",
    "a kind of every second item": "/feeds/interviews.atom",
    "a kind of the 40 oldest": "/feeds/greetings.atom",
    "a country of every second item": "/feeds/countries/aa.json",
    "a country of one in fifty": "/feeds/countries/ac.json",
    "a country of the 40 oldest": "/feeds/countries/zz.json",
    "a person of every fifth item": "/feeds/people/ada-0.rss",
    "a person of the 40 oldest": "/feeds/people/ada-old.rss",
    "one of 500 other people": "/feeds/people/ada-7.rss",
    "a topic of every third item": "/feeds/topics/common.rss",
    "a topic of the 40 oldest": "/feeds/topics/old.rss",
    "a country, a kind, a year": "/feeds/press.rss?country=ab&kind=interviews&year=2026",
    "its second page": "/feeds/press.rss?country=aa&before=2026-06-01T00:00:00Z~ffffffff-ffff-ffff-ffff-ffffffffffff",
    "a word of every item": "/feeds/search.rss?q=assembly",
    "a word of the 40 oldest": "/feeds/search.rss?q=xylophone",
    "a month of everything": "/feeds/all/2026-05.rss",
    "a month of a country": "/feeds/countries/aa/2026-05.rss",
    "the page of one feed": "/feeds/countries/aa/",
    "the page of all feeds": "/feeds/",
    "OPML": "/feeds.opml",
    "nothing new (304)": "/feeds/all.rss",
}


def fill(number):
    """Items of some 20 words; the 40 oldest alone have a kind, a country, a person, a topic and a word."""
    from cstosite.search.models import Entry
    from delegations.models import Country, Person, PersonAddress
    from press.indexing import entry_of
    from press.models import Appearance, Kind, PressItem, State, Topic

    chance = random.Random(7)
    codes = ["aa", "ab", "ac", "zz"]
    countries = Country.objects.bulk_create(Country(code=code, name=f"Examplia {code}") for code in codes)
    slugs = [*(f"ada-{n}" for n in range(501)), "ada-old"]
    people = Person.objects.bulk_create(
        Person(name=f"Ada {slug}", sort_name=slug, slug=slug, keys=f"\n{slug}") for slug in slugs
    )
    PersonAddress.objects.bulk_create(PersonAddress(slug=person.slug, person=person) for person in people)
    common, old = Topic.objects.bulk_create([Topic(name="Common", slug="common"), Topic(name="Old", slug="old")])
    for start in range(0, number, BATCH):
        items = PressItem.objects.bulk_create(
            PressItem(
                uuid=UUID(int=chance.getrandbits(128)),
                title=f"Example {n}",
                slug=f"item-{n}",
                body=f"<p>The assembly met for example {n}.{' A xylophone played.' * (n < 40)}</p>" * 3,
                kind=Kind.GREETING if n < 40 else Kind.INTERVIEW if n % 2 else Kind.PRESS_RELEASE,
                state=State.APPROVED,
                published_at=NEWEST - (number - n) * APART,
            )
            for n in range(start, min(start + BATCH, number))
        )
        in_countries, on_topics = PressItem.countries.through, PressItem.topics.through
        rows, topics, voices = [], [], []
        for n, item in enumerate(items, start):
            country = 3 if n < 40 else 2 if n % 50 == 0 else n % 2
            rows.append(in_countries(pressitem_id=item.pk, country_id=countries[country].pk))
            person = -1 if n < 40 else 0 if n % 5 == 0 else n % 500 + 1
            voices.append(Appearance(item=item, person=people[person], label="Ada"))
            if n < 40 or n % 3 == 0:
                topics.append(on_topics(pressitem_id=item.pk, topic_id=(old if n < 40 else common).pk))
        in_countries.objects.bulk_create(rows)
        on_topics.objects.bulk_create(topics)
        Appearance.objects.bulk_create(voices)
        shown = PressItem.objects.filter(pk__in=[item.pk for item in items]).order_by("published_at")
        shown = shown.prefetch_related("countries", "appearances", "topics")
        Entry.objects.bulk_create(entry_of(item, lambda place: False) for item in shown)


def measure():
    """The least milliseconds of each feed, the queries it asks, and the bytes it has."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    # SQLite runs in this process: what others take of the machine is not counted.
    clock = process_time if connection.vendor == "sqlite" else perf_counter
    client, results = Client(), {}
    for name, address in FEEDS.items():
        headers = {"if-none-match": client.get(address)["ETag"]} if "304" in name else {}
        times = []
        for _round in range(ROUNDS):
            began = clock()
            answer = client.get(address, headers=headers)
            times.append(1000 * (clock() - began))
            assert answer.status_code in (200, 304), address
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        results[name] = min(times), len(queries), len(answer.content)
    return results


def main(numbers):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cstosite.tests.settings"}
        import django
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        call_command("migrate", verbosity=0)
        found = []
        for number in numbers:
            call_command("flush", interactive=False, verbosity=0)
            fill(number)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            found.append(measure())
        print(connection.vendor)
        print(f"{'':32}" + "".join(f"{f'{number:,} items':>18}{'':>18}" for number in numbers))
        for name in FEEDS:
            cells = (each[name] for each in found)
            print(f"{name:32}" + "".join(f"{ms:>10.1f} ms{asked:>4} q.{size:>8} bytes   " for ms, asked, size in cells))


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [1000, 100_000]))
