"""Drafts made from the text of whole pages, by the command and in the admin: each text once, nothing ever public."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cstosite.shared.text import clean_text
from delegations.loading import is_new
from delegations.models import Country, LoadedRecord, Person

from . import body, transcript
from .addresses import free_slug
from .history import keep
from .loading import blocks_of, note_as_html
from .models import Act, Appearance, JournalEntry, Kind, PressItem
from .page_text import PageText, normalised, plain, read_page

MAX_BYTES = 1024 * 1024  # of one page's text
_PAGES = UUID("5d0b3a0e-6f0c-4b39-9a53-6a4d1f0f2f57")  # the name space of identifiers made of texts

# What is said of each of press.page_text's doubts.
DOUBT_MESSAGES = {
    "no-title": gettext_lazy("No headline was found: the first words of the text stand in for it."),
    "no-date": gettext_lazy("No date was found."),
    "no-turns": gettext_lazy("It says that it is an interview, but its questions and answers could not be told apart."),
    "no-speaker": gettext_lazy("Who is interviewed could not be read."),
    "name-case": gettext_lazy("The speaker’s name is in the case its sentence needs: put it into the nominative."),
    "joined-lines": gettext_lazy("The text was broken into lines of equal length; they were joined to paragraphs."),
    "unplaced": gettext_lazy("Some lines could not be placed: they are kept in the imported text only."),
}


@dataclass(frozen=True)
class Loaded:
    """The item of a page's text, whether it was made just now, and what somebody should know."""

    item: PressItem | None  # None when it was made before and deleted since
    is_made: bool
    page: PageText


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 or Windows-1251; ValueError, with a sentence for the editor, when it is neither."""
    if len(data) > MAX_BYTES:
        raise ValueError(_("It is larger than 1 MB: no page’s text is. Was it another file?"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        damaged = data.decode("utf-8", "replace")
        # Text in Windows-1251 is almost never valid as UTF-8; where most letters are, some bytes were lost.
        is_damaged = sum(c > "\x7f" != "\ufffd" and c != "\ufffd" for c in damaged) > damaged.count("\ufffd")
        text = "\0" if is_damaged else data.decode("cp1251", "replace")
    if "\ufffd" in text or re.search(r"[\x00-\x08\x0e-\x1b]", text):
        raise ValueError(
            _("It is no plain text in UTF-8 or Windows-1251. Save the document as plain text and try again.")
        )
    return text


def page_of(text: str) -> PageText:
    """What is recognised in the text as it is going to be kept."""
    return read_page(clean_text(text))


def identifier_of(text: str) -> UUID:
    """The same for two copies of one page, however their lines and spaces were made."""
    return uuid5(_PAGES, normalised(clean_text(text)))


def known_item(text: str) -> PressItem | None:
    """The item that was made of this text before."""
    return PressItem.objects.filter(uuid=identifier_of(text)).first()


def was_loaded(text: str) -> bool:
    """Whether an item was made of this text before, though it may have been deleted since."""
    return LoadedRecord.objects.filter(identifier=identifier_of(text)).exists()


@transaction.atomic
def make_draft(text: str, by=None, again=False) -> Loaded:
    """Make a draft of a page's text, once. `again` makes it anew when it was deleted since.

    ValidationError when the text shows nothing, or does not fit an item.
    """
    page, identifier = page_of(text), identifier_of(text)
    if not page.lines:
        raise ValidationError(_("There is no text in it."), code="empty")
    new = is_new(identifier)
    item = None if new else known_item(text)
    if item or not (new or again):
        return Loaded(item, False, page)
    item = PressItem(uuid=identifier, modified_by=by, imported_text=text, **fields_of(page))
    item.slug = free_slug(item.title, item.language, identifier)
    item.full_clean(exclude=["modified_by"])
    item.save()
    item.countries.set(countries_of(page))
    if page.speaker:
        Appearance.objects.create(item=item, person=person_of(page), label=page.speaker[:200], office=page.office)
    keep(item, Act.LOAD, by)
    JournalEntry.note(
        item, Act.LOAD, by, _("Date on the page: %(date)s.") % {"date": date_of(page)} if page.day else ""
    )
    return Loaded(item, True, page)


def fields_of(page: PageText) -> dict:
    """The words of the item that a page makes."""
    return {
        "kind": Kind.INTERVIEW if page.is_interview else Kind.PRESS_RELEASE,
        "language": language_of(page),
        "title": title_of(page),
        "standfirst": page.standfirst,
        "body": body.write(blocks(page)),
        "byline": page.byline,
        "reference_note": "".join(map(note_as_html, page.note)),
    }


def blocks(page: PageText) -> list[transcript.Block]:
    """The blocks of the body; a mark that stands alone makes none."""
    return list(blocks_of([piece for piece in page.body if piece.text.strip()], []))


def title_of(page: PageText) -> str:
    """The headline, or the first words of the text where the page has none."""
    texts = [page.standfirst, *(piece.text for piece in page.body), *page.panel, *page.note, page.byline]
    words = next((plain(text) for text in texts if plain(text)), "")
    first = " ".join(words[:600].split()[:12])[:120].strip(" ,;:–—-")
    return page.title or (f"{first}…" if len(first) < len(words) else first)


def language_of(page: PageText) -> str:
    """The page's language if the site has it, else the site's own."""
    return page.language if page.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def countries_of(page: PageText) -> list[Country]:
    """The countries of the register whose names stand in the headline or the standfirst."""
    countries = {country.name.casefold(): country for country in Country.objects.exclude(name="")}
    if not countries:
        return []
    names = "|".join(re.escape(name) for name in sorted(countries, key=len, reverse=True))
    found = re.findall(rf"(?<!\w)(?:{names})(?!\w)", plain(f"{page.title}\n{page.standfirst}").casefold())
    return [countries[name] for name in dict.fromkeys(found)]


def person_of(page: PageText) -> Person | None:
    """The person of the register who has the speaker's name, in whatever spelling, when there is exactly one."""
    people = Person.objects.namesakes(page.speaker)[:2] if page.speaker else []
    return people[0] if len(people) == 1 else None


def date_of(page: PageText) -> str:
    """The date on the page, with its time where it has one, as staff read it; "" when there is none."""
    if page.day is None:
        return ""
    day = date_format(page.day, "j F Y")
    return f"{day}, {page.clock:%H:%M}" if page.clock else day


def offered_time(item: PressItem) -> datetime | None:
    """When an imported item came out by the date in its text: noon where it has no time; None unless it is past.

    A draft has no date of its own, so that it is read from the text that is kept beside it, for whoever approves it.
    """
    return time_of(page_of(item.imported_text))


def time_of(page: PageText) -> datetime | None:
    """The moment an old page came out; None when its day is not known, or not over."""
    if page.day is None or page.day >= timezone.localdate():
        return None
    return datetime.combine(page.day, page.clock or time(12), timezone.get_default_timezone())


def same_headline(page: PageText, text: str):
    """Other items under the same headline: perhaps the page is here already, loaded in another way."""
    return PressItem.objects.filter(title=title_of(page), language=language_of(page)).exclude(uuid=identifier_of(text))
