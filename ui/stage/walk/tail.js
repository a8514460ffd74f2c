// The normal tail to fifteen digits, for the walk theory: core/gaussian.py. Pure functions, no screen.

/** Tail of the normal distribution at a margin over a deviation: P(normal < 0); without deviation 0, 1/2 or 1. */
function walkTail(margin, deviation) {
  if (!(deviation > 0)) return margin > 0 ? 0 : margin < 0 ? 1 : 0.5;
  const z = margin / deviation;
  const tail = walkUpperTail(Math.abs(z));
  return z >= 0 ? tail : 1 - tail;
}

const WALK_STEP = 1 / 128, WALK_END = 38;
const walkBell = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** By series and by continued fraction; exact to rounding, but slow. */
function walkSlowTail(z) {
  if (z < 2.5) {
    let term = z, sum = z;
    for (let k = 3; Math.abs(term) > 1e-18 * sum; k += 2) sum += term *= (z * z) / k;
    return 0.5 - walkBell(z) * sum;
  }
  if (z > 38.5) return 0;
  let fraction = z;
  for (let k = Math.ceil(40 + 1200 / (z * z)); k > 0; k -= 1) fraction = z + k / fraction;
  return walkBell(z) / fraction;
}

// Logarithm of the tail and its first three derivatives at even steps: it is so smooth that four of them give every digit.
const WALK_TABLE = (() => {
  const table = new Float64Array(4 * (WALK_END / WALK_STEP + 2));
  for (let i = 0; i < table.length / 4; i += 1) {
    const z = i * WALK_STEP, tail = walkSlowTail(z), hazard = walkBell(z) / tail;
    // h' = h (h - z), h'' = h' (2h - z) - h, for the hazard h = bell / tail = -(log tail)'.
    const first = hazard * (hazard - z), second = first * (2 * hazard - z) - hazard;
    table.set([Math.log(tail), -hazard, -first / 2, -second / 6], 4 * i);
  }
  return table;
})();

function walkUpperTail(z) {
  if (!(z < WALK_END)) return walkSlowTail(z);
  const i = Math.round(z / WALK_STEP), u = z - i * WALK_STEP, at = 4 * i;
  return Math.exp(WALK_TABLE[at] + u * (WALK_TABLE[at + 1] + u * (WALK_TABLE[at + 2] + u * WALK_TABLE[at + 3])));
}
