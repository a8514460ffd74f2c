"""The part about trained networks: its lines, its pictures, its job."""

import io
from pathlib import Path

import numpy as np
import pytest

from core.layers import measure, sentence, verdict
from core.layers import network as build
from core.layers.samples import sample
from ui.trained.figures import mixing_panel, rank_panel, reading_panel, similarity_panel
from ui.trained.report import measured
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


def test_every_chart_is_drawn_of_a_network_whose_layers_have_died():
    network = sample(2)
    hidden = [network.hidden[0], np.zeros_like(network.hidden[1]), np.zeros_like(network.hidden[2])]
    dead = measure(build(hidden, network.adjacency, network.labels))
    for make in (mixing_panel, reading_panel, similarity_panel, rank_panel):
        panel = make(dead, 1)
        assert panel.lines and all(line.values.shape == (3,) for line in panel.lines)
