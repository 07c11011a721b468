"""Which feeds something in the outbox concerns, as they are called now; none while the public may not know of it."""

from django.http import Http404
from django.utils import timezone

from cstosite.channels import channel
from cstosite.feeds import MOST_ENTRIES
from delegations.models import Country, Person, RegisterChange
from press import content
from press.models import PressItem, Topic


def addresses(ping, now):
    """The absolute addresses, in every format: a feed that has nothing any more and so no address is left out."""
    found = set()
    for path in paths(ping, now):
        try:
            found.update(channel(path, now=now).addresses().values())
        except Http404:
            continue
    return found


def paths(ping, now):
    """The paths of the feeds: of what the item says and of what it said before, or of what is about a name."""
    if RegisterChange.objects.public(timezone.localdate(now)).filter(uuid=ping.subject).exists():
        return {"delegations"}
    if person := Person.objects.filter(uuid=ping.subject).first():
        return {f"people/{person.slug}"}
    if topic := Topic.objects.filter(uuid=ping.subject).first():
        # Its name is a category of every entry about it; no feed has more than its newest items.
        items = topic.press_items.published(now).newest_first()[:MOST_ENTRIES]
        return {"all"}.union(*(_paths_of(content.of_item(item)) for item in items)) if items else set()
    item = PressItem.objects.filter(uuid=ping.subject).first()
    if item is None or not item.was_ever_public(now):
        return set()
    said = [content.of_item(item), *([ping.before.content] if ping.before else [])]
    return {"all"}.union(*map(_paths_of, said))


def _paths_of(said):
    said = content.followed(said)
    countries = Country.objects.filter(uuid__in=said.get("countries", []))
    voices = filter(None, (voice["person"] for voice in said.get("appearances", [])))
    people = Person.objects.filter(uuid__in=set(voices))
    return {
        said["kind"],
        *(f"countries/{code}" for code in countries.values_list("code", flat=True)),
        *(f"topics/{topic.slug}" for topic in content.chosen("topics", said["topics"])),
        *(f"people/{slug}" for slug in people.values_list("slug", flat=True)),
    }
