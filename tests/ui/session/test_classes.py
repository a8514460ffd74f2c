"""What is said below the control of the classes, and what becomes of N when their number moves."""

import numpy as np

from core.model import MAX_NODES, divisible, step
from ui.link import link
from ui.server.experiment import nearest_simulated, obstacle
from ui.session.classes import words


def test_n_goes_to_the_nearest_multiple_and_one_sentence_says_from_where_as_long_as_it_stays_there():
    rng = np.random.default_rng(5)
    for _ in range(500):
        before, classes = 2 * int(10 ** rng.uniform(0, 11.6)), int(rng.integers(2, 11))
        n = divisible(before, classes)
        assert n % classes == n % 2 == 0 and 0 < n <= MAX_NODES and divisible(n, classes) == n
        assert abs(n - before) <= step(classes) / 2 or n == step(classes)
        model = link.model(link.DEFAULTS | {"n": n, "c": classes})
        said = words(model, (before, n, classes))
        moved = f"N was {before:,} and is now {n:,}, the nearest multiple of {step(classes)}."
        assert said == f"{classes} classes of {n // classes:,} node{'s' * (n > classes)}. {moved}"
        assert "was" not in words(model) and "was" not in words(model, (before, n + 1, classes))


def test_the_nearest_model_that_is_simulated_has_as_many_classes():
    for classes in range(2, 11):
        model = link.model(link.DEFAULTS | {"n": divisible(10**7, classes), "c": classes, "p": 1e-5, "q": 1e-6})
        near = nearest_simulated(model)
        assert obstacle(model) and not obstacle(near) and near.n_classes == classes
