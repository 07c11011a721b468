/* What every text editor of the admin needs beside its buttons: a name, and buttons that say what they are. */

import { Extension } from "django-prose-editor/editor"

/** The label of the form's field names the editor too, and a click on it goes there. */
export const FieldName = Extension.create({
  name: "fieldName",
  onCreate({ editor }) {
    const [label] = editor.view.dom.closest(".prose-editor").querySelector("textarea").labels
    label?.addEventListener("click", () => editor.commands.focus())
    editor.setOptions({ editorProps: { attributes: { "aria-label": label?.textContent.replace(/:\s*$/, "") || "" } } })
  },

  /** The toolbar says by colour alone which of its buttons are off; once it has, they say it in words too. */
  onTransaction({ editor }) {
    const buttons = editor.view.dom.closest(".prose-editor")?.querySelectorAll(".prose-menubar__button") ?? []
    queueMicrotask(() => {
      for (const button of buttons) button.setAttribute("aria-disabled", button.classList.contains("disabled"))
    })
  },
})
