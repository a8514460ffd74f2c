// Real nodes of one sampled graph under the hills of the strip, a row a class: they move with the depth, and some end on the wrong side.

const NODE_RADIUS = 0.19, CHOSEN_RADIUS = 0.36; // in heights of a letter

/** Dots in `strip`; hooks.choose(k) when one is pointed at. */
function createNodes(svg, strip, hooks) {
  const group = make(svg, "g", { "data-testid": "nodes" });
  // The same nodes through the lens: short strokes on the floor of the hills, the wrong ones dark.
  const rug = [1, 2].map((c) => make(svg, "path", { class: `stage-rug stage-rug-${c}` })), rugWrong = make(svg, "path", { class: "stage-rug" });
  const near = make(group, "path", { class: "stage-near" });
  const dots = [], arrow = make(group, "path", { class: "stage-mean" });
  const caption = make(group, "text", { class: "stage-tick-text" });
  const touch = make(group, "rect", { class: "stage-pick" });
  let rows = null, crowd = null, places = [];

  touch.addEventListener("click", (event) => {
    const frame = svg.getBoundingClientRect(), x = event.clientX - frame.left, y = event.clientY - frame.top;
    const far = (k) => Math.hypot(strip.toX(places[k]) - x, (rowOf(k) - y) / 2);
    if (places.length) hooks.choose(places.reduce((best, _, k) => (far(k) < far(best) ? k : best), 0));
  });

  // Neighbours in number lie a little apart, so that a heap of dots still looks like one.
  const rowOf = (k) => rows[crowd.label(k) < 0 ? 0 : 1] + ((k * 7) % 5) - 2;

  function build() {
    dots.splice(0).forEach((dot) => dot.remove());
    for (let k = 0; crowd && k < crowd.size; k += 1) {
      const dot = make(group, "circle", { "data-node": crowd.number(k) });
      group.insertBefore(dot, arrow);
      dots.push(dot);
    }
  }

  const isWrong = (k, offset, side) => side !== 0 && crowd.label(k) * side * offset < 0;

  return {
    place() {
      const { left, right, base, size, nodes } = strip.box();
      rows = nodes ? [base + 0.62 * size, base + 1.25 * size] : null;
      show(group, Boolean(rows));
      if (!rows) return;
      put(touch, { x: left, y: base, width: right - left, height: 1.8 * size });
      put(caption, { x: left, y: base + 4.35 * size });
    },
    /** Other nodes, or none; fresh: whether they belong to what is drawn, or are still to be drawn anew. */
    reset(next, fresh) {
      if (next !== crowd) {
        crowd = next;
        build();
      }
      for (const part of [group, ...rug, rugWrong]) put(part, { opacity: fresh ? 1 : 0.35 });
      if (crowd) return;
      places = [];
      for (const part of [...rug, rugWrong]) put(part, { d: "" });
    },
    count(depth, model, reading, side) {
      let wrong = 0, tied = 0;
      for (let k = 0; crowd && k < crowd.size; k += 1) {
        const offset = crowd.place(k, depth, model, reading);
        wrong += isWrong(k, offset, side) ? 1 : 0;
        tied += model.have < 1 && offset === 0 ? 1 : 0;
      }
      return { nodes: crowd?.size ?? 0, wrong, tied };
    },
    say(words, short) {
      put(caption, { text: words });
      if (rows && widthOf(caption) > strip.box().right - strip.box().left) put(caption, { text: short });
    },
    draw(position, model, reading, side, chosen, seen) {
      if (!crowd || !rows) return;
      const n = Math.floor(position), share = position - n, { left, right, base, size } = strip.box();
      places = dots.map((_, k) => {
        const from = crowd.place(k, n, model, reading);
        return share ? from + share * (crowd.place(k, n + 1, model, reading) - from) : from;
      });
      places.forEach((offset, k) => {
        const own = `stage-node stage-node-${crowd.label(k) < 0 ? 1 : 2}`;
        put(dots[k], {
          cx: clamp(strip.toX(offset), left - 4, right + 4), cy: rowOf(k), r: (k === chosen ? CHOSEN_RADIUS : NODE_RADIUS) * size,
          class: `${own}${isWrong(k, offset, side) ? " stage-node-wrong" : ""}${k === chosen ? " stage-node-chosen" : ""}`,
        });
      });
      const strokes = ["", "", ""];
      places.forEach((offset, k) => {
        const x = seen.toX(offset), c = crowd.label(k) < 0 ? 0 : 1;
        if (x > seen.left && x < seen.right) strokes[isWrong(k, offset, side) ? 2 : c] += `M${x.toFixed(1)} ${(seen.base - 1 - 0.4 * size * c).toFixed(1)}v${(-0.4 * size).toFixed(1)}`;
      });
      [...rug, rugWrong].forEach((path, c) => put(path, { d: strokes[c] }));
      // One node: where its neighbours were one layer before, and their mean, which is where it is now.
      const whole = Math.round(position), before = chosen === null || !whole ? null : crowd.nearby(chosen, whole - 1, model, reading);
      put(near, { d: before ? before.map(({ label, offset }) => `M${strip.toX(offset).toFixed(1)} ${base - (label < 0 ? 6 : 0)}v6`).join("") : "" });
      const x = chosen === null ? 0 : strip.toX(crowd.place(chosen, whole, model, reading)), foot = chosen === null ? 0 : rowOf(chosen) - 5;
      put(arrow, { d: before ? `M${x.toFixed(1)} ${base - 1.6 * size}V${foot}m-3.5 -5l3.5 5l3.5 -5` : "" });
    },
    /** Full places for those who measure: an attribute a dot, at whole depths. */
    announce(depth, model, reading) {
      dots.forEach((dot, k) => dot.setAttribute("data-place", String((model.m1 + model.m2) / 2 + crowd.place(k, depth, model, reading))));
    },
    visible: (yes) => [group, ...rug, rugWrong].forEach((part) => show(part, yes && Boolean(rows))),
  };
}
