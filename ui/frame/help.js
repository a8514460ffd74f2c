// The help dialog, and the keys that work wherever the focus is. The stage keeps its own keys; what it has not taken
// arrives here, and while presenting it is passed on to the stage's buttons.

const TEXT_FIELDS = "textarea, [contenteditable=true], input:not([type=range], [type=checkbox], [type=radio])";
const OWN_ARROWS = "select, input, [role=slider], [role=radio], [role=tab], [role=option]";
const OWN_SPACE = `button, a, summary, [role=button], ${OWN_ARROWS}`;
const STAGE_KEYS = {
  PageUp: "Step back", PageDown: "Step forward", ArrowLeft: "Step back", ArrowRight: "Step forward", Home: "First", End: "Last",
};
const SCENE_KEYS = { PageUp: ".st-key-scene_previous button", PageDown: ".st-key-scene_next button" };

const instances = new WeakMap(); // parentElement -> instance: the entry function runs again on every change

export default function help(component) {
  const { parentElement, data } = component;
  let instance = instances.get(parentElement);
  if (!instance) instances.set(parentElement, (instance = mount(parentElement)));
  instance.update(data, () => component.setTriggerValue("leave", true), (step) => component.setStateValue("step", step));
  return () =>
    setTimeout(() => {
      if (parentElement.isConnected) return;
      instance.unmount();
      instances.delete(parentElement);
    });
}

function mount(parent) {
  const find = (name) => parent.querySelector(`.help-${name}`);
  const dialog = find("dialog"), abort = new AbortController();
  const on = (target, type, act) => target.addEventListener(type, act, { signal: abort.signal });
  let presenting = false, leave = () => {};
  const depth = createDepthKeys();

  on(find("keys"), "click", () => dialog.showModal());
  on(find("close"), "click", () => dialog.close());
  on(find("leave"), "click", () => leave());
  // In a lesson the clicker answers and goes on, whatever has the focus; so before anything else takes the key.
  document.addEventListener("keydown", (event) => {
    if (!presenting || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || dialog.open || event.target.matches?.(TEXT_FIELDS)) return;
    const act = lessonAct(event, find("switch").checked);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, { signal: abort.signal, capture: true });
  on(document, "keydown", (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
    if (target.matches?.(TEXT_FIELDS)) return;
    const act = key === "?" ? find("switch").checked && (() => dialog.showModal()) : presenting && presented(event, leave, depth, find("switch").checked);
    if (!act) return;
    event.preventDefault();
    act();
  });

  return {
    update({ view, steps }, onLeave, onStep) {
      presenting = view === "present";
      leave = onLeave;
      depth.update(presenting ? steps : null, onStep);
      find("leave").hidden = !presenting;
    },
    unmount() {
      abort.abort();
      depth.update(null);
    },
  };
}

/** What a key does while presenting, or nothing where its target, or the browser, has a better use for it. */
function presented({ key, target, shiftKey, repeat }, leave, depth, letters) {
  const press = (selector) => {
    const button = document.querySelector(selector);
    return button && !button.disabled && (() => button.click());
  };
  const staged = document.querySelector(".stage-root");
  if (key === "Escape") return leave;
  if (letters && key === "c" && !target.matches?.(OWN_ARROWS)) return press("button[data-switch=curtain]");
  if (letters && key === "a" && !repeat && !document.querySelector("dialog[open]") && !target.matches?.(OWN_ARROWS)) return press(".board:not([hidden]) .board-again:not([hidden])");
  if (shiftKey) return SCENE_KEYS[key] && press(SCENE_KEYS[key]);
  // A clicker's keys step the depth wherever the focus was left, in a list too.
  const clicker = key === "PageUp" || key === "PageDown";
  if (STAGE_KEYS[key] && (clicker || !target.matches?.(OWN_ARROWS))) return staged ? press(`.stage-root button[aria-label="${STAGE_KEYS[key]}"]`) : depth.act(STAGE_KEYS[key]);
  if (key === " " && !repeat && !target.matches?.(OWN_SPACE)) return staged ? press(".stage-play") : depth.act("Play");
}
