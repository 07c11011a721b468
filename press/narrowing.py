"""What the press list and a search can be narrowed to; putting the statements together took longer than the answers."""

from django.db.models import Count, Exists
from django.utils import timezone

from cstosite.shared import prepared

from .models import PressItem, choices_in_press
from .people import people_in_press

# With more people than this a choice of them is no help: search finds them.
MOST_PEOPLE = 200


def counts(language, now) -> dict[str, int]:
    """How many public items there are of each kind that has any."""
    return dict(prepared.rows(_counts, language, now=now))


def choices(language, now) -> dict[str, list[tuple[str, str]]]:
    """What public items are about: {"country": [(code, name)], "topic": [(last part of address, name)]}."""
    found = {"country": [], "topic": []}
    for what, address, name in prepared.rows(choices_in_press, language, now=now):
        found[what].append((address, name))
    return found


def people(language, now) -> list[tuple[str, str]]:
    """Those who appear in public items, by the last part of the address and the name; none where they are too many."""
    found = prepared.rows(_people, language, now=now)
    return found if len(found) <= MOST_PEOPLE else []


def years(language, now) -> list[int]:
    """The years in which something was published, the newest first: three queries, however much there is."""
    ends = [*prepared.objects(_last, language, now=now), *prepared.objects(_first, language, now=now)]
    if not ends:
        return []
    last, first = (timezone.localtime(item.published_at).year for item in ends)
    found = prepared.rows(_in_years, language, first, last, now=now)
    of_all = range(last, first - 1, -1)
    return [year for year, is_there in zip(of_all, found[0], strict=True) if is_there] if found else []


def _published(language, now):
    return PressItem.objects.published(now).in_language(language)


def _counts(language, now):
    return _published(language, now).order_by().values_list("kind").annotate(Count("pk"))


def _people(language, now):
    return people_in_press(language, now).values_list("slug", "name")[: MOST_PEOPLE + 1]


def _last(language, now):
    return _published(language, now).newest_first().only("published_at")[:1]


def _first(language, now):
    return _published(language, now).order_by("published_at").only("published_at")[:1]


def _in_years(language, first, last, now):
    """The newest item with whether there is one of each year, the last first."""
    published = _published(language, now)
    there_are = {f"y{year}": Exists(published.in_year(year)) for year in range(last, first - 1, -1)}
    return published.newest_first().annotate(**there_are).values_list(*there_are)[:1]
