from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegations", "0010_website_checks")]

    operations = [
        migrations.AlterField("personmerge", "number", models.BigIntegerField(null=True, unique=True)),
    ]
