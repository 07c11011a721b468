from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegations", "0011_merges_of_other_sites")]

    # What was merged before this was asked has been told of already.
    operations = [
        migrations.AddField("personmerge", "was_public", models.BooleanField(default=True)),
        migrations.AlterField("personmerge", "was_public", models.BooleanField(default=False)),
    ]
