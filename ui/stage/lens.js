// The lens between true size and magnified picture: the part of the strip that is seen above, opened to the full width.

function createLens(svg) {
  const group = make(svg, "g");
  const cone = make(group, "path", { class: "stage-cone" });
  const lines = make(group, "path", { class: "stage-lens" });
  const times = make(group, "text", { class: "stage-strong", "text-anchor": "middle" });
  let box;
  return {
    place(next) {
      box = next;
      put(times, { x: (box.left + box.right) / 2, y: box.top + 1.2 * box.size });
    },
    /** from, to: what is magnified, in pixels of the strip, whose base is given; factor: how many times. */
    draw(from, to, base, factor) {
      const { left, right, top, bottom } = box, a = clamp(from, left, right).toFixed(2), b = clamp(to, left, right).toFixed(2);
      put(cone, { d: `M${left} ${top}L${a} ${bottom}V${base.toFixed(1)}H${b}V${bottom}L${right} ${top}Z` });
      put(lines, { d: `M${left} ${top}L${a} ${bottom}M${right} ${top}L${b} ${bottom}` });
      put(times, { text: timesText(factor) });
    },
    visible: (yes) => show(group, yes),
  };
}
