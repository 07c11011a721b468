"""The press as tables of open data: the published items, their exchanges and speakers, and what was withdrawn."""

from django.utils.translation import gettext_lazy as _

from cstosite.shared.tables import Column, Table
from delegations.open_data.columns import DAY, MOMENT, UUID, reference

from ..models import Correction, Kind, PressItem
from . import rows

ITEM = reference("item", "press", description=_("The item."))
POSITION = Column("position", _("Its place among the others."), "integer", is_required=True)

TABLES = [
    Table(
        "topics",
        _("Subjects"),
        _("What items are about; one that was merged names the subject that stands for it."),
        (
            UUID,
            Column("slug", _("The last part of the page's address."), is_required=True, is_unique=True),
            Column("name", _("The name."), is_required=True),
            Column("description", _("What belongs to it.")),
            reference("into", "topics", is_required=False, description=_("The subject it was merged into.")),
        ),
        ("uuid",),
        rows.topics,
    ),
    Table(
        "press",
        _("Press items"),
        _("Every published press release, interview and other item; their texts are in a table of their own."),
        (
            UUID,
            Column("group", _("Shared by the language versions of one item."), is_required=True, format="uuid"),
            Column("language", _("The language it is written in."), is_required=True),
            Column("kind", _("The kind of item."), is_required=True, values=tuple(Kind.values)),
            Column("slug", _("The last part of the page's address."), is_required=True),
            Column("url", _("The page."), is_required=True),
            Column("title", _("The headline."), is_required=True),
            Column("standfirst", _("The sentences under the headline.")),
            Column("byline", _("Who signs.")),
            Column("given_on", _("When it was said or happened, as far as known."), pattern=DAY),
            Column("given_on_precision", _("How exactly that is known."), values=("day", "month", "year")),
            Column("published_at", _("When it was first published."), is_required=True, **MOMENT),
            Column("revised_at", _("The last declared change."), **MOMENT),
            Column("last_anchor", _("The highest number an exchange of it ever had."), "integer", is_required=True),
        ),
        ("uuid",),
        rows.items,
    ),
    Table(
        "press_texts",
        _("Texts of press items"),
        _("The body and the note of each item as HTML, with the roles of its paragraphs."),
        (
            ITEM,
            Column("body_html", _("The text.")),
            Column("reference_note_html", _("The “for reference” note.")),
        ),
        ("item",),
        rows.texts,
    ),
    Table(
        "exchanges",
        _("Exchanges"),
        _("Each prompt of an interview with its answers, as plain text."),
        (
            ITEM,
            Column("anchor", _("Its name within the item, for ever."), is_required=True, pattern=r"q[1-9][0-9]{0,3}"),
            Column("number", _("Its place in the text, from 1."), "integer", is_required=True),
            Column("url", _("The page of the exchange alone."), is_required=True),
            Column("short_title", _("The title that the editor gave it.")),
            Column("prompt", _("The prompt."), is_required=True),
            Column("answer", _("The answers.")),
            Column("answered_by", _("The names of those who answer, with semicolons.")),
            reference("person", "people", is_required=False, description=_("The only one who answers, where known.")),
        ),
        ("item", "anchor"),
        rows.exchanges,
    ),
    Table(
        "appearances",
        _("Speakers"),
        _("Who speaks in an item, in the office of that day."),
        (
            ITEM,
            POSITION,
            Column("label", _("The name in the text."), is_required=True),
            Column("office", _("The office, as printed.")),
            Column("is_interviewer", _("Whether this voice asks."), "boolean", is_required=True),
            reference("person", "people", is_required=False, description=_("The person, where known.")),
        ),
        ("item", "label"),
        rows.appearances,
    ),
    Table(
        "press_countries",
        _("Countries of press items"),
        _("Which countries an item is about."),
        (ITEM, reference("country", "countries", "code", description=_("The country."))),
        ("item", "country"),
        rows.linked(PressItem.countries.through, "country__code"),
    ),
    Table(
        "press_topics",
        _("Subjects of press items"),
        _("Which subjects an item is about."),
        (ITEM, reference("topic", "topics", description=_("The subject."))),
        ("item", "topic"),
        rows.linked(PressItem.topics.through, "topic__uuid"),
    ),
    Table(
        "corrections",
        _("Corrections"),
        _("What the public was told of changes."),
        (
            ITEM,
            Column("at", _("When it was told."), is_required=True, **MOMENT),
            Column("what", _("The kind of change."), is_required=True, values=tuple(Correction.What.values)),
            Column("note", _("The note."), is_required=True),
            Column("was", _("What the text said before, where the editor chose to say so.")),
        ),
        ("item", "at"),
        rows.corrections,
    ),
    Table(
        "press_addresses",
        _("Earlier addresses of press items"),
        _("Addresses that lead to the item."),
        (
            ITEM,
            Column("language", _("The language of the address."), is_required=True),
            Column("slug", _("Its last part."), is_required=True),
        ),
        ("language", "slug"),
        rows.addresses,
    ),
    Table(
        "pictures",
        _("Pictures"),
        _("The pictures of items, in their full size."),
        (
            ITEM,
            POSITION,
            Column("picture", _("The identifier of the file."), is_required=True, format="uuid"),
            Column("url", _("The file."), is_required=True),
            Column("width", _("In pixels."), "integer", is_required=True),
            Column("height", _("In pixels."), "integer", is_required=True),
            Column("alt", _("What is to be seen.")),
            Column("is_decorative", _("Whether it shows nothing worth telling."), "boolean", is_required=True),
            Column("caption", _("The caption.")),
            Column("credit", _("Who made it.")),
            Column("focus_x", _("What must stay in sight: per cent from the left."), "integer", is_required=True),
            Column("focus_y", _("What must stay in sight: per cent from the top."), "integer", is_required=True),
            Column("formats", _("The formats of its renditions, the lightest first."), is_required=True),
        ),
        (),
        rows.pictures,
    ),
    Table(
        "documents",
        _("Documents"),
        _("The documents that go with items."),
        (
            ITEM,
            POSITION,
            Column("document", _("The identifier of the file."), is_required=True, format="uuid"),
            Column("url", _("The file."), is_required=True),
            Column("title", _("What the link to it says."), is_required=True),
            Column("size", _("In bytes."), "integer", is_required=True),
        ),
        (),
        rows.documents,
    ),
    Table(
        "withdrawn",
        _("Withdrawn items"),
        _("What was published and is no more: the identifier, the date and the public reason, nothing else."),
        (
            UUID,
            Column("withdrawn_at", _("When it was withdrawn."), is_required=True, **MOMENT),
            Column("reason", _("Why."), is_required=True),
        ),
        ("uuid",),
        rows.withdrawn,
    ),
]
