"""Prepare the site on this machine and serve it: what `make run` and `make dev` call."""

import errno
import hashlib
import os
import secrets
import socket
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.urls import reverse

from cstosite.search.models import Entry

USERNAME = "editor"

GUNICORN = [
    "cstosite.wsgi",
    "--worker-class=gthread",
    "--workers=2",
    "--threads=4",
    "--timeout=30",
    # Half a request holds its worker this long after Ctrl-C: a demo waits less than production's 30.
    "--graceful-timeout=5",
    "--limit-request-line=4094",
    # A process that begins takes a second of the machine and has kept no page yet.
    "--max-requests=20000",
    "--max-requests-jitter=2000",
    "--log-level=warning",
    # One such socket exists per user: two servers would fight for it.
    "--no-control-socket",
]


class Command(BaseCommand):
    help = "Prepare the database, the content, the static files and a demo account, then serve the site."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--dev", action="store_true", help="Django's own server, which reloads")

    def handle(self, *, host, port, dev, **options):
        if not (settings.DEMO or settings.DEBUG):
            sys.exit("run_demo is for a demo: set DEMO=1. For production see docs/deploying.md.")
        if problem := port_problem(host, port):
            sys.exit(problem)
        try:
            self.prepare(collect=not dev)
        except KeyboardInterrupt:
            sys.exit("Stopped.")
        self.say("Serving. Ctrl-C stops it.")
        serve(host, port, dev)

    def prepare(self, collect):
        """Everything that must be there before the first request, and the addresses."""
        self.say(f"Preparing the database in {settings.DATA_DIR} ...")
        is_new = get_user_model()._meta.db_table not in connection.introspection.table_names()
        call_command("migrate", interactive=False, verbosity=0)
        self.say("Loading the content ...")
        call_command("load_content", stdout=self.stdout)
        if not Entry.objects.exists():  # Data of a version that had no search.
            call_command("rebuild_search", verbosity=0)
        call_command("create_roles", verbosity=0)
        if collect:
            self.collect_static(settings.DATA_DIR / "static-collected")
        sign_in = demo_account(settings.DATA_DIR / "demo-password", is_new)
        connection.close()
        for name, page in [("Site", "home"), ("Admin", "admin:index"), ("Feeds", "feeds")]:
            self.say(f"{name + ':':7} {settings.SITE_URL}{reverse(page)}")
        self.say(sign_in)

    def collect_static(self, stamp):
        """Collect and compress the static files, unless nothing has changed since."""
        current = static_digest()
        # The manifest is written last: without it the collected files are not whole.
        whole = (settings.STATIC_ROOT / "staticfiles.json").exists()
        if whole and stamp.exists() and stamp.read_text() == current:
            return
        self.say("Collecting the static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(current)

    def say(self, line):
        """One line, at once: the output may be a pipe."""
        self.stdout.write(line)
        self.stdout.flush()


def port_problem(host, port):
    """Why nothing can listen there, in a sentence that says what to do; empty when something can."""
    if not 0 < port < 65536:
        return f"PORT={port} is no port: choose one from 1024 to 65535."
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as trial:
            # Connections of an earlier run that are still closing do not count.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        return f"HOST={host} is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"Port {port} is taken: stop what listens there, or choose another, as in PORT={port + 1}."
        if error.errno == errno.EACCES:
            return f"Port {port} is not open to this user: choose one above 1023, as in PORT=8000."
        return f"HOST={host} cannot be listened on ({error.strerror}): use 127.0.0.1, or 0.0.0.0 for all."
    return ""


def static_digest():
    """A digest that changes when any static file of the site or of a package does."""
    files = sorted(
        (path, storage.path(path), os.stat(storage.path(path)))
        for finder in get_finders()
        for path, storage in finder.list(None)
    )
    lines = [f"{path} {source} {info.st_size} {info.st_mtime_ns}" for path, source, info in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def demo_account(password_file, is_new_database):
    """Make the demo account once, and say how to sign in; what an editor did to it since is left alone."""
    users = get_user_model().objects
    address = settings.SITE_URL + reverse("admin:index")
    account = users.filter(username=USERNAME).first()
    if account is None and (is_new_database or not password_file.exists()):
        with transaction.atomic():
            # A file without its account belonged to an earlier database: the same password will do.
            password = read_password(password_file) or write_password(password_file)
            users.create_superuser(USERNAME, password=password)
        return f"Sign in: {address} user {USERNAME} password {password}"
    if account is None:
        return f"Sign in: the account {USERNAME} was deleted; `manage.py createsuperuser` makes another."
    password = read_password(password_file)
    if password and account.is_active and account.check_password(password):
        return f"Sign in: {address} user {USERNAME} password {password}"
    return f"Sign in: {address} as {USERNAME}, with the password it was given since (not the one made here)."


def read_password(file):
    """The password made on an earlier run, or nothing."""
    return file.read_text().strip() if file.exists() else ""


def write_password(file):
    """Make a password and keep it where only this user can read it."""
    password = secrets.token_urlsafe(12)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(password + "\n")
    return password


def serve(host, port, dev):
    """Become the server: what stops this process stops it, and its workers."""
    name = urlsplit(settings.SITE_URL).hostname
    name = f"[{name}]" if ":" in name else name
    os.environ["ALLOWED_HOSTS"] = ",".join(dict.fromkeys([*settings.ALLOWED_HOSTS, name]))
    os.environ["SITE_URL"] = settings.SITE_URL
    os.environ["DATA_DIR"] = str(settings.DATA_DIR)
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if dev:
        command = [str(settings.BASE_DIR / "manage.py"), "runserver", bind]
    else:
        memory = ["--worker-tmp-dir=/dev/shm"] if os.access("/dev/shm", os.W_OK) else []
        command = ["-m", "gunicorn", *GUNICORN, *memory, f"--bind={bind}", f"--chdir={settings.BASE_DIR}"]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *command])
