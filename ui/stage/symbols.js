// Symbols tied together: point at a symbol in a formula, at a mark in the picture or at a slider, and all three light up;
// press a symbol to go to its slider. Formulas on the page are filled with the numbers of the moment.

/** Controls of the sidebar, by Streamlit's key, for each symbol. */
const CONTROLS = { p: ["p", "p_slider"], q: ["q", "q_slider"], delta: ["m1", "m2"], sigma: ["s"], N: ["n", "n_slider"], n: ["dmax"] };
const OWNER = Object.fromEntries(Object.entries(CONTROLS).flatMap(([symbol, keys]) => keys.map((key) => [key, symbol])));

function createSymbols(root) {
  const abort = new AbortController(), listen = (type, act) => document.addEventListener(type, act, { signal: abort.signal });
  let latest = null, lit = "", byKeys = true;

  function symbolOf(node) {
    const found = node?.closest?.("[data-symbol], [class*='st-key-']");
    if (!found) return "";
    if (found.dataset.symbol) return found.dataset.symbol;
    const key = [...found.classList].find((name) => name.startsWith("st-key-"))?.slice("st-key-".length);
    return OWNER[key] ?? "";
  }

  const partners = (symbol) => [
    ...document.querySelectorAll(`[data-symbol="${symbol}"], [data-lit-by~="${symbol}"]`),
    ...(CONTROLS[symbol] ?? []).flatMap((key) => [...document.querySelectorAll(`.st-key-${key}`)]),
  ];

  function light(symbol) {
    if (symbol === lit) return;
    for (const node of document.querySelectorAll(".symbol-lit")) node.classList.remove("symbol-lit");
    lit = symbol;
    // On a page without formulas there is nothing to tie.
    if (symbol && document.querySelector(".symbol")) for (const node of partners(symbol)) node.classList.add("symbol-lit");
  }

  // For those who use keys the focus lights, as long as nothing is pointed at; what was clicked leaves with the pointer.
  listen("pointerover", (event) => light(symbolOf(event.target) || (byKeys ? symbolOf(document.activeElement) : "")));
  listen("focusin", (event) => byKeys && light(symbolOf(event.target)));
  listen("pointerdown", () => (byKeys = false));
  listen("keydown", () => (byKeys = true));
  listen("focusout", () => light(""));
  listen("click", (event) => {
    const symbol = event.target.closest?.(".symbol");
    const key = symbol && CONTROLS[symbol.dataset.symbol]?.[0];
    if (key) document.querySelector(`.st-key-${key} :is(input, [role=slider])`)?.focus();
  });

  const draw = (node) => {
    const html = latest && FILLED[node.dataset.fill]?.(...latest);
    if (html && node.stageFilled !== html) node.innerHTML = node.stageFilled = html;
  };
  const drawAll = () => document.querySelectorAll("[data-fill]").forEach(draw);
  // The cards come after the stage, and Streamlit may draw them again.
  const watcher = new MutationObserver(() => {
    for (const node of document.querySelectorAll("[data-fill]:empty")) {
      node.stageFilled = "";
      draw(node);
    }
  });
  watcher.observe(root.closest("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true });

  return {
    /** The numbers of the moment, at an integer depth. */
    fill(data, depth) {
      latest = data.veil ? null : [data, depth];
      drawAll();
    },
    destroy() {
      light("");
      abort.abort();
      watcher.disconnect();
    },
  };
}
