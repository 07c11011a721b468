"""Make drafts from files that hold the text of whole pages."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from press import page_loading, transcript


class Command(BaseCommand):
    help = "Make a draft from the text of each page. A text that was loaded before makes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="plain text in UTF-8 or Windows-1251; - for stdin")
        parser.add_argument("--dry-run", action="store_true", help="show what would be made, and make nothing")

    def handle(self, *args, files, dry_run, verbosity, **options):
        self.is_dry, self.verbosity, self.seen = dry_run, verbosity, set()
        self.counts = {"made": 0, "known": 0, "failed": 0}
        self.undated, self.unplaced = [], []
        for number, name in enumerate(files, start=1):
            self.progress = f"[{number}/{len(files)}] {name}: "
            try:
                self.load(name, page_loading.decode(_read(name)))
            except OSError as error:
                self.fail(error.strerror or str(error))
            except ValidationError as error:
                self.fail(" ".join(error.messages))
            except ValueError as error:
                self.fail(str(error))
        self.report()
        if failed := self.counts["failed"]:
            message = ngettext("%(count)d file could not be loaded.", "%(count)d files could not be loaded.", failed)
            raise CommandError(message % {"count": failed})

    def load(self, name, text):
        """Make the draft of one text, or say what it would be."""
        identifier = page_loading.identifier_of(text)
        if self.is_dry:
            page = page_loading.page_of(text)
            if not page.lines:
                raise ValidationError(_("There is no text in it."))
            is_made = identifier not in self.seen and not page_loading.was_loaded(text)
            item = page_loading.known_item(text)
            outcome = _("would make “%(title)s”")
        else:
            loaded = page_loading.make_draft(text)
            item, is_made, page = loaded.item, loaded.is_made, loaded.page
            outcome = _("made “%(title)s”")
        is_again = identifier in self.seen
        self.seen.add(identifier)
        if not is_made:
            self.counts["known"] += 1
            if item or is_again:
                title = item.title if item else page_loading.title_of(page)
                return self.say(self.progress + _("already there: “%(title)s”") % {"title": title})
            return self.say(self.progress + _("was loaded before and deleted since; not made again"))
        self.counts["made"] += 1
        self.say(self.progress + outcome % {"title": page_loading.title_of(page)} + f" ({', '.join(_summary(page))})")
        if self.is_dry:
            self.show(page)
        for other in page_loading.same_headline(page, text):
            self.say("    " + _("Another item has this headline: %(slug)s.") % {"slug": other.slug})
        if page.language != page_loading.language_of(page):
            self.say("    " + _("Its language, %(code)s, is none of the site’s.") % {"code": page.language})
        for code in page.doubts:
            if code not in {"no-date", "unplaced"}:  # these are in the report
                self.say("    " + page_loading.DOUBT_MESSAGES[code])
        if page.day is None:
            self.undated.append(name)
        self.unplaced += [f"{name}:{line.number}: {line.text}" for line in page.unplaced]
        return None

    def show(self, page):
        """What was recognised, line by line."""
        for line in page.lines:
            self.say(f"    {line.number:>4} {line.part:<11}{line.text[:100]}")

    def report(self):
        """What came of all files."""
        made = _("Would be made") if self.is_dry else _("Made")
        self.say(f"{made}: {self.counts['made']}. " + _("Already there: %(count)d.") % {"count": self.counts["known"]})
        if self.undated:
            self.say(_("Without a date: %(files)s.") % {"files": ", ".join(self.undated)})
        if self.unplaced:
            self.say(_("Lines that could not be placed; they are kept in the imported text only:"))
            for line in self.unplaced:
                self.say(f"  {line}")

    def fail(self, reason):
        """Say why a file is left out; the others go on."""
        self.counts["failed"] += 1
        self.stderr.write(self.progress + _("not loaded: %(reason)s") % {"reason": reason})

    def say(self, line):
        """A line of the progress or the report."""
        if self.verbosity:
            self.stdout.write(line)


def _read(name):
    """The bytes of a file, or of the standard input; a little more than a page may have."""
    if name == "-":
        return sys.stdin.buffer.read(page_loading.MAX_BYTES + 1)
    with open(name, "rb") as file:
        return file.read(page_loading.MAX_BYTES + 1)


def _summary(page):
    """The kind, the number of exchanges, who is interviewed and the date."""
    if page.is_interview:
        found = len(transcript.exchanges(page_loading.blocks(page)))
        yield ngettext("interview, %(count)d exchange", "interview, %(count)d exchanges", found) % {"count": found}
    else:
        yield _("press release")
    yield from filter(None, [page.speaker, page_loading.date_of(page) or _("no date")])
