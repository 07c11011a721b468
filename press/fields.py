"""The rich-text fields of an item: which buttons the editor has; the gate is cstosite.shared.richtext."""

from django_prose_editor.fields import ProseEditorField

from cstosite.shared.richtext import clean_html

_MARKS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}


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
            "Roles": True,
        }
        super().__init__(*args, extensions=extensions, sanitize=clean_html, **kwargs)


class NoteField(ProseEditorField):
    """A short rich text: paragraphs, links and emphasis."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=dict(_MARKS), sanitize=clean_html, **kwargs)
