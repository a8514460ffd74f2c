"""Errors where only a share r of the nodes has a feature: who knows is drawn too, and few may know (docs/theory.md, section 18).

A node's value is a sum over who knows: itself, its neighbours, theirs. On a tree its characteristic function phi is a recursion,
and the error, a tie counting one half, is 1/2 - (1/pi) int_0^inf Im phi(t) / t dt.
"""

import numpy as np

from core.gaussian import error_probability
from core.walk_theory.degrees import degrees_of
from core.walk_theory.layers import finite_size
from core.walk_theory.neighbourhoods import binomial

REACH, DEEPEST = 24, 257
POINTS, FIRST, END = 480, 1e-3, 8
LOUDEST = 12
# Where a Gaussian is over, and from how many voices on a sum of them is one.
FAR, MANY, FAINT = 30, 40, 1e-6
RARE = 1e-6
# Where steps so many times as wide tell another error, by more than this share, waves are shorter than the steps.
WIDER, UNRESOLVED = (1, 2, 3), 0.02
# Between these errors the Gaussian tail takes over from the integral, which would lose its digits.
SURE, LOST = 1e-3, 1e-4


def missing_error(model, layers, kinds, coefs, *thresholds):
    """Error at each depth for features at a share `model.known` of the nodes. Returns a list of (depth+1,), one a threshold.

    layers, kinds: of the model.  coefs: (depth+1, K+1) of the polynomials in P, None for P^n.  thresholds: "fixed", "fitted".
    """
    share, half = model.known, abs(model.gap) / 2
    guess = share * error_probability(half, model.sigma) + (1 - share) / 2
    constant, side = layers.constant, layers.side
    alone = np.where(side * constant > 0, guess, np.where(side * constant < 0, 1 - guess, 0.5))
    if kinds.weight.size == 0 or half == 0:
        return [np.minimum(alone, 0.5) for _ in thresholds]
    hops = hop_masses(model, side.size, coefs)
    errors = []
    for threshold in thresholds:
        shifted = threshold == "fixed"
        error = _gaussian(model, layers, kinds, shifted)
        with np.errstate(all="ignore"):
            exact = _by_recursion(model, layers, kinds, hops, shifted)
        exact = np.where(np.isfinite(exact), np.maximum(exact, LOST), LOST)
        trust = np.clip(np.log(exact / LOST) / np.log(SURE / LOST), 0, 1)
        error[: exact.size] = np.maximum(error[: exact.size], 1e-300) ** (1 - trust) * exact**trust
        error = (1 - kinds.isolated) * error + kinds.isolated * alone
        error[0] = guess
        error[side == 0] = 0.5
        errors.append(np.minimum(error, 0.5))
    return errors


def hop_masses(model, rows, coefs):
    """sum_k c_k P(R_k = j) for hops j = 0..REACH, at most DEEPEST rows: (rows, REACH+1)."""
    degrees = degrees_of(model.n_nodes, model.p_within, model.q_across)
    back = degrees.back * finite_size(degrees.mean / model.n_nodes, degrees.correlation).step
    longest = min(rows, DEEPEST) - 1 if coefs is None else coefs.shape[1] - 1
    now = np.eye(1, REACH + 1)[0]
    masses = [now]
    for _ in range(longest):
        after = np.zeros(REACH + 1)
        after[:-1] = back * now[1:]
        after[1:] += (1 - back) * now[:-1]
        after[1] += back * now[0]
        now = after
        masses.append(now)
    masses = np.stack(masses)
    return masses if coefs is None else coefs @ masses


def unheard(model, depth):
    """Chance that nobody in a neighbour's branch who is within reach of n steps has a feature, n = 0..depth; 1 at depth 0."""
    found = np.ones(depth + 1)
    if not model.mean_degree > 0:
        return found
    degrees = degrees_of(model.n_nodes, model.p_within, model.q_across)
    back = float(degrees.back * finite_size(degrees.mean / model.n_nodes, degrees.correlation).step)
    for n in range(1, depth + 1):
        branch = 1.0
        for hop in range(min(n, REACH), 0, -1):
            # Steps come in pairs: after n of them a walker is n, n - 2, ... hops away.
            branch = (1 - model.known if (n - hop) % 2 == 0 else 1.0) * branch ** ((1 - back) / back)
        found[n] = branch
    return found


