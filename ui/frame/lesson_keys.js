// A lesson by four keys of a clicker: digits choose, arrows mark a depth, Enter or Page Down commits and then goes on, Page Up goes back.

/** In this order: the beginning, an answer, its reveal without one, the next scene or the end. */
const ON = ["start", "commit", "reveal", "next"], PRESSED = "button, a, summary, [role=button], textarea";

/** What a key does in a lesson that is presented, or nothing. single: whether keys of one character may act. */
function lessonAct({ key, target, repeat }, single) {
  const find = (name, what = "button") => document.querySelector(`.st-key-scene_${name} ${what}`);
  const board = document.querySelector(".board:not([hidden])"); // a class answers on its phones, and its board has the clicker
  if (!find("next") && !find("start")) return;
  if (/^[1-9]$/.test(key)) {
    const choice = single && document.querySelectorAll(".st-key-scene_choices input[type=radio]")[key - 1];
    return choice && (() => choice.click());
  }
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const mark = document.querySelector(".stage-guess-open:not([hidden])");
    const own = target === mark || target.matches?.("select, input, [role=slider], [role=radio], [role=option]");
    return mark && !own && (() => mark.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
  }
  if (board || repeat) return;
  if (key === "PageUp") {
    const back = find("previous");
    return back && (() => back.click());
  }
  if (key !== "PageDown" && !(key === "Enter" && !target.matches?.(PRESSED))) return;
  // A guess that the server has not heard of yet: it is committed as soon as it has.
  if (find("commit")?.disabled && guessed()) return () => whenever(() => !find("commit")?.disabled, () => find("commit")?.click());
  const button = ON.map((name) => find(name)).find((found) => found && !found.disabled);
  return button && (() => button.click());
}

const guessed = () =>
  document.querySelector(".st-key-scene_choices input:checked") || !["no guess yet", undefined].includes(document.querySelector(".stage-guess-open:not([hidden])")?.ariaValueText);

/** act() once ready() is true, looked at for ten seconds. */
function whenever(ready, act, left = 100) {
  if (ready()) act();
  else if (left) setTimeout(() => whenever(ready, act, left - 1), 100);
}
