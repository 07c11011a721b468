"""How long a search takes among a thousand items and among many, by kind of query.

`python -m bench.search [ITEMS ...]` fills a database of its own with plainly fictional items and prints a table, on
SQLite, or on PostgreSQL under `python -m tools.postgres`. Asked over HTTP of gunicorn, one request after the other.
With BENCH_DIR the database is kept there for the next time.
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from uuid import UUID

ROUNDS = 20
BATCH = 1000
SYLLABLES = [a + b for a in "bdgklmnrs" for b in "aeio"]
QUERIES = {
    "a word of every item": "q=assembly",
    "the same, by date": "q=assembly&sort=date",
    "the same, deep": "q=assembly&before=2~3650000000000000000",
    "the same, one country of 30": "q=assembly&country={country}",
    "the same, one person": "q=assembly&person={person}",
    "the same, one month": "q=assembly&from=2015-03-01&to=2015-03-31",
    "two words of every item": "q=assembly+session",
    "a phrase of every item": 'q="assembly+session"',
    "words of every second item": "q=observers+elections",
    "two words, never together": "q=northern+southern",
    "every item but those with": "q=assembly+-observers",
    "every item but all": "q=assembly+-session",
    "a rare word": "q={rare}",
    "a rare word and a common one": "q=assembly+{rare}",
    "a word of one item in a hundred": "q=hundredth",
    "the beginning of a common word": "q=assem*",
    "a short beginning": "q=ba*",
    "a word nobody wrote": "q=xylophonist",
    "five words, no item has all": "q=assembly+session+observers+northern+southern",
    "a Russian word, in no item": "q=%D0%B0%D1%81%D1%81%D0%B0%D0%BC%D0%B1%D0%BB%D0%B5%D1%8F",
    "everybody's name": "q=ada+example",
    "eight common words": "q=assembly+session+observers+elections+northern+was+held+the",
    "common words, never neighbours": 'q="held+assembly"',
    "long beginnings of common words": "q=assemb*+sessi*+northe*",
    "every item but nearly all": "q=assembly+-northern+-southern+-observers",
}


def fill(number):
    """Items of some 190 words, two thirds of them interviews of three exchanges; the vocabulary is Zipf's."""
    from cstosite.search.models import Entry, Form
    from delegations.models import Country, Person, PersonAddress
    from press import body
    from press.indexing import entry_of
    from press.models import Appearance, Exchange, Kind, PressItem, State
    from press.models.listed import Listed
    from press.transcript import exchanges

    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(30_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    pool = iter(())

    def some(count):
        nonlocal pool
        taken = []
        while len(taken) < count:
            word = next(pool, None)
            if word is None:
                pool = iter(chance.choices(vocabulary, weights, k=200_000))
                continue
            taken.append(word)
        return " ".join(taken)

    letters = "abcdefghij"
    countries = Country.objects.bulk_create(
        Country(code=f"{a}{b}", name=f"Examplia {a}{b}") for a in "abc" for b in letters
    )
    people = Person.objects.bulk_create(
        Person(name=f"Ada Example {n}", sort_name=f"Example {n}, Ada", slug=f"ada-{n}", keys=f"\nada example {n}")
        for n in range(1000)
    )
    PersonAddress.objects.bulk_create(PersonAddress(slug=person.slug, person=person) for person in people)
    first, step = datetime(2006, 1, 1, tzinfo=UTC), timedelta(days=7300) / number
    for start in range(0, number, BATCH):
        items = []
        for n in range(start, min(start + BATCH, number)):
            side = ["northern", "southern"][n % 2]
            extra = f"{side}{' observers of elections' * (chance.random() < 0.5)}{' hundredth' * (n % 100 == 0)}"
            title = f"{some(6)} {'assembly' if n % 10 == 0 else ''} {side if n % 5 == 0 else ''}"
            paragraphs = [f"The assembly session was held. {some(30)} {extra} rare{n // 5}." + some(10)]
            paragraphs += [some(45), some(45), some(45)]
            if n % 3:
                turns = enumerate(paragraphs, start=1)
                html = "".join(f'<p data-role="prompt" id="q{q}">{some(12)}?</p><p>{p}</p>' for q, p in turns)
            else:
                html = "".join(f"<p>{p}</p>" for p in paragraphs)
            items.append(
                PressItem(
                    uuid=UUID(int=chance.getrandbits(128)),
                    title=title,
                    slug=f"item-{n}",
                    standfirst=some(12),
                    body=html,
                    kind=Kind.INTERVIEW if n % 3 else Kind.PRESS_RELEASE,
                    state=State.APPROVED,
                    published_at=first + n * step,
                )
            )
        items = PressItem.objects.bulk_create(items)
        links = PressItem.countries.through
        links.objects.bulk_create(links(pressitem_id=item.pk, country_id=chance.choice(countries).pk) for item in items)
        Appearance.objects.bulk_create(
            Appearance(item=item, person=chance.choice(people), label="Ada Example", office="Chair of Examples")
            for item in items
        )
        Exchange.objects.bulk_create(
            Exchange(item=item, number=n, anchor=part.anchor, prompt=part.prompt_text, answer=part.answer_text)
            for item in items
            for n, part in enumerate(exchanges(body.parse(item.body)), start=1)
        )
        shown = PressItem.objects.filter(pk__in=[item.pk for item in items])
        Listed.project(shown)
        taken = set()
        entries = Entry.objects.bulk_create(
            entry_of(item, taken.__contains__)
            for item in shown.prefetch_related("countries", "topics", "appearances").order_by("published_at")
        )
        Form.know(entry.tokens for entry in entries)


@contextmanager
def served():
    """The site as gunicorn serves it: a connection to it."""
    from cstosite.management.commands.run_demo import GUNICORN

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *GUNICORN, f"--bind=127.0.0.1:{port}"])
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        for _second in range(60):
            with suppress(ConnectionRefusedError):
                connection.connect()
                break
            time.sleep(1)
        yield connection
    finally:
        connection.close()
        server.terminate()
        server.wait()


