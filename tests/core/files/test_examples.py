"""docs/graphs.md is read, and its examples are: each is the graph that the page says it is."""

import re
from pathlib import Path

import pytest

from core.files.formats import LABEL_FORMATS, READERS
from core.files.graph_files import read_graph
from core.real.graphs import simplify

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "graphs.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^`([\w.]+)`(, written by)?\n\n((?:    .*\n)+)", re.MULTILINE)
SECTIONS = {text.split("\n", 1)[0]: text for text in PAGE.split("\n## ")[1:]}


def files_of_section(text, folder):
    """{name: content} of the examples of a section; Python is run, and what it writes is read."""
    files = {}
    for name, written, block in EXAMPLE.findall(text):
        lines = [line[4:] for line in block.splitlines()]
        assert len(lines) <= 4
        if written:
            exec("\n".join(lines), {})
        else:
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        files[name] = (folder / name).read_bytes()
    return files


@pytest.mark.parametrize("section", SECTIONS)
def test_every_example_is_three_nodes_in_a_row_of_which_two_are_alike(section, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = files_of_section(SECTIONS[section], tmp_path)
    raw = read_graph(files)
    graph = simplify(raw)
    assert (graph.n_nodes, graph.n_edges, graph.degrees.tolist()) == (3, 2, [1, 2, 1])
    if section == "A table of links alone":
        assert raw.likely == "" and any("communities are found in the links" in note for note in graph.notes)
    else:
        assert graph.labels.tolist() == [0, 0, 1] and graph.label_names in (("a", "b"), ("1", "2"))
    assert (graph.features is not None) == ("features.npz" in files or "PyTorch" in section)
    assert (graph.split is not None) == (graph.features is not None)


def test_every_format_has_an_example():
    shown = {name.rsplit(".")[-1] for name, _, _ in EXAMPLE.findall(PAGE)}
    assert {*READERS, *LABEL_FORMATS, "csv", "txt"} == shown
