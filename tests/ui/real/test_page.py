"""The page of real graphs without a browser: what is computed for it, its words, its settings, and what a file may not do to it."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from graph_bytes import files_of, reference

from core.files.graph_files import read_graph
from core.files.parts import Limits
from core.real.columns import find_columns
from core.real.curves import class_noise
from core.real.graphs import BUILT_IN
from ui.charts.figures import over_depth
from ui.link import link
from ui.real import data
from ui.real.figures import MAX_LINES, columns, degree_shares, drawn_classes, noise_panel, safe
from ui.real.words import fit_words, headline, not_here, option_words, saturation_depth, summary
from ui.settings import HIGHEST, Settings

ROOT = Path(__file__).resolve().parents[3]
FILES = [("a.csv", b"source,target\n0,1\n1,2\n2,3\n3,0\n0,2\n"), ("b.csv", b"node,label\n0,a\n1,a\n2,b\n3,b\n")]


def study(key="lesmis", walk="convolution", depth=6):
    return data.Study(key, BUILT_IN[key](), False, True, depth, walk, 0.5, 0)


@pytest.mark.parametrize("walk", link.KEYS["walk"].choices)
@pytest.mark.parametrize("key", BUILT_IN)
def test_every_built_in_graph_has_every_curve_under_every_walk(key, walk):
    found = study(key, walk)
    for chosen in range(found.graph().n_classes):
        pair, (noise, gap) = found.errors(1.0, chosen), found.rewired(chosen)
        for curve in (pair["fixed"], pair["fitted"], noise, gap, found.gap(chosen)):
            assert curve.shape == (7,)
            assert np.isfinite(curve).all()
        assert found.fit(chosen).model.n_nodes > 0


def test_the_same_seed_gives_the_same_rewired_copy():
    assert np.array_equal(study().rewired(0)[0], study().rewired(0)[0])


def test_the_limits_of_uploads_are_the_settings():
    assert Limits(5 * 2**20, 20_000, 500_000) == data.LIMITS
    assert Settings().max_upload_edges <= HIGHEST.max_upload_edges


def test_uploads_are_told_apart_by_their_content_and_not_by_their_name():
    first, raw = data.read_uploads(FILES)
    assert raw.nodes == ("0", "1", "2", "3")
    assert data.read_uploads(FILES)[0] == first
    other = [FILES[0], (FILES[1][0], FILES[1][1].replace(b"3,b", b"3,a"))]
    assert data.read_uploads(other)[0] != first


def test_communities_of_a_large_graph_are_found_by_a_process_beside_the_app(monkeypatch):
    large = replace(study(), key="large", by="none")
    monkeypatch.setattr(data, "COMMUNITY_LINKS", 100)
    asked = []
    monkeypatch.setattr(data.POOL, "run", lambda make, *arguments: asked.append(make) or make(*arguments))
    assert large.graph().n_classes == study().graph().n_classes
    assert asked == [data.simplify]


def test_two_uploads_of_one_name_are_two_files():
    raw = data.read_uploads([("data.csv", FILES[0][1]), ("data.csv", FILES[1][1])])[1]
    assert raw.classes == ("a", "a", "b", "b")


def own(text, labels="", by=""):
    """A Study of links and labels as CSV."""
    files = {"links.csv": text.encode()} | ({"labels.csv": labels.encode()} if labels else {})
    raw = read_graph(files)
    return data.Study(text + labels, raw, False, False, 4, "convolution", 0.5, 0, by)


def test_a_graph_without_classes_has_noise_and_degrees_and_no_error():
    found = own("1,2\n2,3\n3,1\n")
    graph = found.graph()
    assert (graph.n_classes, found.fit(0).mean_degree) == (1, 2)
    words = headline(graph.name, *class_noise(found.rows(), graph.labels), None, False)
    assert "error" not in words and summary(graph) == "**links**: 3 nodes, 3 links."


def test_nodes_without_a_class_are_counted_and_every_curve_is_finite():
    links = "".join(f"{k},{(k + step) % 12}\n" for k in range(12) for step in (1, 3))
    found = own(
        f"source,target\n{links}", "node,team\n" + "".join(f"{k},{'ab'[k % 2] if k % 4 else ''}\n" for k in range(12))
    )
    graph = found.graph()
    assert (graph.labels < 0).sum() == 3 and "; in none (3)." in summary(graph)
    for chosen in range(2):
        pair, (noise, gap) = found.errors(1.0, chosen), found.rewired(chosen)
        for curve in (pair["fixed"], pair["fitted"], noise, gap, found.gap(chosen)):
            assert np.isfinite(curve).all()
        assert found.gap(chosen)[0] == pytest.approx(1) == pytest.approx(gap[0])


def test_the_menu_says_how_many_values_there_are_and_the_first_few():
    column = study("karate").raw.columns[0]
    assert option_words("club", column) == "club: 2 values (Mr. Hi, Officer)"
    assert option_words("none") == "none: find communities"
    many = find_columns({"x" * 99: {k: f"{'v' * 50}{k % 9}" for k in range(99)}}, 99).columns[0]
    assert len(option_words(many.name, many)) < 140 and ", …)" in option_words(many.name, many)


def test_what_a_link_asks_for_and_this_graph_has_not_is_said_with_what_is_used():
    club = study("karate")
    assert not_here(club, "", 2) == not_here(club, "club", 1) == not_here(club, "none", 1) == []
    words = not_here(replace(club, by="club"), "dept", 30)
    assert (
        "is `dept`, but the attributes of Karate club that could be the class are `club`: `club` is used instead."
        in words[0]
    )
    assert "is `30`, but Karate club has 2 classes here: `2` is used instead." in words[1]
    assert "none: communities found in the links are used instead" in not_here(replace(study(), by="none"), "`x`", 1)[0]


def test_saturation_is_the_depth_from_which_on_all_classes_stay_near_their_floor():
    floor = np.array([0.1, 0.1])
    variance = np.array([[1, 1], [0.105, 0.3], [0.12, 0.105], [0.105, 0.101], [0.1, 0.1]])
    assert saturation_depth(variance, floor) == 3
    assert saturation_depth(variance[:3], floor) is None
    assert saturation_depth(variance[3:], floor) == 0


def test_the_headline_carries_the_computed_numbers():
    errors = {"fixed": np.array([0.3, 0.1, 0.05, 0.2])}
    variance = np.array([[1.0], [0.4], [0.1], [0.1]])
    words = headline("x", variance, np.array([0.1]), errors, False)
    assert (
        "40.0 %" in words
        and "from depth 2 on" in words
        and "5.0 % at depth 2" in words
        and "20.0 % at depth 3" in words
    )
    assert "oscillates" in headline("x", variance, np.array([0.01]), errors, True)


def test_reasons_of_the_distance_from_the_model_follow_the_numbers():
    fit = study().fit(0)
    more = fit_words(fit, np.array([1, 0.4]), np.array([1, 0.2]), np.array([1, 0.1]), 1)
    assert "**4 times**" in more and "factor of 2: a node with few neighbours" in more and "triangles" in more
    less = fit_words(fit, np.array([1, 0.1]), np.array([1, 0.1]), np.array([1, 0.2]), 1)
    assert "hubs" in less and "triangles a walk" not in less


def test_text_from_a_file_is_taken_literally_by_plotly():
    assert safe("<a href='x'>") == "&lt;a href='x'&gt;"


def test_many_classes_get_few_lines_and_the_chosen_one_is_among_them():
    for chosen in (0, 5, 29):
        drawn = drawn_classes(30, chosen)
        assert len(drawn) <= MAX_LINES and chosen in drawn


def test_a_chart_and_its_table_have_the_same_numbers():
    rng = np.random.default_rng(0)
    values = rng.random((5, 4))
    panel = noise_panel(values, np.full(4, 0.1), ("a<b", "b", "b", "b"), 0, 2)
    table = columns(panel)
    # Three classes of one name are three columns.
    floor = "floor: sum of squared degree shares"
    assert list(table) == ["a<b", "b", "b (2)", "b (3)", floor]
    for name, column in zip(("a<b", "b", "b (2)", "b (3)"), values.T, strict=True):
        assert np.array_equal(table[name], column)
    assert set(table[floor]) == {0.1}
    drawn = over_depth(panel, axis="linear").data
    # Drawn in per cent.
    assert [list(trace.y) for trace in drawn if trace.y is not None] == [
        list(100 * column) for column in table.values()
    ]


def test_shares_of_degrees_add_to_one_and_the_model_is_poisson():
    values, share, poisson = degree_shares(np.array([0, 1, 1, 3]), 1.25)
    assert share.tolist() == [0.25, 0.5, 0, 0.25]
    assert poisson[0] == pytest.approx(np.exp(-1.25))
    assert poisson @ values < 1.25


def test_a_data_folder_is_offered_by_name_and_a_broken_file_in_it_is_a_sentence(tmp_path):
    (tmp_path / "mine.edges.csv").write_bytes(FILES[0][1])
    (tmp_path / "mine.labels.csv").write_bytes(FILES[1][1])
    (tmp_path / "broken.gml").write_bytes(b"graph [\n node [")
    program = """
import json
from ui.link import link
from ui.link.keys import GRAPHS
from ui.real import data as real_data
try:
    real_data.raw_graph("broken")
except ValueError as error:
    sentence = str(error)
print(json.dumps([GRAPHS, link.read({"graph": ["mine"]})[0]["graph"], real_data.raw_graph("mine").name, sentence]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"SWEETSPOT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    graphs, chosen, name, sentence = json.loads(done.stdout.splitlines()[-1])
    assert graphs == ["karate", "lesmis", "davis", "broken", "mine"]
    assert chosen == name == "mine"
    assert sentence.startswith("broken.gml, line 2: ")


def test_reading_a_graph_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for ending in ("csv", "gml", "graphml", "npz"):
        read_graph(files_of(reference(), ending))
    assert not list(tmp_path.iterdir())
