"""PostgreSQL's own refusal of overlapping facts, for use in migrations; on SQLite `Fact.save` does it."""

from django.db import migrations


def refuse_overlap(model_name, *columns, rule="overlap"):
    """A migration operation: two rows alike in `columns` (integers) may not certainly hold on the same day.

    A row with an empty column is under no rule. `rule` names the second rule of one model.
    """
    name = f"{model_name}_{rule}"

    def add(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        table = apps.get_model("delegations", model_name)._meta.db_table
        filled = "".join(f" AND {column} IS NOT NULL" for column in columns)
        same = ", ".join(f"int8range({column}, {column}, '[]') WITH &&" for column in columns)
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist "
            f"({same}, daterange(certain_from, certain_to, '[]') WITH &&) "
            f"WHERE (certain_from IS NOT NULL AND retracted_at IS NULL{filled})"
        )

    def remove(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            table = apps.get_model("delegations", model_name)._meta.db_table
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    return migrations.RunPython(add, remove)
