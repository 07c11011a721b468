// Copies a quotation as text and HTML: the words selected of one speaker, else what the page has; or how the item is cited.
const chosenIn = (turns) => {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const said = [...turns].flatMap((turn) => {
    if (!range.intersectsNode(turn)) return [];
    const part = document.createRange();
    part.selectNodeContents(turn);
    part.setStartAfter(turn.firstElementChild); // the name
    if (range.compareBoundaryPoints(0, part) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(2, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    const words = part.cloneContents();
    words.querySelectorAll("br,li,p,td").forEach((each) => each.before(" "));
    const text = words.textContent.replace(/\xad/g, "").replace(/\s+/g, " ").trim();
    return text ? [[text, turn.dataset.who]] : [];
  });
  return said.length === 1 ? said[0] : null;
};

const copy = async (box, html, told, said) => {
  const as = (type, text) => ({ [type]: new Blob([text], { type }) });
  try {
    await navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", box.textContent), ...as("text/html", html) })]);
    told.textContent = told.dataset[said];
  } catch {
    box.closest("details").open = true;
    getSelection().selectAllChildren(box);
    told.textContent = told.dataset.failed;
  }
};
document.querySelectorAll(".quote:not([data-of])").forEach((citation) => {
  const [details, button, told] = citation.children;
  button.hidden = false;
  button.onclick = () => {
    told.textContent = "";
    copy(details.querySelector(".cite__text"), details.querySelector("code").textContent, told, "copied");
  };
});
document.querySelectorAll(".quote[data-of]").forEach((quote) => {
  const [details, button, told] = quote.children;
  const box = details.lastElementChild, original = box.innerHTML;
  const look = () => chosenIn(document.querySelectorAll(`[data-of="${quote.dataset.of}"] > [data-who]`));
  let held;
  button.hidden = false;
  button.onpointerdown = () => { held = look(); }; // before a touch ends the selection
  button.onclick = () => {
    const chosen = held || look();
    held = null;
    told.textContent = "";
    box.innerHTML = original;
    const [words, whose, where] = box.children;
    if (chosen) [words.textContent, whose.textContent] = chosen;
    const address = where.textContent;
    const html = box.innerHTML.replace(where.outerHTML, `<a href="${address}">${address}</a>`);
    copy(box, html, told, chosen ? "chosen" : "copied");
  };
});
