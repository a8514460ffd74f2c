"""Files that mean harm: entities, bombs, pickles, false promises, names that would be markup."""

import os
import pickle
import struct
import tracemalloc

import numpy as np
import pytest
from graph_bytes import GRAPHML, LABELS, LINKS, npy, npz, refusal, zipped

from core.files.archive import Archive
from core.files.graph_files import read_graph
from core.files.npz import MAX_UNPACKED
from core.real.graphs import simplify

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
    assert "a document type or entity" in refusal({"a.graphml": hidden.encode("utf-16")})
    latin = hidden.replace("UTF-16", "ISO-8859-1").encode("latin-1")
    assert "a document type or entity" in refusal({"a.graphml": latin})
    utf7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x><graphml><graph/></graphml>'
    assert "the encoding UTF-7 is not read" in refusal({"a.graphml": utf7})


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
    archive = Archive("a.npz", zipped(one=part, other=part), MAX_UNPACKED)
    assert archive["one"].size == 40_000_000
    with pytest.raises(ValueError, match="'other' unpacks to more than 64 MB"):
        archive["other"]


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


def test_classes_with_long_names_that_begin_and_end_alike_stay_apart():
    names = [f"http://example.org/ontology/{'c' * 40}{k}{'c' * 40}/end" for k in range(3)]
    labels = "node,label\n" + "".join(f"{k},{names[k % 3]}\n" for k in range(9))
    links = "source,target\n" + "".join(f"{k},{k + 1}\n" for k in range(8))
    raw = read_graph({"a.csv": links.encode(), "b.csv": labels.encode()})
    assert len(set(raw.classes)) == 3
    assert all(len(name) <= 40 and name.startswith("http://example.org/") for name in raw.classes)
