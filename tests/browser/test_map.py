"""The map page in a browser: a click or the keyboard loads a cell's model, the link holds it, and simulation checks it."""

import pytest
from browser.steps import (
    address_values,
    assert_healthy,
    copied_values,
    eventually,
    expect_link,
    open_app,
    settle,
)
from playwright.sync_api import expect

from core.sweeps.grid import read_grid
from core.sweeps.sweep import sweep

MAIN = "[data-testid=stMain]"


def open_map(page, app, query=""):
    open_app(page, f"{app}/map?{query}")
    expect(page.get_by_role("heading", name="Open a sweep")).to_be_visible(timeout=90_000)


def heat(page):
    return page.locator(f"{MAIN} .js-plotly-plot").first


def test_a_click_on_a_cell_loads_its_model_and_the_link_opens_the_same_map(app, new_page):
    page = new_page()
    open_map(page, app, "n=1000&shown=error")
    touch = heat(page).locator(".nsewdrag").first
    box = touch.bounding_box()
    touch.click(position={"x": 0.75 * box["width"], "y": 0.2 * box["height"]})
    eventually(page, lambda page: copied_values(page)[1]["p"] != 0.0114, True)
    path, values = copied_values(page)
    assert path == "/map" and values["n"] == 1000
    assert values["p"] > 3 * values["q"] and (values["p"] + values["q"]) * 500 > 30
    assert (values["m1"], values["m2"], values["s"]) == (-1.0, 1.0, 1.0)
    expect(page.get_by_text("Your model (cross)")).to_be_visible()
    assert_healthy(page)
    other = new_page()
    open_map(other, app, "&".join(f"{name}={text}" for name, text in address_values(page).items()))
    expect_link(other, path, values)


def test_the_keyboard_alone_loads_a_cell(app, page):
    open_map(page, app, "n=200&map=sd")
    box = page.get_by_role("combobox", name="d: mean degree (neighbours per node)")
    before = box.input_value()
    box.focus()
    for key in ("Enter", "ArrowUp", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(box).not_to_have_value(before)
    settle(page)
    page.get_by_role("button", name="Load this model").press("Enter")
    eventually(page, lambda page: copied_values(page)[1]["p"] != 0.0114, True)
    assert_healthy(page)


def test_one_more_layer_is_asked_for_at_the_marked_depth_and_the_slider_moves_it(app, page):
    open_map(page, app, "n=200&shown=more&depth=3")
    expect(page.get_by_text("From depth 3 to 4 the error falls")).to_be_visible()
    slider = page.get_by_role("slider", name="Depth n, to which one more layer is added")
    slider.press("ArrowRight")
    expect(page.get_by_text("From depth 4 to 5 the error falls")).to_be_visible()
    eventually(page, lambda page: copied_values(page)[1]["depth"], 4)
    assert copied_values(page)[1]["shown"] == "more"
    assert_healthy(page)


@pytest.mark.wide
def test_the_parts_and_choices_are_kept_in_the_link(app, page):
    open_app(page, f"{app}/map?sheet=growth&regime=log")
    expect(page.get_by_text("Fitted constants in front").first).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Who wins").or_(page.get_by_role("radio", name="Who wins")).first.click()
    expect(page.get_by_text("of this plane")).to_be_visible(timeout=90_000)
    values = copied_values(page)[1]
    assert (values["sheet"], values["regime"], values["rival"]) == ("wins", "log", "residual")
    assert_healthy(page)


@pytest.mark.wide
def test_a_check_by_simulation_can_be_stopped(app, page):
    open_map(page, app, "n=10000&p=0.0022&q=0.0008")
    page.get_by_role("button", name="Check the cross-section").click()
    page.get_by_role("button", name="Stop checking").click()
    expect(page.get_by_role("button", name="Check the cross-section")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Stop checking")).to_have_count(0)
    assert_healthy(page)


def test_a_cross_section_is_checked_by_simulation(app, page):
    open_map(page, app, "n=100&p=0.2&q=0.05&m1=-0.5&m2=0.5")
    page.get_by_role("button", name="Check the cross-section").click()
    expect(page.get_by_text("simulated cells agree with theory")).to_be_visible(timeout=180_000)
    drawn = "element => element.data.filter(trace => trace.name?.startsWith('simulated')).length"
    eventually(page, lambda page: heat(page).evaluate(drawn) > 0, True)
    assert_healthy(page)


@pytest.mark.wide
def test_a_sweep_opens_as_a_map_and_a_bad_file_gets_one_sentence(app, page, tmp_path):
    grid = read_grid('by = "theory"\ndepth = 8\n[model]\nmean_degree = [5, 20]\nedge_correlation = [0.3, 0.6]')
    list(sweep(grid, tmp_path / "good.csv"))
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    open_map(page, app, "n=200")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files(tmp_path / "bad.csv")
    expect(page.get_by_text("The file is not the result of a sweep")).to_be_visible()
    chooser.set_input_files(tmp_path / "good.csv")
    expect(page.get_by_text("convolution, walk theory.")).to_be_visible()
    assert_healthy(page)


@pytest.mark.wide
@pytest.mark.parametrize("query", ["n=2", "n=1e12&map=pq", "p=0&q=0&m2=-1&map=sd", "n=50&p=1&q=0&map=nd&shown=back"])
def test_odd_models_have_a_map_without_an_error(app, page, query):
    open_map(page, app, query)
    assert_healthy(page)
    for part in ("growth", "wins"):
        open_app(page, f"{app}/map?{query}&sheet={part}")
        assert_healthy(page)
