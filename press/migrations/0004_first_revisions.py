from django.db import migrations

TEXTS = ["kind", "title", "standfirst", "body", "byline", "reference_note", "slug"]
LENGTHS = {"day": 10, "month": 7, "year": 4}


def content_of(item):
    """What an item says, as press/content.py had it when there were no pictures or documents yet."""
    given_on = ""
    if item.given_on_earliest:
        given_on = item.given_on_earliest.isoformat()[: LENGTHS[item.given_on_precision]]
    return {
        **{name: getattr(item, name) for name in TEXTS},
        "countries": sorted(str(country.uuid) for country in item.countries.all()),
        "given_on": given_on,
        "appearances": [
            {
                "person": str(row.person.uuid) if row.person else "",
                "label": row.label,
                "office": row.office,
                "is_interviewer": row.is_interviewer,
            }
            for row in item.appearances.order_by("position", "pk")
        ],
        "pictures": [],
        "documents": [],
    }


def keep(apps, schema_editor):
    """The history of an item that is older than the histories begins with what it says now."""
    revisions = apps.get_model("press", "Revision")
    for item in apps.get_model("press", "PressItem").objects.filter(revisions=None):
        revisions.objects.create(
            item=item, item_uuid=item.uuid, content=content_of(item), act="loaded", at=item.modified_at
        )


class Migration(migrations.Migration):
    dependencies = [("press", "0003_history_changes_files"), ("delegations", "0001_initial")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
