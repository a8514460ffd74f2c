// The features at a depth, or at a moment between two: the hills through the lens and at true size, always of the same mixture.

/** How far the axis reaches on either side of the middle at depth 0. */
const firstReach = ({ m1, m2, s }) => Math.abs(m2 - m1) / 2 + 4 * s;

function createFeatures({ hills, lens, strip }) {
  let data, reading, mixtures = [], between = null, widest = null;

  const mixtureAt = (n) => (mixtures[n] ??= newMixture(n));

  function newMixture(n) {
    const mix = createMixture(data.neighbourhoods.weight.length + 1);
    mix.whole = fillMixture(mix, data, reading, n);
    return mix;
  }

  /** Another model's or method's hills at this place, or null. */
  function otherAt(other, place) {
    if (!other) return null;
    const n = Math.floor(place), share = place - n, { neighbourhoods, model } = other;
    const [from, to, mix] = [0, 1, 2].map(() => createMixture(neighbourhoods.weight.length + 1));
    if (!fillMixture(from, other, reading, n) || (share && !fillMixture(to, other, reading, n + 1))) return null;
    blendMixtures(mix, from, share ? to : from, share);
    return { mix, middle: (model.m1 + model.m2) / 2, name: other.name };
  }

  /** Distance and width between two depths: the one moves evenly, the other by equal factors, as the hills do. */
  function averagesAt(n, share) {
    const from = hillsAt(data, reading, n), to = share ? hillsAt(data, reading, n + 1) : from;
    if (!from || !to) return null;
    return { offset: from.offset + share * (to.offset - from.offset), width: from.width > 0 ? from.width * (to.width / from.width) ** share : 0 };
  }

  return {
    reset(next, chosen) {
      [data, reading, mixtures] = [next, chosen, []];
      between = createMixture(data.neighbourhoods.weight.length + 1);
    },
    at: mixtureAt,
    /**
     * now: position; standing, axes that stand still under a hand, {middle, half, strip} or {strip}; byKeys; bins, the simulation; error at
     * the whole depth, null while it is hidden. Returns whether there was anything to draw.
     */
    draw({ position, depth, standing, byKeys, bins, error }) {
      const n = Math.floor(position), share = position - n;
      const from = mixtureAt(n), to = share ? mixtureAt(n + 1) : from, whole = from.whole && to.whole;
      [hills, lens, strip].forEach((view) => view.visible(whole));
      if (!whole) return false;
      blendMixtures(between, from, to, share);
      const { model } = data, moments = momentsOf(between), middle = (model.m1 + model.m2) / 2;
      const others = [data.ghost && { ...data.ghost, name: "A" }, data.overlay && { ...data.overlay, model, neighbourhoods: data.neighbourhoods }].map((other) => otherAt(other, position));
      const reachOf = ({ offset, deviation }) => Math.abs(offset) + 4 * deviation;
      const half = Math.max(reachOf(moments), ...others.map((other) => (other ? reachOf(momentsOf(other.mix)) + Math.abs(other.middle - middle) : 0)));
      // Keys can carry a hill out of a standing axis, which then widens; the pointer cannot.
      if (standing?.half && byKeys) standing.half = Math.max(standing.half, Math.abs(middle - standing.middle) + Math.abs(moments.offset) + moments.deviation);
      const view = standing?.half ? standing : { middle, half };
      widest = standing?.strip ?? { centre: middle, half: firstReach(model) };
      const times = widest.half / view.half, twice = error == null ? "overlap" : error < 1e-6 ? "overlap \u2248 0" : `overlap = 2 \u00d7 ${percent(error, 1)}`;
      // Of several classes two are drawn, whose overlap is not the error.
      const words = { heading: `Features at depth ${depth}`, overlap: twice, none: error == null ? "overlap \u2248 0" : "", magnified: times >= 1.05, middle: "threshold" };
      if (model.c > 2) Object.assign(words, { heading: `2 of ${model.c} classes, depth ${depth}`, overlap: "overlap", middle: "middle" });
      const drawn = hills.draw(between, moments, middle, bins, view, words, others);
      strip.draw({ ...widest, middle, now: averagesAt(n, share), begin: hillsAt(data, reading, 0), ...drawn });
      const seen = [-1, 1].map((side) => strip.toX(view.middle + side * view.half - middle));
      lens.draw(...seen, strip.box().base, times);
      return true;
    },
    /** The axes as they stand, for a hand. */
    standing() {
      const { middle, half } = hills.scene();
      return { middle, half, strip: widest };
    },
  };
}
