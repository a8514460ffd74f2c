// The depth in motion: steps, keys, scrubbing and playing, all in one place between two whole depths.

const STEP_MS = 300;      // a step or a key, from one depth to the next
const DEPTH_MS = 900;     // one depth while playing at 1x ...
const MOVING_SHARE = 0.7; // ... of which the last part is rest, so that the eye meets each depth standing still

const ease = (u) => (u < 0.5 ? 4 * u ** 3 : 1 - (2 - 2 * u) ** 3 / 2);

/**
 * hooks: last(), the deepest depth, null while there is none; speed(), of playing; moved(), after every change of the
 * position; playing(yes), when a motion begins or ends; rest(), when nothing moves any more.
 */
function createMotion(hooks) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let position = 0, motion = null, frameId = 0, lastTime = 0;

  const depth = () => Math.round(position);
  const last = () => hooks.last() ?? 0;

  function moveTo(next) {
    position = clamp(next, 0, last());
    hooks.moved();
  }

  function set(next) {
    motion = next;
    cancelAnimationFrame(frameId);
    hooks.playing(motion?.kind === "play");
    if (!motion) return hooks.rest();
    lastTime = performance.now();
    frameId = requestAnimationFrame(frame);
  }

  function frame(now) {
    // A hidden tab stops the clock; it must not jump when it comes back.
    const passed = clamp(now - lastTime, 0, 100) * (motion.kind === "play" ? hooks.speed() : 1);
    lastTime = now;
    motion.elapsed += passed;
    frameId = requestAnimationFrame(frame);
    if (motion.kind === "play") playFrame();
    else {
      const u = Math.min(1, motion.elapsed / STEP_MS);
      moveTo(u === 1 ? motion.to : motion.from + (motion.to - motion.from) * ease(u));
      if (u === 1) set(null);
    }
  }

  function playFrame() {
    if (calm.matches) {
      if (motion.elapsed < DEPTH_MS) return;
      motion.elapsed -= DEPTH_MS;
      moveTo(Math.floor(position) + 1);
    } else {
      while (motion.elapsed >= DEPTH_MS && motion.to < last()) {
        motion.elapsed -= DEPTH_MS;
        motion.from = motion.to;
        motion.to += 1;
      }
      const u = Math.min(1, motion.elapsed / (DEPTH_MS * MOVING_SHARE));
      moveTo(motion.from + (motion.to - motion.from) * ease(u));
    }
    if (position >= last()) set(null);
  }

  function play() {
    if (position >= last()) moveTo(0);
    set({ kind: "play", elapsed: 0, from: position, to: Math.min(Math.floor(position) + 1, last()) });
  }

  /** Pause lands on the depth the reader was just told, at once: number and picture agree, and nothing moves afterwards. */
  function pause() {
    moveTo(depth());
    set(null);
  }

  function travel(to) {
    const goal = clamp(to, 0, last());
    if (hooks.last() === null || goal === position) return motion && set(null);
    if (!calm.matches) return set({ kind: "step", elapsed: 0, from: position, to: goal });
    moveTo(goal);
    set(null);
  }

  return {
    position: () => position,
    depth,
    moving: () => motion !== null,
    pause: () => motion && pause(),
    toggle: () => hooks.last() !== null && (motion?.kind === "play" ? pause() : play()),
    travel,
    step: (by) => travel((motion?.kind === "step" ? motion.to : depth()) + by),
    /** A step that is under way is there at once. */
    land() {
      if (motion?.kind !== "step") return;
      moveTo(motion.to);
      set(null);
    },
    scrub(to) {
      if (hooks.last() === null) return;
      moveTo(to);
      set(null);
    },
    /** To a depth that the data asks for, or to where the position may still be; drawn by whoever calls. */
    put(to = position) {
      position = clamp(to, 0, last());
      if (!motion) return;
      motion.to = Math.min(motion.to, last());
      motion.from = Math.min(motion.from, last());
    },
    stop() {
      motion = null;
      cancelAnimationFrame(frameId);
      hooks.playing(false);
    },
    destroy: () => cancelAnimationFrame(frameId),
  };
}
