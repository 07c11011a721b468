from importlib import import_module

from django.db import migrations

before = import_module("cstosite.search.migrations.0004_pairs_are_tokens")

# As before, but it begins at the newest row there is, counts few rows, and from how far apart they are tells where long
# stretches end; a stretch is a word also where a search is narrowed to a part of all time; and of the rows in their order
# only as many are asked whether they may be seen as there are wanted.
NEWEST = """CREATE OR REPLACE FUNCTION search_newest(wanted tsquery, first bigint, last bigint, gate text, most int)
    RETURNS TABLE (place bigint, item bigint) LANGUAGE plpgsql STABLE ROWS 20
    SET enable_seqscan = off SET jit = off AS $$
    DECLARE
        size int;
        bits int;
        everything numeric := (SELECT max(e.place) FROM search_entry e)::numeric - (SELECT min(e.place) FROM search_entry e);
        end_of_all bigint;
        here bigint;
        oldest bigint;
        apart numeric := 0;
        stretch text;
        found int := 0;
        so_far int;
    BEGIN
        SELECT min(e.place), max(e.place) INTO end_of_all, here FROM search_entry e WHERE e.place BETWEEN first AND last;
        FOREACH size IN ARRAY ARRAY[50, 250, 2700, 27000, 0] LOOP
            EXIT WHEN here IS NULL OR here < end_of_all;
            CONTINUE WHEN size BETWEEN 1 AND most;
            oldest := end_of_all;
            IF size BETWEEN 1 AND 250 THEN
                SELECT e.place INTO oldest FROM search_entry e WHERE e.place BETWEEN end_of_all AND here
                    ORDER BY e.place DESC OFFSET size LIMIT 1;
                oldest := coalesce(oldest, end_of_all);
                apart := (here::numeric - oldest) / size;
            ELSIF size > 250 THEN
                oldest := greatest(end_of_all, here - apart * size);
            END IF;
            stretch := NULL;
            IF here::numeric - oldest < everything / 2 THEN
                FOREACH bits IN ARRAY ARRAY[41, 44, 47, 50, 53, 56, 59] LOOP
                    IF (here >> bits) - (oldest >> bits) < 8 THEN
                        SELECT string_agg('t' || bits || 'n' || (n + (1::bigint << (63 - bits))), ' | ') INTO stretch
                            FROM generate_series(oldest >> bits, here >> bits) n;
                        EXIT;
                    END IF;
                END LOOP;
            END IF;
            -- The place is computed with: its index would read every row there is between two places.
            RETURN QUERY EXECUTE 'SELECT e.place, e.item FROM (SELECT e.place, e.item, e.place + 0 AS key'
                ' FROM search_entry e WHERE e.vector @@ $1 AND e.place + 0 BETWEEN $2 AND $3 ORDER BY key DESC OFFSET 0) e'
                ' WHERE EXISTS (' || gate || ' OFFSET 0) ORDER BY e.key DESC LIMIT $4'
                USING CASE WHEN stretch IS NULL THEN wanted ELSE wanted && stretch::tsquery END,
                    oldest, here, most - found;
            GET DIAGNOSTICS so_far = ROW_COUNT;
            found := found + so_far;
            EXIT WHEN found >= most OR oldest = end_of_all;
            here := oldest - 1;
        END LOOP;
    END
$$"""


def _on_postgresql(*statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0005_forms")]

    operations = [
        migrations.RunPython(
            _on_postgresql(NEWEST),
            _on_postgresql(before.NEWEST.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
        )
    ]
