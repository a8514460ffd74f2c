// What a class guessed, drawn beside the truth: on the curve's own depth axis, or as bars beside the choices.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 380, HEIGHT = 280, LEFT = 26, RIGHT = 6, TOP = 42, BOTTOM = 44;

/** result: {truth, rounds: one list of counts a round, curve}.  own: this phone's guess, or undefined. Returns an SVG element. */
export function drawDepths({ truth, rounds, curve, sentence }, own) {
  const last = rounds.at(-1), deepest = last.length - 1, most = Math.max(1, ...rounds.flat());
  const wide = (WIDTH - LEFT - RIGHT) / (deepest + 1);
  const x = (depth) => LEFT + (depth + .5) * wide;
  const y = (count) => HEIGHT - BOTTOM - (count / most) * (HEIGHT - TOP - BOTTOM);
  const picture = make("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `Guesses by depth. ${sentence}` });
  last.forEach((count, depth) => {
    if (count) picture.append(make("rect", { class: depth === own ? "own" : "guesses", x: x(depth) - wide * .38, width: wide * .76, y: y(count), height: y(0) - y(count) }));
  });
  if (rounds.length > 1) rounds[0].forEach((count, depth) => {
    if (count) picture.append(make("rect", { class: "before", x: x(depth) - wide * .38, width: wide * .76, y: y(count), height: y(0) - y(count) }));
  });
  picture.append(make("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: y(0), y2: y(0) }));
  const every = Math.ceil((deepest + 1) / 11);
  for (let depth = 0; depth <= deepest; depth += every) picture.append(text(x(depth), HEIGHT - 26, depth, "middle"));
  for (const count of new Set([0, most])) picture.append(text(LEFT - 6, y(count) + 4, count, "end"));
  picture.append(text(0, 12, "phones", "start"), text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "depth", "middle"));
  if (curve) {
    const places = heights(curve), end = places.at(-1);
    picture.append(make("path", { class: "curve", d: places.map((place, depth) => `${depth ? "L" : "M"}${x(depth).toFixed(1)} ${place.toFixed(1)}`).join("") }));
    picture.append(text(WIDTH - RIGHT, end + (end < HEIGHT / 2 ? 18 : -8), "error", "end", "name"));
  }
  picture.append(make("line", { class: "truth", x1: x(truth), x2: x(truth), y1: TOP - 6, y2: y(0) }));
  const right = truth > deepest / 2;
  picture.append(text(x(truth) + (right ? -6 : 6), TOP - 10, `lowest: depth ${truth}`, right ? "end" : "start", "truth-words"));
  return picture;
}

/** What is drawn in which way, in words; empty where there is but one way. */
export function legend({ rounds }, own) {
  const mine = own !== undefined && rounds.at(-1)[own] ? "Orange: with yours. " : "";
  return mine + (rounds.length > 1 ? "Solid: after the discussion. Dashed: before." : "");
}

/** Places of the error curve on a logarithmic axis of its own, over the full height. */
function heights(curve) {
  const logs = curve.map((error) => Math.log(Math.max(error ?? 0, 1e-4)));
  const low = Math.min(...logs), high = Math.max(...logs, low + .1);
  return logs.map((value) => TOP + 8 + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM - 16));
}

/** Bars beside the choices; a list, so that it can be read aloud. */
export function drawChoices({ truth, rounds }, choices, own) {
  const list = document.createElement("ul");
  list.className = "bars";
  const total = Math.max(1, rounds.at(-1).reduce((sum, count) => sum + count, 0));
  choices.forEach((words, place) => {
    const item = document.createElement("li"), counts = rounds.map((round) => round[place]);
    if (place === truth) item.dataset.true = "";
    const before = counts.length > 1 ? ` (before: ${counts[0]})` : "";
    const meter = Object.assign(document.createElement("meter"), { max: total, value: counts.at(-1) });
    meter.setAttribute("aria-hidden", "true");
    item.append(`${place === truth ? "✓ " : ""}${words}: ${counts.at(-1)}${before}${place === own ? " · yours" : ""}`, meter);
    list.append(item);
  });
  return list;
}

function make(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function text(x, y, words, anchor, kind = "") {
  const made = make("text", { x, y, "text-anchor": anchor, class: kind });
  made.textContent = words;
  return made;
}
