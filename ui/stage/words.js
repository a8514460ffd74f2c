// Numbers for people: ticks, percentages, and the picture in one sentence. Pure functions, no screen.

const SAME = 1e-9; // errors this alike, as shares of each other, differ by rounding

/** The first depth of the lowest error, rounding aside; null where no error is known. */
function firstMinimum(curve) {
  const known = (curve ?? []).filter((value) => value != null), least = Math.min(...known) * (1 + SAME);
  return known.length ? curve.findIndex((value) => value != null && value <= least) : null;
}

/** Whether an error is the same at every depth. */
function isFlat(curve) {
  const known = (curve ?? []).filter((value) => value != null);
  return known.length > 1 && Math.max(...known) - Math.min(...known) < SAME;
}

function niceStep(span, most) {
  const rough = Math.max(span, 1e-300) / most, power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
}

function tickText(value, step) {
  if (step >= 1e-4 && Math.abs(value) < 1e6) {
    return value.toFixed(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))).replace(/^-(0\.?0*)$/, "$1").replace("-", "\u2212");
  }
  return Number(value.toPrecision(7)).toString().replace("-", "\u2212").replace("e-", "e\u2212");
}

/** An offset from a threshold so much larger that the sum would show nothing. */
const offsetText = (value, step) => (value === 0 ? "m" : `m ${value < 0 ? "\u2212" : "+"} ${tickText(Math.abs(value), step)}`);

/** 0.00187 -> "0.19 %": two digits below a tenth, one decimal above for errors, none for shares. */
function percent(value, decimals = 0) {
  const number = 100 * value;
  if (value === 0) return "0 %";
  if (number < 1e-4) return "less than 0.0001 %";
  if (number >= 9.95) return `${number.toFixed(number >= 99.5 ? 0 : decimals)} %`;
  return `${Number(number.toPrecision(2)).toFixed(Math.max(0, 1 - Math.floor(Math.log10(Number(number.toPrecision(2))))))} %`;
}

/** A count and what is counted: "1 node", "2 nodes". */
const numberOf = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;

const READINGS = {
  paper: {
    label: "Paper's formula", short: "paper", long: "paper's formula",
    meaning: "Each class is drawn as one bell curve, as if all its nodes shared one mean. Neighbourhoods differ, so this can promise far too small an error.",
  },
  fixed: {
    label: "Fixed threshold", short: "fixed", long: "fixed threshold",
    meaning: "The cut is set in advance, halfway between the two initial means, and meets a fresh graph with fresh features: the error that the paper's rule actually makes.",
  },
  fitted: {
    label: "Fitted threshold", short: "fitted", long: "fitted threshold",
    meaning: "The cut lies halfway between the class means found on this very graph. A shift that all nodes share does no harm.",
  },
};

/** What is said of several classes, whose rule has no single threshold. */
const SEVERAL = {
  paper: {},
  fixed: {
    label: "Fixed rule", long: "fixed rule",
    meaning: "Which class a feature points at is decided by the initial means, in advance, and meets a fresh graph with fresh features.",
  },
  fitted: { label: "Fitted rule", long: "fitted rule", meaning: "A node is given the class whose mean, found on this very graph, is nearest. A shift that all nodes share does no harm." },
};

/** The words of a reading, for as many classes as the model has. */
const readingOf = (reading, { c }) => ({ ...READINGS[reading], ...(c > 2 ? SEVERAL[reading] : {}) });

/** Which two classes are drawn, and what the error counts; empty for two classes. */
const pairWords = ({ c }) =>
  c > 2 ? `The hills are classes 1 and 2 of ${c}, seen along the line between their means: any other two look the same. The error counts all ${c} classes, so it is not half the overlap.` : "";

/** The picture in one sentence: also the alternative text of the figure. `picture` = hillsAt the depth, or null. */
function sentence(data, reading, depth, picture) {
  const { model, curves } = data;
  const half = (model.m2 - model.m1) / 2, error = curves[reading]?.[depth], best = firstMinimum(curves[reading]);
  let ending = error == null ? "no error is known here" : `error ${percent(error, 1)} (${readingOf(reading, model).long})`;
  if (isFlat(curves[reading]) && error != null) ending += ", the same at every depth";
  else if (error != null && best === depth) ending += ", the lowest of all depths shown";
  else if (best !== null) ending += `, lowest ${percent(curves[reading][best], 1)} at depth ${best}`;
  if (data.veil) ending = "the error is still hidden";
  const say = (words) => `Depth ${depth}: ${words}; ${ending}.`;
  if (half === 0) return say("both classes have the same mean, so there is nothing to tell the classes apart");
  const have = model.have ?? 1;
  if (depth === 0 && have < 1) return say(`${percent(have)} of the nodes have a feature, the others stand at the threshold and guess`);
  if (depth === 0) return say("the features as they are, before any mixing or denoising");
  if (!(model.degree > 0)) return say("the graph has no edges, so convolution changes nothing");
  if (!picture) return say("the hills cannot be drawn here");
  // Where some have no feature, distance and width begin at those of all nodes together.
  const start = have < 1 ? hillsAt(data, reading, 0) : { offset: half, width: model.s };
  const gap = picture.offset / start.offset, narrowed = picture.width / start.width;
  const times = narrowed < 1000 ? narrowed.toPrecision(3) : narrowed.toExponential(1).replace("e+", "e");
  let spread = `unlike neighbourhoods have widened the hills to ${times} times their initial width`;
  if (narrowed < 0.995) spread = `denoising has narrowed the hills to ${percent(narrowed)} of their initial width`;
  else if (narrowed < 1.005) spread = "the hills are as wide as at the start";
  // With p = q only the node's own feature, which walks back at even depth, still tells the classes apart.
  const silent = model.p === model.q ? "p = q, so neighbours say nothing about the classes; " : "";
  if (Math.abs(gap) < (silent ? 2e-3 : Number.MIN_VALUE)) return say(`${silent}there is nothing to tell the classes apart, ${spread}`);
  const crossed = model.c > 2 ? "a node hears its own class least, so the two hills have crossed over, " : "the classes have swapped sides, ";
  const swapped = gap < 0 ? crossed : "";
  return say(`${silent}${swapped}mixing has brought the means to ${percent(Math.abs(gap))} of their initial distance, ${spread}`);
}

/** The error curve in one sentence: the alternative text of its picture. */
function courseWords(data, reading) {
  const curve = data.curves[reading]?.filter((value) => value != null) ?? [], best = firstMinimum(data.curves[reading]);
  if (data.veil || !curve.length) return "Error against depth, still hidden.";
  return `Error against depth (${readingOf(reading, data.model).long}): ${percent(curve[0], 1)} at depth 0, lowest ${percent(data.curves[reading][best], 1)} at depth ${best}, ${percent(curve.at(-1), 1)} at depth ${data.depth_max}.${classGuessWords(data.class_guesses)}`;
}
