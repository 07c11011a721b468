/* What every text editor of the admin needs beside its buttons: a name. */

import { Extension } from "django-prose-editor/editor"

/** The label of the form's field names the editor too, and a click on it goes there. */
export const FieldName = Extension.create({
  name: "fieldName",
  onCreate({ editor }) {
    const [label] = editor.view.dom.closest(".prose-editor").querySelector("textarea").labels
    label?.addEventListener("click", () => editor.commands.focus())
    editor.setOptions({ editorProps: { attributes: { "aria-label": label?.textContent.replace(/:\s*$/, "") || "" } } })
  },
})
