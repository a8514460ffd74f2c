// What the stage draws: two SVG panels. Nodes are made once; later only attributes change, and only where they differ,
// so that a picture at rest causes no work at all.

const CELLS = 240;

function make(parent, name, attributes = {}, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return parent.appendChild(element);
}

function put(element, values) {
  const last = (element.stageLast ??= {});
  for (const key in values) {
    const value = typeof values[key] === "number" ? String(Math.round(values[key] * 100) / 100) : values[key];
    if (last[key] === value) continue;
    last[key] = value;
    if (key === "text") element.textContent = value;
    else element.setAttribute(key, value);
  }
}

const show = (element, visible) => put(element, { display: visible ? "inline" : "none" });
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const widthOf = (text) => text.getComputedTextLength();

/** A horizontal axis whose tick marks can slide: a pool of marks, reused. */
function createAxis(group, title, overhang) {
  const line = make(group, "line", { class: "stage-axis" });
  const marks = Array.from({ length: 14 }, () => ({
    tick: make(group, "line", { class: "stage-axis" }),
    text: make(group, "text", { class: "stage-tick-text", "text-anchor": "middle" }),
  }));
  const name = make(group, "text", { class: "stage-axis-title", "text-anchor": "middle" }, title);
  return {
    place({ left, right, base, size }) {
      put(line, { x1: left, x2: right, y1: base, y2: base });
      put(name, { x: (left + right) / 2, y: base + 2.9 * size });
    },
    /** toX maps a value to the screen; a text that would hang over [left, right] too far is left out. */
    draw({ left, right, base, size }, low, high, toX, step, words = tickText) {
      let used = 0;
      for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step && used < marks.length; k += 1) {
        const x = toX(k * step), mark = marks[used];
        if (x < left - 1 || x > right + 1) continue;
        put(mark.tick, { x1: x, x2: x, y1: base, y2: base + 5, display: "inline" });
        const label = words(k * step, step), half = 0.27 * size * label.length;
        const cut = x - half < left - overhang || x + half > right + overhang;
        put(mark.text, { x, y: base + 1.5 * size, text: label, display: cut ? "none" : "inline" });
        used += 1;
      }
      for (const mark of marks.slice(used)) [mark.tick, mark.text].forEach((part) => show(part, false));
    },
  };
}

function createClip(svg, id) {
  const box = make(make(make(svg, "defs"), "clipPath", { id }), "rect");
  return { place: ({ left, right, top, base }) => put(box, { x: left, y: top, width: right - left, height: Math.max(base - top, 1) }) };
}

/** Left panel: the two hills of one depth, or of a moment between two depths. */
function createHills(svg, id) {
  const group = make(svg, "g");
  const clip = createClip(svg, `${id}-hills`);
  const inside = make(group, "g", { "clip-path": `url(#${id}-hills)` });
  const path = (name, parent = inside) => make(parent, "path", { class: `stage-${name}` });
  const text = (name, words, anchor = "middle") => make(group, "text", { class: `stage-${name}`, "text-anchor": anchor }, words);
  const histogram = [path("bars-1"), path("bars-2")];
  const wrong = [path("wrong-1"), path("wrong-2")];
  const lines = [path("line-1"), path("line-2")];
  const threshold = make(group, "line", { class: "stage-threshold" });
  const spread = [path("spread", group), path("spread", group)];
  const arrow = path("gap", group);
  const axis = createAxis(group, "feature value h", 2);
  const heading = text("heading", "", "start");
  const names = [text("text-1", "class 1"), text("text-2", "class 2")];
  const samples = [path("line-1", group), path("line-2", group)];
  const labels = {
    gap: text("text-gap", "gap (mixing)"), spread: text("text-spread", "spread", "start"),
    overlap: text("strong", "overlap", "start"), threshold: text("quiet", "threshold", "start"),
  };
  const density = new Float64Array(CELLS);
  let box, widths;

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
    draw(mix, { offset, deviation, side }, middle, bins, half, title) {
      const { left, right, base, size, peak, rows } = box;
      const centre = (left + right) / 2, scale = (right - left) / (2 * half), cell = (right - left) / CELLS;
      const toX = (value) => centre + value * scale;
      const cellX = (i) => left + i * cell;
      put(heading, { text: title });
      const step = niceStep(2 * half, Math.min(6, (right - left) / (4.5 * size)));
      if (step > 1e-9 * Math.abs(middle)) axis.draw(box, middle - half, middle + half, (value) => toX(value - middle), step);
      else axis.draw(box, -half, half, toX, 2 * step, offsetText);

      fillDensity(density, mix, half);
      let top = 1e-300;
      for (const value of density) top = Math.max(top, value);
      const toY = (value) => base - (value / top) * (base - peak);
      lines.forEach((line, c) => put(line, { d: outline(density, cellX, toY, c === 0) }));

      // The wrong side: class 2 lies right of the threshold (side 1), so its wrong part is the left half, and mirrored.
      const middleHeight = (density[CELLS / 2 - 1] + density[CELLS / 2]) / 2;
      const edge = toY(middleHeight).toFixed(2);
      const leftPart = (mirrored) => `M${left} ${base}${outline(density, cellX, toY, mirrored, 0, CELLS / 2).replace("M", "L")}L${centre} ${edge}V${base}Z`;
      const rightPart = (mirrored) => `M${centre} ${base}V${edge}${outline(density, cellX, toY, mirrored, CELLS / 2).replace("M", "L")}L${right} ${base}Z`;
      const swapped = side < 0;
      put(wrong[0], { d: swapped ? leftPart(true) : rightPart(true) });
      put(wrong[1], { d: swapped ? rightPart(false) : leftPart(false) });
      this.drawBins(bins, (value) => toX(value - middle), toY, base);

      const means = [toX(-offset), toX(offset)].map((x) => clamp(x, left, right));
      const order = means[0] <= means[1] ? [0, 1] : [1, 0];
      this.drawNames(means, order);
      this.drawArrow(means[order[0]], means[order[1]], rows.arrow);
      put(threshold, { x1: centre, x2: centre, y1: rows.arrow + 10, y2: base + 5 });
      put(labels.threshold, { x: centre + 6, y: rows.threshold });
      put(labels.gap, { x: centre });

      // Bars of +-1 standard deviation at the height where a bell is that wide; the two are staggered, for when hills meet.
      const reach = deviation * scale, height = base - 0.607 * (base - peak);
      const bars = means.map((x, c) => ({ from: clamp(x - reach, left, right), to: clamp(x + reach, left, right), y: height + (c ? -7 : 7) }));
      bars.forEach((bar, c) => put(spread[c], { d: `M${bar.from.toFixed(2)} ${bar.y - 5}v10M${bar.from.toFixed(2)} ${bar.y}H${bar.to.toFixed(2)}m0 -5v10` }));
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
    visible: (yes) => [inside, threshold, arrow, ...spread, ...names, ...samples, ...Object.values(labels)].forEach((part) => show(part, yes)),
  };
}
