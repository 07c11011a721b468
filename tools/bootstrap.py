"""Make .venv and keep its packages as a requirements file says; a second run finds nothing to do.

Needs nothing but Python, and keeps to syntax that Python 3.6 reads: an old one gets a sentence, not an
error in the syntax.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys

MINIMUM = (3, 11)
NEWER = ["python3.13", "python3.12", "python3.11"]
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
# Which requirements files are installed, by digest. Absent while packages change: an interruption shows.
STATE = os.path.join(VENV, "installed.json")

NO_PACKAGES = "Packages could not be fetched: check the network or PIP_INDEX_URL, then run the command again."
NO_SPACE = "Packages could not be installed: the disk is full. Make room, then run the command again."
PIP_FAILED = "Packages could not be installed: the lines above say why. Run the command again after that."


def too_old(version):
    """The sentence for a Python that is too old, or nothing."""
    if tuple(version[:2]) >= MINIMUM:
        return ""
    return (
        "Python 3.11 or newer is needed and this is Python {}.{}: install a newer one, "
        "or say where it is, as in make run PYTHON=/opt/python/bin/python3.12"
    ).format(*version[:2])


def no_venv(version, find_module=importlib.util.find_spec):
    """The sentence for a Python without virtual environments (Debian splits them off), or nothing."""
    if find_module("venv") and find_module("ensurepip"):
        return ""
    return (
        "This Python cannot make a virtual environment: run  apt-get install python3-venv  "
        "(or python{}.{}-venv, for exactly this one), then run the command again."
    ).format(*version[:2])


def why_pip_failed(output):
    """What to do about it, by what pip printed."""
    if "No space left on device" in output:
        return NO_SPACE
    if re.search(r"No matching distribution|Connection|Max retries|timed out|resolution|SSLError", output):
        return NO_PACKAGES
    return PIP_FAILED


def last_lines(output, count=6):
    """The end of a command's output, without warnings and repetitions."""
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING")]
    return "\n".join(list(dict.fromkeys(lines))[-count:])


def newer_python():
    """The path of a Python on PATH that is new enough and really runs (a shim may not), or nothing."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for name in NEWER:
        for place in os.get_exec_path():
            path = shutil.which(name, path=place)
            if path and subprocess.call([path, "-c", ""], **quiet) == 0:
                return path
    return ""


def included(name):
    """A requirements file and, in order, those that it includes."""
    with open(os.path.join(ROOT, name)) as file:
        found = re.findall(r"^\s*(?:-r|--requirement)[\s=]+(\S+)", file.read(), re.MULTILINE)
    return [name] + [inner for outer in found for inner in included(outer)]


def digest(name):
    """One digest over a requirements file and all it includes."""
    content = hashlib.sha256()
    for part in included(name):
        with open(os.path.join(ROOT, part), "rb") as file:
            content.update(file.read() + b"\0")
    return content.hexdigest()


def read_state():
    """What is installed, or None when there is no whole virtual environment."""
    try:
        with open(STATE) as file:
            return json.load(file) if os.path.exists(VENV_PYTHON) else None
    except (OSError, ValueError):
        return None


def write_state(state):
    """Note what is installed, all or nothing."""
    with open(STATE + ".new", "w") as file:
        json.dump(state, file, indent=1)
    os.replace(STATE + ".new", STATE)


def run(command):
    """Run a command without showing what it prints; its exit code and that."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        output = process.communicate()[0]
    except BaseException:  # Ctrl-C or SIGTERM: the command ends with us
        process.terminate()
        process.wait()
        raise
    return process.returncode, output


def make_venv():
    """Make .venv anew."""
    if os.path.lexists(VENV):
        print("Removing .venv, which was not finished ...", flush=True)
        shutil.rmtree(VENV)
    print("Making the virtual environment in .venv ...", flush=True)
    code, output = run([sys.executable, "-m", "venv", VENV])
    if code:
        print(last_lines(output), file=sys.stderr)
        sys.exit("The virtual environment could not be made: the lines above say why.")


def install(name, state):
    """Bring .venv to what a requirements file says."""
    print("Installing packages (about a minute) ...", flush=True)
    if os.path.exists(STATE):
        os.remove(STATE)
    pip = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    code, output = run(pip + ["-r", name])
    if code:
        if state:
            write_state(state)
        print(last_lines(output), file=sys.stderr)
        sys.exit(why_pip_failed(output))
    write_state(dict(state, **{part: digest(part) for part in included(name)}))


def main(name):
    """See to it that .venv has what the named requirements file asks for."""
    state = read_state()
    if state is not None and state.get(name) == digest(name):
        return
    complaint = too_old(sys.version_info)
    if complaint:
        other = newer_python()
        if not other:
            sys.exit(complaint)
        print("This is Python {}.{}; taking {} instead.".format(*sys.version_info[:2], other), flush=True)
        os.execv(other, [other] + sys.argv)
    if state is None:
        complaint = no_venv(sys.version_info)
        if complaint:
            sys.exit(complaint)
        make_venv()
    install(name, state or {})


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *args: sys.exit(143))
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except OSError as error:
        sys.exit("The virtual environment could not be made: {}.".format(error))
