from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0008_acts_of_archives")]

    operations = [
        migrations.AddIndex(
            "pressitem",
            models.Index(
                fields=["state", "language", "kind", "-published_at", "-uuid"], name="pressitem_newest_of_kind"
            ),
        ),
    ]
