"""Damaged files of graphs give a graph or a sentence, and nothing else, in a moment and in little room."""

import gzip
import io
import time
import tracemalloc

import numpy as np
import pytest
from graph_bytes import (
    FEATURES,
    GML,
    GRAPHML,
    LABELS,
    LINKS,
    NPZ,
    files_of,
    reference,
    refusal,
    stored,
    textual,
    zipped,
)
from scipy.sparse import csr_array, save_npz

from core.files.graph_files import read_graph
from core.real.columns import MAX_CLASSES
from core.real.graphs import simplify


def _matrix():
    stream = io.BytesIO()
    save_npz(stream, csr_array(np.eye(4)[[1, 0, 3, 2]]))
    return stream.getvalue()


SEEDS = {
    "gml": {"a.gml": GML},
    "graphml": {"a.graphml": GRAPHML},
    "gexf": {"a.gexf": textual()["gexf"]},
    "pajek": {
        "a.net": b'*Vertices 3 1\n1 "a b" 0.5\n2 b\n*Arcs :1\n1 2 1\n*Edgeslist\n2 3 1\n*Matrix\n0 1\n',
        "a.clu": b"*Vertices 3\n1\n1\n2\n",
    },
    "pajek with partition": {
        "a.paj": b"*Network x\n*Vertices 3\n*Edges\n1 2\n2 3\n*Partition p\n*Vertices 3\n1\n2\n2\n"
    },
    "matrix": {"a.mtx": textual()["mtx"], "b.csv": b"node,label\n1,a\n2,a\n3,b\n"},
    "whole matrix": {"a.mtx": b"%%MatrixMarket matrix array real symmetric\n3 3\n0\n1\n0\n0\n1\n0\n"},
    "json": files_of(reference(), "json"),
    "cytoscape": {
        "a.json": b'[{"data": {"id": "a", "k": null}}, {"id": "b"}, {"data": {"source": "a", "target": "b"}}]'
    },
    "csv": {"a.csv": LINKS, "b.csv": LABELS, "f.npz": FEATURES},
    "many columns": {
        "a.csv": b"id;source;target;w\n0;1;2;0,5\n1;2;3;1,5\n2;3;4;2\n",
        "b.csv": b"Id\tLabel\tteam\n1\tx\ta\n2\ty\ta\n3\tz\tb\n4\tx\t\n",
    },
    "blanks": {"a.txt": b"# a b\n1 2 {}\n2 3 {'w': 1}\n3 1\n"},
    "sep": {"a.csv": b"sep=;\nu;v\n1;2\n2;3\n"},
    "utf-16": {"a.csv": LINKS.decode().encode("utf-16"), "b.csv": LABELS},
    "npz": {"a.npz": NPZ},
    # Not compressed, so that damage reaches the arrays and not the archive's own checks alone.
    "stored": {"a.npz": stored(edges=np.array([[0, 1], [1, 2]]), labels=np.array([0, 0, 1]), features=np.eye(3))},
    "masks": {
        "a.npz": stored(
            edge_index=np.array([[0, 1], [1, 2]]),
            y=np.array([0, 0, 1]),
            train_mask=np.eye(3) > 0,
            test_mask=np.eye(3) == 0,
        )
    },
    "scipy": {"a.npz": _matrix(), "b.csv": b"node,label\n0,a\n1,a\n2,b\n3,b\n"},
    "gz": {"a.csv.gz": gzip.compress(LINKS), "b.csv": LABELS},
    "any ending": {"a.txt": textual()["graphml"]},
}
PIECES = (
    *(
        b"\x00",
        b"\xff",
        b"\n",
        b"\r",
        b'"',
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
        b"<",
        b"&a;",
        b",",
        b";",
        b"\t",
        b"#",
        b"%",
        b"*",
    ),
    *(
        b"-1",
        b"nan",
        b"1e999",
        b"1.0",
        b"9" * 30,
        b"<![CDATA[",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe2\x80\x8b",
        b"\xd8\x00",
    ),
    *(
        b'"id"',
        b"source",
        b"null",
        b"true",
        b"*Vertices 9\n",
        b"graph [",
        b"<node>",
        b"</node>",
        b"<graph>",
        b"<!DOCTYPE x>",
    ),
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
        graph = simplify(read_graph(files))
    except ValueError:
        refusal(files)
        return None
    assert 1 <= graph.n_classes <= MAX_CLASSES and graph.labels.size == graph.n_nodes
    assert set(np.unique(graph.labels)) <= {-1, *range(graph.n_classes)}
    assert np.isfinite(graph.adjacency.data).all() and (graph.adjacency != graph.adjacency.T).nnz == 0
    assert all(name.isprintable() and len(name) <= 60 for name in graph.label_names)
    assert all(note.isprintable() for note in graph.notes)
    return graph


def measured(files, seconds, megabytes):
    """Their outcome, which may take so long and so much room."""
    tracemalloc.start()
    start = time.process_time()
    try:
        found = outcome(files)
        assert time.process_time() - start < seconds
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()
    return found


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files_of_every_format_give_a_graph_or_a_sentence_and_nothing_else(
    kind, tmp_path, monkeypatch, pytestconfig
):
    monkeypatch.chdir(tmp_path)
    rng, files = np.random.default_rng(7), SEEDS[kind]
    assert outcome(files) is not None
    found = []
    for _ in range(120 if pytestconfig.getoption("every_case") else 30):
        chosen = str(rng.choice(list(files)))
        broken = files | {chosen: damaged(rng, files[chosen])}
        found.append(measured(broken, seconds=10, megabytes=40))
    assert any(graph is None for graph in found)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", SEEDS)
def test_files_blown_up_by_a_piece_a_thousand_times_over_take_seconds_and_bounded_room(kind, pytestconfig):
    rng, files = np.random.default_rng(8), SEEDS[kind]
    number, size = (4, 400_000) if pytestconfig.getoption("every_case") else (1, 60_000)
    for _ in range(number):
        chosen = str(rng.choice(list(files)))
        content = files[chosen]
        start, length = int(rng.integers(len(content))), int(rng.integers(1, 60))
        piece, times = content[start : start + length], int(rng.integers(2, size // length))
        blown = files | {chosen: content[:start] + piece * times + content[start:]}
        measured(blown, seconds=60, megabytes=400)


def test_damaged_arrays_in_a_sound_archive_give_a_graph_or_a_sentence(pytestconfig):
    rng, stream = np.random.default_rng(9), io.BytesIO()
    np.save(stream, np.array([0, 1, 1]))
    links = io.BytesIO()
    np.save(links, np.array([[0, 1]]))
    number = 300 if pytestconfig.getoption("every_case") else 60
    found = [
        outcome({"a.npz": zipped(labels=damaged(rng, stream.getvalue()), edges=links.getvalue())})
        for _ in range(number)
    ]
    assert sum(graph is None for graph in found) > number / 3


def test_files_of_one_name_and_files_of_every_other_format_together_give_a_sentence_or_a_graph():
    rng, every = np.random.default_rng(10), [pair for files in SEEDS.values() for pair in files.items()]
    for _ in range(150):
        chosen = [every[k] for k in rng.choice(len(every), int(rng.integers(1, 4)), replace=False)]
        outcome({f"{place}{name}": content for place, (name, content) in enumerate(chosen)})
