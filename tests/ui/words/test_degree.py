"""The sentence for a mean degree that cannot be kept: what was needed, what is used, what the degree is now."""

from core.model import CSBM
from ui.words.degree import clamped_sentence


def test_the_sentence_names_what_would_be_needed_and_the_degree_that_remains():
    said = clamped_sentence(CSBM(), (2.84715, 0.76), CSBM(10, 1, 0.76))
    assert said == (
        "With **N** = 10 a mean degree of 15.2 would need p = 2.85, but no probability exceeds 1: "
        "1 is used, and the mean degree is 7.8."
    )


def test_a_class_of_one_node_has_no_neighbour_of_its_own_at_any_p():
    said = clamped_sentence(CSBM(), (float("inf"), 3.8), CSBM(2, 1, 1))
    assert "would need a larger p and q = 3.8," in said and "inf" not in said
