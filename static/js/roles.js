/* The roles of an interview's paragraphs in the text editor: buttons, labels, and what Enter, Backspace and paste do.

   A paragraph carries its role, speaker and anchor (`id`, given by the server); a third-level heading may be a
   short title. What is kept is <p data-role data-speaker id> and <h3 data-role="short-title">. A block that changes
   its kind keeps what it was until it is saved, so that going back and forth loses no anchor. */

import { Extension, pm, updateAttrsDialog } from "django-prose-editor/editor"

const { Plugin, TextSelection } = pm.state
const { Decoration, DecorationSet } = pm.view

const TITLE = "short-title"
const ROLES = ["prompt", "prompt-continued", "answer", "narration", TITLE]
const isPrompt = (role) => role === "prompt" || role === "prompt-continued"

/** The role that a block shows and saves, from its attributes; only headings have a level. */
const roleOf = ({ role, level }) => ((role === TITLE) === Boolean(level) && (!level || level === 3) ? role : null)
const mayHaveSpeaker = (attrs) => !attrs.level && roleOf(attrs) !== "narration"
const isParagraph = ({ depth, parent }) => depth === 1 && parent.type.name === "paragraph" // where a position is

/** What each top-level block is taken for: the rules of press/transcript.py, with "" before the first prompt. */
function partsOf(doc) {
  const parts = []
  let asked = false
  let unmarked = ""
  doc.forEach((node) => {
    const role = roleOf(node.attrs)
    let part = role || unmarked
    if (role === "answer" && !asked) part = "narration"
    if (isPrompt(role)) asked = true
    if (role) unmarked = asked ? (isPrompt(role) || role === "answer" ? "answer" : "narration") : ""
    parts.push(part)
  })
  return parts
}

/** The top-level paragraphs and headings of the selection; one that it only touches at its very start is not in it. */
function chosen({ doc, selection: { from, to } }) {
  const blocks = []
  doc.forEach((node, pos, index) => {
    const isTouched = pos < to && from < pos + node.nodeSize && !(from <= pos && to === pos + 1)
    if (isTouched && "role" in node.attrs) blocks.push({ node, pos, index })
  })
  return blocks
}

/** Mark the chosen blocks; a prompt of several is one prompt that runs over them. Marking again takes the mark off. */
function mark(role) {
  return ({ tr, state }) => {
    const { paragraph, heading } = state.schema.nodes
    const blocks = chosen(state)
    const wanted = blocks.map((_, index) => (role === "prompt" && index ? "prompt-continued" : role))
    const isOn = blocks.every(({ node }, index) => roleOf(node.attrs) === wanted[index])
    blocks.forEach(({ node, pos, index: place }, index) => {
      const set = (to) =>
        tr.setNodeMarkup(pos, to === TITLE ? heading : paragraph, { ...node.attrs, level: 3, role: to })
      if (role !== "answer") return set(isOn ? null : wanted[index])
      set(null) // an answer needs a mark only where narration stands before it
      if (partsOf(tr.doc)[place] === "narration") set("answer")
    })
    return true
  }
}

/** Ask who speaks the chosen paragraphs. */
async function askSpeaker(editor, labels) {
  const blocks = chosen(editor.state).filter(({ node }) => mayHaveSpeaker(node.attrs))
  const texts = { title: labels.speaker, submitText: labels.save }
  const asking = updateAttrsDialog({ speaker: { title: labels.speaker_name } }, texts)(editor, blocks[0].node.attrs)
  editor.view.dom.parentElement.querySelector("dialog").setAttribute("aria-label", labels.speaker)
  const answer = await asking
  if (!answer) return editor.commands.focus()
  const speaker = answer.speaker.replace(/\s+/g, " ").trim().slice(0, 200) || null
  const set = ({ tr }) => blocks.every(({ pos }) => tr.setNodeAttribute(pos, "speaker", speaker))
  return editor.chain().focus().command(set).run()
}

