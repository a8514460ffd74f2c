"""The menu "Export" writes what is on the screen, and what it writes stands alone."""

import csv
import json
import xml.etree.ElementTree as ElementTree
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from browser.stage_steps import (
    assert_nothing_broken,
    choose,
    expect_depth,
    fact,
    open_stage,
    press,
    settled,
    stage_of,
)
from browser.steps import cold_page, open_app
from playwright.sync_api import expect

from core import __version__
from core.model import CSBM
from core.walks import predict
from ui.frame.export import LICENCE
from ui.link import link

MODEL = CSBM(n_nodes=400, p_within=0.05, q_across=0.02)
QUERY = "n=400&p=0.05&q=0.02&seed=8&depth=3"
KINDS = {
    "svg": "Picture (SVG)",
    "png": "Picture (PNG, double size)",
    "csv": "Numbers (CSV)",
    "json": "State (JSON)",
    "py": "Python script",
    "html": "Living stage (HTML)",
}


def exported(page, kind, folder):
    """Press a format in the menu and return the path of the saved file."""
    page.locator(".export-root").evaluate("menu => { menu.open = true; }")
    with page.expect_download() as download:
        page.get_by_role("button", name=KINDS[kind], exact=True).click()
    expect(page.locator(".export-status")).to_have_text(f"Saved as sweet-spot.{kind}")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def sentence(page):
    return page.get_by_test_id("reading").inner_text()


def assert_carries_its_origin(text, page):
    """Parameters, seed, version, licence, the sentence, and a link that opens just this."""
    text = text.replace("&amp;", "&")
    for words in (sentence(page), "seed = 8", "N = 400, p = 0.05, q = 0.02", f"Sweet Spot {__version__}", LICENCE):
        assert words in text, words
    assert "&depth=3&" in text and "&seed=8&" in text


def test_every_format_is_saved_with_the_parameters_the_sentence_and_the_link(app, page, tmp_path):
    open_stage(page, f"{app}/?{QUERY}")
    files = {kind: exported(page, kind, tmp_path) for kind in KINDS}
    texts = {kind: file.read_text(encoding="utf-8") for kind, file in files.items() if kind != "png"}
    assert_carries_its_origin(texts["csv"], page)
    assert_carries_its_origin(texts["html"], page)
    assert_carries_its_origin(" ".join(ElementTree.fromstring(texts["svg"])[1].text.split()), page)
    for words in (sentence(page), LICENCE, "seed 8", "&depth=3&"):
        assert words in texts["py"], words
    assert len(texts["py"].splitlines()) <= 30 and "@@" not in texts["py"]
    compile(texts["py"], "figure.py", "exec")

    state = json.loads(texts["json"])
    assert (state["sentence"], state["version"], state["licence"]) == (sentence(page), __version__, LICENCE)
    values, notices = link.read(parse_qs(urlsplit(state["link"]).query))
    assert not notices
    assert {name: link.KEYS[name].text(value) for name, value in values.items()} == state["parameters"]
    assert values == link.DEFAULTS | {"n": 400, "p": 0.05, "q": 0.02, "seed": 8, "depth": 3}

    rows = list(csv.reader(line for line in texts["csv"].splitlines() if not line.startswith("#")))
    table = dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))
    for reading in ("paper", "fixed", "fitted"):
        np.testing.assert_array_equal(
            [float(cell) for cell in table[f"theory_{reading}"]], getattr(predict(MODEL, 20), f"error_{reading}")
        )
        assert state["curves"][f"simulated_{reading}"] == [float(cell) for cell in table[f"simulated_{reading}"]]
    assert {"best_fixed", "best_fitted", "standard_error_fixed"} < set(table)


def test_the_picture_stands_alone_in_light_colours_whatever_the_theme(app, page, new_page, tmp_path):
    dark = new_page(color_scheme="dark")
    open_stage(dark, f"{app}/?{QUERY}")
    text = exported(dark, "svg", tmp_path).read_text(encoding="utf-8")
    width, height = dark.locator(".stage-figure svg[role=img]").evaluate("svg => [svg.clientWidth, svg.clientHeight]")
    picture = exported(dark, "png", tmp_path)
    assert "var(" not in text and "class=" not in text and "light-dark" not in text and "color(" not in text
    assert {"#0072b2", "#d55e00", "#ffffff"} < {
        text[place : place + 7] for place in range(len(text)) if text[place] == "#"
    }
    drawn = ElementTree.fromstring(text)
    words = "".join(drawn.itertext())
    assert all(
        view in words for view in ("Features at depth 3", "True size", "Error against depth", "Who wins the layer")
    )
    assert text.count("<circle") > 120  # the nodes
    page.set_content(f'<img src="data:image/svg+xml;base64,{_base64(text.encode())}">')
    size = page.evaluate(
        "async () => { const i = document.images[0]; await i.decode(); return [i.naturalWidth, i.naturalHeight]; }"
    )
    assert size == [int(drawn.get("width")), int(drawn.get("height"))]
    assert size[0] >= width and size[1] > height
    data = picture.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(data[16:20]), int.from_bytes(data[20:24])] == [2 * side for side in size]


