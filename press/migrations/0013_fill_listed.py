from django.db import migrations

KINDS = "SELECT i.id, i.kind, 0, i.language, i.published_at, i.uuid FROM press_pressitem i WHERE i.state = 'approved'"
LINKED = """SELECT DISTINCT i.id, '{what}', l.{key}, i.language, i.published_at, i.uuid FROM {table} l
    JOIN press_pressitem i ON i.id = l.{item} WHERE i.state = 'approved' AND l.{key} IS NOT NULL"""
LISTS = [
    KINDS,
    LINKED.format(what="country", key="country_id", table="press_pressitem_countries", item="pressitem_id"),
    LINKED.format(what="topic", key="topic_id", table="press_pressitem_topics", item="pressitem_id"),
    LINKED.format(what="person", key="person_id", table="press_appearance", item="item_id"),
]


class Migration(migrations.Migration):
    dependencies = [("press", "0012_listed")]

    operations = [
        migrations.RunSQL(
            [f"INSERT INTO press_listed (item_id, what, number, language, published_at, uuid) {rows}" for rows in LISTS],
            "DELETE FROM press_listed",
        )
    ]
