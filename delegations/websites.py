"""Whether the websites of the register answer: which are asked, how often, what is kept of it, and in what words."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cstosite.shared.text import to_latin

from .facts import Precision, Standing, read
from .models import Website, WebsiteCheck
from .outside import Answer, Outcome

logger = logging.getLogger(__name__)

# A site is not asked again before so many hours, unless somebody says so: a little less than a day, for a daily timer.
HOURS = 20
# How many sites one run asks at most.
LIMIT = 200
# How much of an address that a site redirects to is kept.
LETTERS = 200

WORDS = {
    Outcome.WORKS: gettext_lazy("It answered."),
    Outcome.NOT_FOUND: gettext_lazy("Its server says that there is no such page (%(status)s)."),
    Outcome.GONE: gettext_lazy("Its server says that the page is gone for good (%(status)s)."),
    Outcome.BAD_STATUS: gettext_lazy("Its server refuses the request (%(status)s)."),
    Outcome.SERVER_ERROR: gettext_lazy("Its server answers with an error of its own (%(status)s)."),
    Outcome.WARY: gettext_lazy(
        "Its server answers, but turns programs away (%(status)s). Open it to see whether it works."
    ),
    Outcome.NO_HOST: gettext_lazy("There is no host of the name %(host)s."),
    Outcome.NO_LOOK_UP: gettext_lazy("The name of its host, %(host)s, could not be looked up."),
    Outcome.NO_WAY: gettext_lazy("The machine that checks has no way to it. Open it to see whether it works."),
    Outcome.NO_CONNECTION: gettext_lazy("Its server, %(host)s, takes no connection."),
    Outcome.NO_TIME: gettext_lazy("Its server, %(host)s, did not answer in time."),
    Outcome.BROKEN: gettext_lazy("Its server, %(host)s, broke off, or sent what is no answer."),
    Outcome.EXPIRED: gettext_lazy("The certificate of %(host)s has run out: browsers warn their users."),
    Outcome.OTHER_NAME: gettext_lazy("The certificate of %(host)s is for another name: browsers warn their users."),
    Outcome.UNKNOWN_ISSUER: gettext_lazy(
        "The certificate of %(host)s is signed by nobody browsers know, or not completely sent: they warn their users."
    ),
    Outcome.BAD_CERTIFICATE: gettext_lazy("The certificate of %(host)s is not accepted: browsers warn their users."),
    Outcome.NO_TLS: gettext_lazy("No secure connection to %(host)s could be made."),
    Outcome.PRIVATE: gettext_lazy("It leads to %(host)s, whose address is not a public one. Nothing was sent there."),
    Outcome.NOT_WEB: gettext_lazy("It is not an address of the web (http or https), and was not checked."),
    Outcome.OTHER_PORT: gettext_lazy("It has a port of its own, and was not checked. Open it to see whether it works."),
    Outcome.CREDENTIALS: gettext_lazy("It has a name or password in it, and was not checked."),
    Outcome.BAD_ADDRESS: gettext_lazy("It is no address that a browser could open."),
    Outcome.CIRCLE: gettext_lazy("It leads in a circle."),
    Outcome.COOKIES: gettext_lazy(
        "It leads programs without cookies in a circle. Open it to see whether it works for people."
    ),
    Outcome.TOO_MANY: gettext_lazy("It leads on more than five times."),
    Outcome.NOWHERE: gettext_lazy("It leads on, but does not say where to."),
    Outcome.UNFORESEEN: gettext_lazy("The check itself went wrong; the log says how."),
}
# With these the machine that checks may be cut off itself: they count only if it came through to some other site.
CUT_OFF = {Outcome.NO_HOST, Outcome.NO_LOOK_UP, Outcome.NO_WAY}
# With these nothing was sent, which says nothing of the machine.
NOT_SENT = {
    Outcome.PRIVATE,
    Outcome.NOT_WEB,
    Outcome.OTHER_PORT,
    Outcome.CREDENTIALS,
    Outcome.BAD_ADDRESS,
    Outcome.UNFORESEEN,
}


@dataclass
class Report:
    """What a run did, in numbers; `unwritten`: not kept, for the machine that checks seems to be cut off."""

    working: int = 0
    failing: int = 0
    untold: int = 0
    recent: int = 0
    left: int = 0
    unwritten: int = 0


def agent():
    """Who asks, for the logs of those who are asked."""
    name = settings.SITE_NAME if settings.SITE_NAME.isascii() else to_latin(settings.SITE_NAME)
    name = "".join(letter for letter in name if letter.isascii() and letter.isprintable())
    return f"{name} website check (+{settings.SITE_URL})".strip()


def standing(websites, today=None):
    """Of public websites, those that are not over today, as the register shows them: one fact for each address."""
    today, things = today or timezone.localdate(), {}
    for fact in websites:
        things.setdefault((fact.delegation_id, fact.chamber_id, fact.url), []).append(fact)
    readings = [read(facts, today) for facts in things.values()]
    return [
        reading.fact
        for reading in readings
        if reading and reading.standing != Standing.OVER and reading.fact.valid_to_precision != Precision.UNKNOWN
    ]


def out_of_order(today=None):
    """The websites that failed on two days or more, longest first, with `failing_since` and `words`; one query."""
    checks = WebsiteCheck.objects.out_of_order().filter(url=OuterRef("url"))
    websites = (
        Website.objects.public(today)
        .annotate(failing_since=Subquery(checks.values("failing_since")), words=Subquery(checks.values("words")))
        .filter(failing_since__isnull=False)
        .select_related("delegation", "chamber")
    )
    return sorted(standing(websites, today), key=lambda fact: (fact.failing_since, fact.pk))


def last_check_in_words(website):
    """What became of the last check of a website's address."""
    check = WebsiteCheck.objects.filter(url=website.url).first()
    return check.in_words() if check else _("Not checked yet.")


