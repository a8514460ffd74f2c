// The two hills of one depth, seen through the lens. Uses svg.js and the numerics of model.js.

const CELLS = 240;

/** The line over a density in equal cells, of which cellX gives the places; mirrored for class 1. */
function outline(values, cellX, toY, mirrored, from = 0, to = CELLS) {
  let d = "";
  for (let i = from; i < to; i += 1) {
    const value = values[mirrored ? CELLS - 1 - i : i];
    d += `${d ? "L" : "M"}${cellX(i + 0.5).toFixed(2)} ${toY(value).toFixed(2)}`;
  }
  return d;
}

/** The two hills of one depth, or of a moment between two depths. */
function createHills(svg, id) {
  const group = make(svg, "g");
  const clip = createClip(svg, `${id}-hills`);
  const inside = make(group, "g", { "clip-path": `url(#${id}-hills)` });
  const path = (name, parent = inside) => make(parent, "path", { class: `stage-${name}` });
  const text = (name, words, anchor = "middle") => make(group, "text", { class: `stage-${name}`, "text-anchor": anchor }, words);
  const histogram = [path("bars-1"), path("bars-2")];
  const wrong = [path("wrong-1"), path("wrong-2")];
  const ghosts = ["pinned", "overlay"].map((kind) => createGhost(inside, group, kind));
  const lines = [path("line-1"), path("line-2")];
  const threshold = make(group, "line", { class: "stage-threshold" });
  const spread = [path("spread stage-seen", group), path("spread stage-seen", group)];
  const arrow = path("gap stage-seen", group);
  const axis = createAxis(group, 2);
  const heading = text("heading", "", "start");
  const samples = [path("line-1", group), path("line-2", group)];
  const names = [text("text-1", "class 1", "end"), text("text-2", "class 2", "end")];
  const labels = {
    gap: text("text-gap stage-seen-text", "gap"), spread: text("text-spread stage-seen-text", "spread", "start"),
    overlap: text("strong", "overlap", "start"), threshold: text("quiet", "threshold", "start"), // between two of several classes the middle
  };
  const density = new Float64Array(CELLS);
  tie(arrow, "delta", "p q");
  tie(labels.gap, "delta", "p q");
  [...spread, labels.spread].forEach((part) => tie(part, "sigma", "N"));
  let box, widths, scene = null;

  function wrongSides(centre, cellX, toY, side) {
    // Class 2 lies right of the threshold (side 1), so its wrong part is the left half, and mirrored.
    const { base } = box, edge = toY((density[CELLS / 2 - 1] + density[CELLS / 2]) / 2).toFixed(2);
    const cut = centre.toFixed(2), ends = [cellX(0).toFixed(2), cellX(CELLS).toFixed(2)];
    const leftPart = (mirrored) => `M${ends[0]} ${base}${outline(density, cellX, toY, mirrored, 0, CELLS / 2).replace("M", "L")}L${cut} ${edge}V${base}Z`;
    const rightPart = (mirrored) => `M${cut} ${base}V${edge}${outline(density, cellX, toY, mirrored, CELLS / 2).replace("M", "L")}L${ends[1]} ${base}Z`;
    put(wrong[0], { d: side < 0 ? leftPart(true) : rightPart(true) });
    put(wrong[1], { d: side < 0 ? rightPart(false) : leftPart(false) });
  }

  function drawBins(bins, toX, toY) {
    histogram.forEach((bar, c) => {
      const values = bins?.[`class_${c + 1}`] ?? [], step = values.length ? (bins.hi - bins.lo) / values.length : 0;
      let d = "";
      values.forEach((value, i) => {
        d += `${d ? "" : `M${toX(bins.lo).toFixed(1)} ${box.base}`}V${toY(value).toFixed(1)}H${toX(bins.lo + (i + 1) * step).toFixed(1)}`;
      });
      put(bar, { d: d && `${d}V${box.base}Z` });
    });
  }

  /** "overlap": in its area where that is tall and wide, over its foot where it is not, beside the hills when needles. */
  function placeOverlap(centre, cellX, toY, { side, offset, reach, top, words }) {
    const { right, base, peak, size, low } = box, middleHeight = (density[CELLS / 2 - 1] + density[CELLS / 2]) / 2;
    const rise = base - toY(middleHeight);
    put(labels.overlap, { text: rise < 1 && words.none ? words.none : words.overlap });
    const reached = Math.abs(offset) + 2 * reach, width = widthOf(labels.overlap);
    const footAt = (level) => {
      let i = CELLS / 2;
      while (i < CELLS - 1 && density[side < 0 ? i : CELLS - 1 - i] > level) i += 1;
      return cellX(i);
    };
    let x = centre + 8, y = base - 1.1 * size;
    if (rise > 3 * size && reached < width + 12) x = centre + reached + 0.6 * reach + 6;
    else if (rise < 3 * size || footAt((2 * size * top) / (base - peak)) - centre < 0.6 * width) {
      x = Math.max(x, footAt(0.35 * middleHeight) + 4);
      y = base - 0.35 * rise - 6;
    }
    x = Math.min(x, right - width);
    if (low) y = Math.min(y, base - 1.4 * size); // above the strokes of the nodes
    put(labels.overlap, { x, y });
    return around(x, y, width);
  }

  /** The place that letters take from x on, their foot at y. */
  const around = (x, y, width) => ({ from: x - 3, to: x + width + 3, top: y - 0.85 * box.size, bottom: y + 0.25 * box.size });
  const meet = (a, b) => a.from < b.to && b.from < a.to && a.top < b.bottom && b.top < a.bottom;

  /** "spread": right of the right bar, else left of the left one, where neither the frame nor another word is in its way; else nowhere. */
  function placeSpread(bars, order, taken) {
    const { left, right, size } = box, width = widths.spread, [first, last] = order.map((c) => bars[c]);
    const places = [[last.to + 9, last], [first.from - 9 - width, first], [last.from - 9 - width, last]];
    const free = places.find(([x, { y }]) => x >= left && x + width <= right && !taken.some((other) => meet(around(x, y + 0.35 * size, width), other)));
    show(labels.spread, Boolean(free));
    if (free) put(labels.spread, { x: free[0], y: free[1].y + 0.35 * size });
  }

  return {
    place(next) {
      box = next;
      const { left, right, top, base, size, low } = box;
      // Rows above the hills, top to bottom: heading and classes, gap label, arrow, threshold label. They cannot collide.
      // In a low picture the gap's name stands beside its arrow, and the threshold's nowhere.
      const [gap, arrow, above, peak] = low ? [2.36, 2, 2.3, LOW_ROWS] : [2.6, 3.1, 4.3, 4.9];
      box.rows = { heading: top + 1.1 * size, gap: top + gap * size, arrow: top + arrow * size, threshold: top + above * size };
      box.peak = top + peak * size;
      clip.place({ left, right, top: top + (low ? 2.3 : 3.4) * size, base });
      axis.place(box);
      put(heading, { x: left, y: box.rows.heading });
      put(labels.gap, { y: box.rows.gap });
      // Measured at their shortest; what has been drawn since may be longer.
      put(labels.spread, { text: "spread" });
      widths = Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, widthOf(label)]));
      // Each name has a sample of its line before it, where the heading leaves room.
      const sampled = right - left > 24 * size;
      let x = right;
      for (const c of [1, 0]) {
        put(names[c], { x, y: box.rows.heading });
        x -= widthOf(names[c]) + (sampled ? 32 : 0);
        put(samples[c], { d: sampled ? `M${x.toFixed(1)} ${(box.rows.heading - 0.33 * size).toFixed(1)}h26` : "" });
        x -= 12;
      }
    },
    /**
     * view: middle and half-width of the axis, which a hand may have moved the threshold (`middle`) away from; others: what is drawn
     * behind, a pinned model and another method; words: heading, what is said of the overlap, and how many times all is magnified.
     */
    draw(mix, { offset, deviation, side }, middle, bins, view, words, others) {
      const { left, right, base, size, peak, rows, low } = box, { half } = view;
      const scale = (right - left) / (2 * half), moved = middle - view.middle;
      // Offsets are drawn from the threshold, at `centre`; the grid is wide enough to fill the panel on both sides of it.
      const centre = (left + right) / 2 + moved * scale, reachOfGrid = half + Math.abs(moved);
      const toX = (value) => centre + value * scale, valueX = (value) => toX(value - middle);
      const cellX = (i) => centre + (i / CELLS - 0.5) * 2 * reachOfGrid * scale;
      put(heading, { text: words.heading });
      const step = niceStep(2 * half, Math.min(6, (right - left) / (4.5 * size)));
      if (step > 1e-9 * Math.abs(middle)) axis.draw(box, view.middle - half, view.middle + half, valueX, step);
      else axis.draw(box, -half - moved, half - moved, toX, 2 * step, offsetText);

      fillDensity(density, mix, reachOfGrid);
      const top = Math.max(density.reduce((most, value) => Math.max(most, value), 1e-300), ...ghosts.map((ghost, k) => ghost.fill(others[k], view)));
      const toY = (value) => base - (value / top) * (base - peak);
      lines.forEach((line, c) => put(line, { d: outline(density, cellX, toY, c === 0) }));
      wrongSides(centre, cellX, toY, side);
      drawBins(bins, valueX, toY);
      ghosts.forEach((ghost) => ghost.draw(box, rows.threshold + 1.2 * size, valueX, toY));

      const means = [toX(-offset), toX(offset)].map((x) => clamp(x, left, right));
      const order = means[0] <= means[1] ? [0, 1] : [1, 0], seen = clamp(centre, left, right);
      put(arrow, { d: arrowPath(means[order[0]], means[order[1]], rows.arrow, size) });
      put(threshold, { x1: seen, x2: seen, y1: rows.arrow + 10, y2: base + 5 });
      show(labels.threshold, !low);
      put(labels.threshold, { text: words.middle, x: Math.min(centre + 6, right - widths.threshold), y: rows.threshold });
      put(labels.gap, { text: words.magnified && !low ? "gap, seen through the lens" : "gap" });
      const halfLabel = (words.magnified && !low ? 12.4 * size : widths.gap) / 2;
      put(labels.gap, { x: clamp(low ? means[order[1]] + 8 + halfLabel : (means[0] + means[1]) / 2, left + halfLabel, right - halfLabel) });
      show(labels.gap, !low || means[order[1]] + 8 + widths.gap <= right);

      // Bars of +-1 standard deviation at the height where a bell is that wide; the two are staggered, for when hills meet.
      const reach = deviation * scale, height = base - 0.607 * (base - peak);
      const bars = means.map((x, c) => ({ from: clamp(x - reach, left, right), to: clamp(x + reach, left, right), y: height + (c ? -7 : 7) }));
      bars.forEach(({ from, to, y }, c) => put(spread[c], { d: `M${from.toFixed(2)} ${y - 5}v10M${from.toFixed(2)} ${y}H${to.toFixed(2)}m0 -5v10` }));
      scene = { left, right, base, means, bars, outer: order[1], scale, middle: view.middle, half, toX };
      const overlap = placeOverlap(centre, cellX, toY, { side, offset: offset * scale, reach, top, words });
      placeSpread(bars, order, [overlap]);
      return { density, reach: reachOfGrid };
    },
    lines,
    /** Where things were drawn last, in pixels: for the hands. */
    scene: () => scene,
    visible(yes) {
      ghosts.forEach((ghost) => ghost.visible(yes));
      [inside, threshold, arrow, ...spread, ...names, ...samples, labels.overlap].forEach((part) => show(part, yes));
      if (!yes) Object.values(labels).forEach((part) => show(part, false)); // the others are where there is room for them
    },
  };
}
