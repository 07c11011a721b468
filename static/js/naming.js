/* Names for what the stock admin leaves without one: assistive technology reads them out, nothing looks different.
   Select2 shows a box of its own for a list, and its label stays with the hidden list; the icons of the two-list widget
   carry a name but not the role that may have one. */

function name(part) {
  for (const list of part.querySelectorAll("select.select2-hidden-accessible")) {
    const label = list.labels[0]
    const box = list.nextElementSibling?.querySelector("[role=combobox]")
    const shown = box?.querySelector(".select2-selection__rendered")
    if (!label || !shown) continue
    label.id ||= `${list.id}_label`
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`)
    // It is a part of the box, not a field in it.
    for (const attribute of ["role", "aria-readonly"]) shown.removeAttribute(attribute)
  }
  for (const icon of part.querySelectorAll(".search-label-icon[aria-label]")) icon.setAttribute("role", "img")
}

// Both widgets are made when the page has loaded, or when a row is added.
const nameSoon = () => setTimeout(() => name(document))
addEventListener("load", nameSoon)
document.addEventListener("formset:added", nameSoon)
