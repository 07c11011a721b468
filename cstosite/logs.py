"""One line per log record: JSON on stderr, in UTC, with the id of the request it belongs to."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id = ContextVar("request_id", default="")


class LineFormatter(logging.Formatter):
    """A record as one JSON object on one line; the traceback is a string in it."""

    def format(self, record):
        request = getattr(record, "request", None)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        # Only a user already loaded: asking for one now could fail for the reason that is being logged.
        if user := getattr(request, "_cached_user", None):
            line["user"] = user.pk
        # A forged Host or a broken form is no fault of ours: its sentence is enough.
        if record.exc_info and not record.name.startswith("django.security"):
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
