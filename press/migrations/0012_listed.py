import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0011_newest_of_all")]

    operations = [
        migrations.CreateModel(
            "Listed",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=20)),
                ("number", models.BigIntegerField(default=0)),
                ("language", models.CharField(max_length=10)),
                ("published_at", models.DateTimeField()),
                ("uuid", models.UUIDField()),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="press.pressitem",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "verbose_name_plural": "listed",
                "indexes": [
                    models.Index(
                        fields=["what", "number", "language", "-published_at", "-uuid", "item"],
                        name="listed_newest_first",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["item", "what", "number"], name="listed_unique"),
                ],
            },
        ),
    ]
