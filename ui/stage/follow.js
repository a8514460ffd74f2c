// Nodes to follow, and one of them that is chosen: by pointing at its dot, or in a list.

/** hooks.change() when another node is chosen. */
function createFollow(ui, hooks) {
  const nodes = createNodes(ui.svg, ui.strip, { choose: (k) => choose(k === node ? null : k) });
  const ego = createEgo(ui.root, { close: () => choose(null) });
  const list = ui.select.Node;
  let crowd = null, node = null;
  list.addEventListener("change", () => choose(list.value === "" ? null : Number(list.value)));

  function choose(k) {
    node = k;
    placeCard();
    hooks.change();
  }

  /** Beside the strip, over the layers; on a phone over the hills above it. */
  function placeCard() {
    const narrow = ui.course.offsetTop > ui.figure.offsetTop + 10, home = narrow ? ui.figure : ui.course, { top, size } = ui.strip.box() ?? {};
    if (top === undefined) return;
    const from = narrow ? 0 : top - 2 * size, height = narrow ? top - 2 * size : home.clientHeight - from;
    Object.assign(ego.card.style, { left: `${home.offsetLeft}px`, top: `${home.offsetTop + from}px`, width: `${home.clientWidth}px`, height: `${height}px` });
  }

  function fillList() {
    if (list.stageCrowd !== crowd) {
      list.stageCrowd = crowd;
      const names = Array.from({ length: crowd?.size ?? 0 }, (_, k) => `${crowd.number(k)}, class ${crowd.label(k) < 0 ? 1 : 2}`);
      list.replaceChildren(new Option("none", ""), ...names.map((words, k) => new Option(words, k)));
    }
    list.disabled = !crowd;
    list.value = node === null ? "" : String(node);
  }

  return {
    place() {
      nodes.place();
      placeCard();
    },
    /** message: the nodes as they came, or nothing; fresh: whether they belong to the very data, or others are awaited. */
    reset(message, data, fresh) {
      crowd = message ? crowdOf(message) : null;
      if (!crowd?.fits(data)) crowd = null;
      if (!crowd) node = null;
      nodes.reset(crowd, fresh);
      fillList();
    },
    visible: nodes.visible,
    draw: (position, model, reading, side) => nodes.draw(position, model, reading, side, node, ui.hills.scene()),
    /** At a whole depth. side: of class 2, 0 where nobody is counted; waiting: whether a simulation is still to come. */
    announce(depth, model, reading, side, { hidden, waiting }) {
      const found = nodes.count(depth, model, reading, side), undecided = found.tied ? `, ${found.tied} undecided` : "";
      const counted = `${found.wrong} of ${found.nodes} on the wrong side${undecided}`;
      put(ui.root, { "data-nodes": found.nodes, "data-wrong": hidden ? "" : found.wrong });
      if (found.nodes && hidden) nodes.say("Nodes of one sampled graph", "Nodes of one graph");
      else if (found.nodes) nodes.say(`Nodes of one sampled graph: ${counted}`, counted);
      else nodes.say(waiting ? "Nodes are being sampled\u2026" : "No graph is sampled, so no node can be followed", "");
      if (crowd) nodes.announce(depth, model, reading);
      ego.draw(crowd, node, depth, model, reading, side);
    },
    /** Away from the chosen node; false if there was none. */
    leave() {
      if (node === null) return false;
      choose(null);
      return true;
    },
  };
}
