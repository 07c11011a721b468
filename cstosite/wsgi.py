"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from cstosite.shared.statistics import refresh_statistics
from cstosite.warming import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cstosite.settings")

application = get_wsgi_application()

# Each process counts anew: gunicorn replaces one after some thousand requests. None inherits this connection.
refresh_statistics()
warm_up()
connections.close_all()

# What was loaded until here stays: no collection need look at it, nor come after every few hundred objects of a page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
