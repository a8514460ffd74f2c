"""Which format a file has, by its ending or else by how it begins, and who reads it."""

import re
from pathlib import Path

from core.files.gexf import read_gexf
from core.files.gml import read_gml
from core.files.graphml import read_graphml
from core.files.json_graph import read_json
from core.files.matrix_market import read_matrix_market
from core.files.npz import read_npz
from core.files.pajek import read_pajek
from core.files.parts import complain

TABLES = "tables"
LABEL_FORMATS = ("clu",)
READERS = {
    "gml": read_gml,
    "graphml": read_graphml,
    "gexf": read_gexf,
    "net": read_pajek,
    "mtx": read_matrix_market,
    "json": read_json,
    "npz": read_npz,
}
_ENDINGS = {ending: ending for ending in (*READERS, *LABEL_FORMATS)} | {
    "paj": "net",
    **dict.fromkeys(
        ("csv", "tsv", "tab", "txt", "dat", "edgelist", "edges", "links", "labels", "nodes", "ncol"), TABLES
    ),
}
# Endings that say little: how the file begins says more.
_VAGUE = ("txt", "dat", "xml", "edges", "")
_BEGINNINGS = (
    (re.compile(rb"%%MatrixMarket", re.IGNORECASE), "mtx"),
    (re.compile(rb"(?:[^\n]*\n){0,8}\s*\*(vertices|network)\b", re.IGNORECASE), "net"),
    (re.compile(rb"(?:[^\n<]*\n){0,20}[^\n\"<]*\bgraph\s*\["), "gml"),
    (re.compile(rb"[^<]{0,3}(<\?xml.{0,2000}?|\s*)<(\w+:)?graphml\b", re.DOTALL), "graphml"),
    (re.compile(rb"[^<]{0,3}(<\?xml.{0,2000}?|\s*)<(\w+:)?gexf\b", re.DOTALL), "gexf"),
    (re.compile(rb"%\s*(sym|asym|bip)\b"), TABLES),
)
WANTED = (
    "one graph (GML, GraphML, GEXF, Pajek, Matrix Market, JSON, npz) or a table of links (source,target), and tables of labels "
    "(node,label) if you like"
)


def format_of(file, content=b""):
    """Name of a file's format, a key of READERS, TABLES or one of LABEL_FORMATS.

    "" for an unknown ending if there is no content to look at; with content ValueError.
    """
    ending = Path(file.lower().removesuffix(".gz")).suffix.removeprefix(".")
    if not content:
        return _ENDINGS.get(ending, "")
    if ending in _VAGUE or ending not in _ENDINGS:
        for beginning, kind in _BEGINNINGS:
            if beginning.match(content[:4000]):
                return kind
    if ending not in _ENDINGS:
        raise complain(file, None, f"this ending is not known; give {WANTED}")
    return _ENDINGS[ending]
