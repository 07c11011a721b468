"""The columns that tables of the register share."""

from django.utils.translation import gettext_lazy as _

from cstosite.shared.tables import Column

UUID = Column("uuid", _("Identifier, for ever."), is_required=True, is_unique=True, format="uuid")
DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
MOMENT = {"kind": "datetime", "format": "any"}


def reference(name, table, column="uuid", is_required=True, description=""):
    """A column that names a row of another table."""
    return Column(name, description or _("A row of another table."), is_required=is_required, refers=(table, column))


DELEGATION = reference("delegation", "delegations", "slug", description=_("The delegation."))
CHAMBER = reference("chamber", "chambers", description=_("The chamber."))
PERSON = reference("person", "people", description=_("The person."))