def _gaussian(model, layers, kinds, shifted):
    """The error with one Gaussian for nodes that know and one for those that do not, whatever they hear from the others."""
    share, heard = model.known, model.heard
    half, rest = abs(model.gap) / 2, abs(heard.gap) / 2

    def column(name):
        return getattr(layers, name)[:, None]

    stay, signal = column("stay"), column("stay") + column("pull") * kinds.x
    noise = np.maximum(column("w0") + column("w1") * kinds.inverse_degree - stay**2, 0)
    spread = np.maximum(column("s0") + column("s1") * kinds.inverse_degree, 0) + column("pull") ** 2 * kinds.spread
    draw = column("draw") * (signal - column("own")) ** 2
    variance = heard.sigma**2 * noise + np.hypot(rest**2 * spread, heard.sigma**2 * draw)
    if shifted:
        variance = variance + heard.sigma**2 * column("shift_w") + rest**2 * column("shift_s")
    others, side = rest * (signal - stay), column("side")
    knows = error_probability(side * (others + half * stay), np.sqrt(variance + model.sigma**2 * stay**2))
    knows_not = error_probability(side * others, np.sqrt(variance))
    return (share * knows + (1 - share) * knows_not) @ kinds.weight


def _by_recursion(model, layers, kinds, hops, shifted):
    """Error of connected nodes at the depths of `hops`, by the characteristic function of D h: (rows,).

    The tree gives its shape; mean and variance of each degree D are those of the layers, which know that N is finite.
    """
    share, rows = model.known, slice(len(hops))
    half, sigma = abs(model.gap) / 2, max(model.sigma, abs(model.gap) / 2 / LOUDEST)
    rest, loud = share * half, np.sqrt(share * (sigma**2 + (1 - share) * half**2))
    degree, weight, lean, scatter = by_degree(kinds)

    def column(name):
        return getattr(layers, name)[rows, None]

    signal, pull2 = column("stay") + column("pull") * lean, column("pull") ** 2
    drawn = column("draw") * (signal - column("own")) ** 2
    noise = loud**2 * np.maximum(column("w0") + column("w1") / degree, 0)
    spread = rest**2 * (np.maximum(column("s0") + column("s1") / degree, 0) + pull2 * scatter)
    shift = column("shift_w") if shifted else np.zeros((len(hops), 1))
    # This draw's class signal multiplies a node's mean: as far as nodes differ by their means it moves none, but may turn all.
    own_mean = bounded(spread @ weight, (spread + noise + loud**2 * shift) @ weight)[:, None]
    turned = _turned(model, layers.draw[rows], sigma) - _turned(
        model, (1 - own_mean[:, 0]) ** 2 * layers.draw[rows], sigma
    )
    local, drawn = noise + spread, (1 - own_mean) ** 2 * drawn
    tree = _Tree(model, hops, sigma)
    mean, variance = tree.moments(degree, lean)
    shrink = np.sqrt(np.minimum(bounded(local * degree**2 @ weight, variance @ weight), 1))[:, None]
    more = np.maximum(local * degree**2 - shrink**2 * variance, 0)
    if shifted:
        more = more + rest**2 * column("shift_s") * degree**2
    # What all nodes share: the sums over both classes, in which few may know as well, so that they lean to one side.
    common, class_signal = np.sqrt(shift), np.sign(signal) * np.sqrt(drawn)
    more = more + loud**2 * (shift + drawn) * degree**2
    leaning = _third(share, half, sigma) * ((common + class_signal) ** 3 - (common - class_signal) ** 3) * degree**3
    leaning = bounded(leaning / (2 * np.sqrt(model.n_nodes)), more**1.5)

    whole = np.sqrt((local + loud**2 * (shift + drawn)) * degree**2 @ weight)
    t, step = tree.points(shrink[:, 0], weight @ degree, whole)
    subtree, own = tree.subtree(shrink * t), tree.own[:, None] * shrink * t
    phi = np.zeros_like(t, dtype=complex)
    for place, (size, share_of, x) in enumerate(zip(degree, weight, lean, strict=True)):
        branches = _power(subtree.real + 1j * x * subtree.imag, int(size))
        turn = (rest * signal[:, place] * size - shrink[:, 0] * mean[:, place])[:, None] * t
        alike = np.minimum(np.sqrt(more[:, place, None]) * t, FAR)
        lean_to = leaning[:, place, None] * alike**3
        own_part = 1 + share * knows_less_one(half, sigma, size * own)
        phi += share_of * branches * own_part * np.exp(1j * (turn - lean_to / 6) - alike**2 / 2)
    side = layers.side[rows]
    tails = np.stack([_tail(side, phi.imag[:, ::every], every * step) for every in WIDER])
    resolved = np.ptp(tails, axis=0) < UNRESOLVED * np.abs(tails[0])
    # Elsewhere a bell curve for each degree, of that mean and variance.
    bells = np.sqrt(local + loud**2 * (shift + drawn) + (rest**2 * column("shift_s") if shifted else 0))
    bells = error_probability(rest * side[:, None] * signal, bells) @ weight
    error = np.where(resolved, tails[0], bells)
    return error + np.maximum(turned, 0) * (1 - 2 * error)


