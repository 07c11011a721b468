/* Finding the exchanges of an interview: the button over the text, the list beside it, and what the server proposes.

   The list is read, after every change, from what the editor shows: roles.js writes each block's part as data-part.
   A proposal comes as HTML and replaces the text in one step, which Undo takes back together with the byline and the
   note that it put in their fields. All words are in the markup, templates/admin/press/pressitem/_exchanges.html. */

const bar = document.getElementById("exchanges-bar")
const panel = document.getElementById("exchanges-panel")
const speakers = document.getElementById("appearances-group")
const words = bar?.dataset
const field = (name) => document.getElementById(`id_${name}`)
const list = (name) => panel.querySelector(`[data-list=${name}]`)
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name])
// Characters that can be seen: white space comes and goes with HTML, and the server counts in the same way.
const visible = (text) => [...text.replace(/[\p{Z}\p{Cc}\p{Cf}]/gu, "")].length
// Two names that read alike, as press/speakers.py has it; other spellings of one are the server's to tell.
const asRead = (name) => name.trim().replace(/\s+/g, " ").replace(/[ :.：]+$/, "").toLowerCase()
// The same words again are not read out again.
const write = (place, text) => place.textContent !== text && (place.textContent = text)

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
    const part = view.nodeDOM(pos)?.dataset?.part || ""
    if (node.textContent.trim()) blocks.push({ node, pos, part, asks: part.startsWith("prompt") })
  })
  return blocks
}

/** The exchanges, and the blocks outside them: the rules of press/transcript.py. */
function read(editor) {
  const [blocks, exchanges, outside] = [blocksOf(editor), [], []]
  const isHeading = ({ node }) => node.type.name === "heading"
  blocks.forEach((block, index) => {
    const [above, below] = [blocks[index - 1], blocks[index + 1]]
    // A heading before a prompt is its short title or printed narration, whatever stands above it.
    const leads = isHeading(block) && blocks.slice(index).find((other) => !isHeading(other))?.asks
    if (block.part === "prompt" || (block.asks && !above?.asks)) {
      const title = above?.part === "short-title" ? [above] : []
      exchanges.push({ title, prompt: [block], answer: [] })
    } else if (block.asks) exchanges.at(-1).prompt.push(block)
    else if (block.part === "answer" && !leads && exchanges.length) exchanges.at(-1).answer.push(block)
    else if (block.part !== "short-title" || !below?.asks) outside.push(block)
  })
  for (const exchange of exchanges) {
    const named = [...exchange.prompt, ...exchange.answer].map(({ node }) => node.attrs.speaker)
    exchange.speakers = [...new Set(named.filter(Boolean))]
  }
  return { exchanges, outside }
}

/** A button that looks like a link and leads into the text. */
function link(text, follow) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "exchanges-link" })
  made.append(text.length > 90 ? `${text.slice(0, 90).replace(/\s+\S*$/, "")} …` : text)
  made.addEventListener("click", follow)
  return made
}

/** The lines of a list, each of some texts and elements; lines that read the same stay, and keep the focus. */
function fill(ul, lines) {
  const made = lines.map((parts) => {
    const line = document.createElement("li")
    line.append(...parts)
    return line
  })
  const text = (items) => JSON.stringify([...items].map((item) => item.textContent))
  if (text(made) !== text(ul.children)) ul.replaceChildren(...made)
}

/** Ask the server; whatever goes wrong is an answer too, with a sentence. */
async function ask(sent, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token }
  const options = { method: "POST", headers, body: JSON.stringify(sent), signal: AbortSignal.timeout(60_000) }
  const response = await fetch(words.url, options).catch(() => null)
  if (!response) return { error: words.offline }
  if (response.status === 403) return { error: words.refused }
  const given = await response.json().catch(() => null)
  return given && (response.ok || given.error) ? given : { error: words.failed }
}

