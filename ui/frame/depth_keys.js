// A clicker on a page without a stage.

/** The same keys on a page without a stage: the server moves the marked depth. Steps are counted, so that none is lost on the way. */
function createDepthKeys() {
  const REST = 1200; // ms a depth while playing
  let told = null, counted = 0, timer = 0, tell = () => {};
  const step = (by, edge = "") => tell({ steps: (counted += by), edge });
  const stop = () => (timer = clearInterval(timer) ?? 0);

  function play() {
    if (timer) return stop();
    if (told.last) step(0, "first");
    else step(1);
    timer = setInterval(() => (told.last ? stop() : step(1)), REST);
  }

  const acts = { "Step back": () => step(-1), "Step forward": () => step(1), First: () => step(0, "first"), Last: () => step(0, "last"), Play: play };
  return {
    /** next: {steps, last} of the server, or null where no depth is marked. */
    update(next, onStep) {
      if (!next) stop();
      if (next && !told) counted = next.steps;
      told = next;
      tell = onStep ?? tell;
    },
    act: (name) =>
      told && (() => {
        if (name !== "Play") stop();
        acts[name]();
      }),
  };
}
