import django.utils.timezone
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def touch(apps, schema_editor):
    """What was written before counts as written now."""
    apps.get_model("data", "Touch").objects.create()


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            "Touch",
            [("id", KEY), ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now))],
            {"verbose_name_plural": "touches", "default_permissions": ()},
        ),
        migrations.CreateModel(
            "Version",
            [
                ("id", KEY.clone()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            {"default_permissions": ()},
        ),
        migrations.RunPython(touch, migrations.RunPython.noop),
    ]
