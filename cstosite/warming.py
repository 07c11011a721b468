"""Pages made once before a process serves: nobody who comes first waits for templates, addresses and statements."""

import logging
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve

logger = logging.getLogger("cstosite")
PAGES = ["/", "/delegations/", "/press/", "/search/?q=a"]


def warm_up():
    """Make the pages most read, the newest item's among them. Where one cannot be made, visitors will be told of it."""
    try:
        newest = apps.get_model("press", "PressItem").objects.published().newest_first().first()
        for page in [*PAGES, *([newest.get_absolute_url()] if newest else [])]:
            path, _mark, query = page.partition("?")
            environ = {"PATH_INFO": path, "QUERY_STRING": query}
            setup_testing_defaults(environ)
            _make(WSGIRequest(environ), resolve(path))
    except Exception as error:  # whatever it is, a process that serves is better than none
        logger.warning("The first pages could not be made: %s.", error)


def _make(request, view):
    # This module is loaded before Django is ready, which what keeps pages must not be.
    from .keeping import KeptAnswersMiddleware

    keeping = KeptAnswersMiddleware(lambda request: view.func(request, *view.args, **view.kwargs))
    keeping.process_view(request, view.func, view.args, view.kwargs)
    keeping(request)
