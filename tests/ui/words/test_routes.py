"""What each route says of one model: the numbers of the curves, rounded as they are shown, and how many graphs are behind them."""

import numpy as np
import pytest
from claims import SHARE, models, refuted, says

from core.estimate import estimate
from core.walks import predict
from ui.remedies.words import loops_words
from ui.words.curve import below
from ui.words.routes import routes_words


def test_each_route_says_its_own_number_and_how_many_graphs_it_has():
    rng = np.random.default_rng(0)
    for model, depth, mark in models()[:40]:
        theory, mark = predict(model, depth).error_fixed, min(mark, depth)
        samples = estimate(np.clip(theory + 0.01 * rng.standard_normal((4, depth + 1)), 0, 1))

        def by_theory(at, share, theory=theory, mark=mark):
            return int(at) == mark and says(share, theory[mark])

        def by_graphs(share, bar, n_graphs, found=samples, mark=mark):
            right = says(share, found.value[mark]) and says(bar, found.standard_error[mark])
            return right and int(n_graphs) == 4

        readers = {
            rf"At depth (\d+) plain convolution errs, with the threshold fixed, on ({SHARE}) by walk theory": by_theory,
            rf"and on ({SHARE}) ± ({SHARE}) on the (\d) sampled graphs": by_graphs,
        }
        assert not refuted(routes_words(mark, theory, samples), readers)
        assert "no graph" in routes_words(mark, theory)


@pytest.mark.parametrize("seed", range(20))
def test_a_gain_is_owed_to_self_loops_only_where_they_gain(seed):
    plain, loops = 0.5 * np.random.default_rng(seed).random((2, 6))
    assert ("owed to them" in loops_words(plain, loops)) == below(loops.min(), plain.min())
