"""Every public address of the site, for the tests that must visit them all."""

from django.urls import URLPattern, URLResolver, get_resolver

from press.media import PATTERN

# Each public pattern, and addresses that stand for it; `{item}` and `{country}` are filled in by the test.
PUBLIC = {
    "": ["/"],
    "delegations/": ["/delegations/", "/delegations/?on=2023-12-26", "/delegations/?on=2023-02-30"],
    "delegations/compare/": ["/delegations/compare/", "/delegations/compare/?from=2020-01-01&to=2023-12-26"],
    "delegations/<slug:slug>/": ["/delegations/examplia/", "/delegations/examplia/?on=2023-12-26"],
    "people/<slug:slug>/": ["/people/control/"],
    "press/": [
        "/press/",
        "/press/?kind=press-releases",
        "/press/?kind=interviews",
        "/press/?country=xa",
        "/press/?year={year}",
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
        "/search/?q=speaker+person",
        "/search/?q=answer&before=2~9223372036854775807",
    ],
    # Drafts are shown on purpose to who has a link; press/tests/test_previews.py sees to whom.
    "preview/<str:token>/": ["/preview/nobody-was-given-this/"],
    f"^preview/(?P<token>[\\w-]+)/{PATTERN}$": [f"/preview/nobody-was-given-this/pictures/{'0' * 32}/480.jpg"],
    f"^media/{PATTERN}$": [f"/media/pictures/{'0' * 32}/480.jpg"],
    "feeds/": ["/feeds/"],
    "^feeds/all\\.(?P<format>rss|atom|json)$": ["/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json"],
    "about/": ["/about/"],
    "sitemap.xml": ["/sitemap.xml"],
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


def addresses(**values):
    """Every public address, ready to be asked for."""
    return [address.format(**values) for group in PUBLIC.values() for address in group]
