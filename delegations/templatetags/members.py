"""Members of delegations in words, for templates."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .delegations import checked_in_words, join_and, lower, span, standing_in_words

register = template.Library()


@register.simple_tag
def member_since(entry, members):
    """ "Since 1 May 2024" beside a name, or when somebody was seen, unless that is said of all of them below."""
    return standing_in_words(entry.reading) if entry.has_since or not _in_common(members) else ""


def _in_common(members):
    """What is said of all members at once, "Observed, date unknown"; "" when it differs or first days are known."""
    said = {"" if reading.fact.valid_from else standing_in_words(reading) for reading in members.readings}
    return said.pop() if len(said) == 1 else ""


@register.simple_tag
def member_beside(entry):
    """Why a member is not known for the day: "observed on 3 May 2020", "since 2020"."""
    return lower(standing_in_words(entry.reading) if entry.reading else span(entry.fact))


@register.inclusion_tag("delegations/_asof.html")
def members_as_of(members):
    """The line under the names: what is said of all of them, their sources, and when they were checked."""
    words, facts = _in_common(members), members.shown
    checked = checked_in_words({fact.checked_on for fact in facts})
    return {"known": [words], "sources": list(dict.fromkeys(fact.source for fact in facts)), "checked": checked}


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
