"""The part about trained networks: its lines, its pictures, its job."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.layers import measure, sentence, verdict
from core.layers import network as build
from core.layers.samples import sample
from core.propagation import propagate
from ui.server.workers import Ended
from ui.trained import section
from ui.trained.figures import mixing_panel, rank_panel, reading_panel, similarity_panel
from ui.trained.report import measured
from ui.trained.section import beside
from ui.trained.snippets import SNIPPETS

ROOT = Path(__file__).resolve().parents[3]


def test_the_lines_on_the_page_are_those_of_the_document():
    document = (ROOT / "docs" / "layers.md").read_text()
    for lines in SNIPPETS.values():
        assert f"```python\n{lines}```" in document


def test_the_job_counts_layers_and_ends_with_the_numbers_of_the_engine():
    *before, (done, total, report) = measured(2)
    network = sample(2)
    wanted = measure(network)
    assert done == total == network.depth + 1 and all(partial is None for *_, partial in before)
    np.testing.assert_array_equal(report.measures.probe, wanted.probe)
    assert report.words == sentence(network, wanted, verdict(network, wanted))


def test_a_file_that_cannot_be_used_is_a_sentence():
    content = io.BytesIO()
    np.savez(content, h0=np.ones((5, 2)))
    with pytest.raises(ValueError, match="layers.npz: there is no array edges"):
        list(measured(content.getvalue()))


def test_a_file_is_measured_in_another_process_with_the_same_numbers_and_words():
    network, content = sample(2), io.BytesIO()
    arrays = {f"h{n}": layer for n, layer in enumerate(network.hidden)}
    np.savez(content, edges=np.array(network.adjacency.nonzero()), labels=network.labels, **arrays)
    here, there = list(measured(content.getvalue())), list(beside(content.getvalue()))
    assert [step[:2] for step in here] == [step[:2] for step in there]
    np.testing.assert_array_equal(here[-1][2].measures.probe, there[-1][2].measures.probe)
    assert here[-1][2].words == there[-1][2].words
    told = [report[-1][2].graph for report in (here, list(measured(2)))]
    assert told[0].startswith("the one in your file")
    assert told[1].startswith("sampled from the default model") and "not the real graph below" in told[1]
    assert all(f"(N = {network.n_nodes:,})" in words for words in told)
    with pytest.raises(ValueError, match="layers.npz: this is not an npz archive"):
        list(beside(b"nothing"))


def test_a_process_that_ends_early_is_a_sentence(monkeypatch):
    def dies(*_):
        yield 0, 1, None
        raise Ended("killed")

    monkeypatch.setattr(section, "aside", dies)
    with pytest.raises(ValueError, match="ended early"):
        list(beside(b""))


def test_walk_theory_is_drawn_where_it_applies_and_else_left_out():
    found = measure(sample(2))
    labels = [line.label for line in reading_panel(found, 1).lines]
    assert any("walk theory" in label for label in labels)
    none = replace(found, plain_theory=np.full(3, np.nan), plain_theory_note="why")
    assert not any("walk theory" in line.label for line in reading_panel(none, 1).lines)


def test_the_average_that_the_verdict_speaks_of_is_drawn():
    data = sample(2)
    hidden = list(propagate("gcn", data.adjacency, data.hidden[0], 3))
    found = measure(build(hidden, data.adjacency, data.labels))
    lines = {line.label: line.values for line in reading_panel(found, 1).lines}
    assert found.answers.fitting == "gcn"
    np.testing.assert_array_equal(lines["probe, GCN without weights"], found.plain_gcn_probe)


def test_every_chart_is_drawn_of_a_network_whose_layers_have_died():
    network = sample(2)
    hidden = [network.hidden[0], np.zeros_like(network.hidden[1]), np.zeros_like(network.hidden[2])]
    dead = measure(build(hidden, network.adjacency, network.labels))
    for make in (mixing_panel, reading_panel, similarity_panel, rank_panel):
        panel = make(dead, 1)
        assert panel.lines and all(line.values.shape == (3,) for line in panel.lines)
