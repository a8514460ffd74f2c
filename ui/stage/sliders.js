// The sidebar's own sliders of the model move the picture while they are dragged; the server hears on release.
// Streamlit keeps what it shows in aria-valuetext. Where that is missing, nothing happens before the server has answered.

// Each key of the link and the class of its slider's place; N, p and q have a slider beside the bound number.
const SLIDERS = { m1: "m1", m2: "m2", s: "s", n: "n_slider", p: "p_slider", q: "q_slider", dmax: "dmax" };

/** hooks.preview(key, value) for every value that a hand passes. */
function createSliders(hooks, signal) {
  let waiting = null;

  function look({ target }) {
    const place = target.closest?.(Object.values(SLIDERS).map((name) => `.st-key-${name}`).join(", "));
    // A value that the server has set itself is not a hand's.
    if (!place?.contains(document.activeElement) || !target.matches("input[type=range]")) return;
    const key = Object.keys(SLIDERS).find((name) => place.classList.contains(`st-key-${SLIDERS[name]}`));
    const value = Number((target.getAttribute("aria-valuetext") ?? "").replace("\u2212", "-").replaceAll(",", "") || NaN);
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

/** The graph {n, p, q} that a slider's value asks for; where the mean degree is kept, p and q go with N as on the server. */
function graphAsked({ n, p, q }, key, value) {
  if (key !== "n") return { n, p, q, [key]: value };
  if (value === n) return { n, p, q }; // times N by N is not always the same number again
  const kept = document.querySelector(".st-key-deg_choice input")?.checked ?? false;
  const share = (chance, now, then) => (kept ? Math.min(1, now > 0 && then > 0 ? (chance * now) / then : chance > 0 ? 1 : 0) : chance);
  return { n: value, p: share(p, n / 2 - 1, value / 2 - 1), q: share(q, n, value) };
}
