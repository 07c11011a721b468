from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0007_republished'),
    ]

    operations = [
        migrations.AlterField(
            model_name='journalentry',
            name='act',
            field=models.CharField(choices=[('loaded', 'made from a text'), ('taken-over', 'taken over from an archive'), ('saved', 'saved'), ('brought-back', 'earlier text brought back'), ('deleted', 'deleted'), ('recovered', 'recovered'), ('submitted', 'sent for review'), ('sent-back', 'sent back'), ('taken-back', 'taken back by its author'), ('approved', 'approved'), ('forced', 'approved without a second person'), ('rescheduled', 'given another time'), ('unapproved', 'approval taken back'), ('changed', 'change approved'), ('forced-change', 'change approved without a second person'), ('minor', 'minor change'), ('discarded', 'change discarded'), ('looked-over', 'looked over'), ('withdrawn', 'withdrawn'), ('restored', 'made public again')], max_length=20, verbose_name='act'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='act',
            field=models.CharField(choices=[('loaded', 'made from a text'), ('taken-over', 'taken over from an archive'), ('saved', 'saved'), ('brought-back', 'earlier text brought back'), ('deleted', 'deleted'), ('recovered', 'recovered'), ('submitted', 'sent for review'), ('sent-back', 'sent back'), ('taken-back', 'taken back by its author'), ('approved', 'approved'), ('forced', 'approved without a second person'), ('rescheduled', 'given another time'), ('unapproved', 'approval taken back'), ('changed', 'change approved'), ('forced-change', 'change approved without a second person'), ('minor', 'minor change'), ('discarded', 'change discarded'), ('looked-over', 'looked over'), ('withdrawn', 'withdrawn'), ('restored', 'made public again')], max_length=20, verbose_name='act'),
        ),
    ]
