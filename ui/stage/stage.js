// The stage itself: pictures, controls and motion put together. It knows nothing of Streamlit; adapter.js does.

const SETTLE_MS = 300; // quiet time before the chosen view is reported

/**
 * A stage inside `parent`. hooks.onView(view) is called once motion has settled, only for views the reader chose.
 * Where data.veil is set the error stays hidden, and where data.mark is set too a depth can be guessed: hooks.onGuess(depth, mark).
 * hooks.onFeatures(features): what a hand has made of the hills; without it they stay as they were dropped.
 * update(data): new numbers, drawn at once.  deliver(dots): the simulation, or the optimum, used if its token is the data's.
 */
function createStage(parent, hooks = {}) {
  const ui = buildStage(parent);
  const abort = new AbortController();
  const choice = { reading: "fixed", axis: "log", zoom: "follow" };
  let data = null, dots = null, limit = null, stamp, reported = "", timer = 0, sayTimer = 0, ready = false, shown;
  let guessTimer = 0, untold = null, held = null, standing = null, letters = 0;
  const features = createFeatures(ui);
  const follow = createFollow(ui, { change: () => redraw() });
  const switches = createSwitches(ui.row, { change: () => redraw() });
  const guess = createGuess(ui.course, (depth) => {
    untold = [depth, data.mark];
    clearTimeout(guessTimer);
    guessTimer = setTimeout(tellGuess, SETTLE_MS);
  });

  function tellGuess() {
    clearTimeout(guessTimer);
    if (untold) hooks.onGuess?.(...untold);
    untold = null;
  }

  // A press that may commit the guess, or asks for the code of this view, must not arrive before what it is about.
  const hurry = ({ key = "Enter" }) => {
    if (["Enter", " ", "PageDown"].includes(key)) tellGuess();
    if (data && key.toLowerCase() === "q") {
      motion.land();
      report();
    }
  };
  for (const name of ["pointerdown", "keydown"]) window.addEventListener(name, hurry, { capture: true, signal: abort.signal });

  /** Other features, drawn at once; none: as the server has them. */
  function preview(wanted) {
    held ??= data;
    data = wanted ? withFeatures(held, wanted) : held;
    if (!wanted) held = null;
    redraw();
  }

  function keep() {
    held = null;
    [data, dots] = dropped(data, dots);
    redraw();
  }

  function slideGraph(key, value) {
    const from = held ?? data;
    data = withGraph(from, key, value);
    held = data === from ? null : from;
    ui.range.max = data.depth_max;
    motion.put();
    redraw();
  }

  /** A slider beside the picture is in a hand: one feature, at true size on the axis as it stood. */
  function slide(key, value) {
    // Several classes, and nodes without a feature, are computed on the server alone: it hears on release.
    if (!data || drag.busy() || data.model.c > 2 || data.model.have < 1 || data.still) return;
    if (!["m1", "m2", "s"].includes(key)) return slideGraph(key, value);
    const { m1, m2, s } = data.model, wanted = { m1, m2, s, [key]: value }, { model } = held ?? data;
    if (ready) standing ??= { strip: features.standing().strip };
    if (Object.keys(wanted).some((name) => wanted[name] !== model[name])) preview(wanted);
    else if (held) preview(null);
  }

  const drag = createDrag(ui, {
    now: () => ({ data, reading: choice.reading, depth: motion.depth() }),
    start() {
      motion.pause();
      clearTimeout(timer);
      standing = features.standing();
    },
    change: preview,
    /** The hand is off: the server hears once, and what it has to compute stays faded until it has answered. */
    end(wanted) {
      standing = null;
      if (wanted && !hooks.onFeatures) keep();
      else if (wanted && hooks.onFeatures(wanted)) redraw();
      else preview(null);
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
    rest() {
      settle();
      say();
    },
  });
  createHands(ui, motion, { key: pressed }, abort.signal);
  createSliders({ preview: slide }, abort.signal);
  ui.curtain.addEventListener("click", () => switches.toggle("curtain"));

  // ---- picture ----

  const simulated = () => (dots && data && dots.token === data.token ? dots : null);
  const optimum = () => (data.limit && limit?.token === data.token ? limit.limit : null);
  const hidden = () => Boolean(data.veil || switches.on.curtain);
  const errors = () => (hidden() ? [] : data.curves[choice.reading] ?? []);
  // Who is on the wrong side is the error, counted: hidden with it.
  const side = (depth) => (hidden() ? 0 : Math.sign((data.model.m2 - data.model.m1) * (data.layers.gap[depth] ?? 0)));

  function draw() {
    if (!ready || !data) return;
    const position = motion.position(), depth = motion.depth(), { reading } = choice;
    const list = simulated()?.histogram?.[reading === "fitted" ? "fitted" : "fixed"], bins = list ? blendHistogram(list, position) : null;
    const whole = features.draw({ position, depth, standing, byKeys: drag.byKeys(), bins, error: errors()[depth] });
    follow.visible(whole);
    if (whole) follow.draw(position, data.model, reading, side(depth));
    drag.place(whole && data.hand && !data.veil && !(data.model.c > 2) ? ui.hills.scene() : null);
    ui.curve.mark(position, depth, ui.layers.bottom());
    ui.layers.mark(depth);
  }

  /** What the reader is told in numbers and words; changes only with the integer depth, a choice or the data. */
  function announce() {
    if (!data) return;
    const n = motion.depth(), curve = errors(), layer = layerAt(data, choice.reading, n), { model } = data;
    const told = hidden() ? "" : layerWords(layer, n, curve[n - 1], curve[n], model.c > 2);
    const words = `${sentence({ ...data, veil: hidden() }, choice.reading, n, hillsAt(data, choice.reading, n))}${told && ` ${told}`}`;
    put(ui.root, { "data-depth": n, "data-error": String(curve[n] ?? ""), "data-best-depth": String(firstMinimum(curve) ?? "") });
    put(ui.root, { "data-reading": choice.reading, "data-axis": choice.axis, "data-zoom": choice.zoom, "data-empty": String(Boolean(data.veil && !data.mark)) });
    put(ui.root, { "data-gap-factor": String(layer?.gap ?? ""), "data-width-factor": String(layer?.width ?? "") });
    put(ui.root, { "data-m1": String(model.m1), "data-m2": String(model.m2), "data-s": String(model.s) });
    ui.range.value = n;
    put(ui.range, { "aria-valuetext": `depth ${n} of ${data.depth_max}` });
    put(ui.number, { text: `depth ${n}` });
    put(ui.status, { text: words });
    put(ui.svg, { "aria-label": words });
    put(ui.courseSvg, { "aria-label": courseWords({ ...data, veil: hidden() }, choice.reading) });
    follow.announce(n, data.model, choice.reading, side(n), { hidden: hidden(), waiting: !simulated() });
    drag.announce();
    comparison.draw(data, choice.reading, n);
    symbols.fill(data, n);
    say();
  }

  /** A screen reader hears of the depth, and of the comparison, where it was left: not of every depth on the way. */
  function say() {
    clearTimeout(sayTimer);
    sayTimer = setTimeout(() => motion.moving() || put(ui.said, { text: `${ui.status.textContent} ${ui.comparison.textContent}`.trim() }), SETTLE_MS);
  }

  function redraw() {
    if (!data) return;
    const { reading } = choice, best = data.best?.[reading], veil = hidden();
    features.reset(data, reading);
    follow.reset(dots?.nodes, data, Boolean(simulated()));
    put(ui.root, { "data-stale": String(held !== null) });
    if (ready) {
      const { paper, other, best: wanted } = switches.on, wished = [paper && "paper", other && (reading === "fixed" ? "fitted" : "fixed")];
      const rest = wished.filter((key) => key && key !== reading && data.curves[key]);
      ui.curve.redraw(veil ? { ...data, curves: {} } : data, choice, { rest: veil ? [] : rest, best: veil || !wanted ? null : best, limit: veil ? null : optimum(), simulated: veil ? null : simulated()?.dots?.[reading] });
      const layersOf = (from) => from.layers.gap.map((_, n) => layerAt(from, reading, n));
      ui.layers.visible(!veil);
      const behind = data.overlay ? { ...data, ...data.overlay } : data.ghost;
      ui.layers.redraw(layersOf(data), data.new_nodes, behind && layersOf(behind), ui.curve.xOf);
      guess.draw(data, ui.curve);
    }
    ui.curtain.hidden = !switches.on.curtain || data.veil;
    switches.draw({ paper: reading !== "paper" && !data.veil, other: !data.veil, best: Boolean(best) && !data.veil, curtain: !data.veil }, data.model.c > 2);
    const about = readingOf(reading, data.model), graphs = simulated()?.n_graphs;
    // What a reading does to the error is no caption for somebody who is to guess it.
    const drawn = pairWords(data.model) || "The overlap of the hills is twice the error. Nodes: one draw of the features; deep down what all nodes share moves them together.";
    const explained = `${about.label}: ${about.meaning[0].toLowerCase()}${about.meaning.slice(1)} ${drawn}`;
    put(ui.meaning, { text: veil ? pairWords(data.model) : explained });
    const arrived = simulated()?.dots
      ? `Dots: simulation, ${numberOf(graphs, "graph")}${graphs > 1 ? ", bars \u00b1 1 standard error" : ""}. Lines: theory.`
      : simulated()?.message;
    const level = optimum() ? " Level: belief propagation on sampled graphs." : "";
    const away = data.veil ? `The error is hidden until ${data.room ? "the answer is revealed" : "you have committed yourself"}.` : "The error is behind the curtain: press C, or the button.";
    put(ui.dotsNote, { text: veil ? away : `${arrived ?? "simulating\u2026"}${level}` });
    announce();
    draw();
  }

  function place() {
    const size = parseFloat(getComputedStyle(ui.figure).fontSize) || 14;
    const [figure, course] = [ui.figure, ui.course].map(({ clientWidth: width, clientHeight: height }) => ({ width, height }));
    ready = figure.width > 0;
    if (!ready) return redraw();
    if (size !== letters) forgetWidths();
    letters = size;
    for (const [name, box] of Object.entries(layOut(figure, course, size, { names: ui.layers.widest(), ticks: ui.curve.widest(), followed: !(data?.model.c > 2) }))) ui[name].place(box);
    follow.place();
    redraw();
  }

  // ---- what the reader chose goes back once things are quiet ----

  const view = () => ({ depth: motion.depth(), ...choice });

  function report() {
    clearTimeout(timer);
    const text = JSON.stringify(view());
    if (motion.moving() || text === reported) return;
    reported = text;
    hooks.onView?.(view(), stamp);
  }

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(report, SETTLE_MS);
  }

  for (const name of ["Reading", "Axis"]) {
    ui.select[name].addEventListener("change", () => {
      choice[name.toLowerCase()] = ui.select[name].value;
      redraw();
      settle();
    });
  }

  /** The stage's other keys: C for the curtain, Escape to leave a node. */
  function pressed(key) {
    if (key.toLowerCase() === "c" && data && !data.veil) switches.toggle("curtain");
    else return key === "Escape" && follow.leave();
    return true;
  }

  const watcher = new ResizeObserver(place);
  [ui.figure, ui.course].forEach((part) => watcher.observe(part));
  document.fonts?.addEventListener("loadingdone", () => {
    letters = 0;
    place();
  }, { signal: abort.signal });

  /** Where the page goes on: a new scene is read from its top, an answer is looked up in the picture. */
  function goOn(part) {
    if (part && shown && part.scene !== shown.scene) ui.root.closest('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    else if (part && shown && part.step !== shown.step) ((part.to && document.querySelector(part.to)) || ui.root).scrollIntoView({ block: "start" });
    shown = part;
  }

  return {
    update(next) {
      goOn(next.part);
      // What arrives while a hand is on the hills waits under it.
      held = drag.busy() ? next : null;
      if (!held) standing = null;
      data = ui.root.stageData = held ? withFeatures(next, drag.features()) : next; // the export finds it there
      ui.range.max = data.depth_max;
      for (const option of ui.select.Reading.options) {
        option.disabled = !data.curves[option.value];
        put(option, { text: readingOf(option.value, data.model).label });
      }
      // The server's view counts only when it has been set there (link, reset, preset); else the reader's stays.
      if (next.view && next.view.stamp !== stamp) {
        stamp = next.view.stamp;
        for (const name of Object.keys(choice)) choice[name] = next.view[name] ?? choice[name];
        Object.assign(switches.on, { curtain: false, paper: false, other: false, best: false, ...next.shown });
        motion.stop();
        motion.put(next.view.depth ?? 0);
        reported = JSON.stringify(view());
      }
      if (!data.curves[choice.reading]) choice.reading = Object.keys(READINGS).find((key) => data.curves[key]) ?? "fixed";
      for (const name of ["Reading", "Axis"]) ui.select[name].value = choice[name.toLowerCase()];
      motion.put();
      place();
    },
    /** The simulation, or, in a message of its own, the optimum: {token, limit: {value, error}}, drawn where data.limit asks for it. */
    deliver(next) {
      if ("limit" in next) {
        limit = next;
        return redraw();
      }
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
      clearTimeout(sayTimer);
      motion.destroy();
      ui.root.remove();
    },
  };
}
