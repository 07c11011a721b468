"""PostgreSQL's own refusal of overlapping facts, for use in migrations; on SQLite `Fact.save` does it."""

from django.db import migrations


def refuse_overlap(model_name, *columns):
    """A migration operation: two rows alike in `columns` (integers) may not certainly hold on the same day."""
    name = f"{model_name}_overlap"

    def add(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        table = apps.get_model("delegations", model_name)._meta.db_table
        same = ", ".join(f"int8range({column}, {column}, '[]') WITH &&" for column in columns)
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist "
            f"({same}, daterange(certain_from, certain_to, '[]') WITH &&) "
            "WHERE (certain_from IS NOT NULL AND retracted_at IS NULL)"
        )

    def remove(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            table = apps.get_model("delegations", model_name)._meta.db_table
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    return migrations.RunPython(add, remove)