def check_all(outside, *, again=False, limit=LIMIT, say=lambda url, words: None):
    """Ask every website that stands, longest unchecked first, and write down what became of it."""
    urls = {fact.url for fact in standing(Website.objects.public())}
    # What stands no more is forgotten: were it recorded again, its old failures would not count.
    WebsiteCheck.objects.exclude(url__in=urls).delete()
    checked = dict(WebsiteCheck.objects.values_list("url", "checked_at"))
    since = timezone.now() - timedelta(hours=HOURS)
    due = [url for url in urls if again or url not in checked or checked[url] <= since]
    due.sort(key=lambda url: (url in checked, checked.get(url), url))
    report = Report(recent=len(urls) - len(due), left=max(0, len(due) - limit))
    came_through = WebsiteCheck.objects.filter(is_working=True, checked_at__gt=since).exclude(url__in=due).exists()
    doubtful = []
    for url in due[:limit]:
        answer = _ask(outside, url)
        came_through = came_through or answer.redirects > 0 or answer.outcome not in CUT_OFF | NOT_SENT
        if answer.outcome in CUT_OFF:
            doubtful.append((url, answer))
        else:
            _write_down(url, answer, report, say)
    for url, answer in doubtful:
        if came_through:
            _write_down(url, answer, report, say)
        else:
            report.unwritten += 1
            logger.warning("%s: %s", url, in_words(answer))
    return report


def in_words(answer):
    """What became of asking a website, in a sentence or two."""
    words = str(WORDS[answer.outcome]) % {"status": answer.status, "host": answer.host}
    if not answer.redirects:
        return words
    return words + " " + _("This is about %(address)s, to which it leads.") % {"address": answer.url[:LETTERS]}


def _ask(outside, url):
    try:
        return outside.ask(url)
    except Exception:
        # One site that nobody has thought of must not keep the others from being asked, today and every day.
        logger.exception("%s: the check itself went wrong.", url)
        return Answer(Outcome.UNFORESEEN, url)


def _write_down(url, answer, report, say):
    words = in_words(answer)
    check = WebsiteCheck.keep(url, answer.is_working, words, timezone.now())
    if check.is_working is False:
        report.failing += 1
        logger.warning("%s: %s", url, check.words)
    elif check.is_working:
        report.working += 1
    else:
        report.untold += 1
    say(url, check.words)
