"""Each format's own ways: encodings, groups, ports, capitals, comments, symmetry; and the same graph from all of them."""

import gzip
import io
import json

import networkx as nx
import numpy as np
import pytest
from graph_bytes import GML, GRAPHML, files_of, npz, reference, refusal, textual

from core.files.graph_files import read_graph
from core.real.graphs import simplify

ENDINGS = ("gml", "graphml", "gexf", "net", "mtx", "json", "npz", "csv", "edgelist")


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_gives_the_graph_that_networkx_wrote(ending, packed):
    graph, files = reference(), files_of(reference(), ending)
    files = {f"{name}.gz": gzip.compress(content) for name, content in files.items()} if packed else files
    raw = read_graph(files)
    found = simplify(raw)
    assert raw.name == "g"
    # networkx writes an edge list without the nodes that have no link, and Pajek and matrices count from 1.
    nodes = [node for node in sorted(graph) if graph.degree(node) or ending != "edgelist"]
    assert (found.adjacency != nx.to_scipy_sparse_array(graph, nodelist=nodes, format="csr")).nnz == 0
    if ending in ("mtx", "edgelist"):
        assert raw.columns == ()
    else:
        assert raw.classes == tuple(f"{'' if ending == 'net' else 'kind '}{node % 3}" for node in nodes)


def gml(text):
    return read_graph({"a.gml": text.encode() if isinstance(text, str) else text})


def test_gml_keys_may_have_capitals_and_a_comment_may_end_a_line():
    raw = gml("""Creator "x # no comment"  # a comment
    Graph [ Directed 1
      Node [ Id 7 Class "a" ] # "a ] comment
      Node [ ID 8 Class "b" fill "#ff0000" ]
      Edge [ Source 7 TARGET 8 ]
    ]""")
    assert raw.nodes == ("7", "8") and raw.directed and raw.classes == ("a", "b")


def test_gml_is_read_in_its_own_latin_1_and_in_utf_8():
    text = GML.decode().replace('"a"', '"Zoë"')
    for encoding in ("latin-1", "utf-8", "utf-8-sig", "utf-16"):
        assert gml(text.encode(encoding)).classes[0] == "Zoë"
    assert gml(text.replace("Zoë", "Zo&#235;")).classes[0] == "Zoë"


def test_one_and_one_point_nought_are_one_class_of_a_gml_file():
    nodes = "".join(f"node [ id {k} value {'1.0' if k % 4 else 1 if k else 2} ]" for k in range(6))
    assert set(gml(f"graph [ {nodes} edge [ source 0 target 1 ] ]").classes) == {"1", "2"}


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_graphml_is_read_in_the_encoding_that_it_declares(encoding):
    text = GRAPHML.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"').replace(">a<", ">Zoë<")
    assert read_graph({"a.graphml": text.encode(encoding)}).classes == ("Zoë", "b")


def test_a_node_that_links_alone_name_is_added_where_networkx_adds_it_and_the_note_says_so():
    graphml = (
        b'<graphml><graph><node id="a"/><edge source="a" target="b"/><edge source="b" target="c"/></graph></graphml>'
    )
    gexf = graphml.replace(b"<graphml>", b"<gexf>").replace(b"</graphml>", b"</gexf>")
    listed = b'{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "b"}, {"source": "b", "target": "c"}]}'
    for name, content in (("a.graphml", graphml), ("a.gexf", gexf), ("a.json", listed)):
        raw = read_graph({name: content})
        assert raw.nodes == ("a", "b", "c") and raw.notes == ("Nodes that links name and no list of nodes does: 2.",)


def test_a_port_does_not_overwrite_the_class_of_its_node():
    port = b'<port name="p"><data key="d0">other</data></port></node>'
    assert read_graph({"a.graphml": GRAPHML.replace(b"</node>", port)}).classes == ("a", "b")


