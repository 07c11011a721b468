/* What is pasted arrives clean, from a word processor, a messenger or a web page.

   The clipboard's HTML is read and written anew: paragraphs, headings, lists, quotations, tables, links and emphasis,
   with every word of the text. A copy from our own editor is left alone. A dash at the start of a line is a turn in an
   interview, never a bullet. */

import { Extension, pm } from "django-prose-editor/editor"

const { Plugin } = pm.state

const BLOCKS = new Set(
  `address article aside body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3
  h4 h5 h6 header hgroup hr legend main nav p pre search section summary tbody td tfoot th thead tr`.split(/\s+/),
)
// No text, or text that was struck out, or remarks about the text.
const DEBRIS = `x-style, script, meta, link, title, base, xml, template, noscript, iframe, object, embed, img, svg,
  canvas, audio, video, input, select, textarea, del, .msoDel, [hidden], tr[height="0"], .mw-cite-backlink,
  .msocomanchor, .msocomtxt, .msocomoff, .MsoCommentReference, a[href*="#_msocom"], a[href*="#cmnt"]`
const HIDDEN = /display:\s*none|mso-hide:\s*all|mso-(element|special-character):\s*comment/i
// Where links lead from a text to its notes and back, and what such a link says: [1], iv, *.
const NOTES = /#_?(ftn|edn|sdfootnote|sdendnote|cite_|fn|footnote|endnote)/i
const NOTE_MARK = /^[[(]?(\d{1,3}|[a-z]{1,2}|[ivxlc]{1,5}|(note|nb|n)\s*\d{1,3}|[*†‡§^↑↩]{1,3}\ufe0e?)[\])]?$/i
const OFFICE = /\bmso-|class=["']?Mso|urn:schemas-microsoft|docs-internal-guid|\bSCXW\d/
const DASH = /^[\p{Pd}\u2212]+$/u
const BULLETS = "·•▪◦‣●○■\uf000-\uf0ff"
const BULLET = new RegExp(`^[${BULLETS}][ \u00a0][^${BULLETS}]`)

/** The clipboard as elements. The admin's content policy lets neither styles nor scripts through: here they have other
    names, which `asTyped` takes off again where they were text. */
function parse(html) {
  const whole = /^(\s*<meta[^>]*>)*\s*<(tr|td|th|tbody|thead)\b/i.test(html) ? `<table>${html}</table>` : html
  const inert = whole.replace(/(<\/?)style\b/gi, "$1x-style").replace(/\b(style|on[a-z]+)(?=\s*=)/gi, "data-$&")
  return new DOMParser().parseFromString(inert, "text/html").body
}
const asTyped = (text) => text.replace(/data-((style|on[a-z]+)\s*=)/gi, "$1")

function stylesOf({ dataset: { style = "" } }) {
  const pairs = style.split(";").map((pair) => /^\s*([^:]*?)\s*:\s*(.*?)\s*(!important)?\s*$/is.exec(pair) || [])
  return Object.fromEntries(pairs.map(([, name, value]) => [name?.toLowerCase(), value?.toLowerCase()]))
}

function make(name, attributes = {}, children = []) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value)
  element.append(...children)
  return element
}

// Before reading

/** Word says by comments what is a paragraph's bullet or number; here an element says it, as in its other versions. */
function wrapListMarks(body) {
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const begin of found.filter(({ data }) => data.startsWith("[if !supportLists]"))) {
    const inside = []
    let node = begin.nextSibling
    for (; node && node.data !== "[endif]"; node = node.nextSibling) inside.push(node)
    if (node) begin.replaceWith(make("span", { "data-style": "mso-list:Ignore" }, inside))
  }
}

