"""What is said of grid, ring and random graph is true of any four curves."""

from types import SimpleNamespace

import numpy as np
import pytest
from claims import NUMBER, SHARE, refuted, says

from core.estimate import Estimate
from ui.inside import lattice_words

pytestmark = pytest.mark.xdist_group("claims")


def worlds(rng, depth):
    """Four random Worlds over depths 0..depth."""

    def curve(low, high):
        return Estimate(10 ** rng.uniform(low, high, depth + 1), np.zeros(depth + 1), 3)

    def world():
        new = curve(-3, 3)
        new.value[0] = 1
        return lattice_words.World(new, curve(-3, 0), curve(-4, 0), curve(-4, -0.3), int(rng.integers(0, depth + 1)))

    return {kind: world() for kind in lattice_words.NAMES}


def lattice_readers(found, depth):
    grid, random, ring = found["torus"], found["csbm"], found["ring"]
    second = min(2, depth)
    deep = r"(\d+)(?: or more)?"

    def left(world):
        return max(0.0, 1 - world.variance.value[-1] / world.variance.value[-2])

    def gone(world, hop):
        return world.new.value[int(hop)] >= 0.5 and (world.new.value[int(hop) + 1 :] < 0.5).all() and int(hop) < depth

    return {
        rf"at depth (\d+) the grid errs on ({SHARE}) and the random graph on ({SHARE})": lambda at, own, other: (
            int(at) == depth and says(own, grid.error.value[-1]) and says(other, random.error.value[-1])
        ),
        r"The random graph has run out of new nodes after hop (\d+)": lambda hop: gone(random, hop),
        r"the grid has run out of new nodes after hop (\d+)": lambda hop: gone(grid, hop),
        r"The random graph still meets new nodes at hop (\d+)": lambda hop: (
            random.new.value[int(hop)] >= 0.5 and int(hop) == depth
        ),
        r"the grid still meets new nodes at hop (\d+)": lambda hop: (
            grid.new.value[int(hop)] >= 0.5 and int(hop) == depth
        ),
        rf"The lowest error is ({SHARE}) on the grid and ({SHARE}) on the random graph: where .*? do not help": lambda own, other: (
            says(own, grid.lowest) and says(other, random.lowest) and grid.lowest >= 0.93 * random.lowest
        ),
        rf"The lowest error is ({SHARE}) on the grid and ({SHARE}) on the random graph": lambda own, other: (
            says(own, grid.lowest) and says(other, random.lowest) and grid.lowest < random.lowest
        ),
        rf"With 4 times the noise the best depth would be {deep} on the grid and {deep} on the random graph": lambda own, other: (
            (int(own), int(other)) == (grid.noisy_best, random.noisy_best)
        ),
        rf"\*Denoising lasts\*: in the last layer drawn the variance falls by ({SHARE}) on the grid and by ({SHARE})": lambda own, other: (
            says(own, left(grid)) and says(other, left(random)) and left(grid) > left(random)
        ),
        rf"\*Denoising\*: in the last layer drawn the variance falls by ({SHARE}) on the grid and by ({SHARE})": lambda own, other: (
            says(own, left(grid)) and says(other, left(random))
        ),
        rf"\*Mixing is slow\*: at depth (\d+) ({SHARE}) of the gap is left on the grid, .*?, ({SHARE}) on the random graph": (
            lambda at, own, other: (
                says(own, grid.gap.value[-1])
                and says(other, random.gap.value[-1])
                and grid.gap.value[-1] > random.gap.value[-1]
            )
        ),
        rf"\*Mixing\*: at depth (\d+) ({SHARE}) of the gap is left on the grid, ({SHARE}) on the random graph": lambda at, own, other: (
            says(own, grid.gap.value[-1]) and says(other, random.gap.value[-1])
        ),
        r"the ring, whose regions touch in two places only, has less of it": lambda: ring.lowest < grid.lowest,
        rf"at depth (\d+) ({SHARE}) of the gap is left on the grid, ({SHARE}) on the random graph\. The grid's variance there is ({NUMBER}) times": (
            lambda at, own, other, times: (
                int(at) == second
                and says(own, grid.gap.value[second])
                and says(other, random.gap.value[second])
                and abs(
                    float(times.replace(",", "")) / (grid.variance.value[second] / random.variance.value[second]) - 1
                )
                < 0.06
            )
        ),
        r"because the second hop of a grid meets few new nodes": lambda: (
            grid.variance.value[second] > random.variance.value[second]
        ),
        rf"The best depth is {deep} on the grid and {deep} on the random graph; with 4 times the noise it is {deep} and {deep}": (
            lambda own, other, noisy, noisier: (
                (int(own), int(other), int(noisy), int(noisier))
                == (grid.best, random.best, grid.noisy_best, random.noisy_best)
            )
        ),
        r"The more there is to denoise, the deeper one wants to go, and the grid lets one": lambda: (
            grid.noisy_best > grid.best and grid.noisy_best > random.noisy_best
        ),
    }


def test_no_sentence_about_lattices_is_refuted():
    rng = np.random.default_rng(9)
    plain = (
        "Slow mixing makes depth harmless, lasting denoising makes it worth while; it takes both",
        "side by side everywhere",
        "The grid's error is made at the border",
    )
    for _ in range(500):
        depth = int(rng.integers(1, 20))
        found = worlds(rng, depth)
        for where in ("regions", "everywhere"):
            text = f"{lattice_words.headline(found, depth, where)} {lattice_words.explanation(found, depth, where)}"
            assert not refuted(text, lattice_readers(found, depth), plain)


@pytest.mark.parametrize("seed", range(20))
def test_an_early_peak_is_named_only_where_the_error_has_one(seed):
    error = 0.5 * np.random.default_rng(seed).random(7)
    world = SimpleNamespace(error=Estimate(error, 0 * error, 3), best=int(error.argmin()), lowest=float(error.min()))
    text = lattice_words.peak_words({"csbm": world}, 6)
    assert bool(text) == (world.best > 0 and says_below(error))
    if text:
        assert f"is **{world.best}**" in text


def says_below(error):
    return round(100 * error.min(), 1) < round(100 * error[-1], 1)
