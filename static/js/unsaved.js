/* Never lost: the browser keeps a copy of a form's unsaved text, one for each user and form, and offers it later.

   A copy holds the fields that differ from what the page was served with, each with the value it was opened with
   (`initial-…`, see press/guard.py): a form that was brought back sends what the lost one would have sent, so a save over
   somebody else's is refused as ever. A copy goes when a page says that the form with its token was saved, at sign-out
   and after a month. This file runs on every page of the admin; a form takes part when it includes
   templates/admin/press/pressitem/_unsaved.html, where all words are. */

const MONTH = 30 * 24 * 60 * 60 * 1000
const WARNING = 5 * 60 // seconds before the end of a session
const [WHO, LEFT] = ["unsaved-user", "unsaved-left"]
const user = document.querySelector("meta[name=user]")?.content
let isLeaving = false

// The browser's store. Where it is blocked or full nothing is kept, and nothing breaks.

function inStore(act) {
  try {
    return act(localStorage)
  } catch {
    return null
  }
}
const read = (key) => inStore((store) => JSON.parse(store.getItem(key)))
const remove = (key) => inStore((store) => store.removeItem(key))
const write = (key, value) => inStore((store) => store.setItem(key, JSON.stringify(value)) ?? true)
function copies() {
  const keys = inStore((store) => Object.keys(store)) || []
  return keys.filter((key) => key.startsWith("unsaved ")).map((key) => {
    const [, whose, path, token] = key.split(" ")
    return { key, whose, path, token, copy: read(key) }
  })
}
function forget(whose) {
  for (const kept of copies()) if (kept.whose === whose) remove(kept.key)
  // Forms still open in other tabs keep nothing more.
  write(LEFT, Date.now())
}

// Every page

for (const { key, copy } of copies()) if (!(copy?.at > Date.now() - MONTH)) remove(key)
for (const { classList } of document.querySelectorAll(".messagelist li")) {
  // What was typed after the form had been sent is not saved yet.
  const saved = ({ token, copy }) => copy?.sent && classList.contains(`saved-${token}`)
  for (const { key } of copies().filter(saved)) remove(key)
}
if (user) write(WHO, user)
else if (document.querySelector("meta[name=signed-out]")) forget(read(WHO))
document.getElementById("logout-form")?.addEventListener("submit", () => {
  isLeaving = true
  // Whoever was asked whether to leave the page may have stayed.
  setTimeout(() => (isLeaving = false), 30_000)
})
addEventListener("pagehide", () => isLeaving && forget(user))

// A form

const notice = document.getElementById("unsaved")
const form = notice?.closest("form")
const words = notice?.dataset
const part = (name) => notice.querySelector(`[data-part=${name}]`)
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name])
// As the rest of the admin writes it: 26 December 2023, 14:05.
const language = document.documentElement.lang.replace(/^en$/, "en-GB")
const moment = (at, look) => new Intl.DateTimeFormat(language, { timeZone: words.zone, ...look }).format(at)

const NOT_KEPT = /^(csrfmiddlewaretoken|token|conflict|(keep|base)-.*|.*__prefix__.*)$/
const NO_TEXT = ["password", "file", "submit", "button", "reset", "image"]
const isBase = (name) => name.startsWith("initial-")
const same = (one, other) => JSON.stringify([...(one || [])].sort()) === JSON.stringify([...(other || [])].sort())
/** The admin's choice from two lists keeps its options apart from the elements. */
const twoLists = ({ id }) => window.SelectBox?.cache[id]

function controls() {
  const isSource = (control) => control.id.endsWith("_from") && twoLists(control)
  const holds = (control) => control.name && !control.disabled && !NO_TEXT.includes(control.type)
  return [...form.elements].filter((one) => holds(one) && !NOT_KEPT.test(one.name) && !isSource(one))
}
const isSwitch = ({ type }) => type === "checkbox" || type === "radio"
const chosen = (select) => twoLists(select) || [...select.selectedOptions]

