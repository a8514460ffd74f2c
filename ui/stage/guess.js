// A guess at a depth: set by hand on the empty axes (a slider of its own), later a ghost mark beside the result.

/** Lies over the plot of `figure`. onGuess(depth) is called for every change by hand. It is made only where it is wanted. */
function createGuess(figure, onGuess) {
  let node = null, data = null, depth = null, asked, axes = null;

  function build() {
    node = element(figure, "div", { class: "stage-guess" });
    node.line = element(node, "div", { class: "stage-guess-line" });
    node.label = element(node, "div", { class: "stage-guess-label" });
    aimAt(node, (at) => data.mark && set(axes.depthAt(at.clientX - figure.getBoundingClientRect().left)));
    node.addEventListener("keydown", (event) => {
      const last = data.depth_max, now = depth ?? 0;
      const next = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1, Home: 0, End: last }[event.key];
      if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation(); // the figure's own arrow keys step through the hills
      set(depth === null && next !== last ? 0 : next);
    });
  }

  function set(to) {
    const next = clamp(to, 0, data.depth_max);
    if (next === depth) return;
    depth = next;
    paint();
    onGuess(depth);
  }

  function paint() {
    const { left, right, top, base } = axes.area(), x = depth === null ? 0 : axes.xOf(Math.min(depth, data.depth_max)) - left;
    Object.assign(node.style, { left: `${left}px`, width: `${right - left}px`, top: `${top}px`, height: `${base - top}px` });
    node.classList.toggle("stage-guess-open", Boolean(data.mark));
    const words = depth === null ? "Mark your guess here: tap, click, or use the arrow keys" : `your guess: depth ${depth}`;
    put(node.label, { text: words });
    node.line.hidden = depth === null;
    node.line.style.left = `${x}px`;
    const half = node.label.offsetWidth / 2, middle = depth === null ? (right - left) / 2 : x;
    node.label.style.left = `${clamp(middle, half, right - left - half) - half}px`;
    if (data.mark) {
      const said = depth === null ? "no guess yet" : `depth ${depth}`;
      put(node, { role: "slider", tabindex: 0, "aria-label": "Your guess", "aria-valuemin": 0, "aria-valuemax": data.depth_max });
      put(node, { "aria-valuenow": depth ?? 0, "aria-valuetext": said });
    } else {
      for (const name of node.getAttributeNames()) if (!["class", "style"].includes(name)) node.removeAttribute(name);
      node.stageLast = {};
    }
  }

  return {
    /** A new question (another data.mark) starts without a guess; data.guess is the one that was committed. */
    draw(next, curve) {
      data = next;
      axes = curve;
      const question = data.mark || null;
      if (question && question !== asked) depth = null;
      if (question) asked = question;
      else depth = data.guess ?? null;
      const wanted = Boolean(question) || depth !== null;
      if (wanted && !node) build();
      if (!node) return;
      node.hidden = !wanted;
      if (wanted) paint();
    },
  };
}
