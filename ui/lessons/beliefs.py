"""What is often said about oversmoothing, judged on a scene's model: does it hold here, at times, or not at all?

Some of it is measured on sampled graphs and trained networks: those rules and facts are in SAMPLED, and take small models only.
"""

import numpy as np

from core.inside.monitors import decay_rate
from core.propagation import METHODS
from ui.lessons.measured import counted, trained, watched
from ui.lessons.setting import CLOSE, LEVEL, Rule
from ui.words.readings import percent

TRUE, SOMETIMES, FALSE = 0, 1, 2
DEEP, SHALLOWER = 16, (2, 8)  # layers of the trained networks
STRONG = 1.0  # the strength of attention that is set beside the app's own
ALIKE = 0.2  # a mean cosine of any two nodes that has risen by so much has risen
UNLEARNT = 0.6  # share of the very nodes learnt from, below which a network of two classes has learnt next to nothing
LESS = 0.9  # an error below this share of another is lower beyond the scatter of a few graphs
WEAK = METHODS["attention"].options["beta"].default
# Kind of a verdict -> outcome; any other: 3.
LOST = {"mixing": 0, "optimisation": 1, "overfitting": 1, "weights": 2, "rounding": 2, "vanishing": 2, "short": 2}
NAMED = {
    "short": "less than averaging alone gives",
    "unsure": "not sure",
    "weights": "lost in the weights",
    "rounding": "lost in rounding",
    "faint": "faint, not lost",
}


def _of_both(first, second):
    """Outcome of a claim that has been tried twice."""
    return TRUE if first and second else SOMETIMES if first or second else FALSE


def _alike_and_wrong(now, before):
    """Layers in which similarity over links rises: does the error rise in all of them, in some, in none?"""
    rises = np.diff(watched(now.model, now.depth).edge_similarity) > 0
    error, after = now.error[:-1][rises], now.error[1:][rises]
    worse, better = (after > (1 + CLOSE) * error).any(), (after < (1 - CLOSE) * error).any()
    return TRUE if worse and not better else SOMETIMES if worse else FALSE


def _collapses(now, before):
    """Whether the deepest layer errs as often as none at all, with a threshold fixed in advance and with a fitted one."""
    found = now.prediction
    return _of_both(*(error[-1] >= (1 - CLOSE) * error[0] for error in (found.error_fixed, found.error_fitted)))


def _graphs_alone(now, before):
    """A deep network on a model without links: do nodes become alike, does it fail to learn? True: neither happens there."""
    found, _ = trained(now.model, DEEP)
    alike = found.pair_cosine[-1] - found.pair_cosine[0] > ALIKE
    return _of_both(not alike, not found.own_train.value < UNLEARNT)


def _residual_lowers(now, before):
    """Whether a residual connection lowers the lowest error, here and on the graph before."""
    return _of_both(*(setting.residual.min() < (1 - CLOSE) * setting.error.min() for setting in (now, before)))


def _normalisation_helps(now, before):
    """Whether PairNorm lowers the error of the deepest layer, with a threshold fixed in advance and with a fitted one."""
    plain, normal = counted(now.model, now.depth), counted(now.model, now.depth, "pairnorm")
    return _of_both(*(normal[name][-1] < LESS * plain[name][-1] for name in ("fixed", "fitted")))


def _attention_cures(now, before):
    """Whether attention keeps the error of the deepest layer near the lowest, at least below that without a graph, or not."""
    error = counted(now.model, now.depth, "attention")["fixed"]
    return TRUE if error[-1] <= LEVEL * error.min() else SOMETIMES if error[-1] < LESS * error[0] else FALSE


def _energy(setting):
    energy = watched(setting.model, setting.depth).energy
    return energy / energy[0] if energy[0] > 0 else np.zeros_like(energy)


def _energy_stop(now, before):
    """The depth at which the energy has fallen as far as it had at the best depth of the graph before; the deepest without one."""
    reached = np.flatnonzero(_energy(now) <= _energy(before)[before.best])
    return int(reached[0]) if reached.size else now.depth


def _energy_tells(now, before):
    stop = _energy_stop(now, before)
    return TRUE if stop == now.best else SOMETIMES if now.error[stop] <= LEVEL * now.error.min() else FALSE


def _trained_verdict(now, before):
    return LOST.get(trained(now.model, DEEP)[1].kind, 3)


