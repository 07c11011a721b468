/* Finding the exchanges of an interview: the button over the text, the list beside it, and what the server proposes.

   The list is read from what the editor shows (roles.js writes each block's part as data-part), after every change.
   A proposal comes as HTML from the server and replaces the text in one step that Undo takes back, together with
   the byline and the note it put in their fields. All words are in the markup. */

const bar = document.getElementById("exchanges-bar")
const panel = document.getElementById("exchanges-panel")
const words = bar?.dataset || {}
const field = (name) => document.getElementById(`id_${name}`)
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name])
// Characters that can be seen: white space comes and goes with HTML, and the server counts in the same way.
const visible = (text) => [...text.replace(/[\p{Z}\p{Cc}\p{Cf}]/gu, "")].length
const isHeading = ({ node }) => node.type.name === "heading"

/** The editor of a field, as soon as there is one. */
const editorOf = (textarea) =>
  new Promise((resolve) => {
    textarea.addEventListener("prose-editor:ready", ({ detail }) => resolve(detail.editor), { once: true })
    const editor = textarea.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor
    if (editor) resolve(editor)
  })

/** The blocks that have words, each with its place and what it is taken for. */
function blocksOf({ state, view }) {
  const blocks = []
  state.doc.forEach((node, pos) => {
    if (node.textContent.trim()) blocks.push({ node, pos, part: view.nodeDOM(pos)?.dataset?.part || "" })
  })
  return blocks
}

/** The exchanges, and the blocks outside them: the rules of press/transcript.py. */
function read(editor) {
  const [blocks, exchanges, outside, titles] = [blocksOf(editor), [], [], []]
  blocks.forEach((block, index) => {
    const { part, node } = block
    const next = blocks.slice(index + 1).find((other) => !isHeading(other))
    const leads = isHeading(block) && next?.part.startsWith("prompt") // a short title, or a heading as printed
    if (part === "prompt" || (part === "prompt-continued" && !blocks[index - 1]?.part.startsWith("prompt")))
      exchanges.push({ pos: block.pos, title: titles.pop()?.node.textContent, prompt: [block], answer: [] })
    else if (part === "prompt-continued") exchanges.at(-1).prompt.push(block)
    else if (part === "answer" && !leads && exchanges.length) exchanges.at(-1).answer.push(block)
    else if (part === "short-title" && blocks[index + 1]?.part.startsWith("prompt")) titles.push(block)
    else outside.push(block)
    if (node.attrs.speaker && exchanges.length && !outside.includes(block))
      (exchanges.at(-1).speakers ||= new Set()).add(node.attrs.speaker)
  })
  return { exchanges, outside }
}

/** A button that looks like a link and leads into the text. */
function link(text, follow) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "exchanges-link" })
  made.append(text)
  made.addEventListener("click", follow)
  return made
}

/** The items of a list, each of some texts and elements; what reads the same stays, and keeps the focus. */
function fill(list, items) {
  const made = items.map((parts) => {
    const item = document.createElement("li")
    item.append(...parts)
    return item
  })
  if (made.some((item, index) => item.textContent !== list.children[index]?.textContent) || !made[list.children.length - 1])
    list.replaceChildren(...made)
}

/** What is new is put in and read out; the same words again are not. */
const write = (place, text) => place.textContent !== text && (place.textContent = text)