def _base64(data):
    import base64

    return base64.b64encode(data).decode()


def test_the_living_stage_plays_from_a_file_without_a_network(app, page, browser, tmp_path):
    open_stage(page, f"{app}/?{QUERY}")
    choose(page, "Reading", "fitted")
    error, words = fact(page, "error"), sentence(page)
    file = exported(page, "html", tmp_path)
    assert file.stat().st_size < 300_000
    with cold_page(browser, offline=True) as alone:
        asked, errors = [], []
        alone.on("request", lambda request: asked.append(request.url))
        alone.on("pageerror", lambda error: errors.append(str(error)))
        alone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        alone.goto(file.as_uri())
        expect_depth(alone, 3)
        assert (fact(alone, "error"), sentence(alone)) == (error, words)
        press(alone, "Step forward")
        expect_depth(alone, 4)
        alone.get_by_role("combobox", name="Speed").select_option("4")
        press(alone, "Play")
        expect_depth(alone, 20)
        choose(alone, "Reading", "fixed")
        assert fact(alone, "error") == predict(MODEL, 20).error_fixed[20]
        assert alone.locator("path.stage-dots").get_attribute("d")
        # The views of one depth, and the nodes, come along.
        for view in ("true-size", "layers", "nodes"):
            expect(alone.get_by_test_id(view)).to_be_visible()
        assert fact(alone, "nodes") == 120
        alone.get_by_role("combobox", name="Node").select_option(index=5)
        expect(alone.get_by_role("group", name="One node and its neighbours")).to_contain_text(
            "becomes the mean of its"
        )
        assert asked == [file.as_uri()]
        assert not errors


@pytest.mark.wide
def test_a_model_too_large_to_simulate_is_exported_with_its_theory(app, page, tmp_path):
    open_stage(page, f"{app}/?n=1e9&p=1.5e-8&q=5e-9")
    rows = exported(page, "csv", tmp_path).read_text().splitlines()
    header = next(line for line in rows if line.startswith("depth"))
    assert "theory_fixed" in header and "simulated" not in header
    assert "simulate(" not in exported(page, "py", tmp_path).read_text()


def test_the_table_under_the_stage_shows_and_saves_the_numbers(app, page, tmp_path):
    # What the stage tells the server once it stands makes a run, in which the button is made anew.
    settled(page, f"{app}/?{QUERY}")
    page.get_by_test_id("stExpander").get_by_text("Numbers").first.click()
    table = page.get_by_role("region", name="Numbers of this chart").first
    expect(table).to_contain_text("theory_fixed")
    expect(table).to_contain_text(f"{predict(MODEL, 20).error_fixed[5]:.4g}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these numbers").first.click()
    rows = list(csv.reader(download.value.path().read_text(encoding="utf-8").splitlines()))
    column = rows[0].index("theory_fixed")
    assert [float(row[column]) for row in rows[1:]] == list(predict(MODEL, 20).error_fixed)
    assert_nothing_broken(page)


@pytest.mark.wide
@pytest.mark.parametrize(("path", "charts"), [("theory", 3), ("remedies", 2)])
def test_every_plotly_chart_has_its_picture_button_and_its_numbers(app, page, path, charts):
    open_app(page, f"{app}/{path}?{QUERY}")
    expect(page.locator(".js-plotly-plot")).to_have_count(charts)
    names = page.locator(".modebar-btn").evaluate_all("nodes => nodes.map(node => node.getAttribute('data-title'))")
    assert sum("Download plot" in (name or "") for name in names) == charts
    expect(page.get_by_test_id("stExpander").get_by_text("Numbers", exact=True)).to_have_count(charts)


@pytest.mark.wide
def test_the_export_says_nothing_of_the_stage_while_it_has_no_numbers(app, page):
    open_stage(page, f"{app}/?{QUERY}")
    page.locator(".export-root").evaluate("menu => { menu.open = true; }")
    stage_of(page).evaluate("root => { root.stageData = null; }")
    page.get_by_role("button", name=KINDS["csv"], exact=True).click()
    expect(page.locator(".export-status")).to_contain_text("Nothing was saved")
