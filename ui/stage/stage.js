// The stage itself: figure, controls, motion. `createStage` knows nothing of Streamlit; the adapter at the end does.

const STEP_MS = 300;      // a step or a key, from one depth to the next
const DEPTH_MS = 900;     // one depth while playing at 1x ...
const MOVING_SHARE = 0.7; // ... of which the last part is rest, so that the eye meets each depth standing still
const SETTLE_MS = 300;    // quiet time before the chosen view is reported

const ease = (u) => (u < 0.5 ? 4 * u ** 3 : 1 - (2 - 2 * u) ** 3 / 2);

/**
 * A stage inside `parent`. hooks.onView(view) is called once motion has settled, only for views the reader chose.
 * Where data.veil is set the error stays hidden, and where data.mark is set too a depth can be guessed: hooks.onGuess(depth, mark).
 * update(data): new numbers, drawn at once.  deliver(dots): the simulation, used if its token is the data's.
 */
function createStage(parent, hooks = {}) {
  const ui = buildStage(parent);
  const abort = new AbortController();
  const on = (target, type, act) => target.addEventListener(type, act, { signal: abort.signal });
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const choice = { reading: "fixed", axis: "log", zoom: "follow" };
  let data = null, dots = null, stamp, reported = "", timer = 0, ready = false, shown;
  let position = 0, motion = null, frameId = 0, lastTime = 0;
  let mixtures = [], between = null, guessTimer = 0;
  let held = null, standing = null;
  const guess = createGuess(ui.figure, (depth) => {
    clearTimeout(guessTimer);
    guessTimer = setTimeout(() => hooks.onGuess?.(depth, data.mark), SETTLE_MS);
  });

  const drag = createDrag(ui, {
    now: () => ({ data, reading: choice.reading, depth: depth() }),
    start() {
      if (motion) pause();
      clearTimeout(timer);
      const { middle, half } = ui.hills.scene();
      standing = { middle, half };
    },
    /** The hand's features, drawn at once; none: as the server has it. The axis stands still under the hand. */
    change(features) {
      held ??= data;
      data = features ? withFeatures(held, features) : held;
      if (!features) held = null;
      redraw();
    },
    /** The hand is off: the server hears once, and what it has to compute stays faded until it has answered. */
    end(features) {
      standing = null;
      if (features && hooks.onFeatures?.(features)) redraw();
      else this.change(null);
      settle();
    },
  });
  const comparison = createComparison(ui, (wanted) => hooks.onPin?.(wanted));
  const symbols = createSymbols(ui.root);

  // ---- picture ----

  const depth = () => Math.round(position);
  const simulated = () => (dots && data && dots.token === data.token ? dots : null);
  const shownCurves = () => (data.veil ? {} : data.curves);
  const mixtureAt = (n) => (mixtures[n] ??= newMixture(n));

  function newMixture(n) {
    const mix = createMixture(data.neighbourhoods.weight.length + 1);
    mix.whole = fillMixture(mix, data, choice.reading, n);
    return mix;
  }

  function ghostAt(place) {
    const n = Math.floor(place), share = place - n, { neighbourhoods, model } = data.ghost;
    const [from, to, mix] = [0, 1, 2].map(() => createMixture(neighbourhoods.weight.length + 1));
    if (!fillMixture(from, data.ghost, choice.reading, n) || (share && !fillMixture(to, data.ghost, choice.reading, n + 1))) return null;
    blendMixtures(mix, from, share ? to : from, share);
    return { mix, middle: (model.m1 + model.m2) / 2 };
  }

  function draw() {
    if (!ready || !data) return;
    const n = Math.floor(position), share = position - n;
    const from = mixtureAt(n), to = share ? mixtureAt(n + 1) : from;
    const whole = from.whole && to.whole;
    ui.hills.visible(whole);
    if (whole) {
      blendMixtures(between, from, to, share);
      const { model } = data, moments = momentsOf(between);
      const middle = (model.m1 + model.m2) / 2, ghost = data.ghost ? ghostAt(position) : null;
      const first = (m) => Math.abs(m.m2 - m.m1) / 2 + 4 * m.s;
      const reachOf = (m, { offset, deviation }) => (choice.zoom === "follow" ? Math.abs(offset) + 4 * deviation : first(m));
      const half = Math.max(reachOf(model, moments), ghost ? reachOf(data.ghost.model, momentsOf(ghost.mix)) + Math.abs(ghost.middle - middle) : 0);
      // Keys can carry a hill out of a standing axis, which then widens; the pointer cannot.
      if (standing && drag.byKeys()) standing.half = Math.max(standing.half, Math.abs(middle - standing.middle) + Math.abs(moments.offset) + moments.deviation);
      const list = simulated()?.histogram?.[choice.reading === "fitted" ? "fitted" : "fixed"];
      const bins = list ? blendHistogram(list, position) : null;
      ui.hills.draw(between, moments, middle, bins, standing ?? { middle, half }, `Features at depth ${depth()}`, ghost);
      ui.hills.magnified(first(model) / (standing ?? { half }).half);
    }
    drag.place(whole && data.hand && !data.veil ? ui.hills.scene() : null);
    ui.curve.mark(position, depth());
  }

  /** What the reader is told in numbers and words; changes only with the integer depth, a choice or the data. */
  function announce() {
    if (!data) return;
    const n = depth(), curve = shownCurves()[choice.reading] ?? [], mix = mixtureAt(n);
    const words = sentence(data, choice.reading, n, mix.whole ? momentsOf(mix) : null);
    const facts = { "data-depth": n, "data-error": String(curve[n] ?? ""), "data-best-depth": String(firstMinimum(curve) ?? "") };
    put(ui.root, { ...facts, "data-reading": choice.reading, "data-axis": choice.axis, "data-zoom": choice.zoom });
    ui.range.value = n;
    put(ui.range, { "aria-valuetext": `depth ${n} of ${data.depth_max}` });
    put(ui.number, { text: `depth ${n}` });
    put(ui.status, { text: words });
    put(ui.svg, { "aria-label": words });
    put(ui.root, { "data-m1": String(data.model.m1), "data-m2": String(data.model.m2), "data-s": String(data.model.s) });
    drag.announce();
    comparison.draw(data, choice.reading, n);
    symbols.fill(data, n);
  }

  function redraw() {
    if (!data) return;
    mixtures = [];
    put(ui.root, { "data-stale": String(held !== null) });
    between = createMixture(data.neighbourhoods.weight.length + 1);
    if (ready) {
      const veiled = { ...data, curves: {}, best: null };
      ui.curve.redraw(data.veil ? veiled : data, choice, data.veil ? null : simulated()?.dots?.[choice.reading]);
      guess.draw(data, ui.curve);
    }
    const about = READINGS[choice.reading], graphs = simulated()?.n_graphs;
    put(ui.meaning, { text: `${about.label}: ${about.meaning[0].toLowerCase()}${about.meaning.slice(1)}` });
    const arrived = simulated()?.dots
      ? `Dots: simulation, ${graphs} graph${graphs === 1 ? "" : "s"}${graphs > 1 ? ", bars \u00b1 1 standard error" : ""}. Lines: theory.`
      : simulated()?.message;
    put(ui.dotsNote, { text: data.veil ? "The error is hidden until you have committed yourself." : arrived ?? "simulating\u2026" });
    announce();
    draw();
  }

  function place() {
    const width = ui.figure.clientWidth, size = parseFloat(getComputedStyle(ui.figure).fontSize) || 14;
    ready = width > 0;
    if (!ready) return redraw();
    const height = ui.figure.clientHeight, stacked = width < 700, gutter = 36;
    const half = (width - gutter) / 2, cut = stacked ? height * 0.52 : height;
    ui.hills.place({ left: 2, right: stacked ? width - 2 : half, top: 0, base: cut - 3.4 * size, size });
    const start = stacked ? 0 : half + gutter, span = width - start, narrow = span < 480;
    const axisRoom = 3.7 * size, labelRoom = (narrow ? 3.6 : 8.4) * size;
    ui.curve.place({
      left: start + axisRoom, right: width - labelRoom, top: stacked ? cut + 8 : 0, base: height - 3.4 * size, size, narrow, axisRoom,
    });
    redraw();
  }

  // ---- motion ----

  function moveTo(next) {
    position = clamp(next, 0, data.depth_max);
    if (depth() !== Number(ui.root.dataset.depth)) announce();
    draw();
  }

  function setMotion(next) {
    motion = next;
    cancelAnimationFrame(frameId);
    const playing = motion?.kind === "play", name = playing ? "Pause" : "Play";
    put(ui.button.Play, { "aria-label": name, title: name });
    put(ui.button.Play.stageIcon, { d: ICONS[name] });
    put(ui.playWord, { text: name });
    if (!motion) return settle();
    clearTimeout(timer);
    lastTime = performance.now();
    frameId = requestAnimationFrame(frame);
  }

  function frame(now) {
    // A hidden tab stops the clock; it must not jump when it comes back.
    const passed = clamp(now - lastTime, 0, 100) * (motion.kind === "play" ? Number(ui.select.Speed.value) : 1);
    lastTime = now;
    motion.elapsed += passed;
    frameId = requestAnimationFrame(frame);
    if (motion.kind === "play") playFrame();
    else {
      const u = Math.min(1, motion.elapsed / STEP_MS);
      moveTo(u === 1 ? motion.to : motion.from + (motion.to - motion.from) * ease(u));
      if (u === 1) setMotion(null);
    }
  }

  function playFrame() {
    if (calm.matches) {
      if (motion.elapsed < DEPTH_MS) return;
      motion.elapsed -= DEPTH_MS;
      moveTo(Math.floor(position) + 1);
    } else {
      while (motion.elapsed >= DEPTH_MS && motion.to < data.depth_max) {
        motion.elapsed -= DEPTH_MS;
        motion.from = motion.to;
        motion.to += 1;
      }
      const u = Math.min(1, motion.elapsed / (DEPTH_MS * MOVING_SHARE));
      moveTo(motion.from + (motion.to - motion.from) * ease(u));
    }
    if (position >= data.depth_max) setMotion(null);
  }

  function play() {
    if (position >= data.depth_max) moveTo(0);
    const from = position;
    setMotion({ kind: "play", elapsed: 0, from, to: Math.min(Math.floor(from) + 1, data.depth_max) });
  }

  /** Pause lands on the depth the reader was just told, at once: number and picture agree, and nothing moves afterwards. */
  function pause() {
    moveTo(depth());
    setMotion(null);
  }

  const toggle = () => data && (motion?.kind === "play" ? pause() : play());

  function travel(to) {
    const goal = clamp(to, 0, data?.depth_max ?? 0);
    if (!data || goal === position) return motion && setMotion(null);
    if (!calm.matches) return setMotion({ kind: "step", elapsed: 0, from: position, to: goal });
    moveTo(goal);
    setMotion(null);
  }

  const step = (by) => travel((motion?.kind === "step" ? motion.to : depth()) + by);

  function scrub(to) {
    if (!data) return;
    moveTo(to);
    setMotion(null);
  }

  // ---- what the reader chose goes back once things are quiet ----

  const view = () => ({ depth: depth(), ...choice });

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const text = JSON.stringify(view());
      if (motion || text === reported) return;
      reported = text;
      hooks.onView?.(view(), stamp);
    }, SETTLE_MS);
  }

  function choose(name, value) {
    choice[name] = value;
    redraw();
    settle();
  }

  // ---- hands ----

  const acts = { First: () => travel(0), "Step back": () => step(-1), Play: toggle, "Step forward": () => step(1), Last: () => travel(data?.depth_max ?? 0) };
  for (const [name, act] of Object.entries(acts)) on(ui.button[name], "click", act);
  on(ui.range, "input", () => scrub(Number(ui.range.value)));
  for (const name of ["Reading", "Axis", "Zoom"]) on(ui.select[name], "change", () => choose(name.toLowerCase(), ui.select[name].value));

  const keys = {
    ArrowLeft: acts["Step back"], ArrowRight: acts["Step forward"], PageUp: acts["Step back"], PageDown: acts["Step forward"],
    Home: acts.First, End: acts.Last, " ": toggle,
  };
  const press = (event) => {
    const act = keys[event.key], { target } = event;
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || target.matches("select, input")) return;
    if (event.key === " " && target.matches("button")) return;
    event.preventDefault();
    // Space held down must not flicker between play and pause; held arrows may run.
    if (!(event.key === " " && event.repeat)) act();
  };
  on(ui.root, "keydown", press);
  // While nothing else on the page has the keyboard, Space plays: the first thing one presses.
  on(document, "keydown", (event) => {
    if (event.key === " " && !event.defaultPrevented && [document.body, document.documentElement].includes(event.target)) press(event);
  });

  on(ui.curve.touch, "pointerdown", (event) => {
    if (event.button !== 0 || !data) return;
    const left = ui.svg.getBoundingClientRect().left;
    const drag = new AbortController();
    const follow = (move) => scrub(ui.curve.depthAt(move.clientX - left));
    const listen = (type, act) => ui.curve.touch.addEventListener(type, act, { signal: AbortSignal.any([abort.signal, drag.signal]) });
    ui.curve.touch.setPointerCapture(event.pointerId);
    listen("pointermove", follow);
    for (const type of ["pointerup", "pointercancel"]) listen(type, () => drag.abort());
    follow(event);
  });

  const watcher = new ResizeObserver(place);
  watcher.observe(ui.figure);

  /** Where the page goes on: a new scene is read from its top, an answer is looked up in the picture. */
  function goOn(part) {
    if (part && shown && part.scene !== shown.scene) ui.root.closest('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    else if (part && shown && part.step !== shown.step) ui.root.scrollIntoView({ block: "start" });
    shown = part;
  }

  return {
    update(next) {
      goOn(next.part);
      // What arrives while a hand is on the hills waits under it.
      held = drag.busy() ? next : null;
      data = ui.root.stageData = held ? withFeatures(next, drag.features()) : next; // the export finds it there
      ui.range.max = data.depth_max;
      for (const option of ui.select.Reading.options) option.disabled = !data.curves[option.value];
      // The server's view counts only when it has been set there (link, reset, preset); else the reader's stays.
      if (next.view && next.view.stamp !== stamp) {
        stamp = next.view.stamp;
        for (const name of Object.keys(choice)) choice[name] = next.view[name] ?? choice[name];
        position = next.view.depth ?? 0;
        if (motion) setMotion(null);
        clearTimeout(timer);
        reported = JSON.stringify({ depth: clamp(Math.round(position), 0, data.depth_max), ...choice });
      }
      if (!data.curves[choice.reading]) choice.reading = Object.keys(READINGS).find((key) => data.curves[key]) ?? "fixed";
      for (const name of ["Reading", "Axis", "Zoom"]) ui.select[name].value = choice[name.toLowerCase()];
      position = clamp(position, 0, data.depth_max);
      if (motion) motion.to = Math.min(motion.to, data.depth_max), (motion.from = Math.min(motion.from, data.depth_max));
      place();
    },
    deliver(next) {
      const before = simulated();
      dots = next;
      if (before !== simulated()) redraw();
    },
    destroy() {
      abort.abort();
      drag.destroy();
      symbols.destroy();
      watcher.disconnect();
      clearTimeout(timer);
      clearTimeout(guessTimer);
      cancelAnimationFrame(frameId);
      ui.root.remove();
    },
  };
}

