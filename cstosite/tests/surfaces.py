"""Every public address of the site, for the tests that must visit them all."""

import re

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from cstosite.data.describing import TYPES
from cstosite.data.documents import DOCUMENTS
from cstosite.data.tables import TABLES
from cstosite.sitemaps import SITEMAPS
from cstosite.urls import FEED, MONTH
from press.media import PATTERN

FEEDS = [
    *("all", "press-releases", "interviews", "countries/xa", "people/control", "topics/control", "delegations"),
    *("all/{year}-{month:02}", "interviews/{year}-{month:02}"),
]

# Each public pattern, and addresses that stand for it; `{item}` and `{country}` are filled in by the test.
PUBLIC = {
    "": ["/"],
    "delegations/": ["/delegations/", "/delegations/?on=2023-12-26", "/delegations/?on=2023-02-30"],
    "delegations.json": ["/delegations.json", "/delegations.json?on=2023-12-26", "/delegations.json?on=2023-02-30"],
    "delegations/<slug:slug>.json": ["/delegations/examplia.json", "/delegations/examplia.json?on=2023-12-26"],
    "people/<slug:slug>.json": ["/people/control.json"],
    "topics/<slug:slug>.json": ["/topics/control.json"],
    "press.json": ["/press.json", "/press.json?kind=interviews&country=xa&year={year}&topic=control&person=control"],
    "press/<slug:slug>.json": ["/press/control.json"],
    "press/<slug:slug>/<anchor:anchor>.json": ["/press/control/q1.json"],
    "search.json": [
        "/search.json",
        "/search.json?q=controlword",
        "/search.json?q=speaker+person",
        "/search.json?country=xa&topic=control",
    ],
    "delegations/compare/": ["/delegations/compare/", "/delegations/compare/?from=2020-01-01&to=2023-12-26"],
    "delegations/<slug:slug>/": ["/delegations/examplia/", "/delegations/examplia/?on=2023-12-26"],
    "people/<slug:slug>/": ["/people/control/"],
    "topics/<slug:slug>/": ["/topics/control/"],
    "press/": [
        "/press/",
        "/press/?kind=press-releases",
        "/press/?kind=interviews",
        "/press/?country=xa",
        "/press/?year={year}",
        "/press/?topic=control",
        "/press/?person=control",
        "/press/?before=2999-01-01T00:00:00Z~ffffffff-ffff-ffff-ffff-ffffffffffff",
    ],
    "press/<slug:slug>/": ["/press/control/"],
    "search/": [
        "/search/",
        "/search/?q=controlword",
        "/search/?q=title",
        "/search/?q=standfirst+answer",
        "/search/?q=controlw*&sort=date",
        "/search/?q=answer&kind=interviews&country=xa&year={year}",
        "/search/?q=answer+nothing-like-it",
        "/search/?q=what+did+the+speaker+answer",
        "/search/?q=speaker+person",
        "/search/?q=answer&before=2~9223372036854775807",
        *("/search/?country=xa", "/search/?person=control", "/search/?topic=control"),
    ],
    "press/<slug:slug>/<anchor:anchor>/": ["/press/control/q1/"],
    "press/<slug:slug>/cite.bib": ["/press/control/cite.bib"],
    "press/<slug:slug>/cite.ris": ["/press/control/cite.ris"],
    # Drafts are shown on purpose to who has a link; press/tests/test_previews.py sees to whom.
    "preview/<str:token>/": ["/preview/nobody-was-given-this/"],
    f"^preview/(?P<token>[\\w-]+)/{PATTERN}$": [f"/preview/nobody-was-given-this/pictures/{'0' * 32}/480.jpg"],
    f"^media/{PATTERN}$": [f"/media/pictures/{'0' * 32}/480.jpg"],
    "feeds/": ["/feeds/"],
    rf"^feeds/(?P<path>{FEED}(?:/{MONTH})?)\.(?P<format>rss|atom|json)$": [
        *(f"/feeds/{path}.{format}" for path in FEEDS for format in ("rss", "atom", "json")),
        "/feeds/press.rss?kind=interviews&country=xa",
        "/feeds/press.json?year={year}&topic=control&person=control",
        *(f"/feeds/search.{format}?q=answer&country=xa&person=control" for format in ("rss", "atom", "json")),
        "/feeds/search.rss?q=answer&topic=control",
    ],
    rf"^feeds/(?P<path>{FEED})/$": [f"/feeds/{path}/" for path in FEEDS if "{" not in path],
    "feeds.opml": ["/feeds.opml"],
    "data/": ["/data/"],
    rf"^data/(?P<name>[a-z_]+)\.(?P<form>{'|'.join(TYPES)})$": [
        # Both formats are written from the same rows.
        *(f"/data/{table.name}.json" for table in TABLES),
        "/data/press_texts.csv",
        *("/data/popolo.json", *(f"/data/{name}" for name in DOCUMENTS)),
    ],
    "about/": ["/about/"],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap-news.xml": ["/sitemap-news.xml"],
    "sitemap-<slug:section>.xml": [f"/sitemap-{section}.xml" for section in SITEMAPS],
    "robots.txt": ["/robots.txt"],
    ".well-known/security.txt": ["/.well-known/security.txt"],
    "healthz": ["/healthz"],
    "readyz": ["/readyz"],
}


def patterns(resolver=None, prefix=""):
    """All patterns of the site but the admin's, as they are written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def addresses():
    """Every public address, ready to be asked for."""
    today = timezone.localdate()
    return [address.format(year=today.year, month=today.month) for group in PUBLIC.values() for address in group]


# How an address names the country, the person and the topic that the tests make public.
NAMED = {
    "country": ("country=xa", "countries/xa"),
    "person": ("person=control", "people/control"),
    "topic": ("topic=control", "topics/control"),
}


def doors(what, name):
    """Every public address that names a country, a person or a topic, each with the same that names another."""
    for address in addresses():
        for named in NAMED[what]:
            if named in address:
                yield address, address.replace(named, re.sub("xa|control", name, named))


def body(answer):
    """What was sent, files included."""
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
