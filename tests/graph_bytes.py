"""Small graph files, sound and strange, as bytes; and the sentence with which a bad one is refused."""

import io
import json
import struct
import zipfile

import networkx as nx
import numpy as np
import pytest
from scipy.io import mmwrite

from core.files.graph_files import read_graph
from core.real.graphs import simplify

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


def textual():
    """{format: a small graph in it} of formats that are known by how they begin."""
    graph = nx.Graph([(1, 2), (2, 3)])
    return {
        "gml": "\n".join(nx.generate_gml(graph)).encode(),
        "graphml": "\n".join(nx.generate_graphml(graph)).encode(),
        "gexf": "\n".join(nx.generate_gexf(graph)).encode(),
        "net": "\n".join(nx.generate_pajek(graph)).encode(),
        "mtx": b"%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 2\n",
    }


def files_of(graph, ending):
    """{name: content} of a graph whose nodes are numbered and have a class, in a format."""
    classes = nx.get_node_attributes(graph, "class")
    written = {"gml": nx.generate_gml, "graphml": nx.generate_graphml, "gexf": nx.generate_gexf}
    if ending in written:
        return {f"g.{ending}": "\n".join(written[ending](graph)).encode()}
    if ending == "json":
        return {"g.json": json.dumps(nx.node_link_data(graph, edges="links")).encode()}
    if ending == "edgelist":
        return {"g.edgelist": "\n".join(nx.generate_edgelist(graph)).encode()}
    if ending == "mtx":
        stream = io.BytesIO()
        mmwrite(stream, nx.to_scipy_sparse_array(graph, nodelist=sorted(graph)))
        return {"g.mtx": stream.getvalue()}
    if ending == "net":
        nodes = sorted(graph)
        links = "".join(f"{nodes.index(a) + 1} {nodes.index(b) + 1}\n" for a, b in graph.edges)
        kinds = "".join(f"{classes[node].split()[-1]}\n" for node in nodes)
        return {
            "g.net": f"*Vertices {len(nodes)}\n*Edges\n{links}".encode(),
            "g.clu": f"*Vertices {len(nodes)}\n{kinds}".encode(),
        }
    if ending == "npz":
        return {"g.npz": npz(edges=np.array(graph.edges), labels=np.array([classes[node] for node in graph]))}
    links = [f"{a},{b}" for a, b in graph.edges] + [f"{node}," for node in nx.isolates(graph)]
    labels = [f"{node},{kind}" for node, kind in classes.items()]
    return {"g.edges.csv": "\n".join(links).encode(), "g.labels.csv": "\n".join(["node,label", *labels]).encode()}
