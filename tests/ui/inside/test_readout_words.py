"""What is said of whole graphs is true of their errors."""

from types import SimpleNamespace

import numpy as np
import pytest
from claims import NUMBER, SHARE, course_readers, models, refuted, says

from core.walks import predict
from ui.inside import readout_words

pytestmark = pytest.mark.xdist_group("claims")


def test_no_sentence_about_whole_graphs_is_refuted():
    rng = np.random.default_rng(10)
    for model, depth, _ in models()[:200]:
        nodes = predict(model, depth).error_fixed
        whole, noise = 10 ** rng.uniform(-2, -0.3, depth + 1), 1 + rng.exponential(1, depth + 1)
        pooling = SimpleNamespace(noise=np.tile(noise, (3, 1)), label=rng.normal(0, 0.1, (3, depth + 1)))
        readers = {
            rf"From depth 0 to depth (\d+) the error for a whole graph goes from ({SHARE}) to ({SHARE})": lambda at, first, last, whole=whole: (
                int(at) == whole.size - 1 and says(first, whole[0]) and says(last, whole[-1])
            ),
            r"Pooling hardly minds depth": lambda whole=whole: whole[-1] < 1.5 * whole[0],
            r"Pooling minds depth here, mostly because .*?\.": lambda whole=whole: whole[-1] >= 1.5 * whole[0],
            rf"its noise is ({NUMBER}) times σ²/N at depth (\d+)": lambda times, at, noise=noise: says(
                times, noise[int(at)]
            ),
            rf"theory, for many nodes: 1 \+ 1/d = ({NUMBER})": lambda value, model=model: says(
                value, 1 + 1 / model.mean_degree
            ),
            r"that is the rest of the rise": lambda whole=whole: whole[-1] > whole[0],
        } | course_readers(nodes)
        text = readout_words.headline(model, pooling, whole, nodes)
        text += (
            readout_words.words(model, 0.25, 0.1, 8, noise, whole)
            .split("threshold lies half-way.")[1]
            .split("- A mean over")[0]
        )
        assert not refuted(
            text, readers, ("without links it stays", "count for more than the others", "do not fall on both classes")
        ), model
