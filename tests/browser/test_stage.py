"""The stage in a browser: it says and draws the engine's numbers."""

import re

import pytest
from browser.stage_numbers import curve
from browser.stage_steps import (
    choose,
    drawn_error,
    fact,
    open_stage,
    path_of,
    scrub,
    status,
)
from browser.steps import type_number
from playwright.sync_api import expect

from ui.stage.data import READINGS


def test_the_root_says_depth_error_and_best_depth_of_the_engine(app, page):
    open_stage(page, app)
    for depth in (2, 0, 1, 7, 20):
        scrub(page, depth)
        assert fact(page, "depth") == depth
        assert fact(page, "error") == pytest.approx(curve("fixed")[depth], abs=1e-12)
        assert fact(page, "best-depth") == curve("fixed").argmin()


def test_the_sentence_is_a_status_and_follows_depth_reading_and_model(app, page):
    open_stage(page, app)
    expect(status(page)).to_have_attribute("role", "status")
    said = set()
    for depth, reading in ((0, "fixed"), (5, "fixed"), (5, "fitted"), (5, "paper")):
        scrub(page, depth)
        choose(page, "Reading", reading)
        words = status(page).inner_text()
        assert words.startswith(f"Depth {depth}:")
        error = float(re.search(r"error ([\d.]+) %", words)[1])
        assert error / 100 == pytest.approx(curve(reading)[depth], rel=0.05)
        assert words == page.locator(".stage-figure svg[role=img]").get_attribute("aria-label")
        said.add(words)
    type_number(page, "p", "0.0038")
    expect(status(page)).to_contain_text("p = q")
    said.add(status(page).inner_text())
    assert len(said) == 5


@pytest.mark.parametrize("reading", READINGS)
def test_half_the_drawn_overlap_is_the_error_on_the_curve(app, page, reading):
    open_stage(page, f"{app}/?reading={reading}")
    for depth in (0, 1, 2, 5, 10):
        scrub(page, depth)
        error = fact(page, "error")
        assert error == pytest.approx(curve(reading)[depth], abs=1e-12)
        assert drawn_error(page) == pytest.approx(error, abs=1e-3), depth


def test_each_reading_draws_its_own_curve_and_keeps_the_depth(app, page):
    open_stage(page, f"{app}/?depth=5")
    drawn = set()
    for reading in ("paper", "fitted", "fixed"):
        choose(page, "Reading", reading)
        assert fact(page, "depth") == 5
        assert fact(page, "error") == pytest.approx(curve(reading)[5], abs=1e-12)
        assert fact(page, "best-depth") == curve(reading).argmin()
        drawn.add(path_of(page, "curve"))
        assert path_of(page, "dots")
    assert len(drawn) == 3


@pytest.mark.wide
def test_the_axis_changes_the_picture_and_no_number(app, page):
    open_stage(page, f"{app}/?depth=6")
    error, line, hill = fact(page, "error"), path_of(page, "curve"), path_of(page, "line-1")
    choose(page, "Axis", "linear")
    assert path_of(page, "curve") != line
    assert path_of(page, "line-1") == hill
    assert fact(page, "error") == error
