from django.db import migrations

# What PostgreSQL needs beside the words to read few rows of many: pairs of neighbours, so that a phrase of two words is
# a word of its own, and the stretches of time that a place is in, eight to the next longer one. A tsvector may be 1 MB:
# pairs are short, and the tokens leave room for them.
PAIRS = """CREATE OR REPLACE FUNCTION search_pairs(tokens text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(DISTINCT 'w' || left(md5(one || ' ' || next), 12), ' '), '')
    FROM (SELECT token AS one, lead(token) OVER (ORDER BY number) AS next
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS tokens (token, number)) neighbours
    WHERE left(one, 1) = left(next, 1) AND left(one, 1) IN ('s', 'h')
$$"""
STRETCHES = " || ' ' || ".join(f"'t{n}n' || ((place >> {n}) + {1 << (63 - n)})::text" for n in range(41, 60, 3))
# Never every row one by one, however many are thought to have the words; the place is looked at last.
GATHER = """CREATE OR REPLACE FUNCTION search_gather(wanted tsquery, first bigint, last bigint)
    RETURNS TABLE (place bigint, item bigint) LANGUAGE plpgsql STABLE ROWS 20
    SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
    BEGIN
        RETURN QUERY SELECT e.place, e.item FROM search_entry e
            WHERE e.vector @@ wanted AND e.place + 0 BETWEEN first AND last;
    END
$$"""
AGAIN = [
    PAIRS,
    GATHER,
    "ALTER TABLE search_entry DROP COLUMN vector",
    f"""ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple',
        tokens || ' ' || facets || ' ' || search_pairs(tokens) || ' ' || {STRETCHES})) STORED""",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector) WITH (fastupdate = off)",
]
BACK = [
    "ALTER TABLE search_entry DROP COLUMN vector",
    """ALTER TABLE search_entry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', tokens || ' ' || facets)) STORED""",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector) WITH (fastupdate = off)",
    "DROP FUNCTION search_gather(tsquery, bigint, bigint)",
    "DROP FUNCTION search_pairs(text)",
]


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements if schema_editor.connection.vendor == "postgresql" else ():
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]

    operations = [migrations.RunPython(_run(AGAIN), _run(BACK))]
