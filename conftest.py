"""Fixtures every test may use."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.dispatch import receiver
from django.test.signals import setting_changed

from cstosite.shared import prepared
from press.templatetags.press import kind_and_day

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out the tests that ask no database")


def asks_a_database(item):
    """Whether a test may ask the database: pytest-django refuses it to every other."""
    return bool(item.get_closest_marker("django_db") or DATABASE.intersection(item.fixturenames))


def pytest_collection_modifyitems(config, items):
    """On a second database only those tests are run again that ask it."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = filter(asks_a_database, items)


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
    caches["pages"].clear()
    kind_and_day.cache_clear()


@receiver(setting_changed)
def forget(**kwargs):
    """What was kept under other settings, which only tests change."""
    caches["fragments"].clear()
    caches["pages"].clear()
    prepared.put_together.cache_clear()
