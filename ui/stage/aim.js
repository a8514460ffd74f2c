// Aiming at a place with a mouse, a pen or a finger. A finger that swipes up or down scrolls the page and aims at nothing.

const SWIPE = 8; // pixels that a finger may tremble in a tap

/** follow(event): at the press and at every move of a mouse; of a finger at a tap, and at every move once it goes sideways. */
function aimAt(target, follow, signal) {
  target.addEventListener("pointerdown", (press) => {
    if (press.button !== 0 || !press.isPrimary) return;
    const gone = new AbortController(), finger = press.pointerType === "touch";
    const listen = (type, act) => target.addEventListener(type, act, { signal: signal ? AbortSignal.any([signal, gone.signal]) : gone.signal });
    let aiming = !finger;
    target.setPointerCapture(press.pointerId);
    if (aiming) follow(press);
    listen("pointermove", (move) => {
      const [across, along] = [Math.abs(move.clientX - press.clientX), Math.abs(move.clientY - press.clientY)];
      aiming ||= across > SWIPE && across > along;
      if (aiming) follow(move);
    });
    listen("pointerup", (lift) => {
      gone.abort();
      if (!aiming && Math.abs(lift.clientY - press.clientY) <= SWIPE) follow(lift);
    });
    // The browser has taken the finger for scrolling.
    listen("pointercancel", () => gone.abort());
  }, { signal });
}
