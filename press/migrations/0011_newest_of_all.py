from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0010_topics_that_were_public")]

    operations = [
        migrations.AddIndex(
            "pressitem", models.Index(fields=["state", "-published_at", "-uuid"], name="pressitem_newest_of_all")
        ),
    ]
