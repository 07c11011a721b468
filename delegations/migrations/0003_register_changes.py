import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0002_refuse_overlap'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('act', models.CharField(choices=[('changed', 'changed'), ('ended', 'ended'), ('retracted', 'retracted')], max_length=10)),
                ('concerns', models.CharField(max_length=20)),
                ('fact_uuid', models.UUIDField(db_index=True)),
                ('sentence', models.TextField()),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('effective_on', models.DateField(null=True)),
                ('told_on', models.DateField()),
                ('is_called_off', models.BooleanField(default=False)),
                ('delegation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='delegations.delegation')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['-told_on', '-recorded_at'], name='registerchange_newest')],
            },
        ),
    ]
