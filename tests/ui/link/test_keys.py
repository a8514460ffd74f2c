from dataclasses import replace

import pytest

from core.methods.method import Option
from core.propagation import METHODS
from ui.link.keys import KEYS, STRENGTHS, by_name, strengths

RESIDUAL = METHODS["residual"]
ALPHA = RESIDUAL.options["alpha"]


def named(**options):
    return [RESIDUAL, replace(RESIDUAL, key="planted", label="Planted", options=options)]


@pytest.mark.parametrize(
    "option",
    [
        replace(ALPHA, default=0.2),
        replace(ALPHA, low=-0.1),
        replace(ALPHA, high=2.0),
        Option(1, 0, 1, "hops", whole=True),
    ],
    ids=["default", "below", "above", "whole"],
)
def test_a_strength_that_the_key_of_another_method_cannot_hold_is_refused_by_name(option):
    with pytest.raises(ValueError, match="^Planted: its option alpha .* another name.$"):
        strengths(named(alpha=option))


def test_methods_share_a_strength_where_the_first_has_the_widest_range():
    assert strengths(named(alpha=replace(ALPHA, low=0.05), mine=Option(2, 0, 3, "mine"))) == {
        "alpha": ALPHA,
        "mine": Option(2, 0, 3, "mine"),
    }
    # What the link holds is what the engine and the command line start from.
    for method in METHODS.values():
        for name, option in method.options.items():
            assert (
                KEYS[name].default == option.default
                and STRENGTHS[name].low <= option.low <= option.high <= STRENGTHS[name].high
            )


def test_two_keys_of_one_name_are_refused():
    step = KEYS["step"]
    assert by_name([step, KEYS["n"]]) == {"step": step, "n": KEYS["n"]}
    with pytest.raises(ValueError, match="called step: scene of the lesson.*, and time of a layer"):
        by_name([step, replace(step, meaning="time of a layer")])
