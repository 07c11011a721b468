from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0009_newest_of_kind")]

    # What was merged before this was asked has been told of already.
    operations = [
        migrations.AddField("topic", "was_public", models.BooleanField(default=True, editable=False)),
        migrations.AlterField("topic", "was_public", models.BooleanField(default=False, editable=False)),
    ]
