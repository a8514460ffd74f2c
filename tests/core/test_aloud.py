"""Numbers read aloud are right to their last digit, and never in a programmer's notation."""

import re

import numpy as np
import pytest

from core.aloud import aloud, power_of_ten

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def value_of(text):
    found = re.fullmatch(r"(−?[\d.,]+)?(?: × )?(−?)(?:10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?", text)
    digits = float((found[1] or f"{found[2]}1").translate(RAISED).replace(",", ""))
    return digits * 10.0 ** int((found[3] or "0").translate(RAISED))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1, "1.0"),
        (0.93, "0.93"),
        (-180.4, "−180"),
        (12345, "12,000"),
        (0.00012, "0.00012"),
        (7e-7, "7 × 10⁻⁷"),
        (1e-6, "10⁻⁶"),
        (-1e-6, "−10⁻⁶"),
        (2.16e9, "2.2 × 10⁹"),
    ],
)
def test_round_numbers(number, text):
    assert aloud(number) == text


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_every_number_is_right_to_its_digits_and_needs_no_exponent_of_e(digits):
    rng = np.random.default_rng(4)
    for number in 10 ** rng.uniform(-300, 300, 1000) * rng.choice([-1, 1], 1000):
        for text in (aloud(float(number), digits), power_of_ten(float(number), digits)):
            assert "e" not in text and "-" not in text
            assert value_of(text) == pytest.approx(number, rel=0.5 * 10.0 ** (1 - digits) * 1.0001)
    for number in 10 ** rng.uniform(-6, 8, 500):
        assert value_of(aloud(float(number), digits)) == pytest.approx(number, rel=0.5 * 10.0 ** (1 - digits) * 1.0001)
