"""What is said of the theory's accuracy is what is stored of it."""

import numpy as np
import pytest
from walk_models import model_of

from core.accuracy import walks
from ui.words import accuracy
from ui.words.readings import percent

STORED = walks.measured()


@pytest.mark.parametrize("n_nodes", [20, 60, 100, 400, 2000, 50_000])
@pytest.mark.parametrize("degree", [2, 7, 12, 45])
def test_the_sentence_has_the_levels_of_the_models_region(n_nodes, degree):
    if degree * 1.3 > n_nodes:
        return
    model = model_of(n_nodes, degree, 0.2)
    region, words = walks.region_of(STORED, model), accuracy.sentence(STORED, model)
    assert region is not None
    for name in accuracy.CURVES:
        for level in ("median", "ninety"):
            assert name not in region["curves"] or percent(region["curves"][name][level]) in words


def test_models_beyond_the_measurement_are_said_to_be_so():
    for model in (model_of(10**7, 12, 0.4), model_of(1000, 1, 0.4)):
        words = accuracy.sentence(STORED, model)
        assert "not on models like this one" in words and "20 to 100,000 nodes" in words


def test_small_graphs_alone_are_marked():
    for n_nodes in (4, 20, 98, 100, 2000):
        words = accuracy.mark(STORED, model_of(n_nodes, 1.6, -0.2))
        assert ("approximate" in words) == (n_nodes < 100) and bool(words) == (n_nodes < 100)


def test_the_table_has_a_row_for_every_region_that_was_measured():
    rows = accuracy.table(STORED).splitlines()[2:]
    assert len(rows) == sum(bool(region["curves"]) for region in STORED["regions"]) == 9
    worst = max(region["curves"]["error_fixed"]["ninety"] for region in STORED["regions"] if region["curves"])
    assert any(percent(worst) in row for row in rows) and np.isfinite(worst)
