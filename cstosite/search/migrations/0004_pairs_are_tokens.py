from hashlib import md5
from importlib import import_module
from itertools import pairwise

from django.db import migrations

first = import_module("cstosite.search.migrations.0002_index")
before = import_module("cstosite.search.migrations.0003_pairs")

# Pairs of neighbours were PostgreSQL's own: now they are among the tokens, and a phrase of common words is found by them
# on either database.
STRETCHES = " || ' ' || ".join(f"'t{n}n' || ((place >> {n}) + {1 << (63 - n)})::text" for n in range(41, 60, 3))
INDEX = "CREATE INDEX search_entry_vector ON search_entry USING gin (vector) WITH (fastupdate = off)"
# Looks for the newest items from the newest stretch of time to the oldest, each some times as long, until there are
# enough. `gate` is the condition on a row `e` of being seen, put together by the ORM.
NEWEST = """CREATE FUNCTION search_newest(wanted tsquery, first bigint, last bigint, gate text, most int)
    RETURNS TABLE (place bigint, item bigint) LANGUAGE plpgsql STABLE ROWS 20
    SET enable_seqscan = off SET jit = off AS $$
    DECLARE
        size int;
        bits int;
        oldest bigint;
        stretch text;
        here bigint := last;
        found int := 0;
        so_far int;
    BEGIN
        FOREACH size IN ARRAY ARRAY[50, 250, 2700, 27000, 0] LOOP
            oldest := NULL;
            IF size > 0 THEN
                SELECT e.place INTO oldest FROM search_entry e WHERE e.place BETWEEN first AND here
                    ORDER BY e.place DESC OFFSET size LIMIT 1;
            END IF;
            stretch := NULL;
            IF oldest IS NULL THEN
                oldest := first;
            ELSE
                FOREACH bits IN ARRAY ARRAY[41, 44, 47, 50, 53, 56, 59] LOOP
                    IF (here >> bits) - (oldest >> bits) < 8 THEN
                        SELECT string_agg('t' || bits || 'n' || (n + (1::bigint << (63 - bits))), ' | ') INTO stretch
                            FROM generate_series(oldest >> bits, here >> bits) n;
                        EXIT;
                    END IF;
                END LOOP;
            END IF;
            -- The place is computed with: its index would read every row there is between two places.
            RETURN QUERY EXECUTE 'SELECT e.place, e.item FROM search_entry e WHERE e.vector @@ $1'
                ' AND e.place + 0 BETWEEN $2 AND $3 AND EXISTS (' || gate || ' OFFSET 0) ORDER BY e.place + 0 DESC LIMIT $4'
                USING CASE WHEN stretch IS NULL THEN wanted ELSE wanted && stretch::tsquery END,
                    oldest, here, most - found;
            GET DIAGNOSTICS so_far = ROW_COUNT;
            found := found + so_far;
            EXIT WHEN found >= most OR oldest = first;
            here := oldest - 1;
        END LOOP;
    END
$$"""


def _vector(pairs):
    return f"""ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS
        (to_tsvector('simple', tokens || ' ' || facets || ' ' {pairs} || {STRETCHES})) STORED"""


def _rewrite(apps, schema_editor, tokens_of, functions, pairs=""):
    """Give every row the tokens made of its tokens; what the databases keep beside the table is made anew at the end."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in ["ALTER TABLE search_entry DROP COLUMN vector"] if is_postgresql else first.SQLITE_BACK:
        schema_editor.execute(statement)
    entries = apps.get_model("search", "Entry").objects
    for place in list(entries.values_list("pk", flat=True)):
        tokens = entries.only("tokens").get(pk=place).tokens.split()
        entries.filter(pk=place).update(tokens=" ".join(tokens_of(tokens)))
    for statement in [*functions, _vector(pairs), INDEX] if is_postgresql else first.SQLITE:
        schema_editor.execute(statement)


def _with_pairs(tokens):
    pairs = {f"{one} {two}" for one, two in pairwise(tokens) if one[0] == two[0] and one[0] in "sh"}
    return [*tokens, *sorted({"w" + md5(pair.encode(), usedforsecurity=False).hexdigest()[:10] for pair in pairs})]


def _without_pairs(tokens):
    return [token for token in tokens if token[0] != "w"]


def add_pairs(apps, schema_editor):
    """Two neighbours of one kind, stems of the text or of the headline, are a token."""
    gone = ["DROP FUNCTION search_gather(tsquery, bigint, bigint)", "DROP FUNCTION search_pairs(text)"]
    _rewrite(apps, schema_editor, _with_pairs, [NEWEST, *gone])


def remove_pairs(apps, schema_editor):
    """Pairs are PostgreSQL's own."""
    gone = "DROP FUNCTION search_newest(tsquery, bigint, bigint, text, int)"
    functions = [gone, before.PAIRS, before.GATHER]
    _rewrite(apps, schema_editor, _without_pairs, functions, "|| search_pairs(tokens) || ' ' ")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_pairs")]

    operations = [migrations.RunPython(add_pairs, remove_pairs)]
