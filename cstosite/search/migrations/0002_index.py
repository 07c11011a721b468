from django.db import migrations

# The index of SQLite keeps no text of its own; three triggers keep it true. Django drops them when it makes the table
# anew (AlterField and the like): cstosite/search/tests/test_index.py fails then, and such a migration ends with INDEX.
SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        tokens, facets, content='search_entry', content_rowid='place', columnsize=0,
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words (rowid, tokens, facets) VALUES (new.place, new.tokens, new.facets);
    END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words (search_words, rowid, tokens, facets)
        VALUES ('delete', old.place, old.tokens, old.facets);
    END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_words (search_words, rowid, tokens, facets)
        VALUES ('delete', old.place, old.tokens, old.facets);
        INSERT INTO search_words (rowid, tokens, facets) VALUES (new.place, new.tokens, new.facets);
    END""",
    "INSERT INTO search_words (search_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS search_entry_added",
    "DROP TRIGGER IF EXISTS search_entry_removed",
    "DROP TRIGGER IF EXISTS search_entry_changed",
    "DROP TABLE IF EXISTS search_words",
]
POSTGRESQL = [
    """ALTER TABLE search_entry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', tokens || ' ' || facets)) STORED""",
    # Without a list of what is still to be entered, which every search would read from end to end.
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector) WITH (fastupdate = off)",
]
POSTGRESQL_BACK = ["ALTER TABLE search_entry DROP COLUMN vector"]


def _run(sqlite, postgresql):
    def run(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return run


INDEX = _run(SQLITE_BACK + SQLITE, POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(INDEX, _run(SQLITE_BACK, POSTGRESQL_BACK))]