async function start() {
  const { pm } = await import("django-prose-editor/editor")
  const [editor, note] = await Promise.all([editorOf(field("body")), editorOf(field("reference_note"))])
  const [button, byline] = [bar.querySelector("button"), field("byline")]
  const [summary, message] = bar.querySelectorAll("p")
  const list = (name) => panel.querySelector(`[data-list=${name}]`)
  const row = field("body").closest(".flex-container")
  let [doubts, applied, isBusy, isPasted] = [[], null, false, false]

  const tell = (sentence, look = "") => {
    write(message, sentence)
    bar.dataset.look = look
  }
  const goTo = (pos) => editor.chain().focus().setTextSelection(pos).scrollIntoView().run()

  // The speakers' rows further down; "add another" is the admin's own link.
  const group = document.getElementById("appearances-group")
  const adder = () => group?.querySelector(".add-row a")
  const rows = () => [...(group?.querySelectorAll("[name$='-label']:not([name*=__prefix__])") || [])]
  function addSpeaker(name) {
    if (!rows().some(({ value }) => !value.trim())) adder().click()
    const empty = rows().find(({ value }) => !value.trim())
    empty.value = name
    empty.dispatchEvent(new Event("input", { bubbles: true }))
    show()
    tell(say(words.added, { name }))
    ;(list("speakers").querySelector("button") || button).focus()
  }

  function show() {
    const isInterview = field("kind").value === "interviews"
    bar.hidden = panel.hidden = !isInterview
    row.classList.toggle("has-exchanges", isInterview)
    if (!isInterview) return
    const { exchanges, outside } = read(editor)
    const listed = [...outside, ...exchanges.flatMap(({ prompt, answer }) => [...prompt, ...answer])]
    const titles = exchanges.reduce((sum, { title }) => sum + visible(title || ""), 0)
    const characters = visible(editor.state.doc.textContent) - titles
    const unlisted = characters - listed.reduce((sum, { node }) => sum + visible(node.textContent), 0)
    const counts = { exchanges: exchanges.length, characters: unlisted }
    write(summary, exchanges.length ? say(words.summary, counts) : characters ? words.noPrompts : words.noText)
    const isOffered = isPasted && !exchanges.length && blocksOf(editor).length > 1
    if (isOffered && bar.dataset.look !== "problem") tell(words.offer, "offer")
    else if (!isOffered && bar.dataset.look === "offer") tell("")

    const lines = exchanges.map(({ title, prompt, answer, speakers = [] }, index) => {
      const text = title || prompt[0].node.textContent.trim()
      const short = text.length > 90 ? `${text.slice(0, 90).replace(/\s+\S*$/, "")} …` : text
      const about = document.createElement("span")
      about.append([...speakers, answer.length ? say(words.answers, { count: answer.length }) : words.noAnswer].join(" · "))
      return [link(short, () => goTo(read(editor).exchanges[index].pos + 1)), about]
    })
    fill(list("exchanges"), lines)
    list("none").hidden = exchanges.length > 0
    list("outside").hidden = !exchanges.length || !outside.length
    write(list("outside").querySelector("span"), String(outside.length))

    const noticed = doubts.map(({ message, pos }, index) => [pos ? link(message, () => goTo(doubts[index].pos)) : message])
    fill(list("doubts").querySelector("ul"), noticed)
    list("doubts").hidden = !doubts.length

    const known = rows().map(({ value }) => value.trim())
    const names = new Set(exchanges.flatMap(({ speakers = [] }) => [...speakers]))
    known.forEach((name) => names.delete(name))
    const adding = list("speakers").querySelector("template").content.firstElementChild
    const voices = [...names].map((name) => {
      const add = adding.cloneNode(true)
      add.setAttribute("aria-label", `${add.textContent}: ${name}`)
      add.addEventListener("click", () => addSpeaker(name))
      return adder() ? [name, add] : [name]
    })
    fill(list("speakers").querySelector("ul"), voices)
    list("speakers").hidden = !names.size
  }

  /** The fields go with the text: undoing the proposal empties them again, redoing it fills them. */
  function followUndo() {
    if (!applied) return
    const { before, after, values } = applied
    if (editor.state.doc.eq(before) && applied.isFilled) {
      if (values.byline && byline.value === values.byline) byline.value = ""
      if (values.note_html && note.getHTML() === applied.note) setNote("")
      applied.isFilled = false
      tell("")
    } else if (editor.state.doc.eq(after) && !applied.isFilled) fillFields()
  }
  const setNote = (html) => note.chain().setMeta("addToHistory", false).setContent(html).run()
  function fillFields() {
    if (applied.values.byline && !byline.value.trim()) byline.value = applied.values.byline
    if (applied.values.note_html && !note.getText().trim()) setNote(applied.values.note_html)
    applied.note = note.getHTML()
    applied.isFilled = true
  }
  const total = () => visible(editor.state.doc.textContent + byline.value + note.state.doc.textContent)

  /** One step for Undo, whatever was typed just before; then the account, taken from what the fields really hold. */
  function apply(values) {
    const [before, characters] = [editor.state.doc, total()]
    const set = ({ tr }) => Boolean(pm.history.closeHistory(tr))
    editor.chain().command(set).setContent(values.html).run()
    applied = { before, after: editor.state.doc, values, isFilled: false }
    fillFields()
    if (total() + values.marks === characters) return true
    editor.commands.undo()
    return false
  }

  async function ask(sent) {
    const token = field("body").form.elements.csrfmiddlewaretoken.value
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token }
    const options = { method: "POST", headers, body: JSON.stringify(sent), signal: AbortSignal.timeout(60_000) }
    const response = await fetch(words.url, options).catch(() => null)
    if (!response) return { error: words.offline }
    const given = await response.json().catch(() => null)
    if (response.status === 403) return { error: words.refused }
    return given && (response.ok || given.error) ? given : { error: words.failed }
  }

  async function find() {
    if (isBusy) return
    if (editor.isEmpty) return tell(words.noText)
    const state = () => ({ html: editor.getHTML(), byline: !byline.value.trim(), note: !note.getText().trim() })
    const sent = state()
    isBusy = true
    tell(words.busy)
    const given = await ask(sent)
    isBusy = isPasted = false
    if (given.error) return tell(given.error, "problem")
    if (JSON.stringify(state()) !== JSON.stringify(sent)) return tell(words.changed, "problem")
    const isUsed = given.is_interview && apply(given)
    const places = blocksOf(editor).map(({ pos }) => pos + 1)
    const placed = given.doubts.map(({ message, block }) => ({ message, pos: places[block] }))
    doubts = given.is_interview && !isUsed ? [] : placed
    show()
    if (!isUsed) return tell(given.is_interview || given.unaccounted ? words.lossy : words.undecided, "problem")
    const also = [given.marks && say(words.marks, given)]
    also.push(given.byline && words.movedByline, given.note_html && words.movedNote)
    also.push(...given.left_in_text.map((name) => (name === "byline" ? words.leftByline : words.leftNote)))
    also.push(doubts.length && say(words.doubtful, { doubts: doubts.length }))
    tell([words.found, ...also].filter(Boolean).join(" "), "done")
    if (document.activeElement === button) goTo(read(editor).exchanges[0].pos + 1)
  }

  let waiting
  const showSoon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(show, 150)
  }
  editor.on("transaction", ({ transaction }) => {
    if (!transaction.docChanged) return
    const moved = (doubt) => ({ ...doubt, ...(doubt.pos && transaction.mapping.mapResult(doubt.pos)) })
    doubts = doubts.map(moved).filter((doubt) => !doubt.deleted)
    isPasted ||= transaction.getMeta("uiEvent") === "paste"
    followUndo()
    showSoon()
  })
  button.addEventListener("click", find)
  field("kind").addEventListener("change", show)
  for (const event of ["input", "change", "click"]) group?.addEventListener(event, showSoon)
  row.querySelector(".prose-editor").before(bar)
  row.append(panel)
  show()
}

if (bar && field("kind") && field("body")) start()
