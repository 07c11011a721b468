import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import press.models.files
import press.models.items
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0002_preview_links'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(
            model_name='previewlink',
            old_name='text',
            new_name='content',
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='act',
            field=models.CharField(choices=[('loaded', 'made from a text'), ('saved', 'saved'), ('brought-back', 'earlier text brought back'), ('deleted', 'deleted'), ('recovered', 'recovered'), ('submitted', 'sent for review'), ('sent-back', 'sent back'), ('taken-back', 'taken back by its author'), ('approved', 'approved'), ('forced', 'approved without a second person'), ('rescheduled', 'given another time'), ('unapproved', 'approval taken back'), ('changed', 'change approved'), ('forced-change', 'change approved without a second person'), ('minor', 'minor change'), ('discarded', 'change discarded'), ('looked-over', 'looked over'), ('withdrawn', 'withdrawn'), ('restored', 'made public again')], max_length=20, verbose_name='act'),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='item_uuid',
            field=models.UUIDField(db_index=True, editable=False),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('corrected', 'Correction'), ('restored', 'Published again')], default='corrected', max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('note', models.TextField(verbose_name='note for the public')),
                ('was', models.TextField(blank=True, verbose_name='what the text said before')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='press.pressitem')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(default=press.models.files.new_key, editable=False, max_length=32, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('size', models.PositiveIntegerField()),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ItemDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('title', models.CharField(help_text='What the link to it says.', max_length=200, verbose_name='title')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='press.document')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='press.pressitem')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['position', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(default=press.models.files.new_key, editable=False, max_length=32, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('extension', models.CharField(max_length=4)),
                ('formats', models.CharField(max_length=30)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ItemPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('alt', models.CharField(blank=True, help_text='What is to be seen, for who cannot see it: “Ada Example at the lectern”.', max_length=300, verbose_name='description')),
                ('is_decorative', models.BooleanField(default=False, help_text='It shows nothing worth telling.', verbose_name='decorative')),
                ('caption', models.TextField(blank=True, help_text='Shown below the picture.', verbose_name='caption')),
                ('credit', models.CharField(blank=True, help_text='Who made it.', max_length=200, verbose_name='credit')),
                ('focus_x', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focus from the left, %')),
                ('focus_y', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focus from the top, %')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='press.pressitem')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='press.picture')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['position', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_uuid', models.UUIDField(db_index=True, editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('act', models.CharField(choices=[('loaded', 'made from a text'), ('saved', 'saved'), ('brought-back', 'earlier text brought back'), ('deleted', 'deleted'), ('recovered', 'recovered'), ('submitted', 'sent for review'), ('sent-back', 'sent back'), ('taken-back', 'taken back by its author'), ('approved', 'approved'), ('forced', 'approved without a second person'), ('rescheduled', 'given another time'), ('unapproved', 'approval taken back'), ('changed', 'change approved'), ('forced-change', 'change approved without a second person'), ('minor', 'minor change'), ('discarded', 'change discarded'), ('looked-over', 'looked over'), ('withdrawn', 'withdrawn'), ('restored', 'made public again')], max_length=20, verbose_name='act')),
                ('content', models.JSONField(editable=False)),
                ('is_copy', models.BooleanField(default=False, editable=False)),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='what was changed')),
                ('kept', models.JSONField(editable=False, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='revisions', to='press.pressitem')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='journalentry',
            name='revision',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='press.revision'),
        ),
        migrations.CreateModel(
            name='WorkingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(editable=False)),
                ('is_in_review', models.BooleanField(default=False, verbose_name='in review')),
                ('public_note', models.TextField(blank=True, verbose_name='note for the public')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun at')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='modified at')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='working_copy', to='press.pressitem')),
                ('modified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'working copy',
                'verbose_name_plural': 'working copies',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=press.models.items.site_languages, max_length=10)),
                ('slug', models.SlugField(max_length=120)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='press.pressitem')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('language', 'slug'), name='oldaddress_unique')],
            },
        ),
    ]
