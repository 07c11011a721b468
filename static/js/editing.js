/* What every text editor of the admin needs beside its buttons: emphasis from pasted text, and a name. */

import { Extension, pm } from "django-prose-editor/editor"

const { Plugin } = pm.state

const EMPHASIS = [
  ["strong", /font-weight:\s*(bold|[6-9]00)/i],
  ["em", /font-style:\s*(italic|oblique)/i],
]

/** Says by elements what pasted text says by styles: the admin's content policy lets no style attribute through. */
function withoutStyles(html) {
  if (!/<[^>]*\sstyle\s*=|<style/i.test(html)) return html
  const inert = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, " data-style"))
  const { body } = new DOMParser().parseFromString(inert, "text/html")
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = element.dataset.style
    element.removeAttribute("data-style")
    for (const [name, pattern] of EMPHASIS) {
      if (!pattern.test(style) || element.matches("h1, h2, h3, h4, h5, h6, b, strong, i, em")) continue
      const emphasis = document.createElement(name)
      emphasis.append(...element.childNodes)
      element.append(emphasis)
    }
    // Google Docs wraps everything in a <b> that is not bold.
    const isPlain = /font-weight:\s*(normal|400)/i.test(style)
    if (isPlain && element.matches("b, strong")) element.replaceWith(...element.childNodes)
  }
  return body.innerHTML
}

export const PastedStyles = Extension.create({
  name: "pastedStyles",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: withoutStyles } })],
})

/** The label of the form's field names the editor too, and a click on it goes there. */
export const FieldName = Extension.create({
  name: "fieldName",
  onCreate({ editor }) {
    const [label] = editor.view.dom.closest(".prose-editor").querySelector("textarea").labels
    label?.addEventListener("click", () => editor.commands.focus())
    editor.setOptions({ editorProps: { attributes: { "aria-label": label?.textContent.replace(/:\s*$/, "") || "" } } })
  },
})
