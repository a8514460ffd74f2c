// The sidebar's own sliders for mu1, mu2 and sigma move the picture while they are dragged; the server hears on release.
// Streamlit keeps what it shows in aria-valuetext. Where that is missing, nothing happens before the server has answered.

const FEATURE_KEYS = ["m1", "m2", "s"];

/** hooks.preview(key, value) for every value that a hand passes. */
function createSliders(hooks, signal) {
  let waiting = null;

  function look({ target }) {
    const place = target.closest?.(FEATURE_KEYS.map((key) => `.st-key-${key}`).join(", "));
    // A value that the server has set itself is not a hand's.
    if (!place?.contains(document.activeElement) || !target.matches("input[type=range]")) return;
    const key = FEATURE_KEYS.find((name) => place.classList.contains(`st-key-${name}`));
    const value = Number((target.getAttribute("aria-valuetext") ?? "").replace("\u2212", "-") || NaN);
    if (!Number.isFinite(value)) return;
    if (!waiting) requestAnimationFrame(() => {
      const [last, found] = waiting;
      waiting = null;
      if (!signal.aborted) hooks.preview(last, found);
    });
    waiting = [key, value];
  }

  document.addEventListener("input", look, { signal, capture: true });
  const watcher = new MutationObserver((records) => records.forEach(look));
  watcher.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });
  signal.addEventListener("abort", () => watcher.disconnect());
}
