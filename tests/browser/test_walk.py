"""The walk theory in the browser is the engine's: every curve, in every corner, digit by digit."""

from dataclasses import replace

import numpy as np
import pytest

from core.model import CSBM
from core.walk_theory.new_nodes import expected_new_nodes
from core.walks import best_possible, predict, predict_layers
from ui.stage.stage import WALK

LAYERS = (
    "stay",
    "pull",
    "own",
    "w0",
    "w1",
    "shift_w",
    "shift_s",
    "draw",
    "constant",
    "side",
    "gap",
    "variance",
    "noise",
)
DIFFERENCES = (
    "s0",
    "s1",
)  # of nearly equal numbers: what is left of them is good to the rounding of what they are made of
CORNERS = {
    "default": (CSBM(), 20),
    "deep": (CSBM(), 64),
    "no links": (CSBM(2000, 0, 0), 12),
    "q = 0": (CSBM(2000, 0.01, 0), 12),
    "p = 0": (CSBM(2000, 0, 0.01), 12),
    "p = q": (CSBM(2000, 0.01, 0.01), 12),
    "p < q": (CSBM(2000, 0.003, 0.01), 12),
    "p = q = 1": (CSBM(20, 1, 1), 12),
    "p = 1": (CSBM(20, 1, 0.3), 12),
    "two nodes": (CSBM(2, 1, 0.5), 12),
    "two nodes apart": (CSBM(2, 0, 0.5), 12),
    "hardly a link": (CSBM(2000, 1e-4, 1e-4), 12),
    "a trillion nodes": (CSBM(10**12, 15e-12, 5e-12), 12),
    "d > 400": (CSBM(2000, 0.5, 0.3), 12),
    "sigma tiny": (CSBM(sigma=0.05), 12),
    "no gap": (CSBM(mean_1=0, mean_2=0), 12),
    "means the other way round": (CSBM(mean_1=2, mean_2=-1), 12),
}


@pytest.fixture
def ask(page):
    """ask([(model, depth, with best), ...]): what the browser's own theory says of them."""
    page.add_script_tag(content=WALK)

    def asked(cases):
        wanted = [
            [
                {"n": m.n_nodes, "p": m.p_within, "q": m.q_across, "m1": m.mean_1, "m2": m.mean_2, "s": m.sigma},
                depth,
                best,
            ]
            for m, depth, best in cases
        ]
        return page.evaluate(
            "cases => cases.map(([m, depth, best]) => ({ ...walkMessage(m, depth), best: best && walkBests(m, depth) }))",
            wanted,
        )

    return asked


def differ(found, wanted, relative, absolute=0.0):
    """Largest difference of two lists beyond what is allowed, as a multiple of it."""
    found = np.array([np.nan if value is None else value for value in found], dtype=float)
    return np.max(np.abs(found - wanted) / np.maximum(relative * np.abs(wanted), absolute + 1e-300), initial=0)


def require_equal(model, depth, found, best):
    """Every array of a message against core.walks."""
    theory, layers = predict(model, depth), predict_layers(model, depth)
    assert found["depth_max"] == depth
    for name in LAYERS:
        assert differ(found["layers"][name], getattr(layers, name), 1e-9, 1e-13) < 1, (name, model, depth)
    for name in DIFFERENCES:
        assert differ(found["layers"][name], getattr(layers, name), 1e-9, 1e-12) < 1, (name, model, depth)
    for reading in ("paper", "fixed", "fitted"):
        assert differ(found["curves"][reading], getattr(theory, f"error_{reading}"), 2e-9, 1e-290) < 1, (
            reading,
            model,
            depth,
        )
    assert differ(found["new_nodes"], expected_new_nodes(model, depth) / model.n_nodes, 1e-9, 1e-15) < 1, (model, depth)
    assert abs(sum(found["neighbourhoods"]["weight"]) - (model.mean_degree > 0)) < 1e-9
    for threshold in ("fixed", "fitted") if best else ():
        assert differ(found["best"][threshold], best_possible(model, depth, threshold), 1e-6, 1e-200) < 1, (
            threshold,
            model,
        )


def test_every_corner_is_that_of_the_engine(ask):
    found = ask([(model, depth, True) for model, depth in CORNERS.values()])
    for (model, depth), message in zip(CORNERS.values(), found, strict=True):
        require_equal(model, depth, message, True)


def random_model(rng):
    n_nodes = 2 + 2 * int(10 ** rng.uniform(0.1, 9) // 2)
    degree, correlation = 10 ** rng.uniform(-0.5, 2.75), rng.uniform(-1, 1)
    within, across = degree * (1 + correlation) / max(n_nodes - 2, 1), degree * (1 - correlation) / n_nodes
    means = rng.uniform(-5, 5, 2)
    return CSBM(n_nodes, min(within, 1.0), min(across, 1.0), *map(float, means), float(10 ** rng.uniform(-1.3, 0.69)))


def test_a_thousand_random_models_are_those_of_the_engine(ask):
    rng = np.random.default_rng(0)
    cases = [(random_model(rng), int(rng.choice([1, 3, 8])), place % 10 == 0) for place in range(1000)]
    for start in range(0, 1000, 100):
        part = cases[start : start + 100]
        for (model, depth, best), message in zip(part, ask(part), strict=True):
            require_equal(model, depth, message, best)


def test_another_model_is_told_apart(ask):
    (found,) = ask([(replace(CSBM(), p_within=0.0114 * (1 + 1e-7)), 8, False)])
    with pytest.raises(AssertionError):
        require_equal(CSBM(), 8, found, False)
