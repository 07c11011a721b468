"""Fixtures every test may use."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.dispatch import receiver
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
    """What is kept of pages for as long as a process runs is forgotten between tests."""
    caches["fragments"].clear()


@receiver(setting_changed)
def forget(**kwargs):
    """What was kept under other settings, which only tests change."""
    caches["fragments"].clear()
    prepared.put_together.cache_clear()
