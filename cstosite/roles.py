"""Who may do what in the admin: the table of roles. `manage.py create_roles` makes the groups by it.

The admin shows a group under the name it is kept by; the names are marked for whoever words them in another language.
A site with other wishes makes a group of its own: those of the table are brought back to it each time.
"""

from django.utils.translation import gettext_noop

from press.notices import READERS

EDITOR = gettext_noop("Editor")
PUBLISHER = gettext_noop("Publisher")
CLERK = gettext_noop("Register clerk")
ADMINISTRATOR = gettext_noop("Administrator")


def _may(acts, app, models):
    return {f"{app}.{act}_{model}" for act in acts.split() for model in models.split()}


_REFERENCE = "country source delegation chamber person post membershipclass"
_FACTS = "seatcount member membershipstatus appointment website officialwording countryname delegationname chambername"

_READS_PRESS = _may("view", "press", "pressitem appearance journalentry topic")
_READS_REGISTER = _may("view", "delegations", f"{_REFERENCE} {_FACTS}")
# A speaker is a part of its item: whoever writes the item takes one out as well.
_WRITES_PRESS = _may("add change", "press", "pressitem topic") | _may("add change delete", "press", "appearance")
_EDITS = _READS_PRESS | _WRITES_PRESS | _READS_REGISTER | _may("add", "delegations", "person")

# What each role may do, as "app.codename"; "app.*" is everything in an app, whatever is added to it later.
ROLES = {
    EDITOR: _EDITS,
    # What may be deleted at all is for the models to say: nothing that was public.
    PUBLISHER: _EDITS | {"press.publish_pressitem"} | _may("delete", "press", "pressitem"),
    # Facts are never deleted, by anybody: a wrong one is retracted, which is a change of it.
    CLERK: _READS_PRESS | _READS_REGISTER | _may("add change", "delegations", f"{_REFERENCE} {_FACTS}"),
    ADMINISTRATOR: {"press.*", "delegations.*"} | _may("add change delete view", "auth", "user group"),
}

# Groups that give no right: their members get mail (see press/notices.py). They are made, then left alone.
LISTS = [READERS]
