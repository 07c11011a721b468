from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0009_newest_of_kind")]

    operations = [
        migrations.AddIndex(
            "pressitem", models.Index(fields=["state", "-published_at", "-uuid"], name="pressitem_newest_of_all")
        ),
    ]