/** Takes out what is no text, and the marks of notes; the notes themselves stay where they are, as paragraphs. */
function removeDebris(body) {
  // Google Docs puts the comments in frames below the text.
  for (const comment of body.querySelectorAll("[id^=cmnt]:not([id^=cmnt_ref])"))
    (comment.closest("div[data-style*=border]") || comment.closest("p") || comment).remove()
  for (const element of body.querySelectorAll(DEBRIS)) element.remove()
  for (const element of body.querySelectorAll("[data-style]")) if (HIDDEN.test(element.dataset.style)) element.remove()
  for (const mark of body.querySelectorAll("a[href], .MsoFootnoteReference, .MsoEndnoteReference")) {
    const href = mark.getAttribute("href")
    const raised = mark.closest("sup, [data-style*=super]")
    const isNote = !href || NOTES.test(href) || (href.startsWith("#") && (raised || mark.querySelector("sup")))
    if (!isNote || !NOTE_MARK.test(mark.textContent.trim())) continue
    mark.remove()
    if (raised && !/[\p{L}\p{N}]/u.test(raised.textContent)) raised.remove() // the commas between two of them
  }
}

// Reading

/** What holds for the text in an element: emphasis, link, white space; `outer` is what holds around it. */
function contextOf(element, outer) {
  const [styles, name, context] = [stylesOf(element), element.localName, { ...outer }]
  const weight = styles["font-weight"]
  if (name === "b" || name === "strong" || /^(bold|bolder|[6-9]00)$/.test(weight)) context.strong = true
  // Google Docs wraps everything in a <b> that is not bold.
  if (/^(normal|lighter|[1-5]00)$/.test(weight)) context.strong = false
  if (name === "i" || name === "em" || /^(italic|oblique)/.test(styles["font-style"])) context.em = true
  if (styles["font-style"] === "normal") context.em = false
  const raised = { super: "sup", sub: "sub" }[styles["vertical-align"]]
  if (raised || name === "sup" || name === "sub") context.raised = raised || name
  const href = asTyped(element.getAttribute("href") || "").replace(/[\t\r\n]/g, "").trim()
  if (name === "a" && /^(https?:|mailto:)/i.test(href)) context.href = href
  const space = styles["white-space-collapse"] || styles["white-space"] || (name === "pre" && "pre")
  if (space) context.isAsTyped = /^(pre|break-spaces)/.test(space)
  return context
}
const LOOKS = ["strong", "em", "raised", "href"]
const isSameText = (one, other) => LOOKS.every((key) => (one[key] || 0) === (other[key] || 0))

/** What a block becomes: a heading or a paragraph, the attributes it has if it is ours, its bullet if it is Word's. */
function shapeOf(element, outer) {
  const [styles, name, words] = [stylesOf(element), element.localName, [...element.classList]]
  const isTitle = name === "p" && (words.includes("MsoTitle") || words.includes("title"))
  const level =
    /^h([1-6])$/.exec(name)?.[1] ||
    (isTitle && 1) ||
    /\bMsoHeading(\d)/.exec(element.className)?.[1] ||
    /^\d$/.exec(styles["mso-outline-level"])?.[0] ||
    (element.getAttribute("role") === "heading" && (element.getAttribute("aria-level") || 2))
  const shape = { name: level ? (level < 3 ? "h2" : "h3") : outer.name, attributes: {} }
  if (/^(p|h\d)$/.test(name))
    for (const key of ["data-role", "data-speaker", "id"]) shape.attributes[key] = element.getAttribute(key)
  shape.isListed = words.some((word) => word.startsWith("MsoList"))
  shape.level = Number(/\blevel(\d)/.exec(styles["mso-list"])?.[1] || 0)
  if (!shape.level && !/^(p|h\d)$/.test(name)) return shape
  const isMark = ({ dataset }) => /mso-list:\s*ignore/i.test(dataset.style)
  const marks = [...element.querySelectorAll("[data-style]")].filter(isMark)
  if (marks.length) Object.assign(shape, { level: shape.level || 1, mark: marks[0].textContent.trim() })
  for (const mark of marks) mark.remove()
  return shape
}

