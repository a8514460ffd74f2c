// The keys of a link that concern the stage: read one strictly, with a sentence for what cannot be used, and write all of them.

const { keys: KEYS, known: KNOWN, lessons: LESSONS, presets: PRESETS, hosted: HOSTED, about: ABOUT, server: SERVER, nodes: NODES } = window.SWEET_SPOT;
const MODEL_KEYS = ["n", "p", "q", "m1", "m2", "s"], VIEW_KEYS = ["depth", "reading", "axis"];
const STAGE_KEYS = [...MODEL_KEYS, "dmax", "seed", ...VIEW_KEYS];
const IGNORED_KEYS = /^(zoom|embed|embed_options|utm_.*|fbclid|gclid|room)$/;
const DEFAULTS = Object.fromEntries(STAGE_KEYS.map((key) => [key, KEYS[key].value]));

const nearest = ({ kind, low, high }, number) => {
  const inside = Math.min(Math.max(number, low), high);
  return kind === "even" ? 2 * Math.ceil(inside / 2 - 0.5) : kind === "whole" ? Math.round(inside) : inside;
};

/** One value of a link: [value, sentence]; the sentence is empty where the text is valid as it stands. */
function readKey(name, text) {
  const key = KEYS[name], say = (used) => `${name} (${key.meaning}) is “${text.slice(0, 30)}”, but it must be ${key.range}: ${used} is used instead.`;
  if (key.choices) return key.choices.includes(text) ? [text, ""] : [key.value, say(key.value)];
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN;
  if (!Number.isFinite(number)) return [key.value, say(key.value)];
  const used = nearest(key, number);
  return [used, used === number ? "" : say(used)];
}

/** {values, lesson, step, pinned, sentences, classes, have} of a query. */
function readLink(query) {
  const sentences = [], values = { ...DEFAULTS };
  let lesson = query.get("lesson") ?? "lecture", step = Number(query.get("step") ?? 0);
  if (!LESSONS[lesson]) { sentences.push(`This page has the lessons ${Object.keys(LESSONS).join(" and ")}: ${"lecture"} is shown.`); lesson = "lecture"; }
  const { scenes } = LESSONS[lesson];
  if (!Number.isInteger(step) || step < 0 || step > scenes.length) { sentences.push(`step must be a whole number from 0 to ${scenes.length}: 0 is used instead.`); step = 0; }
  if (step && !STAGE_KEYS.some((key) => query.has(key))) Object.assign(values, scenes[step - 1].values);
  for (const name of STAGE_KEYS) {
    if (!query.has(name)) continue;
    const [value, sentence] = readKey(name, query.get(name));
    values[name] = value;
    if (sentence) sentences.push(sentence);
  }
  if (values.depth > values.dmax) {
    sentences.push(`depth is ${values.depth}, but it cannot exceed dmax = ${values.dmax}: ${values.dmax} is used instead.`);
    values.depth = values.dmax;
  }
  const unknown = [...query.keys()].filter((key) => !KNOWN.includes(key) && !IGNORED_KEYS.test(key));
  if (unknown.length) sentences.push(`Not used by this page: ${unknown.slice(0, 4).map((key) => key.slice(0, 20)).join(", ")}.`);
  /** The value of a key, its sentence told; null where the link does not have it. */
  const told = (name, key = name) => {
    if (!query.has(name)) return null;
    const [value, sentence] = readKey(key, query.get(name));
    if (sentence) sentences.push(name === key ? sentence : `a.${sentence}`);
    return value;
  };
  const pins = MODEL_KEYS.map((name) => told(`a.${name}`, name));
  const beyond = ["a.c", "a.have"].some((name) => query.has(name));
  if (beyond) sentences.push("The pinned state A is drawn by the full app alone.");
  const pinned = !beyond && pins.every((value) => value !== null) ? Object.fromEntries(MODEL_KEYS.map((name, k) => [name, pins[k]])) : null;
  if (!beyond && !pinned && pins.some((value) => value !== null)) sentences.push("The pinned state A is incomplete in the link and not drawn.");
  const more = ["over", "optimum"].filter((name) => query.has(name) && !["none", "no"].includes(query.get(name)));
  if (more.length) sentences.push(`Drawn by the full app alone: ${more.join(", ")}.`);
  const classes = told("c") ?? 2, have = told("have") ?? 1;
  return { values, lesson, step, pinned, sentences, classes, have };
}

/** The query of a state, every key written out, as the app writes it. */
function writeLink({ values, lesson, step, pinned }) {
  const query = new URLSearchParams({ v: "1" });
  for (const key of STAGE_KEYS) query.set(key, String(values[key]));
  if (pinned) for (const key of MODEL_KEYS) query.set(`a.${key}`, String(pinned[key]));
  if (step) { query.set("lesson", lesson); query.set("step", String(step)); }
  return query.toString();
}
