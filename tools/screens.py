"""Make the pictures of docs/editing.md anew: python -m tools.screens

Serves the demo on a free port with data of its own, signs in as an editor and as a publisher, does in Chromium what the
guide says, and keeps what is on the screen as docs/img/editing-*.png. What it started it ends.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import sync_playwright

from cstosite.tests.browser.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parent.parent
WIDTH, COLOURS = 1100, 64
SLIP, REAL = ("sterngthening", "strengthening"), "Aigul Kuspan: During Its CSTO Presidency, Kazakhstan Will Address"
TITLE, LIBRARY = "Ada Example: Examplia Needs More Examples", "Examplia opens a library"
TALK = """– What does Examplia plan this year?|– More examples. We have too few of them.|They will be better ones, too.|
– And what comes after that?|– A rest. Then the second volume.|Examplia Press Service|
For reference. Examplia is no country."""
# Accounts as an administrator makes them, each in the group of its role.
PEOPLE = """from django.contrib.auth.models import Group, User
for name, role in [("anna", "Editor"), ("pavel", "Publisher")]:
    user = User.objects.create_user(name, password="{}", first_name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))"""
PASTE = """(text, html) => { const data = new DataTransfer(); data.setData("text/html", html)
    text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) }"""


@contextmanager
def demo():
    """A demo server with data of its own: its address, and the password of its people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, password, manage = f"http://127.0.0.1:{port}", secrets.token_urlsafe(), [sys.executable, ROOT / "manage.py"]
    with tempfile.TemporaryDirectory() as data:
        env = os.environ | {"DEMO": "1", "DEBUG": "0", "DATA_DIR": data, "SITE_URL": url, "DATABASE_URL": ""}
        server = subprocess.Popen([*manage, "run_demo", f"--port={port}"], env=env, stdout=subprocess.DEVNULL)
        try:
            until_it_answers(f"{url}/readyz", server)
            subprocess.run([*manage, "shell", "-v0", "-c", PEOPLE.format(password)], env=env, check=True)
            yield url, password
        finally:
            server.terminate()
            server.wait(timeout=30)


def until_it_answers(address, server):
    """Wait for the server; sys.exit when it ends or stays silent."""
    deadline = monotonic() + 120
    while monotonic() < deadline and server.poll() is None:
        try:
            return urlopen(address, timeout=5).close()
        except OSError:
            sleep(0.2)
    sys.exit("The demo did not start: `make run` says why.")


