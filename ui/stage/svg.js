// Drawing by hand: nodes are made once; later only attributes change, and only where they differ, so that a picture at rest
// causes no work at all.

function make(parent, name, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return parent.appendChild(element);
}

function put(element, values) {
  const last = (element.stageLast ??= {});
  for (const key in values) {
    const value = typeof values[key] === "number" ? String(Math.round(values[key] * 100) / 100) : values[key];
    if (last[key] === value) continue;
    last[key] = value;
    if (key === "text") element.textContent = value;
    else element.setAttribute(key, value);
  }
}

/** Ties a mark to a symbol of the formulas: it lights with it, and with the symbols in `more`; pointing at it lights its symbol. */
function tie(element, symbol, more = "") {
  element.setAttribute("data-symbol", symbol);
  if (more) element.setAttribute("data-lit-by", more);
}

const show = (element, visible) => put(element, { display: visible ? "inline" : "none" });
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// Measuring makes the browser lay everything out, so each text of a kind is measured once; `forgetWidths` where letters change size.
const widths = new Map();
const forgetWidths = () => widths.clear();

function widthOf(text) {
  const key = `${text.getAttribute("class")} ${text.textContent}`;
  if (!widths.has(key)) {
    if (widths.size > 2000) widths.clear();
    widths.set(key, text.getComputedTextLength());
  }
  return widths.get(key);
}

/** A horizontal axis whose tick marks can slide: a pool of marks, reused. */
function createAxis(group, overhang) {
  const line = make(group, "line", { class: "stage-axis" });
  const marks = Array.from({ length: 14 }, () => ({
    tick: make(group, "line", { class: "stage-axis" }),
    text: make(group, "text", { class: "stage-tick-text", "text-anchor": "middle" }),
  }));
  return {
    place({ left, right, base, size }) {
      put(line, { x1: left, x2: right, y1: base, y2: base });
    },
    /** toX maps a value to the screen; a text that would hang over [left, right] too far is left out. */
    draw({ left, right, base, size }, low, high, toX, step, words = tickText) {
      let used = 0;
      for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step && used < marks.length; k += 1) {
        const x = toX(k * step), mark = marks[used];
        if (x < left - 1 || x > right + 1) continue;
        put(mark.tick, { x1: x, x2: x, y1: base, y2: base + 5, display: "inline" });
        const label = words(k * step, step), half = 0.27 * size * label.length;
        const cut = x - half < left - overhang || x + half > right + overhang;
        put(mark.text, { x, y: base + 1.5 * size, text: label, display: cut ? "none" : "inline" });
        used += 1;
      }
      for (const mark of marks.slice(used)) [mark.tick, mark.text].forEach((part) => show(part, false));
    },
  };
}

function createClip(svg, id) {
  const box = make(make(make(svg, "defs"), "clipPath", { id }), "rect");
  return { place: ({ left, right, top, base }) => put(box, { x: left, y: top, width: right - left, height: Math.max(base - top, 1) }) };
}

/** A double arrow, with letters of this size beside it; a distance of nothing is a small upright stroke, not an empty place. */
function arrowPath(from, to, y, size) {
  const head = Math.min(size / 2, (to - from) / 2.5), at = (value) => Number(value.toFixed(2));
  if (head < 1.5) return `M${at((from + to) / 2)} ${at(y - 0.36 * size)}v${at(0.72 * size)}`;
  const tip = (x, way) => `M${at(x + way * head)} ${at(y - 0.7 * head)}L${at(x)} ${at(y)}L${at(x + way * head)} ${at(y + 0.7 * head)}`;
  return `M${at(from)} ${at(y)}H${at(to)}${tip(from, 1)}${tip(to, -1)}`;
}
