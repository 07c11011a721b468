from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegations", "0011_merges_of_other_sites")]

    operations = [
        migrations.AddField("personmerge", "was_public", models.BooleanField(default=False)),
    ]
