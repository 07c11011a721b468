"""The site's settings for its tests: a demo in a directory of its own, with what tests need faster or plainer."""

import os
import tempfile

os.environ["DEMO"] = "1"
os.environ["SITE_URL"] = "http://testserver.example"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="site-tests-")
os.environ["CONTACT_EMAIL"] = "press@assembly.example"

from cstosite.settings import *  # noqa: E402, F403

# Without collected files the manifest has no names to give.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True
