"""What is exported is what the engine says: the script runs alone and prints the very numbers of the figure."""

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.model import CSBM
from core.simulation import sample_graph_moments, sample_readings, side_of
from core.walks import best_possible, predict
from ui.charts import chart, table
from ui.charts.figures import Line, Panel
from ui.frame import export, qr
from ui.link import link
from ui.link.keys import REMEDIES
from ui.stage import standalone

ROOT = Path(__file__).resolve().parents[3]
DEPTH, SEED, N_DRAWS = 6, 3, 16
MODELS = {
    "default, smaller": CSBM(n_nodes=200, p_within=0.1, q_across=0.03),
    "classes swap sides": CSBM(n_nodes=120, p_within=0.03, q_across=0.12, mean_1=0.3, mean_2=-1.1, sigma=1.7),
    "three classes": CSBM(n_nodes=120, p_within=0.2, q_across=0.05, n_classes=3),
    "no edges": CSBM(n_nodes=20, p_within=0.0, q_across=0.0),
    "too large to simulate": CSBM(n_nodes=10**12, p_within=1.5e-11, q_across=5e-12),
}


def run_alone(script, folder):
    """Run a script in a clean environment, where only core is on the path. Returns {column: list of texts}."""
    (folder / "figure.py").write_text(script, encoding="utf-8")
    shutil.copytree(ROOT / "core", folder / "path" / "core", ignore=shutil.ignore_patterns("__pycache__"))
    # Sums in another order differ in the last digit, so both run the same kernel where the machine names one.
    kernel = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
    done = subprocess.run(
        [sys.executable, "-B", "figure.py"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "path"), "PATH": os.environ["PATH"], **kernel},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout)))
    return dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_script_runs_alone_and_prints_the_numbers_of_the_figure(tmp_path, model):
    n_graphs = 2 if model.n_nodes < 10**4 else 0
    text = export.script(model, DEPTH, SEED, n_graphs, N_DRAWS)
    assert len(text.splitlines()) <= 30
    assert {"streamlit", "plotly", "ui"}.isdisjoint(word.strip(".") for word in text.split())
    prediction = predict(model, DEPTH)
    best = {name: best_possible(model, DEPTH, name) for name in ("fixed", "fitted")}
    sample = sample_readings if model.n_classes > 2 else sample_graph_moments
    graphs = [sample(model, DEPTH, index=index, n_draws=N_DRAWS, seed=SEED) for index in range(n_graphs)]
    wanted = export.columns(model, prediction, best, graphs, side_of(model, DEPTH))
    printed = run_alone(text, tmp_path)
    assert list(printed) == ["depth", *wanted]
    for name, values in wanted.items():
        shown = np.array([float(cell) if cell else np.nan for cell in printed[name]])
        np.testing.assert_array_equal(shown, values, err_msg=name)


def test_another_seed_prints_other_dots_and_the_same_theory(tmp_path):
    printed = []
    for seed in (0, 1):
        (tmp_path / str(seed)).mkdir()
        script = export.script(MODELS["default, smaller"], 3, seed, 2, 8)
        printed.append(run_alone(script, tmp_path / str(seed)))
    assert printed[0]["theory_fixed"] == printed[1]["theory_fixed"]
    assert printed[0]["simulated_fixed"] != printed[1]["simulated_fixed"]


def test_the_living_stage_asks_for_nothing_outside_its_file_and_is_small():
    page = standalone.template()
    assert len(page.encode()) < 170_000
    for outside in ("http:", "https:", "import ", "src=", "fetch("):
        assert outside not in page.replace("http://www.w3.org/2000/svg", ""), outside
    assert "setStateValue" not in page and "export default" not in page
    for place in (standalone.DATA, standalone.TITLE, standalone.NOTES):
        assert page.count(place) == 1


def test_the_table_under_a_chart_holds_every_curve_with_all_digits():
    values = np.array([1 / 3, np.nan, 1e-300])
    panel = Panel("title", (Line("a, b", values, "#000000"),))
    rows = list(csv.reader(io.StringIO(chart.as_csv(chart.panel_columns(panel)))))
    assert rows[0] == ["depth", "a, b"]
    assert [row[1] for row in rows[1:]] == [repr(1 / 3), "", "1e-300"]


def test_the_code_of_the_longest_link_is_still_a_code_for_a_projector():
    longest = link.DEFAULTS | {"p": 0.123456789012345, "q": 1.23456789012345e-7, "method": REMEDIES}
    address = f"https://an-address-of-a-university.example.org/remedies?{link.write(longest)}"
    svg = qr.drawing(address)
    size = int(svg.split('viewBox="0 0 ')[1].split(" ")[0])
    assert size <= 4 * 18 + 17 + 4 * 8
    assert svg.startswith("<svg") and "<title>" in svg


def test_a_name_in_the_table_is_text_and_a_hole_is_a_dash():
    shown = table.html({"depth": [0, 1], "<b>gap</b> & more": np.array([0.123456, np.nan])})
    assert "&lt;b&gt;gap&lt;/b&gt; &amp; more" in shown
    assert "<td>0.1235</td>" in shown and "<td>–</td>" in shown and "nan" not in shown


def test_numbers_stand_on_the_right_and_columns_of_words_on_the_left():
    shown = table.html(
        {"method": ["lazy <walk>", "none"], "error": ["≤ 1 %", "beyond 64"], "n": [1, 2]}, "Methods & all"
    )
    assert '<th scope="col" class="words">method</th><th scope="col">error</th>' in shown
    assert '<th scope="row" class="words">none</th><td>beyond 64</td><td>2</td>' in shown
    assert 'aria-label="Methods &amp; all"' in shown and "<table><thead>" in table.html({})
