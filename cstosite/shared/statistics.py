"""What a database knows of its tables when it decides how to read them."""

import logging

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
            cursor.execute("ANALYZE")
    except OperationalError as error:
        logger.warning("The tables were not counted: %s.", error)