/** Enter: a prompt or narration cut in two goes on in the second half; at the end begins an unmarked paragraph. */
function splitParagraph({ tr, state }) {
  const { $from, $to } = state.selection
  const [first, last] = [$from.parent, $to.parent]
  const role = roleOf(first.attrs)
  const isAtEnd = $to.parentOffset === last.content.size
  const isAtStart = $from.parentOffset === 0 && first === last && !isAtEnd
  const goingOn = isPrompt(role) ? "prompt-continued" : role === "narration" ? role : null
  const marks = state.storedMarks || ($to.parentOffset ? $from.marks() : [])
  let [before, after] = [first.attrs, { role: isAtEnd ? null : goingOn }]
  if (first !== last && !isAtEnd) after = last.attrs
  // The text keeps its place in the interview when the new paragraph is made above it.
  if (isAtStart) [before, after] = [{ role: role === "prompt-continued" ? role : null }, first.attrs]
  tr.deleteSelection().split(tr.mapping.map($from.pos), 1, [{ type: last.type, attrs: after }])
  tr.setNodeMarkup($from.before(), null, before).ensureMarks(marks).scrollIntoView()
  return true
}

/** The paragraphs with an anchor: position by position under each anchor. */
function anchorsOf(doc) {
  const places = new Map()
  doc.descendants(({ attrs: { id } }, pos) => void (id && places.set(id, [...(places.get(id) || []), pos])))
  return places
}

/** Whole blocks pasted at either edge of a paragraph stay blocks: several ones, or a prompt cut elsewhere. */
function pasteBlocks(view, _event, { content, openStart, openEnd }) {
  const { doc, selection, tr } = view.state
  const { parent, parentOffset } = selection.$from
  const isEdge = parentOffset === 0 || parentOffset === parent.content.size
  const areBlocks = content.content.every((node) => node.isBlock && node.type.name !== "listItem")
  const fits = selection.empty && isParagraph(selection.$from) && isEdge && areBlocks
  if (!fits || openStart > 1 || openEnd > 1) return false
  const [first, last] = [content.firstChild, content.lastChild]
  const stays = (id) => (anchorsOf(doc).get(id) || []).some((pos) => doc.nodeAt(pos).content.size)
  const isCut = first?.attrs.id && !stays(first.attrs.id)
  // Into an empty marked paragraph comes its text.
  const isFilling = !parent.content.size && roleOf(parent.attrs) && !roleOf(first?.attrs || {})
  if (isFilling || (content.childCount < 2 && !isCut)) return false
  const isTouched = content.childCount > 1 && openEnd && !last.content.size // the start of a next one
  const blocks = isTouched ? content.cut(0, content.size - last.nodeSize) : content
  const [before, after] = [selection.$from.before(), selection.$from.after()]
  const from = parentOffset ? after : before
  tr.replaceWith(from, parent.content.size ? from : after, blocks)
  tr.setSelection(TextSelection.near(tr.doc.resolve(from + blocks.size), -1))
  view.dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste").scrollIntoView())
  return true
}

/** Anchors are the item's own: one from elsewhere goes, and of copies that paragraph keeps it which had it before. */
const anchorKeeper = {
  state: { init: (_, { doc }) => anchorsOf(doc), apply: (_, own) => own },
  appendTransaction(transactions, old, { doc, tr }) {
    if (!transactions.some((transaction) => transaction.docChanged)) return null
    const own = this.getState(old)
    const before = anchorsOf(old.doc)
    const moved = (pos) => transactions.reduce((at, { mapping }) => mapping.map(at), pos)
    for (const [id, places] of anchorsOf(doc)) {
      const hasText = (pos) => places.includes(pos) && doc.nodeAt(pos).content.size
      const kept = [...(before.get(id) || []).map(moved), ...places].find(hasText) ?? places[0]
      for (const pos of places.filter((pos) => !own.has(id) || pos !== kept)) {
        tr.setNodeAttribute(pos, "id", null)
        if (!hasText(pos)) tr.setNodeAttribute(pos, "role", null)
      }
    }
    return tr.docChanged ? tr : null
  },
}

