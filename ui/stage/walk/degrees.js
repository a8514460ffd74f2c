// How many neighbours a node has: core/walk_theory/degrees.py (docs/theory.md, section 2).

/** Averages over degrees of two equal blocks with a mean degree above 0. */
function walkDegrees(n, p, q) {
  const own = n / 2 - 1, other = n / 2;
  const degree = own * p + other * q;
  const logAlone = (own ? own * Math.log1p(-p) : 0) + other * Math.log1p(-q);
  const isolated = Math.exp(logAlone), back = -Math.expm1(logAlone) / degree;
  const scatter = 1 - (own * p ** 2 + other * q ** 2) / degree;
  const inverse = Math.min(Math.max(scatter * walkMeanInverse(degree) + (1 - scatter) / degree, back), 1);
  const correlation = (own * p - other * q) / degree;
  const lean = correlation + (((1 - correlation ** 2) * (p - q)) / (2 * degree)) * (1 - inverse);
  return { mean: degree, correlation, isolated, back, inverse, square: 1 + scatter / degree, lean };
}

/** E[1/D | D > 0] for a Poisson degree: sum of d^k/(k k!) over e^d - 1, by the series where it converges, by powers of 1/d beyond. */
function walkMeanInverse(d) {
  if (d > 500) return (1 + 1 / d + 2 / d ** 2 + 6 / d ** 3) / d;
  if (d > 45) {
    let term = 1, sum = 1;
    for (let k = 1; k < d && term > 1e-17; k += 1) sum += term *= k / d;
    return (sum / d) / -Math.expm1(-d);
  }
  let term = 1, sum = 1;
  for (let k = 2; k < 300; k += 1) {
    term *= d / k;
    sum += term / k;
    if (term < 1e-18 * sum) break;
  }
  return sum / (Math.expm1(d) / d);
}

/** What a finite N leaves of the chance to come straight back; the shift of all nodes' means as a graph's edges happen to fall. */
function walkFinite({ mean, correlation }, n) {
  const part = (share) => Math.min(Math.max(1 - (share * mean) / n, 0), 1);
  return { step: part(1), meet: part(1 + correlation ** 2), label: part(1 - correlation ** 2) };
}

const walkDrift = ({ mean, correlation }, n, p) => ((1 + correlation) * (1 - p)) / (n * mean);
