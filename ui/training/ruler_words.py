"""What the three rulers say of each network, and what doubling its weights does: pure functions from results to sentences and rows."""

from dataclasses import dataclass

import numpy as np

from core.number_of import number_of
from core.training.networks import NETWORKS
from core.training.rulers import RULERS, growth
from ui.words.readings import amount, percent, readable

# A tenth of what it was: less is called collapse where it is size, consensus where it is likeness.
LOW = 0.1
RULER_LABELS = {
    "energy": "Dirichlet energy",
    "quotient": "Energy against size (Rayleigh quotient)",
    "rank": "Effective rank",
}
STAGES = (("start", "untrained"), ("end", "trained"))
EXPLANATION = """
- **Dirichlet energy**: the squared differences over the links of a node, mean over nodes. It falls where nodes become alike, and also where features merely shrink.
- **Energy against size**: the same energy divided by the features' own mean square (twice the Rayleigh quotient of D − A), so that their size drops out. It is 0 exactly where linked nodes are alike
  (consensus). With a degree-normalised Laplacian, another common choice, it would be 0 for features in proportion to √degree instead.
- **Effective rank**: how many directions the features fill, whatever their size.
- None of them knows the classes: denoising makes nodes alike too.
"""


@dataclass(frozen=True)
class Change:
    """From H_0 to the last layer, as factors, geometric means over the seeds whose features are not all zero: energy = size * quotient.

    size: of the mean square of the features.  zero, seeds: in how many seeds every feature of the last layer is 0, and of how many.
    """

    energy: float
    size: float
    quotient: float
    zero: int
    seeds: int


def change(results, key, width, depth, when):
    """The Change of one network at a depth, "start" or "end" of training; None while there is no run."""
    row = results.plan.depths.index(depth)
    energy, quotient = (results.of(f"{name}_{when}", key, width)[row][:, [0, depth]] for name in ("energy", "quotient"))
    there = np.isfinite(energy).all(axis=1)
    zero = there & ~np.isfinite(quotient[:, 1])
    use = there & (energy > 0).all(axis=1)
    if not there.any():
        return None
    if not use.any():
        return None if not zero.any() else Change(0.0, 0.0, np.nan, int(zero.sum()), int(there.sum()))
    factors = [float(np.exp(np.mean(np.log(part[use, 1] / part[use, 0])))) for part in (energy, quotient)]
    return Change(factors[0], factors[0] / factors[1], factors[1], int(zero.sum()), int(there.sum()))


def factor(value):
    """A factor with two digits: 3.2, 0.021, or 1/48,000."""
    if value >= 0.01:
        return amount(float(f"{value:.2g}"))
    return f"1/{_grouped(1 / value)}"


def _grouped(value):
    text = readable(float(f"{value:.2g}"))
    return f"({text})" if "×" in text else text


def kind(found):
    """What has happened to the features, in two to six words: collapse towards zero, consensus, both or neither."""
    if found.zero:
        return "all features are zero"
    shrunk, alike = found.size < LOW, found.quotient < LOW
    if shrunk and alike:
        return "collapse towards zero and consensus"
    if shrunk:
        return "collapse towards zero, not consensus"
    return "consensus, not collapse" if alike else "neither collapse nor consensus"


def change_rows(results, width, depth):
    """Rows for a table: network, before or after training, and how far its energy has gone by which way."""
    found = []
    for key in results.plan.networks:
        for when, word in STAGES if NETWORKS[key].weights else STAGES[1:]:
            one = change(results, key, width, depth, when)
            if one is not None and key != "classifier_adam":
                found.append(
                    {"network": NETWORKS[key].label, "weights": word if NETWORKS[key].weights else "none"} | _told(one)
                )
    return found


def _told(found):
    names = ("energy ×", "= squared size ×", "times differences against size ×")
    if found.zero:
        return dict.fromkeys(names, "") | {"so": f"{kind(found)} in {found.zero} of {number_of(found.seeds, 'seed')}"}
    values = (found.energy, found.size, found.quotient)
    return {name: factor(value) for name, value in zip(names, values, strict=True)} | {"so": kind(found)}


def doubling(results, key, width, depth):
    """What doubling every weight of one trained network does to its rulers and classes; None without layers or runs."""
    row = results.plan.depths.index(depth)
    energy, quotient, moved, alone = (
        results.of(name, key, width)[row] for name in ("doubled_energy", "doubled_quotient", "moved", "moved_alone")
    )
    if not np.isfinite(energy).any():
        return None
    times = (factor(float(np.exp(np.nanmean(np.log(values))))) for values in (energy, quotient))
    start = "energy × {}, energy against size × {}".format(*times)
    grown = growth(NETWORKS[key], depth)
    if np.isnan(grown):
        classes = f"with its residual the features grow by no one factor, and {_share(alone)} with the read-out's bias as it is"
    elif grown == 1:
        classes = f"normalised, the features do not grow, and {_share(alone)}"
    elif _share(moved) == _share(alone):
        classes = f"{_share(moved)}, whether the read-out's bias grows along or stays"
    else:
        classes = f"{_share(moved)} if the read-out's bias grows along; if it stays, {_share(alone)}"
    return f"**{NETWORKS[key].label}**: {start}; {classes}."


def moral(results, width, depth):
    """What follows where an energy has grown and no class has moved, of which networks, and on what condition; empty where none shows it."""
    row, shown, alone = results.plan.depths.index(depth), [], False
    for key in results.plan.networks:
        energy, moved, stays = (
            results.of(name, key, width)[row] for name in ("doubled_energy", "moved", "moved_alone")
        )
        there = np.isfinite(energy) & np.isfinite(moved)
        if there.any() and (energy[there] > 2).all() and (moved[there] == 0).all():
            shown.append(f"**{NETWORKS[key].label}**")
            alone = alone or bool((stays[there] > 0).any())
    if not shown:
        return ""
    condition = " as long as the read-out's bias grows along" if alone else ""
    return (
        f"{' and '.join(shown)}: the energies of W and 2 W disagree, and the classes do not care{condition}. An energy says how large the weights are "
        "as well, and by itself nothing of whether the classes can be told apart."
    )


def _share(moved):
    share = float(np.nanmean(moved))
    return "no node changes class" if share == 0 else f"{percent(share)} of the nodes change class"


def rows(results, width, depth):
    """Rows for the table under the charts: network, layer, and the rulers before and after training, mean over seeds."""
    found, row = [], results.plan.depths.index(depth)
    for key in results.plan.networks:
        values = {
            (name, when): _means(results.of(f"{name}_{when}", key, width)[row][:, : depth + 1])
            for name in RULERS
            for when in ("start", "end")
        }
        found += [
            {"network": NETWORKS[key].label, "layer": layer}
            | {
                f"{RULER_LABELS[name]}, {'untrained' if when == 'start' else 'trained'}": curve[layer]
                for (name, when), curve in values.items()
            }
            for layer in range(depth + 1)
        ]
    return found


def _means(values):
    there = np.isfinite(values)
    count = there.sum(axis=0)
    means = np.where(count > 0, np.where(there, values, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
    return [float(f"{value:.4g}") for value in means]
