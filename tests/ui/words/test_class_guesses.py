"""What is said of a class is counted from its answers."""

import re

import numpy as np

from ui.words.class_guesses import choices_sentence, depths_sentence


def test_the_example_of_a_class_that_guesses_too_deep():
    assert depths_sentence({2: 3, 10: 20, 12: 11, 1: 20}, 2) == "31 of 54 said depth 10 or more; it is 2, as 3 said."
    assert depths_sentence({1: 5, 0: 2}, 2) == "7 of 7 said depth 1 or less; it is 2.".replace("7 of 7", "All 7")
    assert depths_sentence({}, 2) == "Nobody has answered; it is 2."
    assert depths_sentence({2: 9}, 2) == "All 9 said depth 2, and so it is."


def test_of_choices_the_most_frequent_one_is_named_with_its_number():
    choices = ("Smaller", "The same", "Larger")
    assert choices_sentence({0: 4, 2: 10}, 0, choices) == "10 of 14 said “Larger”; it is “Smaller”, as 4 said."
    assert choices_sentence({0: 10, 2: 4}, 0, choices) == "10 of 14 said “Smaller”, and so it is."
    assert choices_sentence({2: 1}, 0, choices) == "1 of 1 said “Larger”; it is “Smaller”, as nobody said."


def test_every_number_in_the_sentence_is_true_of_random_classes():
    rng = np.random.default_rng(0)
    for _ in range(500):
        depths, counts = np.unique(rng.integers(0, 21, rng.integers(1, 40)), return_counts=True)
        tally, truth = dict(zip(depths.tolist(), counts.tolist(), strict=True)), int(rng.integers(0, 21))
        sentence = depths_sentence(tally, truth)
        found = re.match(r"(?:All )?(\d+)(?: of (\d+))? said depth (\d+)(?: or (more|less))?", sentence)
        count, total, edge, side = found.groups()
        assert int(total or count) == sum(tally.values())
        edge = int(edge)
        low, high = (edge, 99) if side == "more" else (0, edge) if side == "less" else (edge, edge)
        assert int(count) == sum(answers for depth, answers in tally.items() if low <= depth <= high)
        assert f"it is {truth}" in sentence or (side is None and edge == truth)
