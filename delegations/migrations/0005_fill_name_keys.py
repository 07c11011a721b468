from django.db import migrations

from delegations.names import name_key


def fill(apps, schema_editor):
    for person in apps.get_model("delegations", "Person").objects.all():
        person.keys = f"\n{name_key(person.name)}"
        person.save(update_fields=["keys"])


class Migration(migrations.Migration):
    dependencies = [("delegations", "0004_other_spellings")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