YED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d6" yfiles.type="nodegraphics"/><graph edgedefault="directed" id="G">{groups}
<edge source="g0::n0" target="g1::n0"/><edge source="g0::n0" target="g0::n1"/></graph></graphml>"""
GROUP = """<node id="g{k}" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers>
<y:GroupNode><y:NodeLabel>Group {k}</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
<graph id="g{k}:" edgedefault="directed"><node id="g{k}::n0"><data key="d6"><y:ShapeNode><y:NodeLabel>one</y:NodeLabel>
</y:ShapeNode></data></node><node id="g{k}::n1"/></graph></node>"""


def test_groups_of_yed_are_a_class_of_the_nodes_inside_them():
    content = YED.format(groups="".join(GROUP.format(k=k) for k in range(2))).encode()
    raw = read_graph({"a.graphml": content})
    theirs = nx.read_graphml(io.BytesIO(content))
    assert (len(raw.nodes), len(raw.ends)) == (len(theirs), theirs.number_of_edges()) == (6, 2)
    assert raw.likely == "group" and raw.classes == (None, "Group 0", "Group 0", None, "Group 1", "Group 1")
    text = 'graph [ node [ id 0 label "In" isGroup 1 ] node [ id 1 label "Out" isGroup 1 ] ' + "".join(
        f'node [ id {k} label "n{k}" gid {k % 2} ]' for k in range(2, 8)
    )
    assert gml(text + "edge [ source 2 target 3 ] ]").classes == (None, None, *("In", "Out") * 3)


def test_nodes_of_gexf_may_be_inside_each_other_and_have_defaults():
    content = b"""<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="directed">
    <attributes class="edge"><attribute id="0" title="day"/></attributes>
    <attributes class="node"><attribute id="0" title="Modularity Class" type="integer"><default>1</default></attribute>
    <attribute id="1" title="Degree"/></attributes>
    <nodes><node id="a" label="A"><attvalues><attvalue for="0" value="2"/></attvalues>
    <nodes><node id="a1"/><node id="a2"/></nodes></node>
    <node id="b" pid="a" label="B"><attvalues><attvalue for="1" value="3"/></attvalues></node></nodes>
    <edges><edge source="a" target="b"><attvalues><attvalue for="0" value="7"/></attvalues></edge>
    <edge source="a1" target="a2"/></edges></graph></gexf>"""
    raw = read_graph({"a.gexf": content})
    assert raw.directed and raw.nodes == ("a", "a1", "a2", "b") and raw.ends.tolist() == [[0, 3], [1, 2]]
    assert raw.likely == "Modularity Class" and raw.classes == ("2", "1", "1", "1")


PAJEK = {
    "edges": '*Vertices 3\n1 "x y" 0.1 0.2\n2 b\n3 c\n*Edges\n1 2 1.5\n2 3\n',
    "lists": "*vertices 3\n*edgeslist\n2 1 3\n",
    "matrix": "% a comment\n*Network n\n*Vertices 3\n*Matrix\n0 1 0\n1 0 0.5\n0 2 0\n",
    "relations": '*Vertices 3\n*Arcs :1 "likes"\n1 2 1\n*Arcs :2 "knows"\n2 3 1\n',
}


@pytest.mark.parametrize("text", PAJEK.values(), ids=PAJEK)
def test_pajek_writes_links_in_four_ways(text):
    graph = simplify(read_graph({"a.net": text.encode()}))
    assert graph.degrees.tolist() == [1, 2, 1]


def test_rows_and_columns_of_a_pajek_matrix_of_two_sides_are_nodes_of_either_side():
    graph = simplify(read_graph({"a.net": b"*Vertices 5 2\n*Matrix\n0 1 0\n1 0 1\n"}))
    assert graph.degrees.tolist() == [1, 2, 1, 1, 1]


def test_pajek_has_classes_in_a_partition_of_its_own_or_in_a_file_beside_it():
    net, clu = PAJEK["edges"], "*Vertices 3\n1\n9999998\n2\n"
    raw = read_graph({"a.net": net.encode(), "a.clu": clu.encode()})
    assert raw.likely == "partition" and raw.classes == ("1", None, "2")
    whole = f"*Network n\n{net}*Partition Party\n{clu}*Vector size\n*Vertices 3\n.1\n.2\n.3\n"
    assert read_graph({"a.paj": whole.encode()}).column("Party").texts == ("1", None, "2")
    sides = read_graph({"a.net": b"*Vertices 4 2\n*Edges\n1 3\n2 4\n"})
    assert sides.column("side").texts == ("first", "first", "second", "second")


MATRICES = {
    "pattern": "coordinate pattern symmetric\n3 3 2\n2 1\n3 2\n",
    "general": "coordinate real general\n% comment\n3 3 3\n1 2 -1e-3\n2 3 4\n1 1 0\n",
    "complex": "coordinate complex hermitian\n3 3 2\n2 1 0 1\n3 2 1 0\n",
    "whole": "array integer general\n3 3\n0\n1\n0\n1\n0\n1\n0\n1\n0\n",
    "lower half": "array real symmetric\n3 3\n0\n1\n0\n0\n1\n0\n",
    "skew": "array real skew-symmetric\n3 3\n1\n0\n-1\n",
}


@pytest.mark.parametrize("text", MATRICES.values(), ids=MATRICES)
def test_a_matrix_is_read_in_every_form_and_what_is_nought_is_no_link(text):
    raw = read_graph({"a.mtx": f"%%MatrixMarket matrix {text}".encode()})
    assert simplify(raw).degrees.tolist() == [1, 2, 1] and raw.nodes == ("1", "2", "3")


JSON = {
    "names": {
        "nodes": [{"id": "a", "group": 1}, {"id": "b", "group": 1}, {"id": "c", "group": 2}],
        "links": [["a", "b"], ["b", "c"]],
    },
    "places": {
        "nodes": [{"name": "x", "group": 1}, {"name": "x", "group": 1}, {"name": "y", "group": 2}],
        "links": [{"source": 0, "target": 1}, {"source": 1, "target": 2}],
    },
    "sigma": {
        "nodes": [
            {"key": "a", "attributes": {"group": 1}},
            {"key": "b", "attributes": {"group": 1}},
            {"key": "c", "attributes": {"group": 2}},
        ],
        "edges": [{"source": "a", "target": "b"}, {"source": "b", "target": "c"}],
    },
    "Cytoscape": {
        "elements": {
            "nodes": [{"data": {"id": k, "group": 1 + (k > 1)}} for k in range(3)],
            "edges": [{"data": {"source": "0", "target": "1"}}, {"data": {"source": 1, "target": 2}}],
        }
    },
    "one list": [{"data": {"id": k, "group": 1 + (k > 1)}} for k in range(3)]
    + [{"data": {"source": 0, "target": 1}}, {"data": {"source": 1, "target": 2}}],
    "graph of nodes by name": {
        "graph": {
            "nodes": {"a": {"metadata": {"group": 1}}, "b": {"group": 1}, "c": {"group": 2}},
            "edges": [{"source": "a", "target": "b"}, {"source": "b", "target": "c"}],
        }
    },
    "adjacency": nx.adjacency_data(nx.Graph([(0, 1), (1, 2)])),
}


@pytest.mark.parametrize("whole", JSON.values(), ids=JSON)
def test_json_of_every_kind_is_the_same_graph(whole):
    raw = read_graph({"a.json": json.dumps(whole).encode()})
    assert simplify(raw).degrees.tolist() == [1, 2, 1]
    assert raw.classes in (("1", "1", "2"), (None,) * 3)


BAD = {
    "gexf, entity": ({"a.gexf": b'<!DOCTYPE g [<!ENTITY a "b">]><gexf/>'}, "a document type or entity stands here"),
    "gexf, no graph": ({"a.gexf": b"<gexf/>"}, "no <graph> was found, so this is not GEXF"),
    "graphml, unknown encoding": (
        {"a.graphml": b'<?xml version="1.0" encoding="EBCDIC-CP-BE"?><graphml/>'},
        "encoding EBCDIC-CP-BE is not read",
    ),
    "graphml, false encoding": (
        {"a.graphml": b'<?xml version="1.0" encoding="us-ascii"?><graphml>\xe9</graphml>'},
        "not text in us-ascii",
    ),
    "net, number": ({"a.net": b"*Vertices 2\n*Edges\n1 3\n"}, "line 3: a node's number from 1 to 2 is wanted, not '3'"),
    "net, a matrix that is cut off": ({"a.net": b"*Vertices 3\n*Matrix\n0 1 0\n1 0 1\n"}, "the matrix has 2 rows"),
    "net, a row that is cut off": ({"a.net": b"*Vertices 3\n*Matrix\n0 1 0\n1 0\n"}, "this one has 2"),
    "net, no vertices": ({"a.net": b"hello"}, "so this is not Pajek"),
    "net, how many": ({"a.net": b"*Vertices many"}, "a whole number of nodes must follow"),
    "net, more classes": (
        {"a.net": b"*Vertices 2\n*Edges\n1 2\n", "a.clu": b"1\n2\n3\n"},
        "a.clu, line 3: more classes than the 2 nodes",
    ),
    "net, fewer classes": (
        {"a.net": b"*Vertices 2\n*Edges\n1 2\n", "a.clu": b"1\n"},
        "1 class, but the graph has 2 nodes",
    ),
    "mtx, first line": ({"a.mtx": b"3 3 2\n"}, "line 1: the first line must be '%%MatrixMarket"),
    "mtx, not square": (
        {"a.mtx": b"%%MatrixMarket matrix coordinate real general\n2 3 1\n1 1 1\n"},
        "2 rows and 3 columns",
    ),
    "mtx, too far": (
        {"a.mtx": b"%%MatrixMarket matrix coordinate real general\n2 2 1\n1 3 1\n"},
        "line 3: row or column 3",
    ),
    "mtx, announced": (
        {"a.mtx": b"%%MatrixMarket matrix coordinate real general\n2 2 5\n1 2 1\n"},
        "1 entry found, but 5 announced",
    ),
    "mtx, a word": (
        {"a.mtx": b"%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 one\n"},
        "'one' is not a number",
    ),
    "mtx, huge": (
        {"a.mtx": b"%%MatrixMarket matrix coordinate real general\n900000000 900000000 1\n1 2 1\n"},
        "more than 20,000 nodes",
    ),
    "mtx, many": (
        {"a.mtx": b"%%MatrixMarket matrix coordinate real general\n9 9 99999999\n1 2 1\n"},
        "more than 500,000 links",
    ),
    "json, broken": ({"a.json": b'{"nodes": [\n'}, "line 2: the JSON is broken here"),
    "json, no graph": ({"a.json": b'{"a": 1, "b": 2}'}, "there are: 'a', 'b'"),
    "json, half a link": (
        {"a.json": b'{"nodes": [{"id": 1}], "links": [{"source": 1}]}'},
        "link 1 needs a source and a target",
    ),
    "json, deep": ({"a.json": b"[" * 100_000}, "nested too deeply"),
    "json, long number": ({"a.json": b'{"nodes": [' + b"9" * 5000 + b"]}"}, "a number in it is too long"),
    "gz, no gz": ({"a.csv.gz": b"source,target\n"}, "not a gzip file, or it is damaged"),
    "gz, cut": ({"a.csv.gz": gzip.compress(b"0,1\n" * 99)[:-9]}, "not a gzip file, or it is damaged"),
    "gz, of nothing": ({"a.csv.gz": gzip.compress(b"")}, "the file is empty"),
    "no graph, only features": ({"a.csv": b"0,1\n", "f.npz": npz(edges=np.array([[0, 1]]))}, "no features"),
}


@pytest.mark.parametrize(("files", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_gives_one_sentence_that_names_the_place(files, words):
    assert words in refusal(files)


def test_an_ending_that_says_little_is_looked_at():
    for name, content in textual().items():
        for ending in ("txt", "xml", "dat"):
            assert simplify(read_graph({f"g.{ending}": content})).n_nodes >= 2, name