// ---- Streamlit ----

const mounted = new WeakMap();

/** Where the feeder (dots.js) leaves the simulation, whichever of the two is mounted first. */
const hub = () => (window.__sweetspot ??= { dots: null, listeners: new Set() });

export default function stageComponent({ data, parentElement, setStateValue }) {
  let entry = mounted.get(parentElement);
  if (!entry) {
    const onView = (view, stamp) => entry.send("view", { ...view, stamp });
    const place = parentElement.querySelector(".stage-mount") ?? parentElement;
    const onGuess = (depth, mark) => entry.send("guess", { depth, mark });
    // Through the messenger (hand.js), because it changes the whole page, not the stage's own fragment.
    const tell = (name, value) => (hub().tell ? (hub().tell(name, value), true) : false);
    const onFeatures = (features) => tell("features", features), onPin = (wanted) => tell("pin", wanted);
    entry = { stage: createStage(place, { onView, onGuess, onFeatures, onPin }) };
    entry.listener = (dots) => entry.stage.deliver(dots);
    hub().listeners.add(entry.listener);
    mounted.set(parentElement, entry);
  }
  entry.send = setStateValue;
  // The theme calls again with the very same data: colours follow by CSS, there is nothing to draw.
  if (data && entry.data !== data) {
    entry.data = data;
    entry.stage.update(data);
    if (hub().dots) entry.stage.deliver(hub().dots);
  }
  // Streamlit also runs the cleanup of a call that a newer one overtook; only a stage that has left the page may go.
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      hub().listeners.delete(entry.listener);
      entry.stage.destroy();
      mounted.delete(parentElement);
    });
}