function valuesOf(control) {
  if (isSwitch(control)) return control.checked ? [control.value] : []
  return control.options ? chosen(control).map(({ value }) => value) : [control.value]
}
function servedIn(control) {
  if (isSwitch(control)) return control.defaultChecked ? [control.value] : []
  if (!control.options) return [control.defaultValue]
  const options = [...control.options].filter(({ defaultSelected }) => defaultSelected)
  if (!options.length && !control.multiple) options.push(...[...control.options].slice(0, 1))
  return options.map(({ value }) => value)
}
function all(values) {
  const found = new Map()
  for (const one of controls()) found.set(one.name, [...(found.get(one.name) || []), ...values(one)])
  return found
}

function watch() {
  const token = form.elements.token.value
  const path = form.getAttribute("action") || location.pathname
  const key = `unsaved ${user} ${path} ${token}`
  const served = all(servedIn)
  // Rows are kept together, with their numbers; every other field for itself.
  const sets = [...served.keys()].flatMap((name) => /^(.*)-TOTAL_FORMS$/.exec(name)?.[1] || [])
  function groupOf(name) {
    const bare = name.replace(/^initial-/, "")
    return sets.find((set) => bare === set || bare.startsWith(`${set}-`)) || bare
  }
  const labels = new Map(sets.map((set) => [set, document.getElementById(`${set}-heading`)?.textContent.trim()]))
  for (const { name, labels: own } of controls()) {
    if (!labels.has(groupOf(name)) && own?.length) labels.set(name, own[0].textContent.replace(/:\s*$/, "").trim())
  }

  // Text editors come later than the page, and write the text that was served in their own way.
  const [editors, rewritten] = [new Map(), new Map()]
  const areas = [...form.querySelectorAll("textarea[data-django-prose-editor-configurable]:not([name*=__prefix__])")]
  const editing = areas.map(
    (area) =>
      new Promise((resolve) => {
        function found(editor) {
          const html = editor.getHTML().replace(/^<(\w+)[^>]*><\/\1>$/, "")
          if (area.value === area.defaultValue) rewritten.set(area.name, [html])
          resolve(editors.set(area, editor))
        }
        area.addEventListener("prose-editor:ready", ({ detail }) => found(detail.editor), { once: true })
        const editor = area.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor
        if (editor) found(editor)
      }),
  )
  const loaded = new Promise((resolve) => {
    if (document.readyState === "complete") resolve()
    else addEventListener("load", () => setTimeout(resolve))
  })
  const isServed = (name, values) => same(values, served.get(name)) || same(values, rewritten.get(name) || served.get(name))

  function textOf(control) {
    if (editors.has(control)) return editors.get(control).getText({ blockSeparator: "\n" })
    if (isSwitch(control)) return control.checked ? "✓" : ""
    return control.options ? chosen(control).filter(({ value }) => value).map(({ text }) => text).join(", ") : control.value
  }
  /** What a group says, for people; a row to a line. */
  function readable(group) {
    const lines = new Map()
    for (const one of controls()) {
      if (groupOf(one.name) !== group || one.type === "hidden" || !textOf(one)) continue
      const row = sets.includes(group) ? /-(\d+)-/.exec(one.name)?.[1] : ""
      lines.set(row, [...(lines.get(row) || []), textOf(one)])
    }
    return [...lines.values()].map((texts) => texts.join(" · ")).join("\n")
  }

  // Keeping

  // The form of a refused save has its token from before: what it has changed is in its copy.
  const before = copies().find((kept) => kept.token === token && kept.whose === user)
  const own = before?.copy
  if (own && before.key !== key && write(key, own)) remove(before.key)
  let [last, sent, sentAt, waiting, left] = [own && JSON.stringify(own.groups), null, 0, 0, read(LEFT)]

  function changed() {
    const [now, groups] = [all(valuesOf), {}]
    const names = new Set([...now.keys(), ...served.keys()])
    const differing = [...names].filter((name) => !isBase(name) && !isServed(name, now.get(name))).map(groupOf)
    for (const group of new Set([...Object.keys(own?.groups || {}), ...differing])) {
      const fields = [...now].filter(([name]) => groupOf(name) === group)
      // A refused save shows newer bases: they count only once the question it asks is answered and saved.
      const bases = own?.groups[group] ? Object.entries(own.groups[group].fields) : fields
      const kept = [...fields.filter(([name]) => !isBase(name)), ...bases.filter(([name]) => isBase(name))]
      const selects = controls().filter(({ name, options }) => options && groupOf(name) === group)
      const texts = selects.map((one) => [one.name, chosen(one).map(({ text }) => text)])
      groups[group] = { label: labels.get(group) || group, text: readable(group) }
      Object.assign(groups[group], { fields: Object.fromEntries(kept), texts: Object.fromEntries(texts) })
    }
    return groups
  }
  const unsaved = () => {
    const groups = changed()
    return Object.keys(groups).length ? JSON.stringify(groups) : null
  }
  /** Whether what differs is in the store now. */
  function keep() {
    clearTimeout(waiting)
    waiting = 0
    if (isLeaving || read(LEFT) !== left) return false
    const groups = unsaved()
    if (!groups) {
      last = null
      return remove(key) !== null
    }
    if (groups === last && groups !== sent) return true
    const isKept = write(key, { at: Date.now(), sent: groups === sent, groups: JSON.parse(groups) })
    if (isKept) last = groups
    part("blocked").textContent = isKept ? "" : words.blocked
    return isKept
  }
  const keepSoon = () => (waiting ||= setTimeout(keep, 2000))
  for (const event of ["input", "change", "click", "keyup", "drop"]) document.addEventListener(event, keepSoon)
  document.addEventListener("visibilitychange", () => document.hidden && keep())
  addEventListener("pagehide", keep)
  // A page that the browser kept asleep does not know what was saved since.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload())
  addEventListener("beforeunload", (event) => {
    const groups = unsaved()
    if (groups && groups !== sent) event.preventDefault()
  })

  // Bringing back

  function fitRows(set, total) {
    const count = () => Number(form.elements[`${set}-TOTAL_FORMS`].value)
    const add = document.querySelector(`#${set}-group .add-row a`)
    for (let tries = total - count(); tries > 0; tries--) add?.click()
    for (let tries = count() - total; tries > 0; tries--) {
      const row = form.querySelector(`[name^="${set}-${count() - 1}-"]`)?.closest(".form-row, .inline-related")
      const link = row?.querySelector(".inline-deletelink")
      if (link) link.click()
      else {
        row?.remove()
        form.elements[`${set}-TOTAL_FORMS`].value = count() - 1
      }
    }
  }
  function choose(select, values, texts) {
    if (twoLists(select)) {
      const id = select.id.replace(/_to$/, "")
      const [from, { SelectBox, SelectFilter }] = [document.getElementById(`${id}_from`), window]
      for (const list of [from, select]) SelectBox.filter(list.id, "")
      SelectBox.move_all(select.id, from.id)
      for (const option of from.options) option.selected = values.includes(option.value)
      SelectBox.move(from.id, select.id)
      for (const list of [from, select]) SelectBox.sort(list.id)
      for (const list of [from, select]) SelectBox.redisplay(list.id)
      return SelectFilter.refresh_icons(id)
    }
    // A field that proposes as one types has only the option that was chosen.
    const known = new Set([...select.options].map(({ value }) => value))
    if (select.matches(".admin-autocomplete")) {
      values.forEach((value, at) => known.has(value) || select.add(new Option(texts?.[at] || value, value)))
    }
    for (const option of select.options) option.selected = values.includes(option.value)
  }
  function fill(name, values, texts) {
    const found = controls().filter((one) => one.name === name)
    if (isBase(name)) {
      for (const surplus of found.splice(values.length)) surplus.remove()
      while (found.length < values.length) {
        found.push(Object.assign(document.createElement("input"), { type: "hidden", name }))
        form.append(found.at(-1))
      }
    }
    found.forEach((control, at) => {
      if (editors.has(control)) return editors.get(control).chain().setContent(values[0] || "").run()
      if (isSwitch(control)) control.checked = values.includes(control.value)
      else if (control.options) choose(control, values, texts)
      else control.value = values[at] ?? ""
      for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }))
    })
  }
  function bringBack({ groups }) {
    for (const [group, { fields, texts }] of Object.entries(groups)) {
      if (sets.includes(group)) fitRows(group, Number(fields[`${group}-TOTAL_FORMS`]?.[0] || 0))
      const bases = [...all(valuesOf).keys()].filter((name) => isBase(name) && groupOf(name) === group)
      // Nothing was chosen when it was opened: that is a base too.
      for (const name of bases) if (!(name in fields)) fill(name, [""])
      for (const [name, values] of Object.entries(fields)) fill(name, values, texts[name])
    }
  }

  // Offering

  let offered = null
  function show(look, sentence) {
    const isOffer = look === "offer"
    notice.dataset.look = look
    part("message").textContent = sentence
    part("fields").hidden = part("compare").hidden = part("throw").hidden = !isOffer
    part("bring").hidden = !isOffer || !form.querySelector("[type=submit]")
    part("undo").hidden = look !== "thrown"
  }
  function offer({ key: kept, copy }) {
    offered = { key: kept, copy }
    const [labelled, list] = [Object.entries(copy.groups), part("compare").querySelector("div")]
    part("fields").textContent = say(words.fields, { fields: labelled.map(([, { label }]) => label).join(", ") })
    const sections = labelled.map(([group, { label, text }]) => {
      const section = part("compare").querySelector("template").content.cloneNode(true)
      const [now, then] = section.querySelectorAll(".copy")
      section.querySelector("h3").textContent = label
      now.textContent = readable(group)
      then.textContent = text
      return section
    })
    list.replaceChildren(...sections)
    show("offer", say(words.offered, { time: moment(copy.at, { dateStyle: "long", timeStyle: "short" }) }))
  }
  part("bring").addEventListener("click", () => {
    bringBack(offered.copy)
    if (keep()) remove(offered.key)
    show("restored", words.restored)
    notice.focus()
  })
  part("throw").addEventListener("click", () => {
    remove(offered.key)
    show("thrown", words.thrown)
    part("undo").focus()
  })
  part("undo").addEventListener("click", () => {
    write(offered.key, offered.copy)
    offer(offered)
    part("throw").focus()
  })
  addEventListener("storage", (event) => {
    // Saved meanwhile, or signed out, in another tab.
    if (offered && event.key === offered.key && !event.newValue && notice.dataset.look === "offer") show("", "")
  })
  /** Hold a name for as long as the page is open: what another tab is still working on is offered when it has closed. */
  const hold = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act())
  const forEver = new Promise(() => {})
  function offerIfLost({ key: kept }) {
    const copy = read(kept)
    if (offered || !copy) return null
    const fields = Object.values(copy.groups).flatMap((group) => Object.entries(group.fields))
    if (fields.every(([name, values]) => isBase(name) || (served.has(name) && isServed(name, values)))) return remove(kept)
    offer({ key: kept, copy })
    return forEver
  }
  hold(key, () => forEver)
  Promise.all([loaded, ...editing]).then(() => {
    const mine = copies().filter((kept) => kept.whose === user && kept.path === path && kept.token !== token)
    for (const kept of mine.sort((a, b) => b.copy.at - a.copy.at)) hold(kept.key, () => offerIfLost(kept))
  })

  // How long the session lasts; asking prolongs nothing.

  let timer = 0
  async function ask() {
    const response = await fetch(words.session, { signal: AbortSignal.timeout(5000) }).catch(() => null)
    const given = response?.ok ? await response.json().catch(() => null) : null
    clearTimeout(timer)
    timer = setTimeout(ask, 60_000)
    if (!given) return
    const seconds = String(given.user) === user ? given.seconds : 0
    if (seconds) {
      // After signing in again in another tab the token of this page is an old one.
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = given.token
      left = read(LEFT)
      clearTimeout(timer)
      timer = setTimeout(ask, 1000 * Math.min(60, seconds > WARNING ? seconds - WARNING : seconds))
    }
    const isEnding = seconds > 0 && seconds <= WARNING
    const end = isEnding && moment(Date.now() + 1000 * seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    const sentence = isEnding ? say(words.ending, { time: end }) : ""
    if (part("ending").textContent !== sentence) part("ending").textContent = sentence
    part("out").hidden = seconds > 0
  }
  ask()
  addEventListener("focus", ask)
  document.addEventListener("visibilitychange", () => document.hidden || ask())

  let [isAsking, isAsked] = [false, false]
  form.addEventListener("submit", async (event) => {
    if (isAsked) {
      ;[isAsked, sent, sentAt] = [false, unsaved(), Date.now()]
      return keep()
    }
    event.preventDefault()
    // A double click sends once.
    if (isAsking || Date.now() - sentAt < 1000) return
    isAsking = true
    keep()
    await ask()
    ;[isAsking, isAsked] = [false, true]
    form.requestSubmit(event.submitter)
  })
}

if (form && user) watch()
