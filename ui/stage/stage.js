// The stage itself: pictures, controls and motion put together. It knows nothing of Streamlit; adapter.js does.

const SETTLE_MS = 300; // quiet time before the chosen view is reported

/**
 * A stage inside `parent`. hooks.onView(view) is called once motion has settled, only for views the reader chose.
 * Where data.veil is set the error stays hidden, and where data.mark is set too a depth can be guessed: hooks.onGuess(depth, mark).
 * update(data): new numbers, drawn at once.  deliver(dots): the simulation, used if its token is the data's.
 */
function createStage(parent, hooks = {}) {
  const ui = buildStage(parent);
  const abort = new AbortController();
  const on = (target, type, act) => target.addEventListener(type, act, { signal: abort.signal });
  const choice = { reading: "fixed", axis: "log", zoom: "follow" };
  let data = null, dots = null, stamp, reported = "", timer = 0, ready = false, shown;
  let mixtures = [], between = null, guessTimer = 0;
  let held = null, standing = null;
  const guess = createGuess(ui.course, (depth) => {
    clearTimeout(guessTimer);
    guessTimer = setTimeout(() => hooks.onGuess?.(depth, data.mark), SETTLE_MS);
  });

  const drag = createDrag(ui, {
    now: () => ({ data, reading: choice.reading, depth: motion.depth() }),
    start() {
      motion.pause();
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
  const motion = createMotion({
    last: () => data && data.depth_max,
    speed: () => Number(ui.select.Speed.value),
    moved() {
      if (motion.depth() !== Number(ui.root.dataset.depth)) announce();
      draw();
    },
    playing(yes) {
      const name = yes ? "Pause" : "Play";
      put(ui.button.Play, { "aria-label": name, title: name });
      put(ui.button.Play.stageIcon, { d: ICONS[name] });
      put(ui.playWord, { text: name });
      clearTimeout(timer);
    },
    rest: () => settle(),
  });

  // ---- picture ----

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
    const position = motion.position(), n = Math.floor(position), share = position - n;
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
      ui.hills.draw(between, moments, middle, bins, standing ?? { middle, half }, `Features at depth ${motion.depth()}`, ghost);
      ui.hills.magnified(first(model) / (standing ?? { half }).half);
    }
    drag.place(whole && data.hand && !data.veil ? ui.hills.scene() : null);
    ui.curve.mark(position, motion.depth());
  }

  /** What the reader is told in numbers and words; changes only with the integer depth, a choice or the data. */
  function announce() {
    if (!data) return;
    const n = motion.depth(), curve = shownCurves()[choice.reading] ?? [], mix = mixtureAt(n);
    const words = sentence(data, choice.reading, n, mix.whole ? averagesOf(mix) : null);
    const facts = { "data-depth": n, "data-error": String(curve[n] ?? ""), "data-best-depth": String(firstMinimum(curve) ?? "") };
    put(ui.root, { ...facts, "data-reading": choice.reading, "data-axis": choice.axis, "data-zoom": choice.zoom });
    ui.range.value = n;
    put(ui.range, { "aria-valuetext": `depth ${n} of ${data.depth_max}` });
    put(ui.number, { text: `depth ${n}` });
    put(ui.status, { text: words });
    put(ui.svg, { "aria-label": words });
    put(ui.courseSvg, { "aria-label": courseWords(data, choice.reading) });
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
    const size = parseFloat(getComputedStyle(ui.figure).fontSize) || 14, { clientWidth: width, clientHeight: height } = ui.figure;
    ready = width > 0;
    if (!ready) return redraw();
    ui.hills.place({ left: 2, right: width - 2, top: 0, base: height - 3.4 * size, size });
    const span = ui.course.clientWidth, narrow = span < 480, axisRoom = 3.7 * size, labelRoom = (narrow ? 3.6 : 8.4) * size;
    ui.curve.place({ left: axisRoom, right: span - labelRoom, top: 0, base: ui.course.clientHeight - 3.4 * size, size, narrow, axisRoom });
    redraw();
  }

  // ---- what the reader chose goes back once things are quiet ----

  const view = () => ({ depth: motion.depth(), ...choice });

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const text = JSON.stringify(view());
      if (motion.moving() || text === reported) return;
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

  const acts = {
    First: () => motion.travel(0), "Step back": () => motion.step(-1), Play: motion.toggle, "Step forward": () => motion.step(1),
    Last: () => motion.travel(data?.depth_max ?? 0),
  };
  for (const [name, act] of Object.entries(acts)) on(ui.button[name], "click", act);
  on(ui.range, "input", () => motion.scrub(Number(ui.range.value)));
  for (const name of ["Reading", "Axis", "Zoom"]) on(ui.select[name], "change", () => choose(name.toLowerCase(), ui.select[name].value));

  const keys = {
    ArrowLeft: acts["Step back"], ArrowRight: acts["Step forward"], PageUp: acts["Step back"], PageDown: acts["Step forward"],
    Home: acts.First, End: acts.Last, " ": motion.toggle,
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
    const left = ui.course.getBoundingClientRect().left, drag = new AbortController();
    const follow = (move) => motion.scrub(ui.curve.depthAt(move.clientX - left));
    const listen = (type, act) => ui.curve.touch.addEventListener(type, act, { signal: AbortSignal.any([abort.signal, drag.signal]) });
    ui.curve.touch.setPointerCapture(event.pointerId);
    listen("pointermove", follow);
    for (const type of ["pointerup", "pointercancel"]) listen(type, () => drag.abort());
    follow(event);
  });

  const watcher = new ResizeObserver(place);
  [ui.figure, ui.course].forEach((part) => watcher.observe(part));

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
        motion.stop();
        motion.put(next.view.depth ?? 0);
        reported = JSON.stringify(view());
      }
      if (!data.curves[choice.reading]) choice.reading = Object.keys(READINGS).find((key) => data.curves[key]) ?? "fixed";
      for (const name of ["Reading", "Axis", "Zoom"]) ui.select[name].value = choice[name.toLowerCase()];
      motion.put();
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
      motion.destroy();
      ui.root.remove();
    },
  };
}
