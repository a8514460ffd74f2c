// The two hills of one depth, magnified. Uses svg.js and the numerics of model.js.

const CELLS = 240;

const FEATURE = "feature value h";

/** Left panel: the two hills of one depth, or of a moment between two depths. */
function createHills(svg, id) {
  const group = make(svg, "g");
  const clip = createClip(svg, `${id}-hills`);
  const inside = make(group, "g", { "clip-path": `url(#${id}-hills)` });
  const path = (name, parent = inside) => make(parent, "path", { class: `stage-${name}` });
  const text = (name, words, anchor = "middle") => make(group, "text", { class: `stage-${name}`, "text-anchor": anchor }, words);
  const histogram = [path("bars-1"), path("bars-2")];
  const wrong = [path("wrong-1"), path("wrong-2")];
  const ghosts = [path("ghost"), path("ghost")];
  const lines = [path("line-1"), path("line-2")];
  const threshold = make(group, "line", { class: "stage-threshold" });
  const spread = [path("spread", group), path("spread", group)];
  const arrow = path("gap", group);
  const axis = createAxis(group, FEATURE, 2);
  const heading = text("heading", "", "start");
  const names = [text("text-1", "class 1"), text("text-2", "class 2")];
  const samples = [path("line-1", group), path("line-2", group)];
  const labels = {
    gap: text("text-gap", "gap (mixing)"), spread: text("text-spread", "spread", "start"),
    overlap: text("strong", "overlap", "start"), threshold: text("quiet", "threshold", "start"),
  };
  const ghostNames = [text("ghost-name", "A"), text("ghost-name", "A")];
  const density = new Float64Array(CELLS), ghostDensity = new Float64Array(CELLS);
  tie(arrow, "delta", "p q");
  tie(labels.gap, "delta", "p q");
  [...spread, labels.spread].forEach((part) => tie(part, "sigma", "N"));
  let box, widths, scene = null;

  function outline(values, toX, toY, mirrored, from = 0, to = CELLS) {
    let d = "";
    for (let i = from; i < to; i += 1) {
      const value = values[mirrored ? CELLS - 1 - i : i];
      d += `${d ? "L" : "M"}${toX(i + 0.5).toFixed(2)} ${toY(value).toFixed(2)}`;
    }
    return d;
  }

  return {
    place(next) {
      box = next;
      const { left, right, top, base, size } = box;
      // Rows above the hills, top to bottom: class names, gap label, arrow, threshold label. They cannot collide.
      box.rows = { names: top + 2.9 * size, gap: top + 4.5 * size, arrow: top + 5.1 * size, threshold: top + 6.5 * size };
      box.peak = top + 7.4 * size;
      clip.place({ left, right, top: top + 5.5 * size, base });
      axis.place(box);
      put(heading, { x: left, y: top + 1.1 * size });
      put(labels.gap, { y: box.rows.gap });
      // Measured at their shortest; what has been drawn since may be longer.
      put(labels.spread, { text: "spread" });
      put(labels.overlap, { text: "overlap" });
      widths = Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, widthOf(label)]));
      widths.name = Math.max(...names.map(widthOf));
      widths.more = 6.4 * size;
    },
    /** view: middle and half-width of the axis, which a hand may have moved the threshold (`middle`) away from. */
    /** How many times wider the axis is drawn than that of depth 0: without a word hills that narrow would not seem to. */
    magnified(times) {
      axis.title(times < 1.05 ? FEATURE : `${FEATURE}, magnified ×${times < 9.95 ? times.toFixed(1) : Math.round(times)}`);
    },
    draw(mix, { offset, deviation, side }, middle, bins, view, title, ghost) {
      const { left, right, base, size, peak, rows } = box, { half } = view;
      const scale = (right - left) / (2 * half), moved = middle - view.middle;
      // Offsets are drawn from the threshold, at `centre`; the grid is wide enough to fill the panel on both sides of it.
      const centre = (left + right) / 2 + moved * scale, reachOfGrid = half + Math.abs(moved);
      const toX = (value) => centre + value * scale;
      const cellX = (i) => centre + (i / CELLS - 0.5) * 2 * reachOfGrid * scale;
      put(heading, { text: title });
      const step = niceStep(2 * half, Math.min(6, (right - left) / (4.5 * size)));
      if (step > 1e-9 * Math.abs(middle)) axis.draw(box, view.middle - half, view.middle + half, (value) => toX(value - middle), step);
      else axis.draw(box, -half - moved, half - moved, toX, 2 * step, offsetText);

      fillDensity(density, mix, reachOfGrid);
      let top = 1e-300;
      for (const value of density) top = Math.max(top, value);
      if (ghost) {
        ghost.reach = half + Math.abs(ghost.middle - view.middle);
        fillDensity(ghostDensity, ghost.mix, ghost.reach);
        for (const value of ghostDensity) top = Math.max(top, value);
      }
      const toY = (value) => base - (value / top) * (base - peak);
      lines.forEach((line, c) => put(line, { d: outline(density, cellX, toY, c === 0) }));

      // The wrong side: class 2 lies right of the threshold (side 1), so its wrong part is the left half, and mirrored.
      const middleHeight = (density[CELLS / 2 - 1] + density[CELLS / 2]) / 2;
      const edge = toY(middleHeight).toFixed(2);
      const cut = centre.toFixed(2), ends = [cellX(0).toFixed(2), cellX(CELLS).toFixed(2)];
      const leftPart = (mirrored) => `M${ends[0]} ${base}${outline(density, cellX, toY, mirrored, 0, CELLS / 2).replace("M", "L")}L${cut} ${edge}V${base}Z`;
      const rightPart = (mirrored) => `M${cut} ${base}V${edge}${outline(density, cellX, toY, mirrored, CELLS / 2).replace("M", "L")}L${ends[1]} ${base}Z`;
      const swapped = side < 0;
      put(wrong[0], { d: swapped ? leftPart(true) : rightPart(true) });
      put(wrong[1], { d: swapped ? rightPart(false) : leftPart(false) });
      this.drawBins(bins, (value) => toX(value - middle), toY, base);
      this.drawGhost(ghost, (value) => toX(value - middle), toY);

      const means = [toX(-offset), toX(offset)].map((x) => clamp(x, left, right));
      const order = means[0] <= means[1] ? [0, 1] : [1, 0];
      this.drawNames(means, order);
      this.drawArrow(means[order[0]], means[order[1]], rows.arrow);
      const seen = clamp(centre, left, right);
      put(threshold, { x1: seen, x2: seen, y1: rows.arrow + 10, y2: base + 5 });
      put(labels.threshold, { x: Math.min(centre + 6, right - widths.threshold), y: rows.threshold });
      put(labels.gap, { x: clamp((means[0] + means[1]) / 2, left + widths.gap / 2, right - widths.gap / 2) });

      // Bars of +-1 standard deviation at the height where a bell is that wide; the two are staggered, for when hills meet.
      const reach = deviation * scale, height = base - 0.607 * (base - peak);
      const bars = means.map((x, c) => ({ from: clamp(x - reach, left, right), to: clamp(x + reach, left, right), y: height + (c ? -7 : 7) }));
      bars.forEach((bar, c) => put(spread[c], { d: `M${bar.from.toFixed(2)} ${bar.y - 5}v10M${bar.from.toFixed(2)} ${bar.y}H${bar.to.toFixed(2)}m0 -5v10` }));
      scene = { left, right, base, means, bars, outer: order[1], scale, middle: view.middle, half };
      const outer = bars[order[1]], room = right - outer.to - 9, inner = Math.max(left, outer.from - 9 - widths.spread);
      put(labels.spread, {
        x: room >= widths.spread ? outer.to + 9 : inner, y: outer.y + 0.35 * size,
        text: room >= widths.spread + widths.more ? "spread (denoising)" : "spread",
      });

      // "overlap": in its area where that is tall and wide, over its foot where it is not, beside the hills when needles.
      const rise = base - toY(middleHeight), reached = Math.abs(offset * scale) + 2 * reach;
      const footAt = (level) => {
        let i = CELLS / 2;
        while (i < CELLS - 1 && density[swapped ? i : CELLS - 1 - i] > level) i += 1;
        return cellX(i);
      };
      let x = centre + 8, y = base - 1.1 * size;
      if (rise > 3 * size && reached < widths.overlap + 12) x = centre + reached + 0.6 * reach + 6;
      else if (rise < 3 * size || footAt((2 * size * top) / (base - peak)) - centre < 0.6 * widths.overlap) {
        x = Math.max(x, footAt(0.35 * middleHeight) + 4);
        y = base - 0.35 * rise - 6;
      }
      put(labels.overlap, { x: Math.min(x, right - widths.overlap), y, text: rise < 1 ? "overlap \u2248 0" : "overlap" });
    },
    drawBins(bins, toX, toY, base) {
      histogram.forEach((bar, c) => {
        const values = bins?.[`class_${c + 1}`] ?? [];
        const step = values.length ? (bins.hi - bins.lo) / values.length : 0;
        let d = "";
        values.forEach((value, i) => {
          const y = toY(value).toFixed(1);
          d += `${d ? "" : `M${toX(bins.lo).toFixed(1)} ${base}`}V${y}H${toX(bins.lo + (i + 1) * step).toFixed(1)}`;
        });
        put(bar, { d: d && `${d}V${base}Z` });
      });
    },
    /** The outlines of a pinned model, on the same axes and the same scale. */
    drawGhost(ghost, toX, toY) {
      [...ghosts, ...ghostNames].forEach((part) => show(part, Boolean(ghost)));
      if (!ghost) return;
      const { left, right, base, rows, size } = box, { offset } = momentsOf(ghost.mix);
      const cellX = (i) => toX(ghost.middle + (i / CELLS - 0.5) * 2 * ghost.reach);
      const peak = ghostDensity.reduce((most, value) => Math.max(most, value), 0);
      ghosts.forEach((line, c) => put(line, { d: outline(ghostDensity, cellX, toY, c === 0) }));
      ghostNames.forEach((name, c) => {
        const x = toX(ghost.middle + (c ? offset : -offset)), far = Math.abs(2 * (toX(offset) - toX(0))) > size;
        show(name, x > left + 4 && x < right - 4 && (far || c === 1));
        put(name, { x, y: clamp(toY(peak) - 5, rows.threshold + 1.2 * size, base - 6) });
      });
    },
    drawNames(means, order) {
      // Names sit over their hills, pushed apart when the hills meet; each carries a sample of its line.
      const { left, right, rows, size } = box, half = (widths.name + 34) / 2, centre = (left + right) / 2;
      order.forEach((c, place) => {
        const x = place ? clamp(means[c], centre + half + 6, right - half) : clamp(means[c], left + half, centre - half - 6);
        put(names[c], { x: x + 17, y: rows.names });
        const start = x - half, y = rows.names - 0.35 * size;
        put(samples[c], { d: `M${start.toFixed(1)} ${y.toFixed(1)}h26` });
      });
    },
    drawArrow(from, to, y) {
      const head = Math.min(7, (to - from) / 2.5);
      const tip = (x, way) => `M${x + way * head} ${y - 0.7 * head}L${x} ${y}L${x + way * head} ${y + 0.7 * head}`;
      // A gap of nothing is a dot-sized cross, not an empty place.
      const d = head < 1.5 ? `M${(from + to) / 2} ${y - 5}v10` : `M${from} ${y}H${to}${tip(from, 1)}${tip(to, -1)}`;
      put(arrow, { d: d.replace(/\d+\.\d+/g, (number) => Number(number).toFixed(2)) });
    },
    lines,
    /** Where things were drawn last, in pixels: for the hands. */
    scene: () => scene,
    visible: (yes) => [inside, ...(yes ? [] : ghostNames), threshold, arrow, ...spread, ...names, ...samples, ...Object.values(labels)].forEach((part) => show(part, yes)),
  };
}
