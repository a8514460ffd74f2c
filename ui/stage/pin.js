// A pinned state: drawn as a grey ghost by the panels, compared in one sentence with the living one.

const PARAMETERS = [["n", "N"], ["p", "p"], ["q", "q"], ["m1", "mu1"], ["m2", "mu2"], ["s", "sigma"], ["c", "classes"], ["have", "share with a feature"]];

const COUNTED = [, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A parameter as a person writes it: 2,000 and 0.0114 and 1e-7, with a true minus. */
const parameterText = (value) =>
  (Math.abs(value) >= 1000 ? value.toLocaleString("en-GB") : String(Number(value.toPrecision(4)))).replace(/-/g, "\u2212");

/** What is pinned (A) and what is shown (B), in words and numbers. */
function compare(data, reading, depth) {
  const { ghost, model, curves } = data;
  const differing = PARAMETERS.filter(([key]) => Number(ghost.model[key].toPrecision(7)) !== Number(model[key].toPrecision(7)));
  if (!differing.length) return "A is pinned, and drawn in grey. Change anything: what you change is B, and is compared with A here.";
  const named = (from) => differing.map(([key, name]) => `${name} = ${parameterText(from[key])}`).join(", ");
  const [a, b] = [ghost.curves[reading], curves[reading]], lowest = [a, b].map(firstMinimum);
  if (lowest.includes(null) || a[depth] == null || b[depth] == null) return `Pinned A (grey) has ${named(ghost.model)}; B has ${named(model)}.`;
  const least = [a[lowest[0]], b[lowest[1]]];
  const said = (curve, k) => {
    const words = `${percent(least[k], 1)} at depth ${lowest[k]}`;
    return lowest[k] === depth ? `${words}, which is marked` : `${words}, and ${percent(curve[depth], 1)} at the marked depth ${depth}`;
  };
  const ratio = least[1] / least[0], deeper = lowest[1] - lowest[0], count = Math.abs(deeper);
  const layers = `${COUNTED[count] ?? count} layer${count > 1 ? "s" : ""}`;
  const times = (value) => (value < 1e6 ? (value < 9.95 ? value.toFixed(1) : parameterText(Number(value.toPrecision(2)))) : "more than a million");
  const share = (value) => `${Number((100 * value).toPrecision(2))} %`;
  const change = !Number.isFinite(ratio) || (ratio > 0.995 && ratio < 1.005) ? "as low as A's"
    : ratio >= 2 ? `${times(ratio)} times as high` : ratio > 1 ? `${share(ratio - 1)} higher`
      : ratio > 0.5 ? `${share(1 - ratio)} lower` : ratio > 0 ? `lower by a factor of ${times(1 / ratio)}` : "lower than A's";
  const where = deeper ? `${layers} ${deeper > 0 ? "deeper" : "shallower"}` : "at the same depth";
  return `Lowest error of A (grey, ${named(ghost.model)}) is ${said(a, 0)}; of B (${named(model)}), ${said(b, 1)}: B's lowest error is ${change}, ${where}.`;
}

/** The button and the sentence. onPin(true) asks to pin what is shown, onPin(false) to forget it. */
function createComparison(ui, onPin) {
  let pinned = false;
  ui.pin.addEventListener("click", () => onPin(!pinned));
  return {
    draw(data, reading, depth) {
      pinned = Boolean(data.ghost);
      ui.pin.hidden = !data.hand;
      ui.comparison.hidden = !pinned;
      put(ui.pin, { text: pinned ? "Unpin" : "Pin A", title: pinned ? "Forget the pinned state" : "Keep this state as a grey ghost, A, to compare the next one with" });
      put(ui.comparison, { text: pinned ? compare(data, reading, depth) : "" });
    },
  };
}
