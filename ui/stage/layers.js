// Who wins the layer: how much each layer shrinks the distance of the means (down) and the width of the hills (up), in one unit,
// and the sum of the two. Where it crosses zero, signal to noise turns. Shares the depth axis of the error above it.

const FARTHEST = Math.log(20); // a factor beyond this is cut off by the frame
const WIDE = 0.62; // of a bar, as a share of its layer
const TICK_FACTORS = [0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05];

function createLayers(svg, id) {
  const group = make(svg, "g", { "data-testid": "layers" });
  const clip = createClip(svg, `${id}-layers`);
  const heading = make(group, "text", { class: "stage-heading" }, "Who wins the layer");
  const inside = make(group, "g", { "clip-path": `url(#${id}-layers)` });
  const path = (name, parent = inside) => make(parent, "path", { class: `stage-${name}` });
  const text = (name, anchor = "start", words = "") => make(group, "text", { class: `stage-${name}`, "text-anchor": anchor }, words);
  const wash = { up: path("wash-up"), down: path("wash-down") };
  const grid = path("grid");
  const bars = { gap: [path("layer-gap"), path("layer-gap stage-layer-now")], width: [path("layer-width"), path("layer-width stage-layer-now")] };
  const others = path("layer-outline"), zero = path("axis"), sum = path("step");
  const met = [path("met", group), path("met stage-layer-now", group)];
  const ticks = Array.from({ length: 3 }, () => text("tick-text", "end"));
  const names = { width: text("text-spread", "start", "denoising"), gap: text("text-gap", "start", "mixing"), sum: text("strong", "start", "both"), met: text("quiet", "start", "new nodes") };
  const value = { width: text("text-spread"), gap: text("text-gap"), met: text("tick-text", "end") };
  tie(bars.gap[1], "delta", "p q");
  tie(bars.width[1], "sigma", "N");
  let box, toX, toY, cell, factors = [], shares = [];

  const factorLabel = (factor) => (factor < 0.01 ? "< 0.01" : timesText(factor));
  const cut = (factor) => clamp(Math.log(factor), -FARTHEST, FARTHEST);
  const column = (n, share = 1) => [toX(n) - (cell * share) / 2, toX(n) + (cell * share) / 2];
  const block = (n, level, share) => {
    const [from, to] = column(n, share);
    return `M${from.toFixed(2)} ${toY(0).toFixed(2)}V${toY(level).toFixed(2)}H${to.toFixed(2)}V${toY(0).toFixed(2)}Z`;
  };

  function scales() {
    const levels = factors.flatMap((layer) => (layer ? [cut(layer.gap), -cut(layer.width), cut(layer.gap) - cut(layer.width)] : [])).filter(Number.isFinite);
    const high = Math.min(FARTHEST, Math.max(0.2, ...levels) * 1.12), low = Math.max(-FARTHEST, Math.min(-0.2, ...levels) * 1.12);
    toY = (level) => box.plotTop + ((high - level) / (high - low)) * (box.plotBase - box.plotTop);
    const nearest = (span) => TICK_FACTORS.findLast((factor) => -Math.log(factor) < 0.9 * span && -Math.log(factor) > 0.25 * span);
    const marks = [[0, 1], [-Math.log(nearest(high)), nearest(high)], [Math.log(nearest(-low)), nearest(-low)]].filter(([level, factor]) => factor && Math.abs(level) >= 0);
    ticks.forEach((tick, k) => {
      show(tick, k < marks.length);
      if (k < marks.length) put(tick, { x: box.left - 8, y: toY(k === 1 ? marks[k][0] : marks[k][0]) + 0.33 * box.size, text: `\u00d7 ${marks[k][1]}` });
    });
    put(grid, { d: marks.slice(1).map(([level]) => `M${box.left} ${toY(level).toFixed(2)}H${box.right}`).join("") });
    put(zero, { d: `M${box.left} ${toY(0).toFixed(2)}H${box.right}` });
  }

  function steps(list) {
    let d = "", open = false;
    list.forEach((layer, n) => {
      const level = layer ? cut(layer.gap) - cut(layer.width) : NaN;
      if (!Number.isFinite(level)) return void (open = false);
      const [from, to] = column(n);
      d += `${open ? "L" : "M"}${from.toFixed(2)} ${toY(level).toFixed(2)}H${to.toFixed(2)}`;
      open = true;
    });
    return d;
  }

  return {
    place(next) {
      show(group, Boolean(next));
      box = next;
      if (!box) return;
      const { left, right, top, bottom, size } = box;
      Object.assign(box, { plotTop: top + 2 * size, plotBase: bottom - 2.4 * size, metBase: bottom - 0.5 * size, metHeight: 1.5 * size });
      clip.place({ left, right, top: box.plotTop, base: box.plotBase });
      put(heading, { x: left - box.axisRoom, y: top + 1.25 * size });
      for (const part of [...Object.values(names), value.width, value.gap]) put(part, { x: right + 8 });
      put(names.width, { y: box.plotTop + 0.8 * size });
      put(value.width, { y: box.plotTop + 1.9 * size });
      put(names.gap, { y: box.plotBase - 1.2 * size });
      put(value.gap, { y: box.plotBase - 0.1 * size });
      put(names.met, { y: box.metBase - 0.2 * size });
      put(value.met, { x: left - 8, y: box.metBase - 0.2 * size });
    },
    /** list: for each depth what its layer does, {gap, width} as factors, null for depth 0; newly: shares of the graph met first; over: other layers. */
    redraw(list, newly, over, xOf) {
      if (!box) return;
      [factors, shares, toX] = [list, newly ?? [], xOf];
      cell = toX(1) - toX(0);
      scales();
      const all = (name, sign) => factors.map((layer, n) => (layer && Number.isFinite(cut(layer[name])) ? block(n, sign * cut(layer[name]), WIDE) : "")).join("");
      put(bars.gap[0], { d: all("gap", 1) });
      put(bars.width[0], { d: all("width", -1) });
      put(sum, { d: steps(factors) });
      put(others, { d: over ? over.map((layer, n) => (layer ? block(n, cut(layer.gap), WIDE) + block(n, -cut(layer.width), WIDE) : "")).join("") + steps(over) : "" });
      for (const [name, sign] of [["up", 1], ["down", -1]]) {
        const won = factors.map((layer, n) => (layer && winner(layer) === sign ? n : null)).filter((n) => n !== null);
        put(wash[name], { d: won.map((n) => `M${column(n)[0].toFixed(2)} ${box.plotTop}H${column(n)[1].toFixed(2)}V${box.plotBase}H${column(n)[0].toFixed(2)}Z`).join("") });
      }
      put(met[0], { d: shares.map((share, n) => (n && share > 0 ? this.metBlock(n) : "")).join("") });
    },
    metBlock(n) {
      const [from, to] = column(n, WIDE), high = shares[n] > 5e-4 ? Math.max(1, shares[n] * box.metHeight) : 0;
      return high ? `M${from.toFixed(2)} ${box.metBase}v${(-high).toFixed(2)}H${to.toFixed(2)}V${box.metBase}Z` : "";
    },
    /** The layer that leads to this depth stands out, with its numbers beside the names. */
    mark(depth) {
      if (!box) return;
      const layer = factors[depth], known = layer && Number.isFinite(cut(layer.gap) - cut(layer.width));
      for (const [name, sign] of [["gap", 1], ["width", -1]]) put(bars[name][1], { d: known ? block(depth, sign * cut(layer[name]), WIDE) : "" });
      for (const name of ["gap", "width"]) put(value[name], { text: known ? factorLabel(layer[name]) : "" });
      const level = known ? cut(layer.gap) - cut(layer.width) : 0, { size, plotTop, plotBase } = box;
      const [highest, lowest] = [plotTop + 3 * size, plotBase - 2.4 * size];
      show(names.sum, highest <= lowest + 1);
      put(names.sum, { text: known ? `both ${factorLabel(layer.gap / layer.width)}` : "both", y: clamp(toY(level) + 0.33 * size, highest, Math.max(highest, lowest)) });
      put(met[1], { d: depth && shares[depth] ? this.metBlock(depth) : "" });
      const share = depth ? shares[depth] : null;
      put(value.met, { text: share == null ? "" : share > 0 && share < 1e-3 ? "< 0.1 %" : percent(share) });
    },
    bottom: () => box && box.metBase,
    /** Width that the names take at the right of this plot and of the one above it. */
    widest() {
      put(names.sum, { text: "both \u00d7 0.00" });
      return Math.max(...Object.values(names).map(widthOf));
    },
    visible: (yes) => show(group, yes && Boolean(box)),
  };
}
