"""How long each feed takes among a thousand items and among many, and how many queries it asks.

`DEMO=1 python -m bench.feeds [ITEMS ...]` prints a table, on SQLite, or on PostgreSQL under `python -m tools.postgres`.
What counts are the ratios, in the last column. bench/filling.py says what the items are like.
"""

import sys

from bench.filling import databases, show

_PLACE = "~ffffffff-ffff-ffff-ffff-ffffffffffff"
FEEDS = {
    "everything": "/feeds/all.rss",
    "nothing new (304)": "/feeds/all.rss",
    "a kind of every second item": "/feeds/interviews.atom",
    "a kind of old items": "/feeds/greetings.atom",
    "a kind of the 40 oldest": "/feeds/conclusions.atom",
    "a kind of 40, and many unseen": "/feeds/statements.atom",
    "a country of every second item": "/feeds/countries/aa.json",
    "a country of one in fifty": "/feeds/countries/ac.json",
    "a country of old items": "/feeds/countries/zz.json",
    "a country of the 40 oldest": "/feeds/countries/zx.json",
    "a country of 40, and many unseen": "/feeds/countries/zy.json",
    "a person of every fifth item": "/feeds/people/ada-0.rss",
    "a person of old items": "/feeds/people/ada-old.rss",
    "a person of the 40 oldest": "/feeds/people/ada-few.rss",
    "a person of 40, and many unseen": "/feeds/people/ada-unseen.rss",
    "a topic of every third item": "/feeds/topics/common.rss",
    "a topic of old items": "/feeds/topics/old.rss",
    "a topic of the 40 oldest": "/feeds/topics/few.rss",
    "a topic of 40, and many unseen": "/feeds/topics/unseen.rss",
    "a country and a kind": "/feeds/press.rss?country=ab&kind=interviews",
    "a country, a kind, a year": "/feeds/press.rss?country=ab&kind=interviews&year=2026",
    "a country, from May on": f"/feeds/press.rss?country=aa&before=2026-06-01T00:00:00Z{_PLACE}",
    "a country of old items, its kind": "/feeds/press.rss?country=zz&kind=greetings",
    "the same, from a place on": f"/feeds/press.rss?country=zz&kind=greetings&before=2026-03-15T00:00:00Z{_PLACE}",
    "a person of old items, and a kind": "/feeds/press.rss?person=ada-old&kind=greetings",
    "a topic and a country of old items": "/feeds/press.rss?topic=old&country=zz",
    "a common topic, a common country": "/feeds/press.rss?topic=common&country=ab",
    "a country, a person never together": "/feeds/press.rss?country=aa&person=ada-old",
    "a topic of 40, its person": "/feeds/press.rss?topic=unseen&person=ada-unseen",
    "a year": "/feeds/press.rss?year=2026",
    "a word of every item": "/feeds/search.rss?q=assembly",
    "a word of the 40 oldest": "/feeds/search.rss?q=xylophone",
    "a month of everything": "/feeds/all/2026-05.rss",
    "a month of a country": "/feeds/countries/aa/2026-05.rss",
    "a month of a person": "/feeds/people/ada-0/2026-05.rss",
    "a month of a topic": "/feeds/topics/common/2026-05.rss",
    "the page of everything": "/feeds/all/",
    "the page of a country": "/feeds/countries/aa/",
    "the page of old items": "/feeds/topics/old/",
    "the page of all feeds": "/feeds/",
    "OPML": "/feeds.opml",
}


def main(numbers):
    with databases() as turn_to:
        show(FEEDS, numbers, turn_to)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [1000, 100_000]))
