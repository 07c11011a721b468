from django.db import migrations


def fill(apps, schema_editor):
    address = apps.get_model("delegations", "PersonAddress")
    for person in apps.get_model("delegations", "Person").objects.all():
        address.objects.get_or_create(slug=person.slug, defaults={"person": person})


class Migration(migrations.Migration):
    dependencies = [("delegations", "0007_people_merge")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
