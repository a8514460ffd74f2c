// Other hills behind the living ones, as outlines on the same axes: a pinned model, or another method on the same graph.

function createGhost(inside, group, kind) {
  const lines = [0, 1].map(() => make(inside, "path", { class: `stage-ghost stage-${kind}` }));
  const names = [0, 1].map(() => make(group, "text", { class: "stage-ghost-name", "text-anchor": "middle" }));
  const density = new Float64Array(CELLS);
  let ghost = null;
  return {
    /** next: {mix, middle, name} or null; view: middle and half-width of the axis. Returns the highest density. */
    fill(next, view) {
      ghost = next && { ...next, reach: view.half + Math.abs(next.middle - view.middle) };
      [...lines, ...names].forEach((part) => show(part, Boolean(ghost)));
      if (!ghost) return 0;
      fillDensity(density, ghost.mix, ghost.reach);
      ghost.peak = density.reduce((most, value) => Math.max(most, value), 0);
      return ghost.peak;
    },
    draw({ left, right, base, size }, highest, toX, toY) {
      if (!ghost) return;
      const { offset } = momentsOf(ghost.mix), cellX = (i) => toX(ghost.middle + (i / CELLS - 0.5) * 2 * ghost.reach);
      lines.forEach((line, c) => put(line, { d: outline(density, cellX, toY, c === 0) }));
      names.forEach((name, c) => {
        const x = toX(ghost.middle + (c ? offset : -offset)), far = Math.abs(2 * (toX(offset) - toX(0))) > size * (1 + 0.6 * ghost.name.length);
        show(name, x > left + 4 && x < right - 4 && (far || c === 1));
        put(name, { x, y: clamp(toY(ghost.peak) - 5, highest, base - 6), text: ghost.name });
      });
    },
    visible: (yes) => !yes && names.forEach((name) => show(name, false)),
  };
}
