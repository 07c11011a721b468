"""Fixtures every test may use."""

import pytest
from django.core.management import call_command


@pytest.fixture
def content(db):
    """The content the site starts from."""
    call_command("load_content", verbosity=0)
