from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0003_register_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='keys',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='person',
            name='other_names',
            field=models.TextField(blank=True, help_text='One to a line, in any script. A search for any of them finds this person.', verbose_name='other spellings'),
        ),
    ]
