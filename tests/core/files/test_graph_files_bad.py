"""A bad file of a graph, or one too large, ends in one sentence that names the place."""

import numpy as np
import pytest
from graph_bytes import FEATURES, GML, GRAPHML, LABELS, LINKS, NPZ, files_of, npz, reference, refusal, zipped

from core.files.parts import Limits

BAD = {
    "empty": ({"a.gml": b""}, "a.gml: the file is empty"),
    "only blanks": ({"a.gml": b" \n\n"}, "a.gml: the file is empty"),
    "binary": ({"a.gml": b"graph [\n\xff\xfe\x00"}, "a.gml, line 2: this is not text"),
    "zero byte": ({"a.gml": b"graph [\n\x00"}, "line 2: a zero byte"),
    "unknown ending": ({"a.exe": b"x"}, "this ending is not known"),
    "gml without a graph": ({"a.gml": b"hello world"}, "no 'graph ['"),
    "gml, unclosed list": ({"a.gml": b"graph [\n node [ id 1"}, "line 2: the file ends too early"),
    "gml, unclosed text": ({"a.gml": b'graph [\n node [ id "1\n]]'}, "line 2: a text in quotation marks"),
    "gml, closed too often": ({"a.gml": b"graph [\n]\n]"}, "line 3: a ']' without"),
    "gml, key without value": ({"a.gml": b"graph [\n node [ id ]\n]"}, "line 2: the key 'id' has no value"),
    "gml, two graphs": ({"a.gml": GML + GML}, "a second graph"),
    "gml, node twice": ({"a.gml": GML.replace(b"id 8", b"id 7")}, "line 4: node '7' is given twice"),
    "gml, unknown node": ({"a.gml": GML.replace(b"target 8", b"target 9")}, "line 5: a link to node '9'"),
    "gml, no links": ({"a.gml": GML.replace(b"edge [ source 7 target 8 ]", b"")}, "no link between"),
    "graphml, broken": ({"a.graphml": b"<graphml>\n<graph>\n</graphml>"}, "line 3: the XML is broken"),
    "graphml, no graph": ({"a.graphml": b"<graphml/>"}, "no <graph>"),
    "graphml, nothing in it": ({"a.graphml": b"<graphml><graph/></graphml>"}, "no node was found"),
    "graphml, hyperedge": (
        {"a.graphml": GRAPHML.replace(b"<edge ", b"<hyperedge ")},
        "line 7: a link of more than two",
    ),
    "csv, labels alone": (
        {"a.csv": LABELS},
        "links (source,target) is missing beside it; columns seen: 'node', 'label'",
    ),
    "csv, other nodes": (
        {"a.csv": LINKS, "b.csv": b"id,label\nx,a\ny,b\nz,b\n"},
        "no column holds the nodes of the links, such as '0', '1'; columns seen: 'id', 'label'",
    ),
    "csv, empty node": ({"a.csv": LINKS, "b.csv": LABELS.replace(b"2,b", b",b")}, "line 4: the column 'node'"),
    "csv, one column": ({"a.csv": b"0,1\n7\n", "labels.csv": LABELS}, "a.csv, line 2: a link needs two columns"),
    "csv, second label": ({"a.csv": LINKS, "b.csv": LABELS + b"0,b\n"}, "line 6: node '0' has a second label"),
    "csv, open quotation": ({"a.csv": b'0,1\n"2,3\n', "labels.csv": LABELS}, "not comma-separated text"),
    "csv, which is which": ({"a.csv": LINKS, "b.csv": LINKS}, "holds the labels?"),
    "too many files": ({"a.gml": GML, "b.gml": GML}, "do not make one graph"),
    "no file": ({}, "0 files were given"),
    "npz, text": ({"a.npz": b"hello"}, "not an npz archive"),
    "npz, cut short": ({"a.npz": NPZ[:-30]}, "not an npz archive"),
    "npz, nothing in it": ({"a.npz": zipped()}, "no links: there is no array 'edges'"),
    "npz, no links": (
        {"a.npz": npz(labels=np.arange(3), weights=np.ones((3, 2)))},
        "arrays seen: 'labels' (3), 'weights' (3 × 2)",
    ),
    "npz, unknown node": ({"a.npz": npz(edges=np.array([[0, 9]]), labels=np.arange(2))}, "a link to node 9"),
    "npz, negative node": ({"a.npz": npz(edges=np.array([[0, -1]]), labels=np.arange(2))}, "a link to node -1"),
    "npz, fractions": ({"a.npz": npz(edges=np.array([[0, 0.5]]), labels=np.arange(2))}, "must hold whole numbers"),
    "npz, NaN": (
        {"a.npz": npz(edges=np.array([[0, 1]]), labels=np.arange(2), features=np.full((2, 2), np.nan))},
        "finite numbers",
    ),
    "npz, rows": (
        {"a.npz": npz(edges=np.array([[0, 1]]), labels=np.arange(2), features=np.ones((3, 2)))},
        "3 rows, but the graph has 2 nodes",
    ),
    "features, rows": (
        {
            "a.csv": LINKS,
            "b.csv": LABELS,
            "f.npz": npz(indptr=np.arange(3), indices=np.zeros(2, int), shape=np.array([2, 2])),
        },
        "features have 2 rows, but the graph has 4 nodes",
    ),
    "features, names": (
        {"a.csv": LINKS.replace(b"0", b"x"), "b.csv": LABELS.replace(b"0", b"x"), "f.npz": FEATURES},
        "nodes must be numbered 0 to 3",
    ),
    "npz, overlap": (
        {"a.npz": npz(edges=np.array([[0, 1]]), labels=np.arange(2), train=np.array([0]), test=np.array([0, 1]))},
        "node 0 is both in 'train' and in 'test'",
    ),
}


@pytest.mark.parametrize(("files", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_gives_one_sentence_that_names_the_place(files, words):
    assert words in refusal(files)


@pytest.mark.parametrize("ending", ["gml", "graphml", "csv", "npz"])
def test_graphs_beyond_the_limits_are_refused_while_they_are_read(ending):
    files = files_of(reference(), ending)
    assert "30" in refusal(files, Limits(n_nodes=30))
    assert "more than 50 links" in refusal(files, Limits(n_edges=50))
    assert "MB are read" in refusal(files, Limits(n_bytes=10))
