// What may be drawn besides, and the curtain before error and layers: buttons that stay pressed, each with a line that explains it.

const SWITCHES = {
  paper: ["paper's formula", "One bell curve a class, as if all its nodes shared one mean: it can promise far too small an error."],
  other: ["other threshold", "The same curve with the other threshold: fitted on this very graph, or fixed in advance."],
  best: ["best linear found", "The lowest error found for any weighted sum of the layers so far, and for the other linear methods tried, with the same threshold."],
  curtain: ["curtain", "Hides the error and who wins each layer until it is lifted, for a guess of your own. Key: C."],
};

const said = (words, several) => (several ? words.replace("threshold", "rule") : words);

/** hooks.change() after every press. */
function createSwitches(row, hooks) {
  const on = { paper: false, other: false, best: false, curtain: false }, buttons = {};
  const group = element(row, "span", { class: "stage-switches", role: "group", "aria-label": "Drawn besides, and the curtain" });
  for (const [name, [words, hint]] of Object.entries(SWITCHES)) {
    const place = element(group, "span", { class: "stage-hinted" }), id = `stage-hint-${name}-${stages}`;
    buttons[name] = element(place, "button", { type: "button", "data-switch": name, "aria-pressed": "false", "aria-describedby": id }, words);
    element(place, "span", { class: "stage-hint", role: "tooltip", id }, hint);
    buttons[name].addEventListener("click", () => toggle(name));
  }

  function toggle(name) {
    on[name] = !on[name];
    hooks.change();
  }

  return {
    on,
    toggle,
    /** can: name -> whether there is anything to switch; several: of more than two classes, which have rules and no threshold. */
    draw(can, several) {
      group.hidden = !Object.values(can).some(Boolean);
      for (const [name, button] of Object.entries(buttons)) {
        put(button, { "aria-pressed": String(on[name]), text: said(SWITCHES[name][0], several) });
        put(button.nextSibling, { text: said(SWITCHES[name][1], several) });
        button.disabled = !can[name];
      }
    },
  };
}
