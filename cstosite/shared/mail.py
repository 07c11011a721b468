"""Mail that nobody waits for: sent beside the answer, and a mail server that fails stops nothing."""

import logging
from contextvars import copy_context
from threading import Thread

from django.core import mail

logger = logging.getLogger("cstosite.mail")


def send_soon(messages: list[mail.EmailMessage]) -> None:
    """Send in a thread of its own: neither a slow mail server nor the question whether there was a mail shows in time.

    A failure is one line of the log; the line says how many and why, not to whom or what.
    """
    if messages:
        # The context carries the request's id to the log. Not a daemon: a server that stops sends what it has first.
        _beside(copy_context().run, send, messages)


def send(messages: list[mail.EmailMessage]) -> None:
    """Send over one connection; one message that is refused does not keep back the others."""
    sent, failures = 0, []
    try:
        with mail.get_connection() as connection:
            for message in messages:
                try:
                    connection.send_messages([message])
                    sent += 1
                except Exception as error:
                    failures.append(error)
    except Exception as error:
        failures.append(error)
    if failures:
        unsent = len(messages) - sent
        logger.error("Of %d mails %d were not sent: %s.", len(messages), unsent, type(failures[0]).__name__)


def _beside(function, *args):
    Thread(target=function, args=args, name="mail").start()
