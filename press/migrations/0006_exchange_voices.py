from django.db import migrations, models

from press import body, transcript


def fill(apps, schema_editor):
    """Read from every interview's text who answers in its exchanges."""
    Exchange, PressItem = apps.get_model("press", "Exchange"), apps.get_model("press", "PressItem")
    for item in PressItem.objects.filter(exchanges__isnull=False).distinct().only("body").iterator(500):
        voices = {
            part.anchor: "\n".join(dict.fromkeys(turn.speaker for turn in part.answers))
            for part in transcript.exchanges(body.parse(item.body))
        }
        rows = list(Exchange.objects.filter(item=item))
        for row in rows:
            row.voices = voices.get(row.anchor, "")
        Exchange.objects.bulk_update([row for row in rows if row.voices], ["voices"])


class Migration(migrations.Migration):
    dependencies = [("press", "0005_topics")]

    operations = [
        migrations.AddField("exchange", "voices", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
