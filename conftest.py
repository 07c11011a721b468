"""Fixtures every test may use."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test.signals import setting_changed

from cstosite.shared import prepared


@pytest.fixture
def content(db):
    """The content the site starts from."""
    call_command("load_content", verbosity=0)


@pytest.fixture(autouse=True)
def open_data_of_its_own(settings, tmp_path):
    """What one test built says nothing of the next, whose database may count from the same numbers."""
    settings.OPEN_DATA_ROOT = tmp_path / "open-data"


@pytest.fixture(autouse=True)
def pages_of_its_own():
    """What a process keeps of pages and statements is forgotten between tests and when settings change."""

    def forget(**kwargs):
        caches["fragments"].clear()
        prepared.put_together.cache_clear()

    forget()
    setting_changed.connect(forget)
    yield
    setting_changed.disconnect(forget)
