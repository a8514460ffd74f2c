// The best linear combination found: core/walk_theory/best_combination.py and core.walks.best_possible (docs/theory.md, section 7).

const WALK_RIDGE = 1e-6, WALK_ROUNDING = 1e-8, WALK_LEAST = 1e-260;

/** Lowest error so far of the best combination, of plain convolution, and (fixed) of corrected convolution. threshold: "fixed" or "fitted". */
function walkBest(model, depth, threshold, kinds, plain) {
  const combined = walkErrors(model, walkLayers(model, depth, walkCombination(model, depth, threshold)), kinds)[threshold];
  let lowest = 0.5;
  return combined.map((error, row) => {
    // With a fixed threshold corrected convolution errs as plain convolution does with a fitted one.
    lowest = Math.min(lowest, error, plain.fitted[row], threshold === "fixed" ? plain.fixed[row] : 0.5);
    return lowest;
  });
}

/** Coefficients of the best combination of depths 0..n for every n, scaled to gap 1: c = M^-1 g. */
function walkCombination({ n, p, q, m1, m2, s }, depth, threshold) {
  const size = depth + 1, linked = (n / 2 - 1) * p + (n / 2) * q > 0;
  if (!linked || n === 2) return Array.from({ length: size }, () => Array.from({ length: size }, (_, k) => Number(k === 0)));
  const degrees = walkDegrees(n, p, q), finite = walkFinite(degrees, n), { correlation, isolated } = degrees;
  const walk = walkChain(degrees.back * finite.step, correlation, 2 * depth, degrees.back * finite.meet);
  const half = Math.abs(m2 - m1) / (2 * s), fixed = threshold === "fixed", drift = walkDrift(degrees, n, p);
  // What a walk that starts at a node adds to one that comes by a link: r > b.
  const more = degrees.inverse - degrees.back;
  const raw = Array.from({ length: size }, (_, k) => walk.label[k]), gap = raw.map((value) => (1 - isolated) * value + isolated);
  const matrix = Array.from({ length: size }, (_, k) =>
    Float64Array.from({ length: size }, (_, l) => {
      let noise = walk.meet[k + l], spread = walk.label[k + l] - raw[k] * raw[l];
      if (k && l) {
        noise += more * finite.meet * (walk.meet[k + l - 2] - walk.meetFrom2[k + l - 2]);
        spread += more * finite.label * (walk.label[k + l - 2] - walk.labelFrom2[k + l - 2]);
      }
      if (fixed) {
        if (k && l) noise += degrees.square / n;
        spread += drift * (1 - correlation ** k) * (1 - correlation ** l);
      }
      noise = (1 - isolated) * noise + isolated;
      spread = (1 - isolated) * (spread + isolated * (1 - raw[k]) * (1 - raw[l]));
      return noise + half ** 2 * spread;
    }),
  );
  const scale = matrix.map((row, k) => 1 / Math.sqrt(Math.max(row[k], 0) + WALK_ROUNDING * half ** 2 * gap[k] ** 2 + WALK_LEAST));
  matrix.forEach((row, k) => row.forEach((value, l) => { row[l] = k === l ? 1 + WALK_RIDGE : value * scale[k] * scale[l]; }));
  const rows = walkInverseFactor(matrix), sum = new Float64Array(size);
  return rows.map((row) => {
    const signal = row.reduce((total, value, k) => total + value * scale[k] * gap[k], 0);
    row.forEach((value, k) => { sum[k] += value * signal; });
    const solution = Array.from(sum, (value, k) => value * scale[k]);
    const reached = solution.reduce((total, value, k) => total + value * gap[k], 0);
    return solution.map((value) => value / reached);
  });
}

/** Rows of L^-1, L the triangular factor of a positive matrix (Cholesky). */
function walkInverseFactor(matrix) {
  const size = matrix.length, factor = matrix.map(() => new Float64Array(size)), inverse = matrix.map(() => new Float64Array(size));
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let value = matrix[i][j];
      for (let k = 0; k < j; k += 1) value -= factor[i][k] * factor[j][k];
      factor[i][j] = i === j ? Math.sqrt(value) : value / factor[j][j];
    }
    for (let j = 0; j <= i; j += 1) {
      let value = i === j ? 1 : 0;
      for (let k = j; k < i; k += 1) value -= factor[i][k] * inverse[k][j];
      inverse[i][j] = value / factor[i][i];
    }
  }
  return inverse;
}