def _tail(side, waves, step):
    """1/2 - side/pi int Im phi/t dt from values at points t equally spaced in log t; below the first Im phi is a straight line."""
    before = waves[:, :1] / np.expm1(step)
    return 0.5 - side * (step * (waves.sum(axis=1, keepdims=True) + before))[:, 0] / np.pi


def _turned(model, draw, sigma):
    """Probability that few who know, or their noise, turn this draw's class signal round: (rows,).

    E Phi(-|Delta|/(2 sigma) sqrt(K)) of K ~ Binomial(1/draw, r) who know.
    """
    half, share, found = abs(model.gap) / 2, model.known, np.zeros(draw.size)
    for row in np.flatnonzero(draw > 1e-6):
        count, weight = binomial(max(round(1 / float(draw[row])), 1), share)
        found[row] = error_probability(half * np.sqrt(count), sigma) @ weight
    return found


def knows_less_one(half, sigma, t):
    """The characteristic function of a feature of label +1, less 1."""
    return np.expm1(1j * half * t - np.minimum(sigma * np.abs(t), FAR) ** 2 / 2)


def _third(share, half, sigma):
    """Third cumulant of a feature that is there with probability `share`."""
    first, second, third = share * half, share * (half**2 + sigma**2), share * (half**3 + 3 * half * sigma**2)
    return third - 3 * first * second + 2 * first**3


def _power(base, exponent):
    """base^exponent for a whole exponent, by squares: several times as fast as the logarithm of complex numbers."""
    found = np.ones_like(base)
    while exponent:
        if exponent & 1:
            found = found * base
        base, exponent = base * base, exponent >> 1
    return found


def bounded(above, below):
    """above / below, 1 where there is nothing below."""
    return np.divide(above, below, out=np.ones_like(above), where=below > 0)


