"""Files of graphs: what is read is what was written, and whatever else a file holds ends in one sentence."""

import io
import os
import pickle
import struct
import tracemalloc
import zipfile

import networkx as nx
import numpy as np
import pytest
from real_data import raw_graph
from scipy.sparse import csr_array

from core.file_npz import MAX_UNPACKED
from core.file_parts import Limits
from core.graph_files import find_graphs, load_graph, read_graph
from core.real_graphs import simplify

LINKS = b"source,target\n0,1\n1,2\n2,3\n"
LABELS = b"node,label\n0,a\n1,a\n2,b\n3,b\n"
GML = b"""graph [
 directed 1
 node [ id 7 label "x" value "a" ]
 node [ id 8 label "y" value "b" ]
 edge [ source 7 target 8 ]
]
"""
GRAPHML = b"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="class" attr.type="string"/>
<graph edgedefault="undirected">
<node id="n0"><data key="d0">a</data></node>
<node id="n1"><data key="d0">b</data></node>
<edge source="n0" target="n1"/>
</graph></graphml>"""


def npz(**arrays):
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def stored(**arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def zipped(**entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(f"{name}.npy", content)
    return stream.getvalue()


def npy(header, body=b""):
    text = header.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + body


NPZ = npz(edges=np.array([[0, 1], [1, 2]]), labels=np.array([0, 0, 1]), features=np.eye(3))
FEATURES = npz(indptr=np.arange(5), indices=np.zeros(4, dtype=int), shape=np.array([4, 2]))


def refusal(files, limits=None):
    """The sentence with which these files are refused."""
    with pytest.raises(ValueError) as caught:
        simplify(read_graph(files, limits))
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence[-1] in ".!?"
    assert len(sentence) < 300
    assert sentence.isprintable()
    return sentence


def reference():
    """A small graph with classes, in networkx."""
    graph = nx.gnm_random_graph(40, 90, seed=3)
    nx.set_node_attributes(graph, {node: f"kind {node % 3}" for node in graph}, "class")
    return graph


def files_of(graph, ending):
    if ending == "gml":
        return {"g.gml": "\n".join(nx.generate_gml(graph)).encode()}
    if ending == "graphml":
        return {"g.graphml": "\n".join(nx.generate_graphml(graph)).encode()}
    classes = nx.get_node_attributes(graph, "class")
    if ending == "npz":
        return {"g.npz": npz(edges=np.array(graph.edges), labels=np.array([classes[node] for node in graph]))}
    links = [f"{a},{b}" for a, b in graph.edges] + [f"{node}," for node in nx.isolates(graph)]
    labels = [f"{node},{kind}" for node, kind in classes.items()]
    return {"g.edges.csv": "\n".join(links).encode(), "g.labels.csv": "\n".join(["node,label", *labels]).encode()}


@pytest.mark.parametrize("ending", ["gml", "graphml", "csv", "npz"])
def test_every_format_gives_the_graph_that_networkx_wrote(ending):
    graph = reference()
    found = simplify(read_graph(files_of(graph, ending)))
    assert (found.adjacency != nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), format="csr")).nnz == 0
    assert [found.label_names[label] for label in found.labels] == [f"kind {node % 3}" for node in range(40)]
    assert found.name == "g"


def test_polblogs_has_the_nodes_classes_and_arrows_that_stand_in_its_file():
    raw = raw_graph("polblogs")
    assert (len(raw.nodes), raw.directed, sorted(set(raw.classes))) == (1490, True, ["0", "1"])
    assert 19_000 < len(raw.ends) < 19_200


def test_features_and_split_come_with_csv_and_with_npz():
    raw = read_graph({"g.edges.csv": LINKS, "g.labels.csv": LABELS, "g.npz": FEATURES})
    assert raw.features.toarray().tolist() == [[1, 0]] * 4
    whole = npz(
        edges=np.array([[0, 1], [1, 2]]),
        labels=np.array(["a", "b", "b"]),
        features=np.arange(6.0).reshape(3, 2),
        train=np.array([0, 1]),
        test=np.array([2]),
    )
    raw = read_graph({"g.npz": whole})
    assert raw.features.toarray().tolist() == [[0, 1], [2, 3], [4, 5]]
    assert (raw.split.train.tolist(), raw.split.test.tolist()) == ([0, 1], [2])


def test_archives_of_the_gnn_benchmark_are_read_without_their_pickled_parts():
    adjacency = csr_array(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=np.float32))
    content = npz(
        adj_data=adjacency.data,
        adj_indices=adjacency.indices,
        adj_indptr=adjacency.indptr,
        adj_shape=np.array([3, 3]),
        labels=np.array([0, 1, 1]),
        class_names=np.array(["x", None], dtype=object),
    )
    graph = simplify(read_graph({"citeseer.npz": content}))
    assert (graph.n_nodes, graph.n_edges) == (3, 2)


def test_semicolons_tabs_comments_and_missing_headers_are_read():
    for mark in (";", "\t"):
        files = {
            "a.csv": b"# made by hand\n" + LINKS.replace(b",", mark.encode()),
            "b.csv": LABELS.replace(b",", mark.encode()),
        }
        assert simplify(read_graph(files)).n_edges == 3
    bare = {"a.csv": LINKS.split(b"\n", 1)[1], "my_labels.csv": LABELS.split(b"\n", 1)[1]}
    assert simplify(read_graph(bare)).n_edges == 3


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
    "gml, one node without class": ({"a.gml": GML.replace(b'value "b"', b"")}, "node '8' has no 'value'"),
    "gml, no classes": ({"a.gml": b"graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]"}, "no labels"),
    "gml, one class": ({"a.gml": GML.replace(b'"b"', b'"a"')}, "one class only ('a')"),
    "gml, no links": ({"a.gml": GML.replace(b"edge [ source 7 target 8 ]", b"")}, "no link between"),
    "graphml, broken": ({"a.graphml": b"<graphml>\n<graph>\n</graphml>"}, "line 3: the XML is broken"),
    "graphml, no graph": ({"a.graphml": b"<graphml/>"}, "no <graph>"),
    "graphml, nothing in it": ({"a.graphml": b"<graphml><graph/></graphml>"}, "no node was found"),
    "graphml, unknown node": (
        {"a.graphml": GRAPHML.replace(b'target="n1"', b'target="n5"')},
        "line 7: a link to node 'n5'",
    ),
    "graphml, hyperedge": (
        {"a.graphml": GRAPHML.replace(b"<edge ", b"<hyperedge ")},
        "line 7: a link of more than two",
    ),
    "csv, links alone": ({"a.csv": LINKS}, "labels (node,label) is missing"),
    "csv, labels alone": ({"a.csv": LABELS}, "links (source,target) is missing"),
    "csv, one column": ({"a.csv": b"0,1\n7\n", "labels.csv": LABELS}, "a.csv, line 2: a link needs two columns"),
    "csv, missing label": ({"a.csv": LINKS, "b.csv": LABELS.replace(b"2,b\n", b"")}, "node '2' has no label"),
    "csv, empty label": ({"a.csv": LINKS, "b.csv": LABELS.replace(b"2,b", b"2,")}, "line 4: a label needs two"),
    "csv, unknown node": ({"a.csv": LINKS, "b.csv": LABELS + b"99,b\n"}, "b.csv, line 6: node '99' has a label"),
    "csv, second label": ({"a.csv": LINKS, "b.csv": LABELS + b"0,b\n"}, "line 6: node '0' has a second label"),
    "csv, open quotation": ({"a.csv": b'0,1\n"2,3\n', "labels.csv": LABELS}, "not comma-separated text"),
    "csv, which is which": ({"a.csv": LINKS, "b.csv": LINKS}, "holds the labels?"),
    "too many files": ({"a.gml": GML, "b.gml": GML}, "do not make one graph"),
    "no file": ({}, "0 files were given"),
    "npz, text": ({"a.npz": b"hello"}, "not an npz archive"),
    "npz, cut short": ({"a.npz": NPZ[:-30]}, "not an npz archive"),
    "npz, nothing in it": ({"a.npz": zipped()}, "no labels"),
    "npz, no links": ({"a.npz": npz(labels=np.arange(3))}, "no links"),
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
        "do not make a table of 4 rows",
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


XML_ATTACKS = {
    "internal entity": b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n' + GRAPHML.split(b"\n", 1)[1],
    "file from disk": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><graphml><graph><node id="&a;"/></graph></graphml>',
    "laughs": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><graphml>&b;</graphml>',
    "odd case": b'<!DocType x SYSTEM "http://127.0.0.1/x.dtd"><graphml/>',
}


@pytest.mark.parametrize("content", XML_ATTACKS.values(), ids=XML_ATTACKS)
def test_xml_with_a_document_type_or_entities_is_refused_with_its_line(content):
    assert "a document type or entity stands here" in refusal({"a.graphml": content})


def test_xml_in_another_encoding_cannot_hide_a_document_type():
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><graphml/>'
    assert "not text in UTF-8" in refusal({"a.graphml": hidden.encode("utf-16")})
    utf7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x><graphml><graph/></graphml>'
    assert "a.graphml" in refusal({"a.graphml": utf7})


def peak_memory(run):
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_by_its_declared_size_before_it_is_unpacked():
    header = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (200000000,), }")
    bomb = zipped(labels=header + bytes(200_000_000))
    assert len(bomb) < 400_000
    assert peak_memory(lambda: refusal({"a.npz": bomb})) < 10_000_000
    assert "MB, which is the most" in refusal({"a.npz": bomb})


def test_a_zip_bomb_that_declares_a_false_size_is_not_unpacked_beyond_it():
    bomb = bytearray(zipped(labels=bytes(100_000_000)))
    true = struct.pack("<I", 100_000_000)
    while (place := bomb.find(true)) >= 0:
        bomb[place : place + 4] = struct.pack("<I", 1000)
    assert peak_memory(lambda: refusal({"a.npz": bytes(bomb)})) < MAX_UNPACKED / 4


def test_many_small_bombs_are_counted_together():
    part = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (40000000,), }") + bytes(40_000_000)
    assert "unpacks to more than" in refusal({"a.npz": zipped(edges=part, labels=part)})


def test_a_header_that_promises_more_than_is_there_reserves_no_memory():
    for shape in ("(10**15,)", "(1000000000000,)", "(-1,)", "(0, 9999999999)", "((1,),)", "(True, False)"):
        content = zipped(labels=npy(f"{{'descr': '<i8', 'fortran_order': False, 'shape': {shape}, }}"))
        assert peak_memory(lambda content=content: refusal({"a.npz": content})) < 10_000_000


class Touch:
    """Unpickling this would make a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_pickles_are_never_loaded(tmp_path):
    trap = tmp_path / "trap"
    objects = np.array([Touch(trap), None], dtype=object)
    content = npz(labels=objects, edges=np.array([[0, 1]]))
    assert "pickled objects, which are never loaded" in refusal({"a.npz": content})
    assert "not an npz archive" in refusal({"a.npz": pickle.dumps(Touch(trap))})
    evil = npy("{'descr': __import__('os').mkdir('x'), 'fortran_order': False, 'shape': (1,), }", bytes(8))
    assert "broken header" in refusal({"a.npz": zipped(labels=evil)})
    assert not trap.exists()


