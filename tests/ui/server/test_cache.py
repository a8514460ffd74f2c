"""Cached doors: what their keys hold, and that each keeps a bounded number of results of its own."""

import ast
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from core.model import CSBM
from core.sampling import sample_graph
from core.simulation import streams
from core.walks import predict
from ui.server import cache

MODEL = CSBM(60, 0.2, 0.05, -1.0, 1.0, 1.0)
OTHER = CSBM(40, 0.3, 0.04, 0.5, 2.0, 1.5, 0.4)
MOVED = replace(MODEL, mean_1=0.25, mean_2=3.0, sigma=2.0)
ROOT = Path(__file__).resolve().parents[3]


def test_moving_means_or_noise_samples_no_new_graph():
    assert cache.graph(MODEL, 5) is cache.graph(MOVED, 5)
    assert cache.graph_moments(MODEL, 3, 5, 0, 4) is cache.graph_moments(MOVED, 3, 5, 0, 4)
    assert cache.pooling(MODEL, 2, 2, 5) is cache.pooling(MOVED, 2, 2, 5)


@pytest.mark.parametrize("name", [field.name for field in fields(CSBM) if getattr(OTHER, field.name) != field.default])
def test_every_number_of_the_model_that_a_result_depends_on_is_in_its_key(name):
    other = replace(MODEL, **{name: getattr(OTHER, name)})
    assert cache.class_prediction(MODEL, 3) is not cache.class_prediction(other, 3)
    assert (cache.graph(MODEL, 6) is cache.graph(other, 6)) == (name in cache.FEATURES)


def test_a_door_gives_the_engines_numbers_for_its_own_model():
    for model in (MODEL, MOVED):
        assert np.array_equal(cache.predict(model, 4).variance, predict(model, 4).variance)
        assert np.array_equal(cache.predict(model, 4).error_fixed, predict(model, 4).error_fixed)
    uneven = replace(MODEL, share_1=0.2)
    assert (cache.graph(uneven, 7) != sample_graph(streams(7, 0)[0], uneven)).nnz == 0


def test_one_key_however_the_arguments_are_written():
    first = cache.predict(MODEL, 4, "residual", alpha=0.2)
    assert cache.predict(MODEL, depth=4, alpha=0.2, method="residual") is first
    assert cache.predict(MODEL, 4, "residual", alpha=0.3) is not first
    assert cache.predict(MODEL, 4) is cache.predict(MODEL, 4, "convolution")


def test_doors_with_the_same_arguments_keep_results_of_their_own():
    assert cache.layout(MODEL, 5).shape == (60, 2)
    assert cache.graph(MODEL, 5).shape == (60, 60)
    assert cache.diameter(MODEL, 5).hops > 0


def test_every_cache_says_how_much_it_keeps():
    tree = ast.parse((ROOT / "ui/server/cache.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    caches = [call for call in calls if getattr(call.func, "attr", "").startswith("cache_")]
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.startswith("cache_")]
    assert len(caches) == len(named) > 5
    assert all("max_entries" in {option.arg for option in call.keywords} for call in caches)
