// The static copy: the stage, the presets and the scenes of the lesson, from data.js alone. Same link keys as the app.

const { graphs, scenes, presets, defaults, ranges, hosted, about } = window.SWEET_SPOT;
const $ = (id) => document.getElementById(id);
const GRAPH_KEYS = ["n", "p", "q", "dmax"], FEATURES = ["m1", "m2", "s"], VIEW = ["depth", "reading", "axis", "zoom"];
const SERVED = new Set([...GRAPH_KEYS, ...FEATURES, ...VIEW, "v", "seed", "lesson", "step"]);
const IGNORED = /^(embed|embed_options|utm_.*|fbclid|gclid|view|lock)$/;

const state = { step: 0, values: { ...defaults }, view: null, committed: false, guess: null, pinned: null };
let stamp = 0;

const graphOf = (values) => graphs.find(({ model, depth_max }) =>
  model.n === values.n && model.p === values.p && model.q === values.q && depth_max === values.dmax);
const same = (message, values) => FEATURES.every((key) => message.model[key] === values[key]);

const stage = createStage(document.querySelector(".stage-mount"), {
  onView: (view) => { Object.assign(state.values, view); },
  onGuess: (depth) => { state.guess = depth; ask(); },
  onFeatures: (features) => { setTimeout(() => { Object.assign(state.values, features); draw(); }); return true; },
  onPin: (wanted) => {
    const { model, neighbourhoods, layers, curves } = current();
    state.pinned = wanted ? { model, neighbourhoods, layers, curves } : null;
    draw();
  },
});

/** The graph's own theory, or the same graph with other features by algebra: then best possible and dots are not known. */
function current() {
  const { values } = state, graph = graphOf(values);
  return same(graph, values) ? graph : { ...withFeatures(graph, Object.fromEntries(FEATURES.map((key) => [key, values[key]]))), best: null };
}

function draw() {
  const { values } = state, graph = graphOf(values), own = same(graph, values);
  const scene = scenes[state.step - 1], token = `${graphs.indexOf(graph)} ${FEATURES.map((key) => values[key])}`;
  const data = { ...current(), ghost: state.pinned };
  const view = { ...Object.fromEntries(VIEW.map((key) => [key, values[key]])), stamp };
  Object.assign(data, { token, view, hand: ranges, veil: Boolean(scene) && !state.committed });
  if (scene?.mark_depth) Object.assign(data, state.committed ? { guess: state.guess } : { mark: `scene ${state.step}` });
  stage.update(data);
  stage.deliver(own && graph.dots ? { ...graph.dots, token } : { token, dots: null, message: "Lines: theory. Simulated dots belong to the values the graph came with." });
  for (const key of FEATURES) {
    $(key).value = values[key];
    $(key).nextElementSibling.textContent = Number(values[key].toPrecision(6));
  }
  $("preset").value = String(presets.findIndex((preset) => [...GRAPH_KEYS.slice(0, 3), ...FEATURES].every((key) => preset[key] === values[key])));
}

/** Plain text with Markdown's bold and italics, as nodes: nothing is ever read as HTML. */
function paragraph(text, ...before) {
  const node = document.createElement("p");
  node.append(...before);
  text.split(/(\*\*.+?\*\*|\*.+?\*)/).forEach((piece) => {
    const strength = piece.startsWith("**") ? 2 : piece.startsWith("*") && piece.length > 2 ? 1 : 0;
    if (!strength) return node.append(piece);
    const strong = document.createElement(strength === 2 ? "strong" : "em");
    strong.textContent = piece.slice(strength, -strength);
    node.append(strong);
  });
  return node;
}

function button(name, act, disabled = false) {
  const node = Object.assign(document.createElement("button"), { type: "button", textContent: name, className: "main", disabled });
  node.addEventListener("click", act);
  return node;
}

function ask() {
  const scene = scenes[state.step - 1], box = document.createElement("fieldset"), legend = document.createElement("legend");
  $("question").replaceChildren();
  if (!scene) return;
  legend.textContent = scene.question;
  box.append(legend);
  if (state.committed) {
    box.append(...answer(scene).map((text) => paragraph(text)), button("Predict again", () => open(state.step)));
    if (scene.sources.length) box.append(paragraph(`Sources: ${scene.sources.join("; ")}.`));
  } else {
    const commit = button("Commit", () => { state.committed = true; ask(); draw(); }, state.guess === null);
    if (scene.mark_depth) {
      box.append(paragraph(state.guess === null ? "Tap or click into the empty axes above, or move the mark there with the arrow keys." : `Your guess: depth ${state.guess}.`));
    }
    scene.choices.forEach((choice, k) => {
      const label = document.createElement("label");
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "choice", checked: state.guess === k });
      radio.addEventListener("change", () => { state.guess = k; commit.disabled = false; });
      label.append(radio, choice);
      box.append(label);
    });
    box.append(commit);
  }
  $("question").append(box);
}

function answer(scene) {
  if (!scene.mark_depth) return [`You said: **${scene.choices[state.guess]}**. ${state.guess === scene.truth ? "Correct." : `The answer is: **${scene.answer}**.`}`, scene.explanation];
  const off = Math.abs(state.guess - scene.truth);
  return [`You guessed depth **${state.guess}**; it turns at **${scene.truth}**: ${off ? `${off} layer${off === 1 ? "" : "s"} off` : "exactly"}.`, scene.explanation];
}

