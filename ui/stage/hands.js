// What is pressed and pointed at to move the depth: buttons, the range, keys, and the plot itself.

/** hooks.key(name): another key of the stage; true if it was one. Everything ends with `signal`. */
function createHands(ui, motion, hooks, signal) {
  const on = (target, type, act) => target.addEventListener(type, act, { signal });
  const acts = {
    First: () => motion.travel(0), "Step back": () => motion.step(-1), Play: motion.toggle, "Step forward": () => motion.step(1),
    Last: () => motion.travel(Number(ui.range.max)),
  };
  for (const [name, act] of Object.entries(acts)) on(ui.button[name], "click", act);
  on(ui.range, "input", () => motion.scrub(Number(ui.range.value)));

  const keys = {
    ArrowLeft: acts["Step back"], ArrowRight: acts["Step forward"], PageUp: acts["Step back"], PageDown: acts["Step forward"],
    Home: acts.First, End: acts.Last, " ": motion.toggle,
  };
  const press = (event) => {
    const { key, target } = event, list = target.matches("select, input");
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || (list && key !== "Escape")) return;
    if (key === " " && target.matches("button")) return;
    if (!keys[key] && !hooks.key(key)) return;
    event.preventDefault();
    // Space held down must not flicker between play and pause; held arrows may run.
    if (keys[key] && !(key === " " && event.repeat)) keys[key]();
  };
  on(ui.root, "keydown", press);
  // While nothing else on the page has the keyboard, Space plays: the first thing one presses.
  on(document, "keydown", (event) => {
    if (event.key === " " && !event.defaultPrevented && [document.body, document.documentElement].includes(event.target)) press(event);
  });
  // A ring around what has the focus is for those who use keys.
  on(ui.root, "pointerdown", () => ui.root.classList.add("stage-by-pointer"));
  on(document, "keydown", () => ui.root.classList.remove("stage-by-pointer"));

  aimAt(ui.curve.touch, (at) => motion.scrub(ui.curve.depthAt(at.clientX - ui.course.getBoundingClientRect().left)), signal);
}