/** The characters of some text, each with its context. */
const charactersOf = (text, context) =>
  text.split("").map((char, place) => ({ char, context, isEdge: place === 0 || place === text.length - 1 }))

/** A line without indentation, and without spaces beside spaces. */
function tidy(line) {
  const isSpace = (place) => /[ \u00a0]/.test(line[place]?.char || "")
  const kept = []
  for (let place = 0; place < line.length; place++) {
    const [begin, before] = [line[place], kept.at(-1)]
    if (!isSpace(place)) kept.push(begin)
    if (!isSpace(place)) continue
    while (isSpace(place + 1)) place++
    const [isRun, after] = [begin !== line[place], line[place + 1]]
    if (!before || !after) continue
    // Where two runs meet, a word processor writes a space that does not break; elsewhere somebody meant it so.
    const isSeam = begin.isEdge && begin.context.isOffice
    const isJoin = isSeam && /[\p{L}.,;:!?)]/u.test(before.char) && /[\p{L}(]/u.test(after.char)
    const context = isSameText(before.context, after.context) ? before.context : {}
    kept.push({ char: isRun || isJoin ? " " : begin.char, isWide: isRun || begin.char !== " ", context })
  }
  return kept
}

/** A line as text in elements of emphasis. */
function written(line, isHeading) {
  const runs = []
  for (const { char, context } of line) {
    if (runs.length && isSameText(runs.at(-1).context, context)) runs.at(-1).text += char
    else runs.push({ text: char, context })
  }
  return runs.map(({ text, context: { raised, em, strong, href } }) => {
    let node = document.createTextNode(text)
    if (raised) node = make(raised, {}, [node])
    if (em) node = make("em", {}, [node])
    if (strong && !isHeading) node = make("strong", {}, [node])
    return href ? make("a", { href }, [node]) : node
  })
}

// Lists

/** Which list a bullet or number belongs to; none, if it is a dash or words. */
function listOf(mark) {
  const [, count] = /^\(?(?:\d+\.)*(\d{1,4}|\p{L}|[ivxlcdm]+)[.)]*$/iu.exec(mark) || []
  if (count && /\d|[.)]$/.test(mark)) {
    const letter = count.length === 1 && !/i/i.test(count) ? count.toLowerCase().charCodeAt(0) - 96 : 1
    return { name: "ol", number: Number(count) || (letter > 26 ? 1 : letter), isDigit: /\d/.test(count) }
  }
  return [...mark].length < 2 && !DASH.test(mark) ? { name: "ul" } : null
}

/** The list item that a line is, if it is one: its bullet goes, or stands as text where there is no such list. */
function itemOf(line, { name, level, mark, isListed }) {
  const text = line.map(({ char }) => char).join("")
  const first = text.split(/\s/)[0]
  const { isWide } = line[first.length] || {}
  const isWord = line[0].context.isOffice && (isListed || isWide)
  const isNumber = isListed && isWide && /^\(?(\d{1,3}|[a-z])[.)]$/i.test(first)
  if (name === "p" && mark === undefined && (BULLET.test(text) || isNumber || (isWord && /^[o§]$/.test(first)))) {
    mark = first
    line.splice(0, first.length + 1)
    level ||= /[o◦○]/.test(mark) ? 2 : /[§▪■]/.test(mark) ? 3 : 1 // as Word draws them
  }
  if (!level || (mark === undefined && DASH.test(first))) return null
  const list = listOf(mark || "")
  if (list && name === "p") return { ...list, level }
  if (list?.name !== "ul") line.unshift(...charactersOf(`${mark} `, { ...line[0].context, href: undefined }))
  return null
}

/** Lists made of single items know their level, so that the next item finds its place. */
const levels = new WeakMap()

