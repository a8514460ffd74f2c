// Every node of the stage, made once: the figure, its captions, its controls.

const ICONS = {
  First: "M5 5h2.5v14H5zM20 5v14L9 12z", "Step back": "M16 4.5 18 6.5 12.5 12 18 17.5 16 19.5 8.5 12z", Play: "M7 4.5v15l12.5-7.5z",
  Pause: "M6 5h4.2v14H6zM13.8 5H18v14h-4.2z", "Step forward": "M8 4.5 6 6.5 11.5 12 6 17.5 8 19.5 15.5 12z", Last: "M16.5 5H19v14h-2.5zM4 5l11 7-11 7z",
};
const CHOICES = {
  Speed: [["0.5", "0.5\u00d7"], ["1", "1\u00d7"], ["2", "2\u00d7"], ["4", "4\u00d7"]],
  Reading: Object.entries(READINGS).map(([key, { label }]) => [key, label]),
  Axis: [["log", "log"], ["linear", "linear"]],
};
let stages = 0;

function element(parent, name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return parent.appendChild(made);
}

function icon(button, name) {
  const svg = make(button, "svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  return make(svg, "path", { d: ICONS[name] });
}

/** All nodes of a stage, made once: the picture of the features and the course of the error, between them what is pressed and said. */
function buildStage(parent) {
  const root = element(parent, "div", { class: "stage-root", "data-testid": "stage" });
  const figure = element(root, "div", {
    class: "stage-picture stage-figure", tabindex: 0, role: "group", "aria-label": "Stage: use arrow keys to change depth, space to play",
  });
  const svg = make(figure, "svg", { role: "img" });
  // The handles lie on a sheet of their own, because nothing inside an image can be reached by a screen reader.
  const sheet = make(figure, "svg", { class: "stage-sheet" });
  const id = `stage-${(stages += 1)}`, lens = createLens(svg), hills = createHills(svg, id), strip = createStrip(svg);
  const controls = element(root, "div", { class: "stage-controls stage-play-row" });
  const buttons = element(controls, "div", { class: "stage-buttons" });
  const button = {};
  for (const name of ["First", "Step back", "Play", "Step forward", "Last"]) {
    button[name] = element(buttons, "button", { type: "button", "aria-label": name, title: name });
    button[name].stageIcon = icon(button[name], name);
  }
  button.Play.classList.add("stage-play");
  const playWord = element(button.Play, "span", {}, "Play");
  const line = element(controls, "div", { class: "stage-depth", "data-symbol": "n" });
  const range = element(line, "input", { type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": "Depth" });
  const number = element(line, "span", { class: "stage-number", "aria-hidden": "true" });
  const select = {};
  // Under the figure first what is pressed and what is said, so that both are on a projector's screen without scrolling.
  // Scripts find it as the page's status; to the ear the same words come from `said`, once nothing moves.
  const status = element(root, "p", { class: "stage-reading", role: "status", "aria-live": "off", "data-testid": "reading" });
  const said = element(root, "p", { class: "stage-said", "aria-live": "polite" });
  const course = element(root, "div", { class: "stage-picture stage-course" });
  const courseSvg = make(course, "svg", { role: "img" }), curve = createCurve(courseSvg, id), layers = createLayers(courseSvg, id);
  const curtain = element(course, "button", { type: "button", class: "stage-curtain", hidden: "" });
  element(curtain, "span", {}, "How will the error go on, and who wins each layer? Guess, then lift the curtain: press C, or here.");
  const row = element(root, "div", { class: "stage-controls stage-choices", id: `${id}-choices` });
  for (const [name, options] of Object.entries(CHOICES)) {
    const label = element(name === "Speed" ? controls : row, "label", {}, name);
    select[name] = element(label, "select", { "aria-label": name });
    for (const [value, words] of options) element(select[name], "option", { value }, words);
  }
  select.Speed.value = "1";
  // Shown where the choices are put away, on a projector and in a frame.
  const more = element(controls, "button", { type: "button", class: "stage-more", "aria-expanded": "false", "aria-controls": `${id}-choices` }, "More");
  more.addEventListener("click", () => more.setAttribute("aria-expanded", String(root.classList.toggle("stage-open"))));
  // Filled when nodes arrive: to choose one by keys, or without aiming at a dot.
  select.Node = element(element(row, "label", {}, "Node"), "select", { "aria-label": "Node", disabled: "" });
  const pin = element(row, "button", { type: "button", class: "stage-pin", hidden: "" }, "Pin A");
  const comparison = element(root, "p", { class: "stage-comparison", "data-testid": "comparison", hidden: "" });
  const captions = element(root, "div", { class: "stage-captions" });
  const meaning = element(captions, "p", { class: "stage-meaning" }), dotsNote = element(captions, "p", { class: "stage-dots-note" });
  return { root, row, figure, curtain, course, svg, courseSvg, sheet, pin, comparison, hills, lens, strip, curve, layers, meaning, dotsNote, button, playWord, range, number, select, status, said };
}