def test_names_from_a_file_are_shown_harmless_and_short():
    label = '"</b><script>alert(1)</script>' + "x" * 500 + '\n"'
    files = {
        "a.csv": LINKS,
        "b.csv": LABELS.replace(b"0,a", ("0," + label.replace('"', "'").replace("\n", " ")).encode()),
    }
    graph = simplify(read_graph(files))
    assert all(len(name) <= 40 and name.isprintable() for name in graph.label_names)
    long = {"a" * 300 + "\n.gml": b"x"}
    assert len(refusal(long)) < 300


def test_deep_nesting_and_long_numbers_do_no_harm():
    assert refusal({"a.gml": b"graph [ " + b"x [ " * 200_000})
    nested = b"<graphml><graph>" + b"<desc>" * 50_000
    assert refusal({"a.graphml": nested})
    long = {"a.csv": LINKS.replace(b"3", b"9" * 5000), "b.csv": LABELS.replace(b"3,", b"9" * 5000 + b",")}
    assert simplify(read_graph(long)).n_nodes == 4


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
    assert all(graph.n_classes >= 2 and np.isfinite(graph.adjacency.data).all() for graph in graphs)
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


def test_a_folder_gives_its_graphs_by_name(tmp_path):
    for name, content in {
        "one.edges.csv": LINKS,
        "one.labels.csv": LABELS,
        "two.gml": GML,
        "three.edges.csv": LINKS,
        "karate.gml": GML,
        "bad name.gml": GML,
        "README.md": b"x",
    }.items():
        (tmp_path / name).write_bytes(content)
    found = find_graphs(tmp_path)
    assert found == {"one": ("one.edges.csv", "one.labels.csv"), "two": ("two.gml",)}
    assert load_graph(tmp_path, found["one"], name="one").nodes == ("0", "1", "2", "3")
    assert find_graphs(tmp_path / "nowhere") == find_graphs("") == {}
    with pytest.raises(ValueError, match="cannot be read"):
        load_graph(tmp_path, ("gone.gml",))
    with pytest.raises(ValueError, match="MB are read"):
        load_graph(tmp_path, found["two"], Limits(n_bytes=20))
