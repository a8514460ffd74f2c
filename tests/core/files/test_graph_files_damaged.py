"""Damaged files of graphs give a graph or a sentence, and nothing else."""

import io

import numpy as np
import pytest
from graph_bytes import FEATURES, GML, GRAPHML, LABELS, LINKS, NPZ, refusal, stored, zipped

from core.files.graph_files import read_graph
from core.real.graphs import simplify

SEEDS = {
    "gml": {"a.gml": GML},
    "graphml": {"a.graphml": GRAPHML},
    "csv": {"a.csv": LINKS, "b.csv": LABELS, "f.npz": FEATURES},
    "npz": {"a.npz": NPZ},
    # Not compressed, so that damage reaches the arrays and not the archive's own checks alone.
    "stored": {"a.npz": stored(edges=np.array([[0, 1], [1, 2]]), labels=np.array([0, 0, 1]), features=np.eye(3))},
}
PIECES = (
    b"\x00",
    b"\xff",
    b"\n",
    b'"',
    b"[",
    b"]",
    b"<",
    b"&a;",
    b",",
    b"-1",
    b"nan",
    b"1e999",
    b"9" * 30,
    b"<![CDATA[",
    b"\xef\xbb\xbf",
)


def damaged(rng, content):
    """Content with a few bytes changed, cut, doubled, or strange pieces put in."""
    content = bytearray(content)
    for _ in range(rng.integers(1, 5)):
        kind, place = rng.integers(5), int(rng.integers(len(content) + 1))
        if kind == 0 and place < len(content):
            content[place] = rng.integers(256)
        elif kind == 1:
            del content[place : place + int(rng.integers(1, 20))]
        elif kind == 2:
            content[place:place] = content[: int(rng.integers(1, 40))]
        elif kind == 3:
            content[place:place] = PIECES[rng.integers(len(PIECES))]
        elif place < len(content):
            content[place] ^= 1 << int(rng.integers(8))
    return bytes(content)


def outcome(files):
    """The graph in some files, or None where they are refused in a sentence; anything else is raised."""
    try:
        return simplify(read_graph(files))
    except ValueError:
        refusal(files)
        return None


@pytest.mark.parametrize("kind", SEEDS)
def test_200_damaged_files_of_each_kind_give_a_graph_or_a_sentence_and_nothing_else(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng, files = np.random.default_rng(7), SEEDS[kind]
    found = []
    for _ in range(200):
        chosen = str(rng.choice(list(files)))
        found.append(outcome(files | {chosen: damaged(rng, files[chosen])}))
    graphs = [graph for graph in found if graph is not None]
    assert all(graph.n_classes >= 1 and np.isfinite(graph.adjacency.data).all() for graph in graphs)
    assert 0 < len(graphs) < 180
    assert not list(tmp_path.iterdir())


def test_300_damaged_arrays_in_a_sound_archive_give_a_graph_or_a_sentence():
    rng, stream = np.random.default_rng(8), io.BytesIO()
    np.save(stream, np.array([0, 1, 1]))
    links = io.BytesIO()
    np.save(links, np.array([[0, 1]]))
    found = [
        outcome({"a.npz": zipped(labels=damaged(rng, stream.getvalue()), edges=links.getvalue())}) for _ in range(300)
    ]
    assert sum(graph is None for graph in found) > 100
