// What a layer does, in numbers and words; ui/words/layer.py says the same, and is tested against the curves.

const NO_WINNER = 0.005; // distance and width shrink by factors this alike: a draw; and so little does an error move unseen

/** Distance (with the sign of its side) and width of the hills at a depth, averages over all nodes; null where unknown. */
function hillsAt(data, reading, depth) {
  const { model, layers } = data, half = (model.m2 - model.m1) / 2;
  const [own, others] = { paper: ["variance", null], fixed: ["variance", "noise"], fitted: ["own_fitted", "others_fitted"] }[reading];
  const gap = layers.gap[depth], square = model.s ** 2 * layers[own]?.[depth] + (others ? half ** 2 * layers[others]?.[depth] : 0);
  return gap == null || !Number.isFinite(square) ? null : { offset: half * gap, width: Math.sqrt(Math.max(square, 0)) };
}

/** By how much layer `depth` multiplies distance and width; null at depth 0; NaN where there was nothing left to shrink. */
function layerAt(data, reading, depth) {
  const before = depth > 0 ? hillsAt(data, reading, depth - 1) : null, after = hillsAt(data, reading, depth);
  if (!before || !after) return null;
  const factor = (from, to) => (Math.abs(from) > 0 ? Math.abs(to / from) : NaN);
  return { gap: factor(before.offset, after.offset), width: factor(before.width, after.width) };
}

/** 1 where denoising wins, -1 where mixing does, 0 for a draw, NaN where it cannot be said. */
function winner({ gap, width }) {
  const sum = Math.log(gap) - Math.log(width);
  return Math.abs(sum) < NO_WINNER ? 0 : Math.sign(sum);
}

/** A factor in two digits. */
function factorText(factor) {
  if (factor >= 9.95) return factor < 1e6 ? Math.round(factor).toLocaleString("en-GB") : factor.toExponential(0).replace("e+", "e");
  if (factor >= 1.05) return factor.toFixed(1);
  if (factor === 1) return "1";
  if (factor >= 0.1) return factor.toFixed(2);
  return factor < 1e-4 ? "less than 0.0001" : factor.toPrecision(2);
}

const timesText = (factor) => `\u00d7 ${factorText(factor)}`;

/** Two factors as "0.58 of" and "1.4 times"; with a digit more where two would make them look alike. */
function factorsText(factors) {
  const plain = factors.map(factorText), alike = plain[0] === plain[1] && factors.every((factor) => factor >= 0.1 && factor < 9.95);
  return factors.map((factor, k) => `${alike ? factor.toFixed(3) : plain[k]} ${factor > 1 ? "times" : "of"}`);
}

/** "Layer 3 brings the means to 0.58 of their distance and the hills to 0.61 of their width: mixing wins." */
function layerWords(layer, depth, before, after, several = false) {
  if (!layer || !Number.isFinite(layer.gap + layer.width)) return "";
  const won = winner(layer);
  const [gap, width] = factorsText([layer.gap, layer.width]);
  // Where the means part, as on walks that return, it is not the averaging that wins.
  const who = { 1: layer.gap > 1 && layer.gap > 1 / layer.width ? "the means move apart" : "denoising wins", 0: "neither wins", [-1]: "mixing wins" }[won];
  // The error is an average over unlike nodes, so now and then it goes the other way.
  const moved = before == null || after == null || Math.abs(after - before) <= NO_WINNER * before ? 0 : Math.sign(after - before);
  const why = several ? "" : ", for it averages over unlike nodes";
  const yet = won && moved === won ? `, yet the error ${moved > 0 ? "rises" : "falls"}${why}` : "";
  return `Layer ${depth} brings the means to ${gap} their distance and the hills to ${width} their width: ${who}${yet}.`;
}
