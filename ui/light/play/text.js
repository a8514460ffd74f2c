// Words as nodes: nothing is ever read as HTML.

const byId = (id) => document.getElementById(id);
const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);

/** Plain text with Markdown's bold and italics. */
function paragraph(text) {
  const node = make("p");
  text.split(/(\*\*.+?\*\*|\*.+?\*)/).forEach((piece) => {
    const stars = piece.startsWith("**") ? 2 : piece.startsWith("*") && piece.length > 2 ? 1 : 0;
    node.append(stars ? make(stars === 2 ? "strong" : "em", { textContent: piece.slice(stars, -stars) }) : piece);
  });
  return node;
}

function pressable(words, act, disabled = false) {
  const node = make("button", { type: "button", textContent: words, className: "main", disabled });
  node.addEventListener("click", act);
  return node;
}
