// The right panel of the stage. Uses the helpers of hills.js and the numerics of model.js.

/** Right panel: error against depth, its dots, and the one depth marker. */
function createCurve(svg, id) {
  const group = make(svg, "g");
  const clip = createClip(svg, `${id}-curve`);
  const heading = make(group, "text", { class: "stage-heading" }, "Error against depth");
  const grid = Array.from({ length: 9 }, () => ({
    line: make(group, "line", { class: "stage-grid" }),
    text: make(group, "text", { class: "stage-tick-text", "text-anchor": "end" }),
  }));
  const title = make(group, "text", { class: "stage-axis-title", "text-anchor": "middle" }, "error");
  const axis = createAxis(group, "depth (number of convolutions)", 40);
  const inside = make(group, "g", { "clip-path": `url(#${id}-curve)` });
  const path = (name, parent = inside) => make(parent, "path", { class: `stage-${name}` });
  const ghost = path("ghost");
  const others = [path("other"), path("other")];
  const best = path("best"), curve = path("curve");
  const bars = path("bars"), dots = path("dots", group);
  const ends = Array.from({ length: 5 }, () => make(group, "text", { class: "stage-quiet" }));
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

  function scales(data, choice, simulated) {
    const { left, right, plotTop, base } = box, log = choice.axis === "log";
    const shown = [...(data.curves[choice.reading] ?? []), ...(data.best?.[choice.reading] ?? []), ...(simulated?.value ?? []), ...(data.ghost?.curves[choice.reading] ?? [])];
    const least = Math.min(0.5, ...shown.filter((value) => value > 0));
    low = log ? Math.max(1e-6, 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)) + 1e-9)) : 0;
    const high = log ? 0.6 : 0.55, span = log ? Math.log(high / low) : high;
    last = Math.max(1, data.depth_max);
    toX = (n) => left + 10 + (n / last) * (right - left - 20);
    // Below the axis a line leaves through the floor, where the clip ends it.
    toY = (value) => base - (base - plotTop) * Math.max(-0.2, log ? Math.log(Math.max(value, low / 1e3) / low) / span : value / span);
    const fine = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].filter((value) => value >= low * 0.999);
    const decades = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.5].filter((value) => value >= low * 0.999);
    const ticks = !log ? [0, 0.1, 0.2, 0.3, 0.4, 0.5] : low > 0.05 ? [0.1, 0.2, 0.3, 0.4, 0.5] : low > 0.005 ? fine : decades;
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

  /** Names at the right ends of the lines, pushed apart where they would collide. */
  function drawEnds(series) {
    const { right, plotTop, base, size, narrow } = box, step = 1.15 * size;
    const tags = series
      .map((entry) => ({ ...entry, n: entry.list?.findLastIndex((value) => value != null) ?? -1 }))
      .filter((entry) => entry.n >= 0)
      .map((entry) => ({ ...entry, y: clamp(toY(entry.list[entry.n]), plotTop + 4, base - 4) }))
      .sort((a, b) => a.y - b.y);
    tags.forEach((tag, k) => k && (tag.y = Math.max(tag.y, tags[k - 1].y + step)));
    for (let k = tags.length - 1, floor = base; k >= 0; k -= 1, floor = tags[k + 1].y - step) tags[k].y = Math.min(tags[k].y, floor);
    ends.forEach((text, k) => {
      show(text, k < tags.length);
      if (k < tags.length) {
        put(text, { x: right + 8, y: tags[k].y + 0.33 * size, text: narrow ? tags[k].short : tags[k].long, class: tags[k].chosen ? "stage-strong" : "stage-quiet" });
      }
    });
  }

  /** Where a text of this width, beside the ring at (x, y), covers the fewest lines: below, above, right, left, then further off. */
  function freePlace(x, y, width, data, rest, reading) {
    const { left, right, plotTop, base, size } = box, crossed = [];
    // The marker runs along the chosen line, so that line keeps more room and weighs more.
    const lists = [[values, 11, 4], ...rest.map((key) => [data.curves[key], 3, 1]), [data.best?.[reading], 3, 1], [data.ghost?.curves[reading], 3, 1]];
    for (const [list, room, weight] of lists) {
      list?.forEach((value, n) => {
        for (let share = 0; share < 1 && value != null && list[n + 1] != null; share += 0.125) {
          crossed.push([toX(n + share), toY(value) + share * (toY(list[n + 1]) - toY(value)), room, weight]);
        }
      });
    }
    // A guess has its line from top to bottom, and its words at the foot.
    const guessed = data.guess == null ? null : toX(Math.min(data.guess, last)), words = 5 * size;
    for (let py = plotTop; guessed !== null && py < base; py += 4) crossed.push([guessed, py, 4, 1]);
    for (let px = -words; guessed !== null && px <= words; px += 6) {
      for (const rise of [0.5, 1, 1.5, 2]) crossed.push([clamp(guessed, left + words, right - words) + px, base - rise * size, 4, 2]);
    }
    const far = 14 + size, places = [];
    for (let more = 0; more < 5; more += 1) {
      const drop = far + more * size, beside = 14 + more * size;
      places.push([x - width / 2, y + drop], [x - width / 2, y - drop + 0.7 * size], [x + beside, y + drop], [x + beside, y + 0.33 * size]);
      places.push([x - beside - width, y + 0.33 * size], [x + beside, y - drop + 0.7 * size], [x - beside - width, y + drop]);
    }
    let chosen = null;
    places.forEach(([from, foot], k) => {
      const at = clamp(from, left + 4, right - width), top = foot - 0.8 * size;
      // Over its own ring or outside the plot: not at all.
      if (foot > base - 4 || top < plotTop || (Math.abs(foot - 0.33 * size - y) < 9 + 0.5 * size && at < x + 12 && at + width > x - 12)) return;
      let cost = 0.4 * k;
      for (const [px, py, room, weight] of crossed) {
        if (px > at - room && px < at + width + room && py > top - room && py < foot + room) cost += weight;
      }
      if (!chosen || cost < chosen.cost) chosen = { cost, x: at, y: foot };
    });
    return { x: chosen?.x ?? clamp(x - width / 2, left + 4, right - width), y: chosen?.y ?? y - far };
  }

  return {
    touch,
    place(next) {
      box = next;
      const { left, right, top, base, size } = box;
      box.plotTop = top + 3.2 * size;
      clip.place({ left, right, top: box.plotTop - 4, base });
      axis.place(box);
      put(heading, { x: left - box.axisRoom, y: top + 1.1 * size });
      put(title, { x: left - 8, y: top + 2.7 * size, "text-anchor": "end" });
      put(touch, { x: left, y: top, width: right - left, height: base - top + 1.5 * size });
    },
    redraw(data, choice, simulated) {
      scales(data, choice, simulated);
      values = data.curves[choice.reading] ?? [];
      const rest = Object.keys(READINGS).filter((key) => key !== choice.reading && data.curves[key]);
      put(curve, { d: line(values) });
      others.forEach((other, k) => put(other, { d: rest[k] ? line(data.curves[rest[k]]) : "" }));
      put(best, { d: line(data.best?.[choice.reading]) });
      put(ghost, { d: line(data.ghost?.curves[choice.reading]) });
      drawDots(simulated);
      drawEnds([
        { ...READINGS[choice.reading], list: values, chosen: true },
        ...rest.map((key) => ({ ...READINGS[key], list: data.curves[key] })),
        { long: "best possible", short: "best", list: data.best?.[choice.reading] },
        { long: "A (pinned)", short: "A", list: data.ghost?.curves[choice.reading] },
      ]);
      const lowest = firstMinimum(values);
      [ring, ringLabel].forEach((part) => show(part, lowest !== null));
      if (lowest === null) return;
      const x = toX(lowest), y = Math.min(toY(values[lowest]), box.base);
      put(ring, { cx: x, cy: y });
      put(ringLabel, { text: `lowest: depth ${lowest}` });
      put(ringLabel, freePlace(x, y, widthOf(ringLabel), data, rest, choice.reading));
    },
    /** The marker walks along the drawn line, straight between two depths. */
    mark(position, depth) {
      const n = Math.floor(position), share = position - n, x = toX(position);
      const from = values[n], to = share ? values[n + 1] : from;
      const known = from != null && to != null;
      const y = known ? Math.min(toY(from) + share * (toY(to) - toY(from)), box.base) : box.base;
      show(marker, known);
      put(marker, { cx: x, cy: y });
      put(cursor, { x1: x, x2: x, y1: box.plotTop - 2, y2: box.base });
      const error = values[depth];
      const words = `depth ${depth}${error == null ? "" : `: ${percent(error, 1)}`}`, half = 0.27 * box.size * words.length;
      put(markerLabel, { x: clamp(x, box.left + half, box.right - half), y: box.plotTop - 0.5 * box.size, text: words, "text-anchor": "middle" });
    },
    area: () => ({ left: box.left, right: box.right, top: box.plotTop, base: box.base }),
    xOf: (n) => toX(n),
    depthAt: (pixel) => clamp(Math.round(((pixel - toX(0)) / (toX(last) - toX(0))) * last), 0, last),
  };
}
