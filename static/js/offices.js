/* The posts of each speaker, as buttons below "office as printed": pressing one copies its words there.

   Which posts those are the server says (press/admin/offices.py), for the person chosen and the item's day; nothing is
   linked, and nothing is written unless a button is pressed. Words are in templates/admin/press/speakers.html, whose list
   is for reading without scripts and gives way to the buttons. */

const group = document.getElementById("appearances-group")
const section = document.getElementById("offices")
const day = document.getElementById("id_given_on")
const words = section?.dataset
const say = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name])
const field = (row, name) => row.querySelector(`[name$="-${name}"]`)
const rows = () => group.querySelectorAll(".inline-related:not(.empty-form)")
const pickers = new WeakMap()

/** Other scripts of the form want to know, as if it had been typed. */
function write(control, value) {
  control.value = value
  for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }))
}

async function ask(query) {
  const address = `${words.url}?${new URLSearchParams({ day: day?.value || "", item: words.item, ...query })}`
  const response = await fetch(address, { signal: AbortSignal.timeout(20_000) }).catch(() => null)
  return (response?.ok && (await response.json().catch(() => null))) || null
}

function makePicker(row) {
  const picker = section.querySelector("template").content.firstElementChild.cloneNode(true)
  const part = (name) => picker.querySelector(`[data-part=${name}]`)
  const [list, back, office] = [picker.querySelector("ul"), part("back"), field(row, "office")]
  // What the editor wrote, and what a button put in its place.
  let [kept, put, asked, person] = ["", null, 0, field(row, "person").value]

  function choose(text) {
    if (office.value !== put) kept = office.value
    put = text
    write(office, text)
    back.hidden = !kept.trim() || kept === text
    part("status").textContent = say(words.put, { words: text })
  }
  back.addEventListener("click", () => {
    write(office, kept)
    put = null
    back.hidden = true
    part("status").textContent = words.restored
    office.focus()
  })

  function line({ words: text, when }) {
    const [item, button, about] = ["li", "button", "span"].map((tag) => document.createElement(tag))
    Object.assign(button, { type: "button", className: "button", textContent: text })
    button.addEventListener("click", () => choose(text))
    about.textContent = when
    item.append(button, " ", about)
    return item
  }
  function show(given) {
    const sentence = given ? given.about : words.failed
    if (part("about").textContent !== sentence) part("about").textContent = sentence
    list.replaceChildren(...(given?.offices || []).map(line))
  }
  /** `isAnswer` says that somebody has just changed something: only then is the new list told of. */
  async function refresh(isAnswer) {
    const [person, number] = [field(row, "person").value, ++asked]
    part("about").setAttribute("aria-live", isAnswer ? "polite" : "off")
    const given = person ? await ask({ person }) : { about: "", offices: [] }
    if (number === asked) show(given)
  }
  /** Whether another person is chosen than when this was asked last: the admin tells of a change when it makes a list. */
  function isAnother() {
    const before = person
    person = field(row, "person").value
    return person !== before
  }
  /** A speaker that was taken from the text: who has this name in the register, if one person alone has. */
  async function find() {
    const [select, number] = [field(row, "person"), ++asked]
    const given = select.value ? null : await ask({ label: field(row, "label").value })
    if (!given?.person || number !== asked || select.value) return
    select.add(new Option(given.person.name, given.person.pk, true, true))
    // Shown by the list, and told to nobody: the posts are here already.
    jQuery(select).trigger("change.select2")
    isAnother()
    show(given)
    part("status").textContent = say(words.linked, given.person)
  }

  row.querySelector(".form-row.field-office").append(picker)
  pickers.set(row, { refresh, find, isAnother })
  return pickers.get(row)
}

const pickerOf = (row) => pickers.get(row) || makePicker(row)

function start() {
  section.hidden = true
  for (const row of rows()) pickerOf(row).refresh(false)
  group.addEventListener("formset:added", ({ target }) => pickerOf(target))
  group.addEventListener("speaker:named", ({ target }) => pickerOf(target.closest(".inline-related")).find())
  day?.addEventListener("change", () => rows().forEach((row) => pickerOf(row).refresh(true)))
  // The list of people is the admin's, and tells of its choice through its own jQuery alone.
  jQuery(group).on("change", "select[name$=-person]", ({ target }) => {
    const row = target.closest(".inline-related")
    if (!row || row.matches(".empty-form") || !pickerOf(row).isAnother()) return
    const label = field(row, "label")
    const name = target.selectedOptions[0]?.value ? target.selectedOptions[0].text : ""
    if (name && !label.value.trim()) write(label, name)
    pickerOf(row).refresh(true)
  })
}

const jQuery = window.django?.jQuery
if (group && section && jQuery && document.querySelector("[name=appearances-TOTAL_FORMS]")) start()
