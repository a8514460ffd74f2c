// The hills at true size, on an axis that no depth changes: they close in and sharpen before the eye. Under them the nodes.

const FIRST_SHARE = 0.2, LOW_SHARE = 0.3; // height of a hill of depth 0, in a low picture: the others keep their area, up to the full height

function createStrip(svg) {
  const group = make(svg, "g", { "data-testid": "true-size" });
  const path = (name) => make(group, "path", { class: `stage-${name}` });
  const text = (name, anchor) => make(group, "text", { class: `stage-${name}`, "text-anchor": anchor });
  const first = [path("first-1"), path("first-2")];
  const hills = [path("true-1"), path("true-2")];
  const threshold = make(group, "line", { class: "stage-threshold" });
  const tracks = { gap: path("track-gap"), spread: path("track-spread") };
  const arrow = path("gap"), spread = [path("spread"), path("spread")];
  const axis = createAxis(group, 2);
  const heading = make(group, "text", { class: "stage-heading" }, "True size");
  const words = { gap: text("text-gap", "start"), spread: text("text-spread", "start") };
  tie(arrow, "delta", "p q");
  tie(words.gap, "delta", "p q");
  [...spread, words.spread].forEach((part) => tie(part, "sigma", "N"));
  let box, scale, centre, share, widest = 0;

  const toX = (value) => centre + value * scale;

  function bell(out, s, offset, half) {
    let d = "";
    for (let k = 0; k <= 80; k += 1) {
      const z = (k / 80 - 0.5) * 8;
      d += `${k ? "L" : "M"}${toX(offset + z * s).toFixed(2)} ${(box.base - share * box.full * Math.exp((-z * z) / 2)).toFixed(2)}`;
    }
    put(out, { d });
  }

  return {
    place(next) {
      box = next;
      const { left, right, top, bottom, size, nodes, low } = box;
      share = low ? LOW_SHARE : FIRST_SHARE;
      box.rows = { arrow: top + 0.75 * size, spread: top + 1.95 * size };
      box.base = bottom - (nodes ? 4.6 : 1.6) * size;
      box.full = box.base - top - 2.6 * size;
      box.axis = { left, right, base: bottom - (nodes ? 2.9 : 1.6) * size, size };
      axis.place(box.axis);
      put(words.spread, { text: "spread 100 %" });
      widest = widthOf(words.spread);
      put(heading, { x: left, y: box.rows.arrow + 0.36 * size });
    },
    /**
     * half: reach of the axis on either side of `middle`. now: {gap, width}, signed offset of class 2's mean from the threshold and width
     * of a hill; begin: the same at depth 0. density: of class 2 over [-reach, reach], as the magnified hills have it.
     */
    draw({ half, middle, centre: at, now, begin, density, reach }) {
      const { left, right, size, base, full, rows } = box;
      scale = (right - left) / (2 * half);
      centre = (left + right) / 2 + (middle - at) * scale;
      axis.draw(box.axis, at - half, at + half, (value) => toX(value - middle), niceStep(2 * half, Math.min(10, (right - left) / (3 * size))));
      first.forEach((out, c) => bell(out, begin.width, c ? begin.offset : -begin.offset));

      const peak = density.reduce((most, value) => Math.max(most, value), 1e-300);
      const height = Math.min(full, share * full * peak * begin.width * Math.sqrt(2 * Math.PI));
      hills.forEach((out, c) => {
        let d = "";
        for (let i = 0; i < density.length; i += 1) {
          const value = density[c ? i : density.length - 1 - i];
          const x = toX(((i + 0.5) / density.length - 0.5) * 2 * reach);
          d += `${i ? "L" : "M"}${x.toFixed(2)} ${(base - (value / peak) * height).toFixed(2)}`;
        }
        put(out, { d: `${d}V${base}H${toX(-reach).toFixed(2)}` });
      });
      put(threshold, { x1: centre, x2: centre, y1: rows.spread + 0.7 * size, y2: base });

      const span = (value) => [toX(-value), toX(value)].map((x) => clamp(x, left, right)).sort((a, b) => a - b);
      const bars = (width, offset) => [-offset, offset].map((mean) => [toX(mean - width), toX(mean + width)].map((x) => clamp(x, left, right)));
      const bar = ([from, to], y, tick) => `M${from.toFixed(2)} ${(y - tick).toFixed(2)}v${(2 * tick).toFixed(2)}M${from.toFixed(2)} ${y.toFixed(2)}H${to.toFixed(2)}m0 ${-tick.toFixed(2)}v${(2 * tick).toFixed(2)}`;
      put(tracks.gap, { d: bar(span(begin.offset), rows.arrow, 0.2 * size) });
      put(tracks.spread, { d: bars(begin.width, begin.offset).map((part) => bar(part, rows.spread, 0.2 * size)).join("") });
      put(arrow, { d: arrowPath(...span(now.offset), rows.arrow, size) });
      bars(now.width, now.offset).forEach((part, c) => put(spread[c], { d: bar(part, rows.spread, 0.3 * size) }));
      const percentOf = (value, whole) => (whole > 0 ? percent(Math.abs(value) / whole) : "");
      put(words.gap, { text: `gap ${percentOf(now.offset, Math.abs(begin.offset))}` });
      put(words.spread, { text: `spread ${percentOf(now.width, begin.width)}` });
      // Beside what they measure, in one column.
      const end = Math.max(span(begin.offset)[1], ...bars(begin.width, begin.offset).map(([, to]) => to)) + 10;
      for (const name of ["gap", "spread"]) {
        put(words[name], { x: Math.min(end, right - widest), y: rows[name === "gap" ? "arrow" : "spread"] + 0.36 * size });
      }
    },
    toX,
    box: () => box,
    visible: (yes) => show(group, yes),
  };
}
