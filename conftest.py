"""Fixtures every test may use."""

import pytest
from django.core.management import call_command


@pytest.fixture
def content(db):
    """The content the site starts from."""
    call_command("load_content", verbosity=0)


@pytest.fixture(autouse=True)
def open_data_of_its_own(settings, tmp_path):
    """What one test built says nothing of the next, whose database may count from the same numbers."""
    settings.OPEN_DATA_ROOT = tmp_path / "open-data"