export const Roles = Extension.create({
  name: "roles",

  addOptions: () => ({ labels: {} }), // one for each role; hints; speaker, speaker_name, save, group

  addGlobalAttributes() {
    const attribute = (read, write) => ({ default: null, keepOnSplit: false, parseHTML: read, renderHTML: write })
    return [
      {
        types: ["paragraph", "heading"],
        attributes: {
          role: attribute(
            ({ dataset: { role } }) => (ROLES.includes(role) ? role : null),
            (attrs) => (roleOf(attrs) ? { "data-role": attrs.role } : {}),
          ),
          speaker: attribute(
            ({ dataset: { speaker } }) => speaker || null,
            (attrs) => (attrs.speaker && mayHaveSpeaker(attrs) ? { "data-speaker": attrs.speaker } : {}),
          ),
          id: attribute(
            ({ id }) => (/^q[1-9][0-9]{0,3}$/.test(id) ? id : null),
            (attrs) => (attrs.id && roleOf(attrs) === "prompt" ? { id: attrs.id } : {}),
          ),
        },
      },
    ]
  },

  addMenuItems({ buttons, menu }) {
    const { labels } = this.options
    const define = (name, item) => {
      const button = buttons.text(labels[name])
      button.title = labels.hints[name]
      menu.defineItem({
        name: `role:${name}`,
        groups: "roles",
        button,
        ...item,
        update(editor) {
          button.setAttribute("aria-pressed", item.active(editor))
          button.setAttribute("aria-disabled", !item.enabled(editor))
          button.parentElement?.setAttribute("role", "group")
          button.parentElement?.setAttribute("aria-label", labels.group)
        },
      })
    }
    for (const role of ROLES)
      define(role, {
        active({ state }) {
          const [parts, blocks] = [partsOf(state.doc), chosen(state)]
          return blocks.length > 0 && blocks.every(({ index }) => parts[index] === role)
        },
        enabled({ state }) {
          const [blocks, parts] = [chosen(state), partsOf(state.doc)]
          if (role === "answer") return blocks.some(({ index }) => parts.slice(0, index).some(isPrompt))
          if (role === "prompt-continued") return blocks.some(({ index }) => index && isPrompt(parts[index - 1]))
          return blocks.length > 0
        },
        command: (editor) => editor.chain().focus().command(mark(role)).run(),
      })
    define("speaker", {
      active: ({ state }) => chosen(state).some(({ node: { attrs } }) => attrs.speaker && mayHaveSpeaker(attrs)),
      enabled: ({ state }) => chosen(state).some(({ node }) => mayHaveSpeaker(node.attrs)),
      command: (editor) => askSpeaker(editor, labels),
    })
  },

  addKeyboardShortcuts() {
    return {
      Enter({ editor }) {
        const { $from, $to } = editor.state.selection
        return isParagraph($from) && isParagraph($to) && editor.commands.command(splitParagraph)
      },
      // Text drawn up into an empty prompt becomes its text; the editor by itself would drop the empty one.
      Backspace({ editor }) {
        const { empty, $from } = editor.state.selection
        if (!empty || !isParagraph($from) || $from.parentOffset || roleOf($from.parent.attrs)) return false
        const above = editor.state.doc.resolve($from.before()).nodeBefore
        if (above?.type !== $from.parent.type || above.content.size || !roleOf(above.attrs)) return false
        return editor.commands.command(({ tr }) => Boolean(tr.join($from.before())))
      },
    }
  },

  addProseMirrorPlugins() {
    const { labels } = this.options
    const decorations = ({ doc }) => {
      const [parts, found] = [partsOf(doc), []]
      doc.forEach(({ attrs, nodeSize }, pos, index) => {
        const part = parts[index]
        const isNamed = attrs.speaker && mayHaveSpeaker(attrs)
        const words = [labels[part], part === "prompt" && attrs.id, isNamed && attrs.speaker].filter(Boolean)
        const shown = { "data-part": part, "data-label": words.join(" · ") }
        if (words.length) found.push(Decoration.node(pos, pos + nodeSize, shown))
      })
      return DecorationSet.create(doc, found)
    }
    return [new Plugin({ ...anchorKeeper, props: { decorations, handlePaste: pasteBlocks } })]
  },
})
