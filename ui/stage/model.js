// What the stage computes: mixtures, densities, errors. Pure functions, no screen.
// Delta, sigma and the means enter here by algebra, so that the same functions serve a model that is being dragged.

// ---- The normal tail Q(z) = 1 - Phi(z): a table with cubic interpolation, relative error below 1e-6 up to z = 10 ----

const TAIL_STEP = 1 / 64;
const TAIL_END = 10;

const bell = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

function slowTail(z) {
  if (z < 3) {
    let term = z, sum = z;
    for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (z * z) / k;
    return 0.5 - bell(z) * sum;
  }
  let fraction = z;
  for (let k = 120; k > 0; k -= 1) fraction = z + k / fraction;
  return bell(z) / fraction;
}

const TAIL = Float64Array.from({ length: TAIL_END / TAIL_STEP + 2 }, (_, i) => slowTail(i * TAIL_STEP));
const TAIL_SLOPE = TAIL.map((_, i) => -bell(i * TAIL_STEP) * TAIL_STEP);

function normalCdf(z) {
  const place = Math.abs(z) / TAIL_STEP;
  const i = Math.floor(place), u = place - i;
  let tail = 0;
  if (i < TAIL.length - 1) {
    const v = 1 - u;
    tail = v * v * ((1 + 2 * u) * TAIL[i] + u * TAIL_SLOPE[i]) + u * u * ((1 + 2 * v) * TAIL[i + 1] - v * TAIL_SLOPE[i + 1]);
  }
  return z > 0 ? 1 - tail : tail;
}

// ---- Class 2 as a mixture of Gaussians; class 1 is its mirror image about the threshold ----
// Means are kept as offsets from the threshold: at great depth they are too small to survive beside it.

function createMixture(size) {
  // Where only a share of the nodes has a feature each kind is four: with one or without, and whether anybody is heard.
  const column = () => new Float64Array(4 * size);
  return { size: 0, connected: 0, weight: column(), offset: column(), variance: column() };
}

/** The mixture at an integer depth; false where the data has a hole, so that the caller can leave a gap. */
function fillMixture(mix, data, reading, depth) {
  const { model, neighbourhoods: kinds, layers } = data;
  const half = (model.m2 - model.m1) / 2, have = model.have ?? 1;
  // What neighbours say is a feature of mean `heard` and variance `noise`, of which a share may be missing.
  const heard = have * half, noise = have * (model.s ** 2 + (1 - have) * half ** 2), spread = heard ** 2;
  const at = (name) => layers[name]?.[depth] ?? NaN;
  let size = 0, whole = true;
  mix.connected = 0;
  const add = (weight, offset, variance) => {
    whole &&= Number.isFinite(weight + offset + variance);
    mix.weight[size] = weight;
    mix.offset[size] = offset;
    mix.variance[size++] = Math.max(variance, 1e-200);
  };
  /** Nodes with a feature of their own and nodes without, where a share `silent` hears nobody and so stands at the threshold. */
  const addBoth = (weight, offset, variance, ownOffset, ownVariance, silent) => {
    const heardBy = 1 - silent, mean = offset / heardBy, rest = Math.max(0, (variance + offset ** 2) / heardBy - mean ** 2);
    for (const [share, more, wider] of [[have, ownOffset, ownVariance], [1 - have, 0, 0]]) {
      if (heardBy > 1e-12) add(weight * share * heardBy, mean + more, rest + wider);
      else add(0, 0, 0);
      add(weight * share * silent, more, wider);
    }
  };
  if (reading === "paper") {
    add(1, half * at("gap"), model.s ** 2 * at("variance"));
  } else {
    const shared = reading === "fixed" ? 1 : 0, pair = kinds.both && pairOf(model, kinds, at);
    const shiftW = shared * at("shift_w"), shiftS = shared * at("shift_s") * (pair ? 2 / model.c : 1);
    const isolated = kinds.isolated;
    for (let k = 0; k < kinds.weight.length; k += 1) {
      const inverse = kinds.inverse_degree[k];
      const signal = at("stay") + at("pull") * kinds.x[k];
      if (pair) {
        const parts = pair(k);
        add((1 - isolated) * kinds.weight[k], half * signal, noise * (parts.own + shiftW) + spread * (parts.others + shiftS));
        continue;
      }
      const kept = have < 1 ? at("stay") : 0;
      const own = Math.max(0, at("w0") + at("w1") * inverse - kept ** 2) + shiftW;
      const others = Math.max(0, at("s0") + at("s1") * inverse) + at("pull") ** 2 * kinds.spread[k];
      // How far this draw's class signal moves the node: as the spread of means it multiplies the signal, so the larger counts.
      const drawn = at("draw") * (signal - at("own")) ** 2;
      const common = Math.sqrt((spread * others) ** 2 + (noise * drawn) ** 2);
      const weight = (1 - isolated) * kinds.weight[k], variance = noise * own + spread * shiftS + common;
      if (have === 1) add(weight, half * signal, variance);
      else addBoth(weight, heard * (signal - kept), variance, half * kept, (model.s * kept) ** 2, at("unheard") ** (1 / inverse));
    }
    mix.connected = size;
    if (isolated > 1e-9) {
      add(isolated * have, half * at("constant"), model.s ** 2 * at("constant") ** 2);
      if (have < 1) add(isolated * (1 - have), 0, 0);
    }
  }
  mix.size = size;
  mix.connected ||= size;
  return whole;
}

