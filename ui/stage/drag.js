// Hands on the hills: drag a hill or the end of its spread bar, or use its slider on the keyboard. What is dragged at any
// depth is a hill as it stands there; what is changed are the features at depth 0 behind it.

const KEY_STEP = 0.05, KEY_COARSE = 0.5; // in units of the features
const KEYS_REST_MS = 700;                // after the last key the change is committed
const HANDLES = {
  m1: { name: "Mean of class 1", letter: "mu1", symbol: "delta" },
  m2: { name: "Mean of class 2", letter: "mu2", symbol: "delta" },
  s: { name: "Spread", letter: "sigma", symbol: "sigma" },
};

/**
 * Handles on ui.sheet. hooks.now() gives {data, reading, depth}; data.hand the ranges {m1: [low, high], m2, s}.
 * hooks.start() before the first change, hooks.change(features | null) for each, hooks.end(features | null) once, null to restore.
 */
function createDrag(ui, hooks) {
  const abort = new AbortController();
  const listen = (target, type, act, options) => target.addEventListener(type, act, { signal: abort.signal, ...options });
  const grips = [0, 1, 2, 3].map(() => make(ui.sheet, "rect", { class: "stage-grip", width: 24, height: 24 }));
  const handles = {};
  for (const [key, { name, symbol }] of Object.entries(HANDLES)) {
    const node = make(ui.sheet, "g", { class: `stage-handle stage-handle-${key}`, role: "slider", tabindex: 0, "aria-label": name });
    make(node, "rect", { class: "stage-hit", x: -14, y: -14, width: 28, height: 28 });
    if (key === "s") make(node, "rect", { class: "stage-knob", x: -5, y: -9, width: 10, height: 18, rx: 3 });
    else make(node, "circle", { class: "stage-knob", r: 8 });
    make(node, "title", {}, `${name}: drag, or use the arrow keys`);
    tie(node, symbol);
    handles[key] = node;
  }
  let scene = null, hand = null, timer = 0, shown = null;

  /** One way to change things: {key, by: "pointer" or "keys", before, features}. */
  function begin(key, by) {
    if (hand && hand.by !== by) finish();
    if (hand) {
      hand.key = key;
      return;
    }
    const { data, reading, depth } = hooks.now(), { m1, m2, s } = data.model;
    hand = { key, by, before: { m1, m2, s }, features: { m1, m2, s }, response: responseOf(data, reading, depth) };
    hooks.start();
  }

  function set(key, value) {
    const [low, high] = hooks.now().data.hand[key];
    const next = Math.round(clamp(value, low, high) * 100) / 100;
    if (!Number.isFinite(next) || next === hand.features[key]) return;
    hand.features = { ...hand.features, [key]: next };
    hooks.change(hand.features);
  }

  function finish(keep = true) {
    clearTimeout(timer);
    if (!hand) return;
    const { before, features } = hand, changed = Object.keys(before).some((key) => before[key] !== features[key]);
    hand = null;
    ui.figure.classList.remove("stage-held");
    hooks.end(keep && changed ? features : null);
  }

  // ---- pointer ----

  function grab(event, key, end = 0) {
    if (event.button !== 0 || !scene) return;
    event.preventDefault();
    handles[key].focus({ preventScroll: true });
    begin(key, "pointer");
    const { response, before } = hand, at = hooks.now().data.model;
    const { left, right, scale } = scene, half = (at.m2 - at.m1) / 2, middle = (at.m1 + at.m2) / 2;
    const from = key === "s" ? response.deviation(half, at.s)
      : middle + (key === "m2" ? 1 : -1) * half * response.gap;
    const own = before[key], other = before[key === "m1" ? "m2" : "m1"], start = clamp(event.clientX - leftEdge(), left, right);
    const gone = new AbortController(), signal = AbortSignal.any([abort.signal, gone.signal]);
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    ui.figure.classList.add("stage-held");
    const follow = (move) => {
      if (move.pointerId !== event.pointerId) return;
      const way = (clamp(move.clientX - leftEdge(), left, right) - start) / scale;
      if (key === "s") set("s", spreadBehind(response, half, own, from, Math.max(0, from + end * way)));
      else set(key, meanBehind(response, own, other, from, from + way));
    };
    const release = (keep) => {
      gone.abort();
      finish(keep);
    };
    target.addEventListener("pointermove", follow, { signal });
    target.addEventListener("pointerup", () => release(true), { signal });
    target.addEventListener("pointercancel", () => release(false), { signal });
    window.addEventListener("keydown", (press) => {
      if (press.key !== "Escape") return;
      press.preventDefault();
      release(false);
    }, { signal, capture: true });
  }

  const leftEdge = () => ui.svg.getBoundingClientRect().left;

  function grabHill(event, c) {
    if (!scene) return;
    const x = event.clientX - leftEdge(), far = scene.means.map((mean) => Math.abs(mean - x));
    // Where both hills are under the pointer, the nearer one.
    grab(event, far[0] === far[1] ? `m${c + 1}` : far[0] < far[1] ? "m1" : "m2");
  }

  ui.hills.lines.forEach((line, c) => listen(line, "pointerdown", (event) => grabHill(event, c)));
  grips.forEach((grip, k) => listen(grip, "pointerdown", (event) => grab(event, "s", k % 2 ? 1 : -1)));
  for (const key of ["m1", "m2"]) listen(handles[key], "pointerdown", (event) => grab(event, key));
  listen(handles.s, "pointerdown", (event) => grab(event, "s", 1));

  // ---- keys ----

  function press(event, key) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && hand?.by === "keys") return finish(false);
    if (event.key === "Enter" && hand?.by === "keys") return finish();
    const { data } = hooks.now(), now = data.model[key], [low, high] = data.hand[key];
    const step = event.shiftKey ? KEY_COARSE : KEY_STEP;
    const to = { ArrowRight: now + step, ArrowUp: now + step, ArrowLeft: now - step, ArrowDown: now - step, Home: low, End: high,
      PageUp: now + KEY_COARSE, PageDown: now - KEY_COARSE }[event.key];
    if (to === undefined || hand?.by === "pointer") return;
    event.preventDefault();
    event.stopPropagation(); // the figure's own arrow keys step through the depths
    begin(key, "keys");
    set(key, to);
    clearTimeout(timer);
    timer = setTimeout(finish, KEYS_REST_MS);
  }

  for (const key of Object.keys(handles)) {
    listen(handles[key], "keydown", (event) => press(event, key));
    listen(handles[key], "blur", () => hand?.by === "keys" && finish());
  }

  // ---- picture ----

  function meaning(key, data, depth, response) {
    const { m1, m2, s } = data.model, half = (m2 - m1) / 2;
    const first = `${HANDLES[key].letter} = ${tickText(data.model[key], 0.01)}`;
    if (!response || depth === 0) return first;
    if (key === "s") {
      const stands = Math.sqrt(response.own * s ** 2 + response.others * half ** 2).toPrecision(3);
      const deaf = spreadShare(response, half, s) < 0.1 ? ", nearly all of it from unlike neighbourhoods, not from sigma" : "";
      return `${first}; at depth ${depth} the hills' standard deviation is ${stands}${deaf}`;
    }
    const stands = (m1 + m2) / 2 + (key === "m2" ? 1 : -1) * half * response.gap;
    const deaf = 1 + response.gap < MEAN_ANSWERS ? ", and the other class's mean moves it: the classes have swapped sides" : "";
    return `${first}; at depth ${depth} its hill stands at ${tickText(stands, 0.001)}${deaf}`;
  }

  return {
    /** scene: where the hills were drawn, or null where there is nothing to take hold of. */
    place(next) {
      scene = next;
      if (shown !== Boolean(scene)) {
        shown = Boolean(scene);
        ui.figure.classList.toggle("stage-hands", shown);
        [...grips, ...Object.values(handles)].forEach((part) => show(part, shown));
      }
      if (!scene) return;
      const { means, bars, base, outer, left, right } = scene;
      bars.forEach((bar, c) => {
        put(grips[2 * c], { x: bar.from - 12, y: bar.y - 12 });
        put(grips[2 * c + 1], { x: bar.to - 12, y: bar.y - 12 });
      });
      // Knobs stand under their hills, side by side where the hills meet.
      const [first, second] = means[0] <= means[1] ? ["m1", "m2"] : ["m2", "m1"];
      const middle = clamp((means[0] + means[1]) / 2, left + 14, right - 14), apart = Math.max(14, Math.abs(means[1] - means[0]) / 2);
      const at = (x) => clamp(x, left + 8, right - 8);
      put(handles[first], { transform: `translate(${at(middle - apart).toFixed(1)} ${base})` });
      put(handles[second], { transform: `translate(${at(middle + apart).toFixed(1)} ${base})` });
      put(handles.s, { transform: `translate(${at(bars[outer].to).toFixed(1)} ${bars[outer].y})` });
    },
    announce() {
      const { data, reading, depth } = hooks.now();
      if (!data?.hand) return;
      const response = responseOf(data, reading, depth);
      for (const [key, node] of Object.entries(handles)) {
        const [low, high] = data.hand[key];
        put(node, { "aria-valuemin": String(low), "aria-valuemax": String(high), "aria-valuenow": String(data.model[key]) });
        put(node, { "aria-valuetext": meaning(key, data, depth, response) });
      }
    },
    busy: () => hand !== null,
    byKeys: () => hand?.by === "keys",
    features: () => hand.features,
    destroy() {
      clearTimeout(timer);
      abort.abort();
    },
  };
}