async function start() {
  const { pm } = await import("django-prose-editor/editor")
  const [editor, note] = await Promise.all([editorOf(field("body")), editorOf(field("reference_note"))])
  const [button, byline, row] = [bar.querySelector("button"), field("byline"), field("body").closest(".flex-container")]
  const [summary, message] = bar.querySelectorAll("p")
  let [doubts, applied, isBusy, isPasted, waiting] = [[], null, false, false, 0]

  function goTo(pos) {
    editor.chain().setTextSelection(pos).scrollIntoView().run()
    editor.view.focus()
  }
  const goToPrompt = (index) => goTo(read(editor).exchanges[index].prompt[0].pos + 1)
  function tell(sentence, look = "") {
    write(message, sentence)
    bar.dataset.look = look
  }

  // Speakers are rows of the form further down; "add another" is the admin's own link.
  const names = () => [...(speakers?.querySelectorAll("[name$='-label']:not([name*=__prefix__])") || [])]
  const adder = () => speakers?.querySelector(".add-row a")
  const emptyName = () => names().find(({ value }) => !value.trim())
  function addSpeaker(name) {
    if (!emptyName()) adder().click()
    const row = emptyName()
    row.value = name
    const [asks, answers] = ["prompt", "answer"].map((part) =>
      read(editor).exchanges.some((exchange) => exchange[part].some(({ node }) => node.attrs.speaker === name)),
    )
    const box = document.getElementById(row.id.replace(/label$/, "is_interviewer"))
    if (box) box.checked = asks && !answers
    show()
    row.dispatchEvent(new Event("speaker:named", { bubbles: true }))
    tell(say(words.added, { name }))
    ;(list("speakers").querySelector("button") || button).focus()
  }

  function show() {
    const isInterview = field("kind").value === "interviews"
    bar.hidden = panel.hidden = !isInterview
    row.classList.toggle("has-exchanges", isInterview)
    const { exchanges, outside } = read(editor)
    const listed = exchanges.flatMap(({ title, prompt, answer }) => [...title, ...prompt, ...answer]).concat(outside)
    const characters = visible(editor.state.doc.textContent)
    const unlisted = characters - listed.reduce((sum, { node }) => sum + visible(node.textContent), 0)
    const counts = { exchanges: exchanges.length, characters: unlisted }
    write(summary, exchanges.length ? say(words.summary, counts) : characters ? words.noPrompts : words.noText)
    const isOffered = isPasted && !isBusy && !exchanges.length && outside.length > 1
    if (isOffered && bar.dataset.look !== "problem") tell(words.offer, "offer")
    else if (!isOffered && bar.dataset.look === "offer") tell("")

    const lines = exchanges.map(({ title, prompt, answer, speakers: voices }, index) => {
      const count = answer.length ? say(words.answers, { count: answer.length }) : words.noAnswer
      const about = document.createElement("span")
      about.append([...voices, count].join(" · "))
      return [link((title[0] || prompt[0]).node.textContent.trim(), () => goToPrompt(index)), about]
    })
    fill(list("exchanges"), lines)
    list("none").hidden = exchanges.length > 0
    list("outside").hidden = !exchanges.length || !outside.length
    write(list("outside").querySelector("span"), String(outside.length))

    const noticed = ({ message, pos }, index) => [pos ? link(message, () => goTo(doubts[index].pos)) : message]
    fill(list("doubts").querySelector("ul"), doubts.map(noticed))
    list("doubts").hidden = !doubts.length

    const unknown = new Set(exchanges.flatMap(({ speakers: voices }) => voices))
    const listedNames = new Set(names().map(({ value }) => asRead(value)))
    const voices = [...unknown].filter((name) => !listedNames.has(asRead(name))).map((name) => {
      const add = list("speakers").querySelector("template").content.firstElementChild.cloneNode(true)
      add.setAttribute("aria-label", `${add.textContent}: ${name}`)
      add.addEventListener("click", () => addSpeaker(name))
      return adder() ? [name, add] : [name]
    })
    fill(list("speakers").querySelector("ul"), voices)
    list("speakers").hidden = !voices.length
  }

  const setNote = (html) => note.chain().setMeta("addToHistory", false).setContent(html).run()
  function fillFields() {
    if (applied.byline && !byline.value.trim()) byline.value = applied.byline
    if (applied.note_html && !note.getText().trim()) setNote(applied.note_html)
    Object.assign(applied, { note: note.getHTML(), isFilled: true })
  }
  /** The fields go with the text: undoing the proposal empties them again, redoing it fills them. */
  function followUndo() {
    if (applied?.isFilled && editor.state.doc.eq(applied.before)) {
      if (applied.byline && byline.value === applied.byline) byline.value = ""
      if (applied.note_html && note.getHTML() === applied.note) setNote("")
      applied.isFilled = false
      tell("")
    } else if (applied?.isFilled === false && editor.state.doc.eq(applied.after)) fillFields()
  }

  /** One step for Undo, whatever was typed just before; then the account, taken from what the fields really hold. */
  function apply(given) {
    const total = () => visible(editor.state.doc.textContent + byline.value + note.state.doc.textContent)
    const [before, characters] = [editor.state.doc, total()]
    applied = null
    editor.chain().command(({ tr }) => Boolean(pm.history.closeHistory(tr))).setContent(given.html).run()
    applied = { ...given, before, after: editor.state.doc }
    fillFields()
    const isWhole = total() + given.marks === characters
    if (!isWhole) editor.commands.undo()
    return isWhole
  }

  async function find() {
    if (isBusy) return
    if (editor.isEmpty) return tell(words.noText)
    const state = () => ({ html: editor.getHTML(), byline: !byline.value.trim(), note: !note.getText().trim() })
    const sent = state()
    isBusy = true
    tell(words.busy)
    const given = await ask(sent, field("body").form.elements.csrfmiddlewaretoken.value)
    isBusy = isPasted = false
    if (given.error) return tell(given.error, "problem")
    if (JSON.stringify(state()) !== JSON.stringify(sent)) return tell(words.changed, "problem")
    const isUsed = given.is_interview && apply(given)
    const places = blocksOf(editor).map(({ pos }) => pos + 1)
    doubts = given.doubts.map(({ message, block }) => ({ message, pos: places[block] }))
    if (given.is_interview && !isUsed) doubts = []
    show()
    if (!isUsed) return tell(given.is_interview || given.unaccounted ? words.lossy : words.undecided, "problem")
    const also = [given.marks && say(words.marks, given), given.byline && words.movedByline]
    also.push(given.note_html && words.movedNote, given.left_in_text.includes("byline") && words.leftByline)
    also.push(given.left_in_text.includes("note") && words.leftNote)
    also.push(doubts.length && say(words.doubtful, { doubts: doubts.length }))
    tell([words.found, ...also].filter(Boolean).join(" "), "done")
    if (document.activeElement === button) goToPrompt(0)
  }

  function showSoon() {
    clearTimeout(waiting)
    waiting = setTimeout(show, 150)
  }
  editor.on("transaction", ({ transaction }) => {
    if (!transaction.docChanged) return
    const { mapping } = transaction
    doubts = doubts.filter(({ pos }) => !pos || !mapping.mapResult(pos).deleted)
    doubts = doubts.map((doubt) => ({ ...doubt, pos: doubt.pos && mapping.map(doubt.pos) }))
    isPasted ||= transaction.getMeta("uiEvent") === "paste"
    followUndo()
    showSoon()
  })
  button.addEventListener("click", find)
  field("kind").addEventListener("change", show)
  for (const event of ["input", "click"]) speakers?.addEventListener(event, showSoon)
  row.querySelector(".prose-editor").before(bar)
  row.append(panel)
  show()
}

if (bar && field("kind") && field("body")) start()
