// The right panel of the stage. Uses the helpers of hills.js and the numerics of model.js.

const VEILED = 0.01; // the lowest error of an empty axis

/** Right panel: error against depth, its dots, and the one depth marker. */
function createCurve(svg, id) {
  const group = make(svg, "g");
  const clip = createClip(svg, `${id}-curve`);
  const heading = make(group, "text", { class: "stage-heading" }, "Error against depth");
  const grid = Array.from({ length: 9 }, () => ({
    line: make(group, "line", { class: "stage-grid" }),
    text: make(group, "text", { class: "stage-tick-text", "text-anchor": "end" }),
  }));
  const title = make(group, "text", { class: "stage-axis-title", "text-anchor": "end" }, "error");
  const depths = make(group, "text", { class: "stage-axis-title" }, "depth");
  const axis = createAxis(group, 40);
  const inside = make(group, "g", { "clip-path": `url(#${id}-curve)` });
  const path = (name, parent = inside) => make(parent, "path", { class: `stage-${name}` });
  const guesses = createClassGuesses(inside);
  const paths = Object.fromEntries(["band", "ghost", "overlay", "other", "best", "limit", "curve"].map((kind) => [kind, path(kind)]));
  const bars = path("bars"), dots = path("dots", group);
  const ends = Array.from({ length: 7 }, () => make(group, "text", { class: "stage-quiet" }));
  const edges = Array.from({ length: 4 }, () => make(group, "text", { class: "stage-quiet", "text-anchor": "middle" }));
  const ring = make(group, "circle", { class: "stage-ring", r: 9 });
  const cursor = make(group, "line", { class: "stage-cursor" });
  const ringLabel = make(group, "text", { class: "stage-strong" });
  const marker = make(group, "circle", { class: "stage-marker", r: 8 });
  const markerLabel = make(group, "text", { class: "stage-strong" });
  const touch = make(group, "rect", { class: "stage-touch" });
  [cursor, marker, markerLabel].forEach((part) => tie(part, "n"));
  let box, toX, toY, low, values = [], last = 1;

  function line(list) {
    let d = "", pen = false;
    list?.forEach((value, n) => {
      if (value == null) return void (pen = false);
      d += `${pen ? "L" : "M"}${toX(n).toFixed(2)} ${toY(value).toFixed(2)}`;
      pen = true;
    });
    return d;
  }

  /** What is drawn: {kind, list, long, short}. */
  function seriesOf(data, { reading }, rest, best, limit) {
    const { ghost, overlay } = data, name = overlay?.name, level = limit && Array(data.depth_max + 1).fill(limit.value);
    return [
      { kind: "curve", list: data.curves[reading], ...readingOf(reading, data.model) },
      ...rest.map((key) => ({ kind: "other", list: data.curves[key], ...readingOf(key, data.model) })),
      { kind: "best", list: best, long: "best linear found", short: "best" },
      { kind: "limit", list: level, long: "any method", short: "any method" },
      { kind: "ghost", list: data.curves[reading] && ghost?.curves[reading], long: "A (pinned)", short: "A" },
      { kind: "overlay", list: data.curves[reading] && overlay?.curves[reading], long: name, short: name },
    ].filter(({ list }) => list?.length);
  }

  function scales(data, choice, simulated, series) {
    const { left, right, plotTop, base } = box, log = choice.axis === "log";
    // The axis is made for the chosen reading; another one may leave the frame, and then says where to.
    const shown = [...series.filter(({ kind }) => kind !== "other").flatMap(({ list }) => list), ...(simulated?.value ?? [])];
    const chance = 1 - 1 / (data.model.c ?? 2);
    // An axis made for nothing yet leaves room for what may come, and tells nothing of it.
    const least = Math.min(shown.length ? chance : VEILED, ...shown.filter((value) => value > 0));
    low = log ? Math.max(1e-6, 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)) + 1e-9)) : 0;
    const high = (log ? 1.2 : 1.1) * chance, span = log ? Math.log(high / low) : high;
    last = Math.max(1, data.depth_max);
    toX = (n) => left + 10 + (n / last) * (right - left - 20);
    // Below the axis a line leaves through the floor, where the clip ends it.
    toY = (value) => base - (base - plotTop) * Math.max(-0.2, log ? Math.log(Math.max(value, low / 1e3) / low) / span : value / span);
    const fine = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].filter((value) => value >= low * 0.999);
    const decades = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5].filter((value) => value >= low * 0.999);
    const linear = chance > 0.55 ? [0, 0.2, 0.4, 0.6, 0.8] : [0, 0.1, 0.2, 0.3, 0.4, 0.5], narrow = chance > 0.55 ? [0.1, 0.2, 0.4, 0.6, 0.8] : [0.1, 0.2, 0.3, 0.4, 0.5];
    const ticks = (!log ? linear : low > 0.05 ? narrow : low > 0.005 ? fine : decades).filter((value) => value <= high);
    grid.forEach(({ line: rule, text }, k) => {
      const value = ticks[k], there = value !== undefined;
      [rule, text].forEach((part) => show(part, there));
      if (!there) return;
      put(rule, { x1: left, x2: right, y1: toY(value), y2: toY(value) });
      put(text, { x: left - 8, y: toY(value) + 0.33 * box.size, text: `${Number((100 * value).toPrecision(1))} %` });
    });
    axis.draw(box, 0, last, toX, Math.max(1, niceStep(last, Math.min(10, (right - left) / (2.6 * box.size)))));
  }

  /** Dots with bars of one standard error; a simulated error of zero has no place on a log axis: a triangle on its floor. */
  function drawDots(simulated) {
    let round = "", stems = "";
    const r = clamp(0.36 * (toX(1) - toX(0)), 1.6, 3.5);
    simulated?.value?.forEach((value, n) => {
      if (value == null || n > last) return;
      const x = toX(n), y = toY(value), error = simulated.error?.[n] ?? 0;
      if (value < low || value === 0 && low > 0) round += `M${x - 5} ${box.base - 10}h10l-5 9z`;
      else round += `M${x - r} ${y.toFixed(2)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
      if (error > 0 && value + error > low) stems += `M${x} ${toY(value - error).toFixed(2)}V${toY(value + error).toFixed(2)}`;
    });
    const tidy = (d) => d.replace(/\d+\.\d+/g, (number) => Number(number).toFixed(2));
    put(dots, { d: tidy(round) });
    put(bars, { d: tidy(stems) });
  }

  /** Two standard errors about the level of the optimum, over all depths. */
  function bandOf({ value, error }) {
    const from = toX(0), to = toX(last), [top, bottom] = [value + 2 * error, Math.max(value - 2 * error, 0)].map((edge) => toY(edge).toFixed(2));
    return `M${from} ${top}H${to}V${bottom}H${from}Z`;
  }

  return {
    touch,
    place(next) {
      box = next;
      const { left, right, top, base, size } = box;
      box.plotTop = top + 2.9 * size;
      clip.place({ left, right, top: box.plotTop - 4, base });
      axis.place(box);
      put(heading, { x: left - box.axisRoom, y: top + 1.1 * size });
      put(title, { x: left - 8, y: top + 2.4 * size });
      put(depths, { x: right + 8, y: base + 1.5 * size });
      put(touch, { x: left, y: top, width: right - left, height: base - top + 1.5 * size });
    },
    /** rest: other readings that are drawn too; best: the best of any linear method, or null; limit: the optimum, or null; simulated: dots. */
    redraw(data, choice, { rest, best, limit, simulated }) {
      const series = seriesOf(data, choice, rest, best, limit);
      scales(data, choice, simulated, series);
      values = data.curves[choice.reading] ?? [];
      for (const [kind, path] of Object.entries(paths)) put(path, { d: series.filter((entry) => entry.kind === kind).map(({ list }) => line(list)).join("") });
      put(paths.band, { d: limit ? bandOf(limit) : "" });
      drawDots(simulated);
      guesses.draw(data.class_guesses, box, toX, last);
      nameEnds(ends, series, box, toY);
      const taken = nameLeavers(edges, series, low, box, toX);
      const lowest = isFlat(values) ? null : firstMinimum(values);
      [ring, ringLabel].forEach((part) => show(part, lowest !== null));
      if (lowest === null) return;
      const x = toX(lowest), y = Math.min(toY(values[lowest]), box.base);
      put(ring, { cx: x, cy: y });
      put(ringLabel, { text: `lowest: depth ${lowest}` });
      // The marker runs along the chosen line, so that line keeps more room and weighs more.
      const lines = series.map(({ list, kind }) => ({ list, ...(kind === "curve" ? { room: 11, weight: 4 } : { room: 3, weight: 1 }) }));
      const guessed = data.guess == null ? null : toX(Math.min(data.guess, last));
      put(ringLabel, freePlace({ x, y, width: widthOf(ringLabel), lines, guessed, taken }, box, toX, toY));
    },
    /** The marker walks along the drawn line, straight between two depths; its line reaches down to `bottom`. */
    mark(position, depth, bottom) {
      const n = Math.floor(position), share = position - n, x = toX(position);
      const from = values[n], to = share ? values[n + 1] : from;
      const known = from != null && to != null;
      const y = known ? Math.min(toY(from) + share * (toY(to) - toY(from)), box.base) : box.base;
      show(marker, known);
      put(marker, { cx: x, cy: y });
      put(cursor, { x1: x, x2: x, y1: box.plotTop - 2, y2: bottom ?? box.base });
      const error = values[depth];
      const words = `depth ${depth}${error == null ? "" : `: ${percent(error, 1)}`}`, half = 0.27 * box.size * words.length;
      put(markerLabel, { x: clamp(x, box.left + half, box.right - half), y: box.plotTop - 0.5 * box.size, text: words, "text-anchor": "middle" });
    },
    /** Width of the longest number on the axis. */
    widest() {
      put(grid[0].text, { text: "0.0001 %" });
      return widthOf(grid[0].text);
    },
    area: () => ({ left: box.left, right: box.right, top: box.plotTop, base: box.base }),
    xOf: (n) => toX(n),
    depthAt: (pixel) => clamp(Math.round(((pixel - toX(0)) / (toX(last) - toX(0))) * last), 0, last),
  };
}
