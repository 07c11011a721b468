"""The rich-text fields of an item: which buttons the editor has; the gate is cstosite.shared.richtext."""

from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from cstosite.shared.richtext import clean_html

_MARKS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Pasting": True,
    "FieldName": True,
}
# The words of static/js/roles.js.
_ROLE_LABELS = {
    "group": _("What the paragraph is"),
    "prompt": _("Prompt"),
    "prompt-continued": _("Prompt continued"),
    "answer": _("Answer"),
    "narration": _("Narration"),
    "short-title": _("Short title"),
    "speaker": _("Speaker"),
    "speaker_name": _("Name of who speaks in this paragraph, as the text has it; empty for none"),
    "save": _("Set"),
    "hints": {
        "prompt": _("What is put to the person interviewed: a question or a remark"),
        "prompt-continued": _("A further paragraph of the prompt just above"),
        "answer": _("What is said in reply; needs no mark right after a prompt"),
        "narration": _("Nobody’s words: an introduction, a scene, an editor’s line, a closing paragraph"),
        "short-title": _("A few words for the list of questions, above its prompt; no part of the printed text"),
        "speaker": _("Who speaks in this paragraph, where there are several voices"),
    },
}
_GROUPS = ["roles", "headings", "lists", "nodes -blockType -lists", "marks", "link", "table", "history"]


class BodyField(ProseEditorField):
    """An item's text: paragraphs with roles, headings, lists, quotations, tables, links and emphasis."""

    def __init__(self, *args, **kwargs):
        extensions = _MARKS | {
            "Heading": {"levels": [2, 3]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Blockquote": True,
            "Table": True,
            "TableRow": True,
            "TableHeader": True,
            "TableCell": True,
            "Roles": {"labels": _ROLE_LABELS},
            "Menu": {"groups": [{"group": group} for group in _GROUPS]},
        }
        super().__init__(*args, extensions=extensions, sanitize=clean_html, **kwargs)


class NoteField(ProseEditorField):
    """A short rich text: paragraphs, links and emphasis."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=dict(_MARKS), sanitize=clean_html, **kwargs)