/** Of several classes two, along the line between their means: variance of kind k, unit sigma^2 and (Delta/2)^2 (core.many_classes.pair). */
function pairOf({ c }, kinds, at) {
  const pull = at("pull"), stay = at("stay") - at("own"), passed = at("constant") - at("own");
  const left = Math.min(1, Math.max(-1 / c, passed ? pull / passed : 0));
  return (k) => {
    const inverse = kinds.inverse_degree[k], both = kinds.both[k], along = stay + (pull * (both + kinds.x[k])) / 2;
    const length = (along ** 2 + pull ** 2 * kinds.square[k] - (stay + pull) ** 2 / c) / (1 - 1 / c);
    const means = Math.max(0, at("s0") + at("s1") * inverse);
    return {
      own: Math.max(0, at("w0") + at("w1") * inverse) + at("draw") * length,
      others: (means * (2 / c + left * both)) / (1 + left) + pull ** 2 * kinds.spread[k],
    };
  };
}

/** Between two depths means and weights move linearly and variances geometrically. */
function blendMixtures(out, from, to, share) {
  out.size = from.size;
  out.connected = from.connected;
  for (let k = 0; k < from.size; k += 1) {
    out.weight[k] = from.weight[k] + share * (to.weight[k] - from.weight[k]);
    out.offset[k] = from.offset[k] + share * (to.offset[k] - from.offset[k]);
    out.variance[k] = share ? from.variance[k] * (to.variance[k] / from.variance[k]) ** share : from.variance[k];
  }
}

/** Mean of class 2 from the threshold, standard deviation of the hill, and the side of class 2: of the first `parts` of the mixture. */
function averagesOf(mix, parts = mix.size) {
  let total = 0, offset = 0, square = 0;
  for (let k = 0; k < parts; k += 1) {
    total += mix.weight[k];
    offset += mix.weight[k] * mix.offset[k];
  }
  offset /= total;
  for (let k = 0; k < parts; k += 1) square += mix.weight[k] * (mix.variance[k] + (mix.offset[k] - offset) ** 2);
  return { offset, deviation: Math.sqrt(square / total), side: Math.sign(offset), total };
}

/**
 * The same of the hill that is seen: of the connected nodes where they are the most. The isolated ones stay where they are, and
 * a few of them would be all that a deep hill's deviation sees. The side is always that of all nodes.
 */
function momentsOf(mix) {
  const all = averagesOf(mix), connected = averagesOf(mix, mix.connected);
  return connected.total > all.total / 2 ? { ...connected, side: all.side } : all;
}

/** Error of the rule that knows the side of class 2; a tie counts one half. */
function errorOf(mix, side = averagesOf(mix).side) {
  if (!side) return 0.5;
  let error = 0;
  for (let k = 0; k < mix.size; k += 1) error += mix.weight[k] * normalCdf((-side * mix.offset[k]) / Math.sqrt(mix.variance[k]));
  return error;
}

/**
 * Density of class 2 averaged over equal cells of [-half, half] about the threshold. Averages, not samples: a peak thinner than a cell keeps
 * its area, so that the overlap on screen is right for needles too.
 */
