from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0009_newest_of_kind")]

    operations = [
        migrations.AddField("topic", "was_public", models.BooleanField(default=False, editable=False)),
    ]
