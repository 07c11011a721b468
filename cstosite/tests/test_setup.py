"""The first five minutes: what is said when a machine lacks something, what a second run leaves alone."""

import ast
import os
import re
import socket
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

import cstosite.settings
from cstosite.management.commands.run_demo import demo_account, port_problem
from tools import bootstrap

DECLARED = list(cstosite.settings.env.scheme)
PRODUCTION = {
    "SECRET_KEY": "long-and-random-0123456789-0123456789-0123456789-0123456789",
    "ALLOWED_HOSTS": "www.example.org",
    "SITE_URL": "https://www.example.org",
}


def test_an_old_python_is_told_in_one_sentence():
    assert "3.11 or newer is needed and this is Python 3.9" in bootstrap.too_old((3, 9, 2))
    assert bootstrap.too_old((3, 11, 0)) == bootstrap.too_old((3, 14, 1)) == ""


def test_an_old_python_can_read_the_bootstrap():
    with open(bootstrap.__file__) as file:
        ast.parse(file.read(), feature_version=(3, 6))


def test_a_missing_ensurepip_names_the_debian_package():
    sentence = bootstrap.no_venv((3, 12, 1), find_module=lambda name: name == "venv")
    assert "apt-get install python3-venv" in sentence
    assert "python3.12-venv" in sentence
    assert bootstrap.no_venv((3, 12, 1), find_module=lambda name: True) == ""


@pytest.mark.parametrize(
    "output, sentence",
    [
        ("ERROR: No matching distribution found for Django==5.2.19", bootstrap.NO_PACKAGES),
        ("OSError: [Errno 28] No space left on device", bootstrap.NO_SPACE),
        ("ERROR: something else", bootstrap.PIP_FAILED),
    ],
)
def test_a_failure_of_pip_says_what_to_do(output, sentence):
    assert bootstrap.why_pip_failed(output) == sentence


def test_the_development_packages_include_the_others():
    assert {"requirements.txt", "requirements-dev.txt"} <= set(bootstrap.included("requirements-dev.txt"))


def manage_check(**variables):
    """`manage.py check` with these variables and no other of the site's."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]} | dict.fromkeys(DECLARED, "") | variables,
        capture_output=True,
        text=True,
    )


def test_production_starts_with_its_three_settings():
    assert manage_check(**PRODUCTION).returncode == 0


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_refuses_to_start_without(missing):
    refused = manage_check(**PRODUCTION | {missing: ""})
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert re.fullmatch(rf"Not started: {missing} .*\n", refused.stderr)


def test_a_hub_must_be_an_address_of_the_web_without_a_password():
    assert manage_check(**PRODUCTION, WEBSUB_HUB="https://hub.example.org:8443/push?key=1").returncode == 0
    for address in ("hub.example.org", "ftp://hub.example.org/", "https://ada:secret@hub.example.org/"):
        refused = manage_check(**PRODUCTION, WEBSUB_HUB=address)
        assert refused.returncode == 1 and re.fullmatch(r"Not started: WEBSUB_HUB .*\n", refused.stderr)


def test_env_example_names_every_variable_and_sets_none():
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    assert re.findall(r"^# ([A-Z_]+)=", "\n".join(lines), re.MULTILINE) == DECLARED
    assert all(not line or line.startswith("#") for line in lines)


def test_a_taken_port_is_refused_and_a_free_one_is_not():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert f"Port {port} is taken" in port_problem("127.0.0.1", port)
    assert port_problem("127.0.0.1", port) == ""
    assert "no port" in port_problem("127.0.0.1", 70000)


@pytest.fixture
def password_file(tmp_path):
    return tmp_path / "demo-password"


def editor():
    return get_user_model().objects.get(username="editor")


@pytest.mark.django_db
def test_the_demo_account_is_made_once_with_a_password_only_its_owner_can_read(password_file):
    first = demo_account(password_file, is_new_database=True)
    address, password = re.fullmatch(r"Sign in: (\S+) user editor password (\S+)", first).groups()
    assert address.endswith("/admin/")
    assert editor().is_superuser and editor().check_password(password)
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600
    assert demo_account(password_file, is_new_database=False) == first


@pytest.mark.django_db
def test_a_second_run_keeps_a_changed_password(password_file):
    demo_account(password_file, is_new_database=True)
    first_password = password_file.read_text()
    account = editor()
    account.set_password("a password of the editor's own")
    account.save()
    stored = editor().password
    said = demo_account(password_file, is_new_database=False)
    assert editor().password == stored
    assert password_file.read_text() == first_password
    assert first_password.strip() not in said


@pytest.mark.django_db
def test_a_second_run_leaves_a_deleted_account_deleted(password_file):
    demo_account(password_file, is_new_database=True)
    editor().delete()
    assert "createsuperuser" in demo_account(password_file, is_new_database=False)
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_an_account_of_that_name_made_by_someone_else_is_left_alone(password_file):
    get_user_model().objects.create_superuser("editor", password="a password of the editor's own")
    stored = editor().password
    demo_account(password_file, is_new_database=False)
    assert editor().password == stored
    assert not password_file.exists()