function fillDensity(out, mix, half) {
  const cell = (2 * half) / out.length, low = -half;
  out.fill(0);
  for (let k = 0; k < mix.size; k += 1) {
    const mean = mix.offset[k], deviation = Math.sqrt(mix.variance[k]);
    const first = Math.max(0, Math.floor((mean - 7 * deviation - low) / cell));
    const last = Math.min(out.length, Math.ceil((mean + 7 * deviation - low) / cell));
    let below = normalCdf((low + first * cell - mean) / deviation);
    for (let i = first; i < last; i += 1) {
      const above = normalCdf((low + (i + 1) * cell - mean) / deviation);
      out[i] += (mix.weight[k] * (above - below)) / cell;
      below = above;
    }
  }
}

/** The simulated histogram between two depths: edges move as the axis does, the mass of each bin linearly. */
function blendHistogram(list, position) {
  const n = Math.floor(position), share = position - n;
  const from = list?.[n], to = list?.[Math.min(n + 1, list.length - 1)];
  if (!from || !to || share === 0 || from.class_1.length !== to.class_1.length) return from && share < 0.5 ? from : to ?? null;
  const width = (h) => h.hi - h.lo, middle = (h) => (h.hi + h.lo) / 2;
  const half = (width(from) * (width(to) / width(from)) ** share) / 2;
  const centre = middle(from) + share * (middle(to) - middle(from));
  const mass = (name) =>
    from[name].map((value, i) => (value * width(from) * (1 - share) + to[name][i] * width(to) * share) / (2 * half));
  return { lo: centre - half, hi: centre + half, class_1: mass("class_1"), class_2: mass("class_2") };
}

// ---- A hand on the hills: how they answer to the features at depth 0, and back ----

/**
 * At one depth: the hills' means are m -+ gap Delta/2, their variance is own sigma^2 without a gap and others (Delta/2)^2 without noise;
 * `deviation` is that of both.
 */
function responseOf(data, reading, depth) {
  const mix = createMixture(data.neighbourhoods.weight.length + 1);
  const moments = (features) => (fillMixture(mix, { ...data, model: { ...data.model, ...features } }, reading, depth) ? momentsOf(mix) : null);
  const means = moments({ m1: -1, m2: 1, s: 0 }), noise = moments({ m1: 0, m2: 0, s: 1 });
  const deviation = (half, s) => moments({ m1: -half, m2: half, s }).deviation;
  return means && noise && { gap: means.offset, own: noise.deviation ** 2, others: means.deviation ** 2, deviation };
}

/** Where classes (nearly) swap places at this depth, a hill hardly answers to its own mean; it then moves as at depth 0. */
const MEAN_ANSWERS = 0.25;

/** The mean at depth 0 that brings its hill from `from` to `to`, while the other class keeps its own. */
function meanBehind({ gap }, own, other, from, to) {
  return 1 + gap < MEAN_ANSWERS ? own + to - from : (2 * to - other * (1 - gap)) / (1 + gap);
}

/** Share of the hills' variance that sigma has a say in; below a tenth a drag scales sigma in proportion instead. */
const spreadShare = ({ own, others }, half, s) => (own * s ** 2) / (own * s ** 2 + others * half ** 2);

/** The sigma that changes the hills' deviation from `from` to `to`. */
function spreadBehind(response, half, s, from, to) {
  if (!(spreadShare(response, half, s) >= 0.1)) return (s * to) / from;
  // The variance is nearly a straight line in sigma^2: a few steps along its chords.
  let at = s ** 2, variance = response.deviation(half, s) ** 2, slope = response.own;
  for (let step = 0; step < 20 && Math.abs(variance - to ** 2) > 1e-12 * to ** 2; step += 1) {
    const next = Math.max(0, at + (to ** 2 - variance) / slope);
    const there = response.deviation(half, Math.sqrt(next)) ** 2;
    if (next === at || there === variance) break;
    slope = (there - variance) / (next - at);
    [at, variance] = [next, there];
  }
  return Math.sqrt(at);
}

/** The same graph with other features {m1, m2, s}: every curve anew by algebra; best and dots are out of date. */
function withFeatures(data, features) {
  const changed = { ...data, model: { ...data.model, ...features } };
  const { overlay } = changed;
  return { ...changed, curves: curvesOf(changed), overlay: overlay && { ...overlay, curves: curvesOf({ ...changed, ...overlay }) } };
}

/** The error of each reading at each depth, as the hills have it. */
function curvesOf(data) {
  const mix = createMixture(data.neighbourhoods.weight.length + 1), curves = {};
  for (const [reading, curve] of Object.entries(data.curves)) {
    curves[reading] = curve.map((_, depth) => (fillMixture(mix, data, reading, depth) ? Math.min(errorOf(mix), 0.5) : null));
  }
  return curves;
}
