// The first step of a walk, taken exactly: core/walk_theory/neighbourhoods.py. How many neighbours of each class a node has.

const WALK_DENSE = 400, WALK_TAIL = 1e-10, WALK_NEGLIGIBLE_KIND = 3e-6;

/** Kinds of neighbourhoods of a connected node: weight, x = (a - c)/D, inverse_degree = 1/D, spread; and the share of isolated nodes. */
function walkKinds({ n, p, q }) {
  const half = Math.floor(n / 2), near = (half - 1) * p, far = half * q, degree = near + far;
  const isolated = degree > 0 ? walkDegrees(n, p, q).isolated : 1;
  if (degree > WALK_DENSE) {
    const x = (near - far) / degree, spread = (1 - x) ** 2 * near * (1 - p) + (1 + x) ** 2 * far * (1 - q);
    const one = (value) => Float64Array.of(value);
    return { weight: one(1), x: one(x), inverse_degree: one(1 / degree), spread: one(spread / degree ** 2), isolated };
  }
  const own = walkBinomial(half - 1, p), other = walkBinomial(half, q);
  const weight = [], x = [], inverse = [];
  let total = 0;
  for (let i = 0; i < own.count.length; i += 1) {
    for (let j = 0; j < other.count.length; j += 1) {
      const w = own.weight[i] * other.weight[j], a = own.count[i], c = other.count[j];
      if (!(w > WALK_TAIL) || a + c === 0) continue;
      weight.push(w);
      x.push((a - c) / (a + c));
      inverse.push(1 / (a + c));
      total += w;
    }
  }
  if (!weight.length) return { weight: [], x: [], inverse_degree: [], spread: [], isolated: 1 };
  return {
    weight: Float64Array.from(weight, (w) => w / total), x: Float64Array.from(x), inverse_degree: Float64Array.from(inverse),
    spread: new Float64Array(weight.length), isolated,
  };
}

/** Counts and probabilities of a binomial, tails below 1e-16 of the peak left out; its ratios are exact for any n. */
function walkBinomial(n, chance) {
  if (chance <= 0 || n === 0) return { count: [0], weight: [1] };
  if (chance >= 1) return { count: [n], weight: [1] };
  const mode = Math.floor((n + 1) * chance), reach = Math.ceil(9 * Math.sqrt(n * chance * (1 - chance)) + 40);
  const low = Math.max(mode - reach, 0), high = Math.min(mode + reach, n);
  const logs = [0], odds = [Math.log(chance), Math.log1p(-chance)];
  for (let k = low; k < high; k += 1) logs.push(logs.at(-1) + (Math.log((n - k) / (k + 1)) + odds[0] - odds[1]));
  const top = logs.reduce((a, b) => Math.max(a, b));
  const count = [], weight = [];
  let total = 0;
  logs.forEach((value, i) => {
    const w = Math.exp(value - top);
    if (!(w > 1e-16)) return;
    count.push(low + i);
    weight.push(w);
    total += w;
  });
  return { count, weight: weight.map((w) => w / total) };
}

/** Similar kinds merged into about a hundred, for drawing hills and dragging them; means and the variance of x are kept. */
function walkMerge(kinds, columns = 14, rows = 8, enough = 160) {
  const size = kinds.weight.length, likely = [];
  for (let k = 0; k < size; k += 1) if (kinds.weight[k] > WALK_NEGLIGIBLE_KIND) likely.push(k);
  if (likely.length <= enough) {
    const total = likely.reduce((sum, k) => sum + kinds.weight[k], 0) || 1, pick = (values) => likely.map((k) => values[k]);
    return {
      weight: likely.map((k) => kinds.weight[k] / total), x: pick(kinds.x), inverse_degree: pick(kinds.inverse_degree), spread: pick(kinds.spread),
      isolated: kinds.isolated,
    };
  }
  const order = Array.from({ length: size }, (_, k) => k).sort((a, b) => kinds.inverse_degree[a] - kinds.inverse_degree[b] || a - b);
  const share = new Float64Array(size);
  let sum = 0;
  for (const k of order) {
    sum += kinds.weight[k];
    share[k] = sum - kinds.weight[k] / 2;
  }
  let centre = 0, square = 0;
  for (let k = 0; k < size; k += 1) centre += kinds.weight[k] * kinds.x[k];
  for (let k = 0; k < size; k += 1) square += kinds.weight[k] * (kinds.x[k] - centre) ** 2;
  const width = (8 * Math.sqrt(square)) / columns, cells = new Map();
  for (let k = 0; k < size; k += 1) {
    const x = kinds.x[k], w = kinds.weight[k];
    const row = Math.min(Math.trunc(share[k] * rows), rows - 1);
    const column = Math.min(Math.max(Math.trunc((x - centre) / width + columns / 2), 0), columns - 1);
    const near = Math.min(Math.trunc((3 * Math.abs(x)) / width), 2);
    const cell = 9 * (row * columns + column) + 3 * (Math.sign(x) + 1) + near;
    const held = cells.get(cell) ?? [0, 0, 0, 0];
    held[0] += w;
    held[1] += w * x;
    held[2] += w * x ** 2;
    held[3] += w * kinds.inverse_degree[k];
    cells.set(cell, held);
  }
  const merged = { weight: [], x: [], inverse_degree: [], spread: [], isolated: kinds.isolated };
  for (const cell of [...cells.keys()].sort((a, b) => a - b)) {
    const [w, first, second, inverse] = cells.get(cell);
    if (!(w > 0)) continue;
    const x = first / w;
    merged.weight.push(w);
    merged.x.push(x);
    merged.inverse_degree.push(inverse / w);
    merged.spread.push(Math.min(Math.max(second / w - x ** 2, 0), (x / 2.5) ** 2));
  }
  return merged;
}