/** A new item at the end of what is written, in the list it continues or in one of its own. */
function addItem(out, { name, level, number, isDigit }) {
  const lastList = ({ lastElementChild: last }) => (levels.has(last) ? last : null)
  let list = lastList(out)
  while (list && levels.get(list) < level) [out, list] = [list.lastElementChild, lastList(list.lastElementChild)]
  const next = list && (Number(list.getAttribute("start")) || 1) + list.children.length
  if (list?.localName !== name || (isDigit && number !== next)) {
    list = out.appendChild(make(name, { start: number > 1 && number }))
    levels.set(list, level)
  }
  return list.appendChild(make("li"))
}

/** A list of the page. Google Docs puts lists into lists; Word's web version gives each item a list of its own. */
function readList(list, outer, out) {
  const context = { ...contextOf(list, outer), isInList: true }
  const [name, first] = [list.localName, list.querySelector("li")]
  const sign = stylesOf(first || list)["list-style-type"] || stylesOf(list)["list-style-type"] || ""
  const ownMark = first?.dataset.leveltext || /^["'](.*)["']$/.exec(sign)?.[1] || ""
  const mark = list.matches(".Apple-dash-list") ? "–" : ownMark.trim()
  const start = Number(list.getAttribute("start")) || Number(first?.getAttribute("value")) || 1
  const made = make(name, { start: start > 1 && start })
  for (const child of list.childNodes) {
    const isItem = child.localName === "li"
    const blocks = isItem ? blocksIn(child.childNodes, contextOf(child, context)) : blocksIn([child], context)
    if (!blocks.length) continue
    if (DASH.test(mark)) {
      if (isItem && blocks[0].localName === "p") blocks[0].prepend(`${mark} `)
      out.append(...blocks)
    } else if (child.dataset?.ariaLevel) {
      const level = Number(child.dataset.ariaLevel)
      addItem(out, { name, level, number: start + made.children.length, isDigit: name === "ol" }).append(...blocks)
    } else if (!blocks[0].matches("ul, ol")) made.append(make("li", {}, blocks))
    else if (made.lastElementChild) made.lastElementChild.append(...blocks)
    else {
      made.append(...blocks[0].children)
      made.lastElementChild.append(...blocks.slice(1))
    }
  }
  if (made.children.length) out.append(made)
}

// Tables

/** A table, or what stands in it where a table only arranges other things. */
function readTable(table, outer, out) {
  const context = contextOf(table, outer)
  const inCell = (cell) => blocksIn(cell.childNodes, contextOf(cell, context))
  const rows = [...table.rows].map((row) => [...row.cells])
  const captions = [...table.children].filter(({ localName }) => localName === "caption")
  out.append(...captions.flatMap((caption) => blocksIn(caption.childNodes, context)))
  if (rows.flat().length === 1 || table.matches(":has(table), [role=presentation], [role=none]"))
    return out.append(...rows.flat().flatMap(inCell))
  const cellOf = (cell) => {
    const [colspan, rowspan] = [cell.colSpan, cell.rowSpan].map((span) => span > 1 && span < 1000 && span)
    return make(cell.localName, { colspan, rowspan }, inCell(cell))
  }
  const made = rows.filter((cells) => cells.length).map((cells) => make("tr", {}, cells.map(cellOf)))
  if (made.some((row) => row.textContent)) out.append(make("table", {}, [make("tbody", {}, made)]))
}

// Paragraphs

/** Some nodes as clean blocks. */
function blocksIn(nodes, context) {
  const out = make("div")
  let [line, shape] = [[], { name: "p", attributes: {} }]
  let lines = [line]

  /** Writes what was read: an empty line begins a paragraph, and so does the line below a bullet typed by hand. */
  function finish() {
    const isListItem = Boolean(shape.level)
    let [block, isItem] = [null, false]
    for (const each of lines.map(tidy)) {
      const item = each.length && !context.isInList && itemOf(each, shape)
      if (!each.length || (isItem && !isListItem)) block = null
      if (!each.length) continue
      const name = context.isInList ? "p" : shape.name
      if (block && !item) block.append(make("br"))
      else block = (item ? addItem(out, item) : out).appendChild(make(name, shape.attributes))
      block.append(...written(each, name !== "p"))
      isItem = Boolean(item)
      shape = { ...shape, attributes: {}, level: 0, mark: undefined }
    }
    lines = [(line = [])]
  }

  function read(node, outer) {
    if (node.nodeType === Node.TEXT_NODE) return readText(node, outer)
    if (node.nodeType !== Node.ELEMENT_NODE) return
    const name = node.localName
    if (name === "br") return lines.push((line = []))
    const inner = contextOf(node, outer)
    const isBlock = BLOCKS.has(name) || /^(ul|ol|li|table|blockquote)$/.test(name) || stylesOf(node).display === "block"
    if (!isBlock) return node.childNodes.forEach((child) => read(child, inner))
    finish()
    if (name === "table") return readTable(node, outer, out)
    if (name === "ul" || name === "ol") return readList(node, outer, out)
    const around = shape
    if (name === "blockquote" || name === "li") {
      const blocks = blocksIn(node.childNodes, { ...inner, isInList: inner.isInList || name === "li" })
      const place = () => (name === "li" ? addItem(out, { name: "ul", level: 1 }) : out.appendChild(make("blockquote")))
      if (blocks.length) place().append(...blocks)
      return
    }
    shape = shapeOf(node, around)
    node.childNodes.forEach((child) => read(child, inner))
    finish()
    shape = around
  }

  function readText({ data, parentNode }, outer) {
    // Browsers mark the spaces that they made unbreakable for the clipboard alone.
    const isMadeUp = data === "\u00a0" && parentNode.matches(".Apple-converted-space, span:not([class], [data-style])")
    const text = isMadeUp ? " " : asTyped(data).replace(/[\u200b\ufeff]/g, "")
    text.split(outer.isAsTyped ? /\r\n?|[\n\v\u2028\u2029]/ : /[\v\u2028\u2029]/).forEach((part, index) => {
      if (index) lines.push((line = []))
      for (const each of charactersOf(part.replace(/[ \t\r\n\f]+/g, " "), outer)) line.push(each)
    })
  }

  for (const node of nodes) read(node, context)
  finish()
  return [...out.children]
}

/** The clipboard's HTML as the editor is to have it. */
function cleaned(html) {
  const isOwn = /<[^>]*\sdata-pm-slice=/.test(html) && !/<[^>]*\sstyle\s*=|<style/i.test(html)
  if (isOwn) return html
  const body = parse(html)
  wrapListMarks(body)
  removeDebris(body)
  const blocks = blocksIn(body.childNodes, contextOf(body, { isOffice: OFFICE.test(html) }))
  // Several blocks are whole ones: the editor would take a list at either end for a piece of one.
  const isOpen = ({ localName }) => Number(/^(p|h\d)$/.test(localName))
  if (blocks.length > 1) blocks[0].dataset.pmSlice = `${isOpen(blocks[0])} ${isOpen(blocks.at(-1))} []`
  return make("div", {}, blocks).innerHTML
}

/** Pasted plain text: each line is a paragraph, as the editor has it, but none is empty or indented. */
function cleanedText(text) {
  const lines = text.replace(/[\u200b\ufeff]/g, "").split(/[\r\n\v\u2028\u2029]+/)
  const tidied = lines.map((line, index) => (index ? line.trimStart() : line))
  return tidied.map((line, index) => (index < lines.length - 1 ? line.trimEnd() : line)).filter(Boolean).join("\n")
}

export const Pasting = Extension.create({
  name: "pasting",
  onBeforeCreate({ editor }) {
    // Asterisks and underscores in a pasted text are its own, not marks of emphasis; addresses become links.
    editor.options.enablePasteRules = ["link"]
  },
  transformPastedHTML: cleaned,
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedText: cleanedText } })],
})
