"""What a database knows of its tables when it decides how to read them."""

import logging

from django.apps import apps
from django.db import OperationalError, connection

logger = logging.getLogger("cstosite")
# Rows of an index that are looked at: enough to tell a thousand of a kind from ten.
ROWS = 1000


def refresh_statistics():
    """Let SQLite count its tables: of one it never counted it takes ten rows of a kind for all, and reads them.

    PostgreSQL does so by itself. Where the database is busy or read only, things stay as they are.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS}")
            # One by one, so that no writer waits for long; the words of the search index would be read from end to end.
            for model in apps.get_models(include_auto_created=True):
                if model._meta.app_label != "search":
                    cursor.execute(f'ANALYZE "{model._meta.db_table}"')
    except OperationalError as error:
        logger.warning("The tables were not counted: %s.", error)
