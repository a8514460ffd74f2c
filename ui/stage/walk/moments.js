// What two walkers make of a node's feature at every depth: core/walk_theory/layers.py (docs/theory.md, section 4).

/** Layers of the polynomials with coefficients `coefs` (a row a depth), or of P^n for null: lists by name, as in the stage's message. */
function walkLayers({ n, p, q }, depth, coefs) {
  const rows = Array.from({ length: depth + 1 }, (_, row) => coefs?.[row] ?? null);
  const sum = (row) => (rows[row] ? rows[row].reduce((total, c) => total + c, 0) : 1);
  if (!((n / 2 - 1) * p + (n / 2) * q > 0)) return walkUnlinked(rows.map((_, row) => sum(row)));
  const degrees = walkDegrees(n, p, q), { correlation, inverse } = degrees, finite = walkFinite(degrees, n);
  const walk = walkChain(degrees.back * finite.step, correlation, 2 * depth, degrees.back * finite.meet);
  const less = (a, b) => a.map((value, m) => value - b[m]);
  const meetLess = less(walk.meet, walk.meetFrom2), labelLess = less(walk.label, walk.labelFrom2);
  const powers = Float64Array.from({ length: depth + 1 }, (_, k) => correlation ** k);
  const made = {};
  const put = (values) => { for (const [name, value] of Object.entries(values)) (made[name] ??= []).push(value); };

  for (let row = 0; row <= depth; row += 1) {
    const form = walkForm(rows[row], row);
    const constant = sum(row), own = form.own, home = form.linear(walk.home), label = form.linear(walk.label), pull = form.linear(walk.pull);
    const firstApart = finite.label * pull ** 2 * (1 - correlation ** 2);
    const w0 = form.walkers(walk.meet, walk.meetFrom2), w1 = finite.meet * form.meeting(meetLess);
    const s0 = form.walkers(walk.label, walk.labelFrom2) - label ** 2, s1 = finite.label * form.meeting(labelLess) - firstApart;
    let averageW = w0 + w1 * inverse, averageS = Math.max(0, s0 + inverse * (s1 + firstApart));

    // What all nodes share, and this draw's class signal; no row makes more than (sum |c_k|)^2 of either.
    const most = form.most ** 2, common = degrees.square / n, heard = (label - own) ** 2;
    let draw = common * (1 + walkBounded(averageS, heard, 1));
    draw = walkBounded(Math.max(0, most - averageW), heard + averageS, draw);
    averageW += draw * (heard + averageS);
    const shiftW = Math.min(common * (constant - own) ** 2, Math.max(0, most - averageW));
    const drift = constant - form.linear(powers);
    const alone = degrees.isolated, gap = home + pull * degrees.lean, room = Math.max(0, most - gap ** 2);
    averageS = Math.min(averageS, room);
    const shiftS = Math.min(drift ** 2 * walkDrift(degrees, n, p), room - averageS);
    const kept = alone * n < WALK_SELDOM ? 0 : alone, wholeGap = (1 - kept) * gap + kept * constant;
    const side = walkMostSide(wholeGap, gap, averageW + averageS, alone, constant);
    const variance = (averageW + shiftW) * (1 - alone) + alone * constant ** 2;
    const noise = (1 - kept) * (averageS + shiftS) + kept * (1 - kept) * (constant - gap) ** 2;
    put({
      stay: home, pull, own, w0, w1, s0, s1, shift_w: shiftW, shift_s: shiftS, draw, constant, side, gap: wholeGap, variance, noise,
      own_fitted: Math.max(variance - (1 - alone) * shiftW, 0), others_fitted: Math.max(noise - (1 - alone) * shiftS, 0),
    });
  }
  return made;
}

/** Isolated nodes expected in a graph, below which a gap is that of graphs without one. */
const WALK_SELDOM = 0.05;

/** The side of class 2 on which more of its nodes stand, connected or isolated, at Delta = 2 sigma; else the gap's sign. */
function walkMostSide(wholeGap, gap, square, alone, constant) {
  if (!(gap * constant < 0)) return Math.sign(wholeGap);
  const right = (distance, deviation) => 1 - 2 * walkTail(distance, deviation);
  const connected = (1 - alone) * right(Math.abs(gap), Math.sqrt(Math.max(square, 0))) > alone * right(1, 1);
  return Math.sign(connected ? gap : constant);
}

const walkBounded = (above, below, most) => (below > 2.2250738585072014e-308 ? Math.min(above / below, most) : most);

/** A graph without edges: every node keeps its own feature, times the constant. */
function walkUnlinked(constant) {
  const none = constant.map(() => 0), square = constant.map((c) => c ** 2);
  return {
    stay: constant, pull: none, own: constant, w0: square, w1: none, s0: none, s1: none, shift_w: none, shift_s: none, draw: none, constant,
    side: constant.map(Math.sign), gap: constant, variance: square, noise: none, own_fitted: square, others_fitted: none,
  };
}

/** Sums over one polynomial's coefficients; null is the single power `n`. */
function walkForm(c, n) {
  if (!c) {
    const meeting = (values) => (n ? values[2 * n - 2] : 0);
    return { own: n ? 0 : 1, most: 1, linear: (values) => values[n], meeting, walkers: (alone, apart) => (n ? meeting(apart) : alone[0]) };
  }
  const last = c.length - 1;
  const linear = (values) => c.reduce((total, value, k) => total + value * values[k], 0);
  // By the sum of the two steps: how often c_k c_l stands beside values_(k+l-2).
  const pairs = new Float64Array(Math.max(2 * last - 1, 0));
  for (let k = 1; k <= last; k += 1) for (let l = 1; l <= last; l += 1) pairs[k + l - 2] += c[k] * c[l];
  const meeting = (values) => pairs.reduce((total, value, k) => total + value * values[k], 0);
  const moved = (values) => c.reduce((total, value, k) => (k ? total + value * values[k] : 0), 0);
  return {
    own: c[0], most: c.reduce((total, value) => total + Math.abs(value), 0), linear, meeting,
    walkers: (alone, apart) => c[0] ** 2 * alone[0] + 2 * c[0] * moved(alone) + meeting(apart),
  };
}

/** Share of the graph first met at each hop: core/walk_theory/new_nodes.py. */
function walkNewNodes({ n, p, q }, depth) {
  const half = n / 2, away = (chance) => Math.log1p(-Math.min(chance, 1 - 1e-16)), near = away(p), far = away(q);
  let a = 1, b = 0, metA = 1, metB = 0;
  const found = [1 / n];
  for (let hop = 0; hop < depth; hop += 1) {
    const nextA = Math.max(half - metA, 0) * -Math.expm1(near * a + far * b), nextB = Math.max(half - metB, 0) * -Math.expm1(far * a + near * b);
    [a, b] = [nextA, nextB];
    metA += a;
    metB += b;
    found.push((a + b) / n);
  }
  return found;
}
