import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from delegations.overlap import refuse_overlap


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0008_fill_person_addresses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_observation', models.BooleanField(default=False, help_text='It was seen to be so on one day; when it began and ended is not known.', verbose_name='observation')),
                ('observed_on', models.DateField(blank=True, help_text='Leave empty when the source carries no date.', null=True, verbose_name='observed on')),
                ('valid_from_earliest', models.DateField(blank=True, editable=False, null=True)),
                ('valid_from_latest', models.DateField(blank=True, editable=False, null=True)),
                ('valid_from_precision', models.CharField(choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year'), ('unknown', 'not known'), ('open', 'still holds')], default='unknown', editable=False, max_length=7)),
                ('valid_to_earliest', models.DateField(blank=True, editable=False, null=True)),
                ('valid_to_latest', models.DateField(blank=True, editable=False, null=True)),
                ('valid_to_precision', models.CharField(choices=[('day', 'to the day'), ('month', 'to the month'), ('year', 'to the year'), ('unknown', 'not known'), ('open', 'still holds')], default='open', editable=False, max_length=7)),
                ('certain_from', models.DateField(editable=False, null=True)),
                ('certain_to', models.DateField(editable=False, null=True)),
                ('checked_on', models.DateField(blank=True, help_text='The day someone last compared it with the source.', null=True, verbose_name='checked on')),
                ('note', models.TextField(blank=True, help_text='For staff; the public does not see it.', verbose_name='note')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(editable=False, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.TextField(blank=True, editable=False, verbose_name='reason for the retraction')),
                ('office', models.CharField(blank=True, help_text='As the source words it: “Chairman of the Committee on Defence”.', max_length=500, verbose_name='office as printed')),
                ('is_head', models.BooleanField(default=False, help_text='A delegation has one head at a time.', verbose_name='head of the delegation')),
                ('is_alternate', models.BooleanField(default=False, help_text='Sits in for a member; does not count among the seats.', verbose_name='alternate')),
                ('head_of', models.BigIntegerField(editable=False, null=True)),
                ('chamber', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='delegations.chamber', verbose_name='chamber')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='delegations.person', verbose_name='person')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retracted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delegations.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'member of a delegation',
                'verbose_name_plural': 'members of delegations',
                'abstract': False,
                'default_permissions': ('add', 'change', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(('is_head', False), ('is_alternate', False), _connector='OR'), name='member_head_is_no_alternate', violation_error_message='The head of a delegation is no alternate: tick one of the two.')],
            },
        ),
        refuse_overlap("member", "person_id", "chamber_id"),
        refuse_overlap("member", "head_of", rule="one_head"),
    ]
