"""Members of delegations in words, for templates."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cstosite.shared.dates import partial_date

from .delegations import join_and, span, standing_in_words

register = template.Library()


@register.simple_tag
def member_since(entry):
    """ "since 1 May 2024" of a member whose first day is known, else nothing."""
    return _("since %(day)s") % {"day": partial_date(entry.fact.valid_from)} if entry.has_since else ""


@register.simple_tag
def member_beside(entry):
    """Why a member is not known for the day: "observed on 3 May 2020", "since 2020"."""
    words = standing_in_words(entry.reading) if entry.reading else span(entry.fact)
    return f"{words[:1].lower()}{words[1:]}"


@register.inclusion_tag("delegations/_asof.html")
def members_as_of(members):
    """The line under the names: their sources, and how far they may be relied on where no first day stands beside."""
    groups = {}
    for chamber in members.chambers:
        for entry in chamber.known:
            words = "" if entry.has_since else standing_in_words(entry.reading)
            groups.setdefault(words, {})[entry.fact.source] = None
    return {"groups": [(words, list(sources)) for words, sources in groups.items()]}


@register.simple_tag
def movement_in_words(movement):
    """ "Examplia, Lower House: A and B joined; C left."."""
    parts = []
    if movement.joined:
        parts.append(_("%(names)s joined") % {"names": join_and(movement.joined)})
    if movement.left:
        parts.append(_("%(names)s left") % {"names": join_and(movement.left)})
    chamber = movement.chamber
    values = {"delegation": chamber.delegation, "chamber": chamber.name, "what": "; ".join(parts)}
    return _("%(delegation)s, members of the %(chamber)s: %(what)s.") % values


@register.filter
def as_sentence(words):
    """Words with a capital and a full stop."""
    return f"{capfirst(str(words))}."
