"""What is said of labels k hops away and of dense regions, over random curves and models: claimed only where the curves show it."""

import numpy as np
import pytest

from core.inside.long_range import HOPS, sample_long_range
from core.inside.regions import sample_and_measure
from core.model import CSBM
from ui.inside import long_range_words, region_words
from ui.inside.long_range_words import Task
from ui.inside.region_words import Region
from ui.words.curve import Course, below

MODELS = (
    CSBM(400, 0.03, 0.01),
    CSBM(400, 0.01, 0.03),
    CSBM(200, 0.015, 0.005),
    CSBM(100, 0.2, 0.2),
    CSBM(300, 0.004, 0.004),
)


def tasks_of(model, depth):
    plain, residual = (sample_long_range(model, depth, 0, 0, key) for key in ("convolution", "residual"))
    return [
        Task(hop, float(plain.share[place]), plain.exact[:, place], residual.exact[:, place])
        for place, hop in enumerate(HOPS)
        if plain.share[place] > 0
    ]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("depth", [1, 8])
def test_a_label_k_hops_away_is_never_said_to_be_best_before_k(model, depth):
    tasks = tasks_of(model, depth)
    words = long_range_words.headline(tasks)
    for task in tasks:
        assert Course(task.plain).best >= task.hop or depth < task.hop
        assert np.all(task.plain[: task.hop] == pytest.approx(0.5))
    late = any(Course(task.plain).best > task.hop for task in tasks if depth >= task.hop)
    assert ("at k or later" in words) == late
    reached = [task for task in tasks if depth >= task.hop]
    compared = long_range_words.comparison(tasks, 0.1)
    if reached:
        last = reached[-1]
        assert ("tells nothing" in compared) == below(last.plain.min(), last.residual.min())
    told = long_range_words.explanation(tasks, 2)
    assert ("deeper than the own class" in told) == any(task.hop > 2 for task in reached)
    assert ("nearly that of all nodes" in told) == any(task.share > 0.5 for task in tasks)
    assert len(long_range_words.rows(tasks)) == len(tasks)


def test_without_anybody_to_hear_from_there_is_no_such_label():
    assert "nobody" in long_range_words.headline([]) and not long_range_words.comparison([], 0.1)


def random_region(rng):
    depth = int(rng.integers(1, 9))
    return depth, lambda: Region(
        rng.random(depth + 1), rng.random(depth + 1), 0.5 * rng.random(depth + 1), 20 * rng.random()
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_dense_region_is_said_to_lose_first_only_where_it_does(seed):
    rng = np.random.default_rng(seed)
    depth, draw = random_region(rng)
    dense, sparse = draw(), draw()
    words = region_words.headline(dense, sparse, depth)
    assert ("dense nodes become alike first" in words) == below(dense.spread[depth], sparse.spread[depth])
    one, other = Course(dense.error), Course(sparse.error)
    sooner = (
        one.helps
        and other.helps
        and None not in (one.useless_from, other.useless_from)
        and one.useless_from < other.useless_from
        and below(one.lowest, other.lowest)
    )
    assert ("loses it sooner" in words) == bool(sooner)
    at = min(4, depth)
    assert ("**Why.**" in region_words.explanation(dense, sparse, 0.1)) == below(dense.gap[at], sparse.gap[at])


def test_at_the_opening_model_the_dense_region_gains_more_and_loses_it_sooner():
    found = sample_and_measure(CSBM(), 12, 0, 0)
    regions = [
        Region(*(values[:, place] for values in (found.gap, found.spread, found.error)), 1.0) for place in (0, 1)
    ]
    assert "gains more and loses it sooner" in region_words.gains(*regions)