_HOLDS = ("it holds", "only at times", "it does not hold")
RULES = (
    Rule(
        "alike_and_wrong", "whether the error rises in every layer in which similarity rises", _alike_and_wrong, _HOLDS
    ),
    Rule(
        "collapses",
        "whether the deepest layer errs like none at all: with both thresholds, with one, with none",
        _collapses,
        _HOLDS,
    ),
    Rule(
        "graphs_alone",
        "whether a deep network without links (this model's p and q) is spared: from alike nodes and from not learning, from one, from none",
        _graphs_alone,
        _HOLDS,
    ),
    Rule(
        "residual_lowers",
        "whether a residual connection lowers the lowest error: here and in [scene.before], in one, in none",
        _residual_lowers,
        _HOLDS,
    ),
    Rule(
        "normalisation_helps",
        "whether PairNorm lowers the error at the deepest layer: with both thresholds, with one, with none",
        _normalisation_helps,
        _HOLDS,
    ),
    Rule(
        "attention_cures",
        "the error at the deepest layer with attention: near the lowest, lower than at depth 0, no better",
        _attention_cures,
        _HOLDS,
    ),
    Rule(
        "energy_tells",
        "where one would stop by the energy left at the best depth of [scene.before]: at the best depth, nearly as well, elsewhere",
        _energy_tells,
        _HOLDS,
    ),
    Rule(
        "trained_verdict",
        f"the verdict on a GCN of {DEEP} layers that was trained on the model",
        _trained_verdict,
        (
            "mixing",
            "optimisation, or overfitting",
            "lost in the weights or in rounding, vanishing, or less than averaging alone gives",
            "denoising, or nothing",
        ),
    ),
)


def _cosine(value):
    return (
        f"{abs(value) if abs(value) < 0.005 else value:.2f}".replace("-", "−")
        if np.isfinite(value)
        else "nothing, without links"
    )


def _factor(model, depth, method="convolution"):
    rate = decay_rate(watched(model, depth, method).consensus)
    return f"{rate:.2f}" if np.isfinite(rate) else "too few layers to say"


def _alike(place):
    def fact(now, before):
        at = {"first": 0, "best": now.best, "end": -1}[place]
        return _cosine(watched(now.model, now.depth).edge_similarity[at])

    return fact


def _verdicts(now, before):
    """Each trained network with its verdict and the share of test nodes that it gets right, in one clause."""
    found = ((layers, *trained(now.model, layers)) for layers in (*SHALLOWER, DEEP))
    return "; ".join(
        f"{layers} layers: {NAMED.get(verdict.kind, verdict.kind.replace('_', ' '))}, {percent(measures.own_test.value)} right"
        for layers, measures, verdict in found
    )


def _end(method, threshold, **options):
    return lambda now, before: percent(counted(now.model, now.depth, method, **options)[threshold][-1])


_MEASURED = {
    "alike_first": _alike("first"),
    "alike_at_best": _alike("best"),
    "alike_at_end": _alike("end"),
    "unlinked_alike_first": lambda now, before: _cosine(trained(now.model, DEEP)[0].pair_cosine[0]),
    "unlinked_alike_end": lambda now, before: _cosine(trained(now.model, DEEP)[0].pair_cosine[-1]),
    "learnt": lambda now, before: percent(trained(now.model, DEEP)[0].own_train.value),
    "right": lambda now, before: percent(trained(now.model, DEEP)[0].own_test.value),
    "before_learnt": lambda now, before: percent(trained(before.model, DEEP)[0].own_train.value),
    "plain_end": _end("convolution", "fixed"),
    "plain_end_fitted": _end("convolution", "fitted"),
    "pairnorm_end": _end("pairnorm", "fixed"),
    "pairnorm_end_fitted": _end("pairnorm", "fitted"),
    "attention_end": _end("attention", "fixed"),
    "attention_strong_end": _end("attention", "fixed", beta=STRONG),
    "attention_lowest": lambda now, before: percent(counted(now.model, now.depth, "attention")["fixed"].min()),
    "attention_factor": lambda now, before: _factor(now.model, now.depth, "attention"),
    "plain_factor": lambda now, before: _factor(now.model, now.depth),
    "energy_left": lambda now, before: percent(_energy(before)[before.best]),
    "energy_stop": lambda now, before: str(_energy_stop(now, before)),
    "error_at_energy_stop": lambda now, before: percent(now.error[_energy_stop(now, before)]),
    "trained_verdicts": _verdicts,
    "trained_readable": lambda now, before: percent(trained(now.model, DEEP)[0].probe[-1]),
}
FACTS = {
    "last_error_fitted": lambda now, before: percent(now.prediction.error_fitted[-1]),
    "residual_end": lambda now, before: percent(now.residual[-1]),
    "trained_layers": lambda now, before: str(DEEP),
    "trained_shallower": lambda now, before: ", ".join(map(str, SHALLOWER)),
    "attention_strength": lambda now, before: f"{WEAK:g}",
    "attention_strong": lambda now, before: f"{STRONG:g}",
    **_MEASURED,
}
SAMPLED = {*_MEASURED, *(rule.name for rule in RULES if rule.name not in ("collapses", "residual_lowers"))}
