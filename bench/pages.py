"""How long the pages that list things take among a thousand items and among many, and how many queries they ask.

`DEMO=1 python -m bench.pages [ITEMS ...]` prints a table, on SQLite, or on PostgreSQL under `python -m tools.postgres`:
made anew, then asked again. What counts are the ratios, in the last column. bench/filling.py says what items are like.
"""

import sys

from bench.filling import databases, show

_PLACE = "~ffffffff-ffff-ffff-ffff-ffffffffffff"
PAGES = {
    "/about/, for scale": "/about/",
    "the front page": "/",
    "the press list": "/press/",
    "a country, a year": "/press/?country=aa&year=2026",
    "a country of old items": "/press/?country=zz",
    "a kind": "/press/?kind=interviews",
    "a person of old items": "/press/?person=ada-old",
    "a topic of old items": "/press/?topic=old",
    "a topic, a country never together": "/press/?topic=old&country=aa",
    "from May on": f"/press/?before=2026-06-01T00:00:00Z{_PLACE}",
    "an item": "/press/item-990/",
    "an item of old ones": "/press/item-90/",
    "an exchange": "/press/item-990/q1/",
    "the page of a person of every fifth": "/people/ada-0/",
    "the page of a person of old items": "/people/ada-old/",
    "the page of a person of 40": "/people/ada-few/",
    "the page of a topic of every third": "/topics/common/",
    "the page of a topic of old items": "/topics/old/",
    "the sitemap": "/sitemap.xml",
    "its part of the press": "/sitemap-press.xml",
    "its part of people": "/sitemap-people.xml",
    "its part of topics": "/sitemap-topics.xml",
    "the sitemap of news": "/sitemap-news.xml",
    "the search form": "/search/",
}


def main(numbers):
    with databases() as turn_to:
        show(PAGES, numbers, turn_to)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [1000, 100_000]))
