"""Symbols, sliders and marks light together, and the formulas hold the numbers of the moment."""

import re

import pytest
from browser.stage_steps import (
    handle,
    messages,
    open_stage,
    scrub,
    settled,
)
from playwright.sync_api import expect

from core.model import CSBM
from core.theorems import mean_gap, simple_variance_bounds
from core.walks import predict


@pytest.mark.parametrize(
    ("symbol", "control", "mark"),
    [
        ("p", ".st-key-p", "path.stage-gap"),
        ("delta", ".st-key-m1", ".stage-handle-m2"),
        ("sigma", ".st-key-s", ".stage-handle-s"),
        ("N", ".st-key-n", "path.stage-spread >> nth=0"),
        ("n", ".st-key-dmax", "circle.stage-marker"),
    ],
)
def test_a_symbol_in_a_formula_its_slider_and_its_mark_light_together(app, page, symbol, control, mark):
    start = settled(page, app)
    button, lit = page.locator(f"button.symbol[data-symbol={symbol}]").first, re.compile("symbol-lit")
    assert re.search(r", \w", button.get_attribute("aria-label"))
    button.focus()
    for part in (control, mark):
        expect(page.locator(part).first).to_have_class(lit)
    page.get_by_role("heading", name="Guess first").click()
    button.blur()
    expect(page.locator(".symbol-lit")).to_have_count(0)
    button.hover()
    expect(page.locator(control).first).to_have_class(lit)
    expect(page.locator(mark).first).to_have_class(lit)
    assert not messages(page, start)
    # Pressed, it leads to its control.
    button.click()
    expect(page.locator(f"{control} :focus")).to_have_count(1)


@pytest.mark.wide
def test_a_handle_lights_its_symbol(app, page):
    open_stage(page, app)
    handle(page, "Spread").hover()
    expect(page.locator("button.symbol[data-symbol=sigma]")).to_have_class(re.compile("symbol-lit"))
    expect(page.locator(".st-key-s")).to_have_class(re.compile("symbol-lit"))


def test_the_formulas_are_filled_with_the_numbers_of_the_moment(app, page):
    open_stage(page, f"{app}/?depth=2")
    filled = page.locator("[data-fill=mixing]")
    # The fraction's bar is drawn, not written.
    expect(filled).to_have_text("Δ2≈(0.0114−0.00380.0114+0.0038)2 ×2=0.5")
    for depth in (0, 3, 7):
        scrub(page, depth)
        result = float(filled.text_content().split("=")[-1])
        assert result == pytest.approx(mean_gap(CSBM(), depth)[depth], rel=0.005)
        # The floor, the width at this depth by walk theory, and the ceiling.
        texts = page.locator("[data-fill=denoising]").text_content()
        floor, now, ceiling = (float(text) for text in re.findall(r"[=≈≤]([\d.]+)", texts))
        low, high = simple_variance_bounds(CSBM(), depth)
        assert (floor, ceiling) == pytest.approx((low[depth] ** 0.5, high[depth] ** 0.5), rel=0.005)
        assert now == pytest.approx(predict(CSBM(), depth).variance[depth] ** 0.5, rel=0.01)
        errors = [
            float(text) / 100 for text in re.findall(r"([\d.]+) %", page.locator("[data-fill=balance]").text_content())
        ]
        theory = predict(CSBM(), depth)
        assert errors == pytest.approx([theory.error_paper[depth], theory.error_fixed[depth]], rel=0.05)
    # They follow a hand as well.
    node = handle(page, "Mean of class 2")
    node.focus()
    node.press("Shift+ArrowRight")
    expect(filled).to_contain_text("×2.5=")
