"""Words for numbers say what the numbers say."""

import re

import numpy as np
import pytest

from ui.words.readings import percent, ratio_sentence


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
    assert words == "**Paper** / simulation = 2.00 (median; 2.00 to 2.00 over depth 3)."


def test_ratio_sentence_without_any_depth_to_compare_says_so():
    zero = np.zeros(4)
    for words in (ratio_sentence("Gap", zero, zero), ratio_sentence("Gap", np.full(4, np.nan), np.ones(4))):
        assert words == "Gap: no depth at which to compare it with the simulation."


def test_ratio_sentence_shows_extreme_ratios_with_an_exponent():
    assert "1.0e-05" in ratio_sentence("Gap", np.array([1, 1e-5]), np.ones(2))
