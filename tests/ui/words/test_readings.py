"""Words for numbers say what the numbers say."""

import re

import numpy as np
import pytest

from ui.words.readings import depths, percent, ratio_sentence


def value_of(text):
    return float(text.removesuffix(" %")) / 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 %"),
        (1, "100.0 %"),
        (0.5, "50.0 %"),
        (0.1, "10.0 %"),
        (0.0394, "3.9 %"),
        (0.0005, "0.050 %"),
        (2e-6, "0.00020 %"),
    ],
)
def test_percent_of_round_numbers(value, text):
    assert percent(value) == text


def test_percent_is_right_to_its_last_digit_over_seven_decades_and_needs_no_exponent():
    for value in np.geomspace(1.001e-6, 1, 400):
        text = percent(float(value))
        assert re.fullmatch(r"\d+(\.\d+)? %", text)
        assert value_of(text) == pytest.approx(value, rel=0.051)


def test_percent_never_falls_where_the_value_rises():
    shown = [value_of(percent(float(value))) for value in np.linspace(1e-4, 1, 3000)]
    assert shown == sorted(shown)


def test_a_tiny_share_is_said_to_be_tiny_and_not_to_be_zero():
    assert percent(1e-9) == "less than 0.0001 %"


def test_ratio_sentence_gives_median_range_and_depths():
    theory, simulated = np.array([9.0, 1.0, 2.0, 6.0]), np.array([1.0, 1.0, 1.0, 2.0])
    words = ratio_sentence("Walk theory", theory, simulated)
    assert words == "**Walk theory** / simulation = 2.00 (median; 1.00 to 3.00 over depths 1 to 3)."


def test_ratio_sentence_leaves_out_depths_without_a_number_or_with_too_small_a_one():
    theory, simulated = np.array([1.0, np.nan, 1.0, 4.0]), np.array([1.0, 1.0, 1e-12, 2.0])
    words = ratio_sentence("Paper", theory, simulated, 1e-9)
    assert words == "**Paper** / simulation = 2.00 at depth 3."


def test_ratio_sentence_without_any_depth_to_compare_says_so():
    zero = np.zeros(4)
    for words in (ratio_sentence("Gap", zero, zero), ratio_sentence("Gap", np.full(4, np.nan), np.ones(4))):
        assert words == "Gap: no depth at which to compare it with the simulation."


def test_ratio_sentence_shows_extreme_ratios_as_powers_of_ten():
    words = ratio_sentence("Gap", np.array([1, 1e-5, 180.4]), np.ones(3))
    assert words == "**Gap** / simulation = 90 (median; 10⁻⁵ to 180 over depths 1 and 2).".replace("90 ", "90.20 ")


def test_a_ratio_to_what_is_only_noise_is_never_told():
    error = np.full(5, 0.1)
    theory, simulated = np.array([1, 0.9, 0.5, 0.25, 0.2]), np.array([1, 0.9, 0.5, 0.29, -0.31])
    assert ratio_sentence("Gap", theory, simulated, error=error).endswith("over depths 1, 2 and 4).")
    # Without the standard errors the noise would be told too: this is what the rule leaves out.
    assert ratio_sentence("Gap", theory, simulated).endswith("over depths 1 to 4).")
    rng = np.random.default_rng(8)
    for _ in range(500):
        error = 10 ** rng.uniform(-4, -1, 12)
        theory = rng.choice([0, 1]) * 0.8 ** np.arange(12)
        simulated = theory + error * rng.standard_normal(12)
        words = ratio_sentence("Gap", theory, simulated, error=error)
        loud = [n for n in range(1, 12) if abs(simulated[n]) > 3 * error[n]]
        assert "e-" not in words and "e+" not in words
        assert (depths(loud) in words) if loud else ("zero within noise" in words), words


def test_what_is_zero_in_both_is_said_to_be_so_and_only_then():
    noise, error = np.array([1, 0.01, -0.02]), np.full(3, 0.01)
    words = ratio_sentence("Paper", np.array([1.0, 0, 0]), noise, error=error)
    assert words == "**Paper** and simulation are both zero within noise (3 standard errors) at depths 1 and 2."
    assert "both" not in ratio_sentence("Paper", np.array([1.0, 0.5, 0]), noise, error=error)
    there = ratio_sentence("Paper", np.array([1.0, 0, 0]), np.array([1, 0.5, 0.01]), error=error)
    assert there == "**Paper** is zero, where the simulation is not: at depth 1."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([3], "depth 3"),
        ([1, 2], "depths 1 and 2"),
        ([1, 2, 3, 4], "depths 1 to 4"),
        ([2, 4, 6, 7, 8, 9], "depths 2, 4 and 6 to 9"),
    ],
)
def test_depths_are_told_with_their_gaps(values, words):
    assert depths(values) == words