def measure(connection, values):
    """Milliseconds for each kind of query, asked for the first time and again, and results on the page."""
    pages = {name: "/search/?" + query.format(**values).replace('"', "%22") for name, query in QUERIES.items()}
    results, everything = {}, ([], [])
    for name, address in {"/about/, for scale": "/about/?", **pages}.items():
        first, again = [], []
        for number in range(ROUNDS):
            for times in (first, again):
                began = time.perf_counter()
                connection.request("GET", f"{address}&n={number}")  # another page, which is not kept yet
                answer = connection.getresponse()
                text = answer.read().decode()
                times.append(1000 * (time.perf_counter() - began))
                assert answer.status == 200, (address, answer.status)
        if address in pages.values():
            everything[0].extend(first)
            everything[1].extend(again)
        results[name] = *_of(first), *_of(again)[1:3], text.count('class="headline"')
    results["all of them"] = *_of(everything[0]), *_of(everything[1])[1:3], 0
    return results


def _of(times):
    """The least, the median, the 95th of a hundred and the most."""
    return min(times), median(times), quantiles(times, n=20)[-1], max(times)


def main(numbers):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": os.environ.get("BENCH_DIR") or folder, "DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "cstosite.settings"
        import django
        from django.core.management import call_command
        from django.db import connection, connections

        django.setup()
        from press.models import PressItem

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        for number in numbers:
            if PressItem.objects.count() != number:
                call_command("flush", interactive=False, verbosity=0)
                fill(number)
            print(f"{connection.vendor}, {number:,} items")
            connections.close_all()
            names = ["least", "median", "p95", "most", "again", "p95"]
            print(f"{'':34}{''.join(f'{each:>10}' for each in names)}   on the page")
            values = {"country": "aa", "person": "ada-0", "rare": f"rare{number // 10}"}
            with served() as connected:
                for name, (*times, shown) in measure(connected, values).items():
                    print(f"{name:34}{''.join(f'{each:>7.1f} ms' for each in times)}{shown:>8}", flush=True)
            print(flush=True)


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [1000, 100_000])