/** To a scene; 0 is free play with what is on the screen. */
function open(step, values = scenes[step - 1]?.values ?? state.values) {
  Object.assign(state, { step, committed: false, guess: null, values: { ...state.values, ...values } });
  stamp += 1;
  const scene = scenes[step - 1];
  $("scene").value = String(step);
  $("back").hidden = step === 0;
  $("next").hidden = step === scenes.length;
  $("next").textContent = step ? "Next" : "Start the lesson";
  $("words").replaceChildren();
  if (scene) {
    const title = Object.assign(document.createElement("h2"), { textContent: `${step}. ${scene.title}` });
    $("words").append(title, paragraph(scene.words), ...(scene.watch ? [paragraph(`**Watch:** ${scene.watch}`)] : []));
  }
  ask();
  draw();
}

function notice(sentences) {
  const node = document.querySelector(".notice");
  node.hidden = !sentences.length;
  node.replaceChildren(...sentences.flatMap((sentence) => [sentence, " "]));
  if (sentences.length && hosted) {
    const way = Object.assign(document.createElement("a"), { href: hosted + location.search, textContent: "Open this link in the hosted app." });
    node.append(way);
  }
}

/** The link's values, and a sentence for each thing that this copy cannot serve. */
function read(query) {
  const asked = { ...defaults }, sentences = [];
  const step = Number(query.get("step") ?? 0);
  const known = (query.get("lesson") ?? "lecture") === "lecture" && Number.isInteger(step) && step >= 0 && step <= scenes.length;
  if (!known) sentences.push("This copy has the scenes of the lecture only: the beginning is shown.");
  const scene = known ? scenes[step - 1] : undefined;
  Object.assign(asked, scene?.values);
  const bad = [];
  for (const key of [...GRAPH_KEYS, ...FEATURES, "depth"]) {
    if (!query.has(key)) continue;
    const value = Number(query.get(key) || NaN), [low, high] = ranges[key] ?? [-Infinity, Infinity];
    if (Number.isFinite(value) && value >= low && value <= high) asked[key] = value;
    else bad.push(`${key} (${ranges[key] ? `a number from ${low} to ${high}` : "a number"})`);
  }
  for (const key of ["reading", "axis", "zoom"]) {
    const choices = { reading: ["paper", "fixed", "fitted"], axis: ["log", "linear"], zoom: ["follow", "fixed"] }[key];
    if (choices.includes(query.get(key))) asked[key] = query.get(key);
    else if (query.has(key)) bad.push(`${key} (one of ${choices.join(", ")})`);
  }
  if (bad.length) sentences.push(`Not valid in the link: ${bad.join(", ")}; the scene's or the default's value is used.`);
  const unknown = [...query.keys()].filter((key) => !SERVED.has(key) && !IGNORED.test(key));
  if (unknown.length) sentences.push(`Not served by this copy, and ignored: ${unknown.slice(0, 4).map((key) => key.slice(0, 20)).join(", ")}.`);
  // The range of depths may be shorter or longer than the copy's own; the graph is what matters.
  const graph = graphOf(asked) ?? graphs.find(({ model }) => model.n === asked.n && model.p === asked.p && model.q === asked.q);
  if (!graph) {
    sentences.push(`This copy does not have the graph N = ${asked.n}, p = ${asked.p}, q = ${asked.q}: the default is shown.`);
    Object.assign(asked, { n: defaults.n, p: defaults.p, q: defaults.q, dmax: defaults.dmax });
  } else asked.dmax = graph.depth_max;
  asked.depth = Math.min(Math.max(0, Math.round(asked.depth)), asked.dmax);
  return { step: known ? step : 0, values: asked, sentences };
}

function write() {
  const { values, step } = state, query = new URLSearchParams({ v: "1" });
  for (const key of [...GRAPH_KEYS, ...FEATURES, ...VIEW]) query.set(key, String(values[key]));
  if (step) { query.set("lesson", "lecture"); query.set("step", String(step)); }
  return `${location.href.split(/[?#]/)[0]}?${query}`;
}

const option = (text, value) => Object.assign(document.createElement("option"), { textContent: text, value: String(value) });
$("scene").append(option("Free play", 0), ...scenes.map((scene, k) => option(`${k + 1}. ${scene.title}`, k + 1)));
$("preset").append(option("Your own values", -1), ...presets.map((preset, k) => option(preset.name, k)));
for (const key of FEATURES) {
  [$(key).min, $(key).max] = ranges[key];
  $(key).addEventListener("input", () => { state.values[key] = Number($(key).value); draw(); });
}
$("scene").addEventListener("change", () => open(Number($("scene").value)));
$("preset").addEventListener("change", () => {
  const preset = presets[Number($("preset").value)];
  if (preset) open(0, { ...Object.fromEntries([...GRAPH_KEYS.slice(0, 3), ...FEATURES].map((key) => [key, preset[key]])), dmax: defaults.dmax });
});
$("next").addEventListener("click", () => open(state.step + 1));
$("back").addEventListener("click", () => open(state.step - 1));
$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(write());
    $("copied").textContent = "Link copied";
  } catch {
    $("copied").textContent = write();
  }
});
$("about").textContent = about;
if (hosted) $("hosted").append("Everything else: ", Object.assign(document.createElement("a"), { href: hosted, textContent: "the hosted app" }), ".");

const first = read(new URLSearchParams(location.search));
notice(first.sentences);
open(first.step, first.values);
