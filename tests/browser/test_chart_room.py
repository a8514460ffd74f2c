"""In every chart, from a phone to a wall: no legend over an axis, no word over another, and none out of the chart."""

import pytest
from browser.steps import eventually, open_app, place_of, unfold_all
from playwright.sync_api import expect

from ui.frame.navigation import PAGES
from ui.inside.parts import PARTS

CHARTED = [entry for entry in PAGES if entry.name in ("theory", "remedies", "map", "real", "training")]
VIEWS = {
    **{entry.name: place_of(entry) for entry in CHARTED},
    "five methods": "/remedies?method=residual,attention,pairnorm,jumping,lazy&limit=yes",
    "who wins": "/map?sheet=wins",
    "growth": "/map?sheet=growth",
    "a trained network": "/real?net=8",
    **{f"inside, {name}": f"/inside?part={name}" for name in PARTS},
}
_CROWDED = """() => {
    const found = [], box = node => node.getBoundingClientRect();
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    for (const plot of document.querySelectorAll("[data-testid=stMain] .js-plotly-plot")) {
        if (!plot.checkVisibility()) continue;
        const all = name => [...plot.querySelectorAll(name)].filter(node => node.textContent.trim() && box(node).width > 1);
        const chart = box(plot), axes = all(".xtitle, .ytitle, .xtick text, .ytick text, .cbtitle, .cbaxis text");
        for (const legend of all(".legend"))
            for (const text of axes) if (meet(box(legend), box(text))) found.push(`the legend is over "${text.textContent}"`);
        // On the smallest phone two ticks of a logarithmic axis may touch.
        for (const kind of [".legendtext", ".annotation-text", ...(innerWidth > 360 ? [".xtick text"] : [])])
            all(kind).forEach((one, k, texts) => texts.slice(k + 1).forEach(other => {
                if (meet(box(one), box(other))) found.push(`"${one.textContent}" is over "${other.textContent}"`);
            }));
        for (const text of all("text")) {
            const words = box(text);
            const across = Math.max(chart.left - words.left, words.right - chart.right);
            const out = Math.max(across, chart.top - words.top, words.bottom - chart.bottom);
            if (out > 1.5) found.push(`"${text.textContent}" leaves the chart`);
        }
    }
    return [...new Set(found)];
}"""


_MOVE_UP = """legend => legend.setAttribute(
    "transform", `translate(60, ${legend.ownerSVGElement.clientHeight - 110}) scale(2)`
)"""


def open_whole(page, address):
    """Open an address and every fold of it."""
    open_app(page, address)
    expect(page.locator("[data-testid=stMain] .js-plotly-plot").first).to_be_visible()
    unfold_all(page)


def crowded(page):
    return page.evaluate(_CROWDED)


@pytest.mark.every_third
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_in_a_chart_lies_over_anything_on_a_small_projector(app, page, view):
    page.set_viewport_size({"width": 1024, "height": 768})
    open_whole(page, f"{app}{VIEWS[view]}")
    eventually(page, crowded, [])
    # Control: a legend moved up to the axis is found.
    legends = page.locator("[data-testid=stMain] .js-plotly-plot .legend")
    if legends.count():

        def moved_is_found(page):
            legends.first.evaluate(_MOVE_UP)
            return bool(crowded(page))

        eventually(page, moved_is_found, True)


@pytest.mark.wide
@pytest.mark.parametrize("width", [320, 640, 1920])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_in_a_chart_lies_over_anything_at_any_width(app, page, view, width):
    page.set_viewport_size({"width": width, "height": 768})
    open_whole(page, f"{app}{VIEWS[view]}")
    eventually(page, crowded, [])
