// Errors of a mixture of Gaussians over neighbourhoods: core/walk_theory/mixture.py and prediction.py (docs/theory.md, section 5).

/** {fixed, fitted} of Layers and the full list of kinds; at most one half, and one half without a side. */
function walkErrors({ m1, m2, s }, layers, kinds) {
  const half = Math.abs(m2 - m1) / 2, noise = s ** 2, square = half ** 2, size = kinds.weight.length;
  const fixed = [], fitted = [], scattered = kinds.spread.some((value) => value > 0);
  layers.side.forEach((side, row) => {
    const at = (name) => layers[name][row];
    const alone = walkTail(half * side * at("constant"), s * Math.abs(at("constant")));
    let first = alone, second = alone;
    if (size && half > 0) {
      const [stay, pull, own, w0, w1, s0, s1, draw] = ["stay", "pull", "own", "w0", "w1", "s0", "s1", "draw"].map(at);
      const common = noise * at("shift_w") + square * at("shift_s");
      first = second = 0;
      for (let k = 0; k < size; k += 1) {
        const inverse = kinds.inverse_degree[k], signal = stay + pull * kinds.x[k];
        let spread = Math.max(s0 + s1 * inverse, 0);
        if (scattered) spread += pull ** 2 * kinds.spread[k];
        const drawn = noise * (draw * (signal - own) ** 2), spreads = square * spread;
        const variance = noise * Math.max(w0 + w1 * inverse, 0) + Math.sqrt(spreads * spreads + drawn * drawn);
        const margin = half * (side * signal), weight = kinds.weight[k];
        first += weight * walkTail(margin, Math.sqrt(variance + common));
        second += weight * walkTail(margin, Math.sqrt(variance));
      }
      if (side === 0) first = second = 0.5;
      first = (1 - kinds.isolated) * first + kinds.isolated * alone;
      second = (1 - kinds.isolated) * second + kinds.isolated * alone;
      if (row === 0) first = second = walkTail(half * Math.abs(at("constant")), s * Math.abs(at("constant")));
    }
    fixed.push(Math.min(first, 0.5));
    fitted.push(Math.min(second, 0.5));
  });
  return { fixed, fitted };
}

/** The paper's reading, one bell curve a class. */
function walkPaper({ m1, m2, s }, layers) {
  const half = Math.abs(m2 - m1) / 2;
  return layers.gap.map((gap, row) => walkTail(half * Math.abs(gap), s * Math.sqrt(layers.variance[row])));
}
