from django.db import migrations, models

BATCH = 1000


def gather(apps, schema_editor):
    """The forms of the words that are there."""
    forms = set()
    for tokens in apps.get_model("search", "Entry").objects.values_list("tokens", flat=True).iterator():
        forms.update(token[1:] for token in tokens.split() if token[0] == "f")
    form = apps.get_model("search", "Form")
    form.objects.bulk_create((form(token=token) for token in sorted(forms)), batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_pairs_are_tokens")]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[("token", models.CharField(max_length=400, primary_key=True, serialize=False))],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]