class Desk:
    """Somebody at the admin: what they do, and what is on their screen then."""

    def __init__(self, browser, url, name, password):
        self.url = url
        context = browser.new_context(viewport={"width": WIDTH, "height": 900})
        context.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        self.page = context.new_page()
        self.go("/admin/", username=name, password=password).press("Log in")

    def go(self, path, **values):
        """Open an address, wait for the text editors where there are some, and fill fields in."""
        self.page.goto(self.url + path.removeprefix(self.url))
        if self.page.locator("#pressitem_form").count():
            self.page.locator(".ProseMirror[contenteditable]").nth(1).wait_for()
        return self.fill(**values)

    def fill(self, **values):
        for name, value in values.items():
            self.page.locator(f"#id_{name.replace('__', '-')}").fill(value)
        return self

    def press(self, name, **values):
        """Press a button, or follow a link, and fill in the page it leads to."""
        button, link = (self.page.get_by_role(role, name=name) for role in ("button", "link"))
        with self.page.expect_navigation():
            button.or_(link).first.click()
        return self.fill(**values)

    def text(self):
        return self.page.locator(".field-body .ProseMirror[contenteditable]")

    def keep(self, name, place="#content", height=10_000):
        """Write docs/img/editing-<name>.png: an element of the page, at most so many pixels high."""
        box, edge = self.page.locator(place).bounding_box(), 0 if place == "#content" else 10
        box = {
            "x": box["x"] - edge,
            "y": box["y"] - edge + self.page.evaluate("scrollY"),
            "width": min(box["width"] + 2 * edge, WIDTH),
            "height": min(box["height"] + 2 * edge, height),
        }
        shot = Image.open(BytesIO(self.page.screenshot(clip=box, full_page=True, animations="disabled")))
        file = ROOT / f"docs/img/editing-{name}.png"
        shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}: {shot.width} × {shot.height}, {file.stat().st_size // 1024} KB", flush=True)


def write(anna):
    """An interview from a pasted document, with its picture, sent for review; and a page that was pasted whole."""
    anna.go("/admin/press/pressitem/add/", title=TITLE, standfirst="Interview with Ada Example, Chair of Examples")
    anna.page.locator("#id_kind").select_option("interviews")
    anna.text().evaluate(PASTE, "".join(f"<p>{line.strip()}</p>" for line in TALK.split("|")))
    anna.page.get_by_role("button", name="Find the exchanges").click()
    anna.page.get_by_text("Proposed: look it through.").wait_for()
    anna.keep("exchanges", ".field-body")
    anna.page.get_by_role("button", name="Add another Speaker").click()
    anna.page.get_by_role("button", name="Add another Picture").click()
    anna.page.locator("#id_pictures-0-upload").set_input_files(ROOT / "docs/img/home.png")
    anna.fill(appearances__0__label="Ada Example", appearances__0__office="Chair of Examples")
    anna.fill(pictures__0__alt="The home page of the Assembly’s site", pictures__0__credit="Press Service")
    anna.press("Save and continue editing").keep("form", height=600)
    anna.keep("pictures", "#pictures-group")
    anna.press("Send for review").press("Send for review")
    page = ROOT / "cstosite/tests/data/page-of-26-december-2023.txt"
    anna.go("/admin/press/pressitem/from-text/", text=page.read_text()).press("See what is recognised")
    anna.keep("recognised", height=620)


def publish(anna, pavel):
    """One item gets its time; a slip in another is corrected, with a note for the public."""
    pavel.go("/admin/").press(TITLE).press("Approve", at="2030-01-15T10:00").press("Approve")
    anna.go("/admin/press/pressitem/?q=Kuspan").press(REAL)
    anna.text().evaluate(
        "(text, [slip, word]) => { const { commands } = text.editor; \
        commands.setContent(text.editor.getHTML().replace(slip, word)) }",
        SLIP,
    )
    anna.fill(why="A misspelt word in the second prompt").press("Save and continue editing").keep("change", height=400)
    anna.press("Send the change for review", public_note="A misspelt word in the second question was corrected.")
    anna.press("Send the change for review")
    pavel.go("/admin/").keep("front-page", ".newsroom")
    pavel.press(REAL).press("Approve the change").page.get_by_label("A correction").check()
    pavel.keep("correction")
    pavel.press("Approve the change").press("History").keep("history")
    pavel.go("/press/").press(REAL).keep("corrected", "article", height=480)


def meet(anna, pavel):
    """Two people in one draft; and a browser that was closed."""
    anna.go("/admin/press/pressitem/add/", title=LIBRARY, standfirst="It has one book.")
    anna.press("Save and continue editing")
    pavel.go(anna.page.url, standfirst="It has two books.").press("Save and continue editing")
    anna.fill(standfirst="It has one book and a chair.").press("Save and continue editing").keep("conflict", height=330)
    pavel.fill(standfirst="It has two books and a lamp.")
    address = pavel.page.url
    pavel.page.once("dialog", lambda question: question.accept())
    pavel.go("/admin/")
    pavel.go(address).page.get_by_role("button", name="Bring it back").wait_for()
    pavel.keep("unsaved", height=330)


def main():
    """Act the guide out, in its order."""
    if not CHROMIUM:
        sys.exit("The pictures need Chromium: none was found.")
    with demo() as (url, password), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        anna, pavel = (Desk(browser, url, name, password) for name in ("anna", "pavel"))
        write(anna)
        publish(anna, pavel)
        meet(anna, pavel)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
