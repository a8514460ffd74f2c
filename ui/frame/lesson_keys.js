// A lesson by four keys of a clicker: digits choose, arrows mark a depth, Enter or Page Down commits and then goes on, Page Up goes back.

const PRESSED = "button, a, summary, [role=button], textarea";

/** What a key does in a lesson that is presented, or nothing. single: whether keys of one character may act. */
function lessonAct({ key, target, repeat }, single) {
  const board = document.querySelector(".board:not([hidden])"); // a class answers on its phones, and its board has the clicker
  if (!document.querySelector(".st-key-scene_next, .st-key-scene_start")) return;
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
  if (key === "PageUp") return () => press(() => drawn("previous"));
  if (key === "PageDown" || (key === "Enter" && !target.matches?.(PRESSED))) return () => press(onward);
}

/** The button that goes on: the beginning, an answer, its reveal without one, the next scene or the end; null while it is being drawn. */
function onward() {
  if (drawn("verdict", "")) return drawn("next");
  const commit = drawn("commit"), question = document.querySelector(".st-key-scene_question");
  if (commit?.disabled && guessed()) return null; // the server has not heard of the guess yet
  const answer = [commit, drawn("reveal")].find((button) => button && !button.disabled);
  return answer ?? (question?.querySelector(STALE) ? null : drawn("start") ?? drawn("next"));
}

/** What the present run has drawn of a part; what is left of the last scene or answer stays on the page until a run has ended. */
const STALE = "[data-stale=true]";
const drawn = (name, what = "button") => {
  const found = [...document.querySelectorAll(`.st-key-scene_${name} ${what || "[data-stale]"}`)];
  return found.find((node) => !node.closest(STALE)) ?? null;
};

const guessed = () =>
  document.querySelector(".st-key-scene_choices input:checked") || !["no guess yet", undefined].includes(document.querySelector(".stage-guess-open:not([hidden])")?.ariaValueText);

/** Press the button that find() gives, as soon as there is one; looked for during ten seconds. */
function press(find, left = 100) {
  const button = find();
  if (button && !button.disabled) button.click();
  else if (left) setTimeout(() => press(find, left - 1), 100);
}
