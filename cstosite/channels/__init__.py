"""What each feed is of: its items, its identifier for ever, its name in words, the page of the same items."""

from django.utils import timezone
from django.utils.translation import get_language

from press.models import PressItem, topics_in_press
from press.people import people_in_press

from .filtered import filtered, searched
from .fixed import by_path, channels_for_choosing, every_channel
from .model import BEGAN, Channel, feed_links, last_changed

__all__ = [
    "BEGAN",
    "Channel",
    "channel",
    "channels_for_choosing",
    "every_channel",
    "feed_links",
    "last_changed",
    "moved",
]


def channel(path: str, query=None, now=None) -> Channel:
    """The feed of an address; Http404 when there is none. `query` is that of the address, for filters and words."""
    now = now or timezone.now()
    published = PressItem.objects.published(now).in_language(get_language()).newest_first()
    match path:
        case "press":
            return filtered(published, query or {}, now)
        case "search":
            return searched(published, query or {}, now)
    return by_path(published, path, now)


def moved(path: str) -> str | None:
    """The path of the feed that took another's place: of a merged person or topic. None when nothing did."""
    group, _slash, slug = path.partition("/")
    match group:
        case "people":
            found = people_in_press(get_language()).filter(addresses__slug=slug).first()
        case "topics":
            found = topics_in_press(get_language()).with_address(slug).first()
        case _:
            found = None
    return f"{group}/{found.slug}" if found and found.slug != slug else None