class _Tree:
    """The tree below a node, at each depth: a node has 1/b neighbours, and every node of hop k is heard as loud as any other.

    own: weight of the node itself, (rows,).  far: D times that of one node at hop k = 1, 2, ..., (rows, hops).
    """

    def __init__(self, model, hops, sigma):
        degrees = degrees_of(model.n_nodes, model.p_within, model.q_across)
        back = float(degrees.back * finite_size(degrees.mean / model.n_nodes, degrees.correlation).step)
        self.model, self.sigma, self.half = model, sigma, abs(model.gap) / 2
        self.correlation, self.children = float(degrees.correlation), (1 - back) / back
        reach = int(np.max(np.flatnonzero(np.abs(hops).max(axis=0) > 0), initial=1))
        self.sizes = max(self.children, 1e-9) ** np.arange(reach)
        self.own, self.far = hops[:, 0], hops[:, 1 : reach + 1] / self.sizes
        self.low = int(np.floor(self.children))
        self.part = self.children - self.low

    def subtree(self, t):
        """The characteristic function at t (rows, points) of the branch that begins with a neighbour of label +1."""
        share, below = self.model.known, np.ones_like(t, dtype=complex)
        for hop in range(self.far.shape[1], 0, -1):
            found = (1 + share * knows_less_one(self.half, self.sigma, self.far[:, hop - 1, None] * t)) * below
            mixed = found.real + 1j * self.correlation * found.imag
            below = _power(mixed, self.low) * (1 - self.part + self.part * mixed)
        return found

    def moments(self, degree, lean):
        """Mean and variance of D times the value of a node of label +1, of D neighbours that lean to it: (rows, degrees)."""
        share, mean, variance = self.model.known, 0.0, 0.0
        single = share * (self.sigma**2 + (1 - share) * self.half**2)
        for hop in range(self.far.shape[1], 0, -1):
            child = self.correlation * mean
            spread = self.children * (variance + mean**2 - child**2) + self.part * (1 - self.part) * child**2
            weight = self.far[:, hop - 1]
            mean, variance = share * self.half * weight + self.children * child, single * weight**2 + spread
        mean, variance, own = mean[:, None], variance[:, None], self.own[:, None]
        whole = degree * (variance + (1 - lean**2) * mean**2) + single * (degree * own) ** 2
        return degree * (lean * mean + share * self.half * own), whole

    def points(self, shrink, degree, whole):
        """Points t (rows, POINTS), equal steps of log t from where phi is straight to where it is nothing; and these steps.

        whole: standard deviation of D times the value, (rows,).
        """
        counts = degree * self.sizes
        weight = shrink[:, None] * np.abs(np.column_stack([self.far, degree * self.own]))
        voices, share = np.append(self.model.known * counts, self.model.known), self.model.known
        # Many who know are over when the sum of them all is; of few nobody may know, so that the softest decides.
        many = weight * np.where(voices > MANY, np.sqrt(voices * (self.sigma**2 + (1 - share) * self.half**2)), 0)
        few = np.where(weight > FAINT * weight.max(axis=1, keepdims=True), weight * self.sigma, np.inf)
        enough = many.max(axis=1) > FAINT * self.sigma * weight.max(axis=1)
        over = np.where(enough, many.max(axis=1), np.minimum(few.min(axis=1), whole))
        reach = self.half * (weight @ np.append(counts, 1)) + self.sigma * np.sqrt(weight**2 @ np.append(counts, 1))
        first = FIRST / (reach + whole)
        step = np.log(END / over / first) / (POINTS - 1)
        return first[:, None] * np.exp(step[:, None] * np.arange(POINTS)), step[:, None]


def by_degree(kinds):
    """Degrees D of connected nodes, near ones together where there are many, their shares, the mean of x and its variance."""
    degree = 1 / kinds.inverse_degree
    width = max(1, int(np.sqrt(kinds.weight @ degree) / 3))
    place = np.rint(degree / width).astype(int)
    weight = np.bincount(place, kinds.weight)
    kept = weight > RARE
    share = np.where(weight > 0, weight, 1)
    columns = kinds.x, kinds.x**2 + kinds.spread, kinds.inverse_degree
    lean, square, inverse = (np.bincount(place, kinds.weight * values) / share for values in columns)
    found = np.rint(1 / inverse[kept])
    return found, weight[kept] / weight[kept].sum(), lean[kept], np.maximum(square - lean**2, 0)[kept]
