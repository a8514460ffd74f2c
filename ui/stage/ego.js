// One node and its neighbours: the neighbours where they were one layer before, and the node at their mean.

const EGO = { width: 300, height: 118, edge: 14, rows: [16, 34], foot: 96 };

/** A card in `parent`; hooks.close(). */
function createEgo(parent, hooks) {
  const card = element(parent, "div", { class: "stage-ego", role: "group", "aria-label": "One node and its neighbours", hidden: "" });
  const head = element(card, "p", { class: "stage-ego-words", role: "status" });
  const close = element(card, "button", { type: "button", class: "stage-ego-close", "aria-label": "Close the node", title: "Close" }, "\u00d7");
  const svg = make(card, "svg", { viewBox: `0 0 ${EGO.width} ${EGO.height}`, "aria-hidden": "true" });
  const threshold = make(svg, "line", { class: "stage-threshold", y1: 4, y2: EGO.height - 4 });
  const links = make(svg, "path", { class: "stage-ego-links" });
  const near = [1, 2].map((c) => make(svg, "path", { class: `stage-ego-near stage-node-${c}` }));
  const node = make(svg, "circle", { r: 8, cy: EGO.foot });
  // Which depth a row is of; low enough not to meet the lines.
  const depths = [EGO.rows[1] + 18, EGO.foot + 15].map((y) => make(svg, "text", { x: 2, y, class: "stage-ego-depth" }));
  close.addEventListener("click", () => hooks.close());

  /** "node 17 becomes the mean of its 14 neighbours, 11 of its own class" */
  function words(crowd, k, depth) {
    const degree = crowd.degree(k), name = `node ${crowd.number(k)}`;
    if (!degree) return `${name} has no neighbours, so it keeps its feature`;
    const others = `its ${numberOf(degree, "neighbour")}, ${crowd.own(k)} of its own class`;
    return depth ? `layer ${depth}: ${name} becomes the mean of ${others}` : `${name} before any layer; ${others}`;
  }

  return {
    card,
    draw(crowd, k, depth, model, reading, side) {
      card.hidden = k === null;
      if (k === null) return;
      depths.forEach((text, row) => put(text, { text: depth || row ? `depth ${depth - 1 + row}` : "" }));
      put(head, { text: words(crowd, k, depth) });
      const own = crowd.place(k, depth, model, reading), found = crowd.nearby(k, Math.max(depth - 1, 0), model, reading);
      // A graph that was not sent: neighbours are counted, and stand side by side.
      const degree = Math.min(crowd.degree(k), 40), same = Math.round((degree * crowd.own(k)) / Math.max(crowd.degree(k), 1));
      const around = found ?? Array.from({ length: degree }, (_, i) => ({ label: i < same ? crowd.label(k) : -crowd.label(k), offset: (i + 0.5) / degree - 0.5 }));
      const reach = found ? [...around.map(({ offset }) => offset), own] : [-0.5, 0.5], low = Math.min(...reach), span = Math.max(...reach) - low || 1;
      const toX = (offset) => EGO.edge + ((offset - low) / span) * (EGO.width - 2 * EGO.edge), rowOf = (label) => EGO.rows[label < 0 ? 0 : 1];
      const x = found ? toX(own) : EGO.width / 2;
      const inside = found && low <= 0 && low + span >= 0;
      show(threshold, Boolean(inside));
      if (inside) put(threshold, { x1: toX(0), x2: toX(0) });
      put(links, { d: around.map(({ label, offset }) => `M${toX(offset).toFixed(1)} ${rowOf(label)}L${x.toFixed(1)} ${EGO.foot}`).join("") });
      near.forEach((path, c) => {
        const dots = around.filter(({ label }) => (label < 0 ? 0 : 1) === c);
        put(path, { d: dots.map(({ label, offset }) => `M${(toX(offset) - 4.5).toFixed(1)} ${rowOf(label)}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0`).join("") });
      });
      const wrong = side !== 0 && crowd.label(k) * side * own < 0;
      put(node, { cx: x, class: `stage-node stage-node-${crowd.label(k) < 0 ? 1 : 2}${wrong ? " stage-node-wrong" : ""}` });
    },
  };
}
