"""Read a graph from files, and find the graphs of a folder. Nothing is executed, unpacked unseen, or written."""

import re
from dataclasses import replace
from pathlib import Path

from core.files.csv import is_labels, read_csv
from core.files.gml import read_gml
from core.files.graphml import read_graphml
from core.files.npz import read_features, read_npz
from core.files.parts import Limits, complain
from core.real.graphs import BUILT_IN, RawGraph, shown

ENDINGS = ("gml", "graphml", "csv", "npz")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,24}")
_WHOLE_GRAPH = {".gml": read_gml, ".graphml": read_graphml, ".npz": read_npz}
_WANTED = "one GML, GraphML or npz file, or two CSV files (source,target and node,label) with or without an npz file of features"


def read_graph(files: dict[str, bytes], limits=None, name="") -> RawGraph:
    """The graph in some files, {file name: content}: one GML, GraphML or npz, or links and labels as CSV (and features npz).

    limits: core.files.parts.Limits.  name: what to call the graph, else the name of its first file.
    Raises ValueError, always one sentence that names file and line, node or array.
    """
    limits = limits or Limits()
    contents = {_plain(file): bytes(content) for file, content in files.items()}
    for file, content in contents.items():
        if len(content) > limits.n_bytes:
            raise complain(
                file, None, f"{len(content) / 1e6:,.1f} MB, but at most {limits.n_bytes / 1e6:,.1f} MB are read"
            )
        if not content:
            raise complain(file, None, "the file is empty")
        if Path(file).suffix.lower() not in (".csv", *_WHOLE_GRAPH):
            raise complain(file, None, f"this ending is not known; give {_WANTED}")
    tables = [file for file in contents if file.lower().endswith(".csv")]
    others = [file for file in contents if file not in tables]
    name = name or (Path(tables[0] if tables else others[0]).name.split(".")[0] if contents else "")
    if not tables and len(others) == 1:
        file = others[0]
        return _WHOLE_GRAPH[Path(file).suffix.lower()](file, contents[file], limits, name)
    if len(tables) == 1 and all(file.lower().endswith(".npz") for file in others):
        missing = "labels (node,label)" if not is_labels(tables[0], contents[tables[0]]) else "links (source,target)"
        raise complain(tables[0], None, f"the CSV file of {missing} is missing beside it")
    if len(tables) != 2 or len(others) > 1 or not all(file.lower().endswith(".npz") for file in others):
        raise ValueError(f"{len(contents)} files were given that do not make one graph: give {_WANTED}.")
    labels = [file for file in tables if is_labels(file, contents[file])]
    if len(labels) != 1:
        raise ValueError(
            f"Which of {shown(tables[0])} and {shown(tables[1])} holds the labels? Put the first line node,label into it alone."
        )
    links = next(file for file in tables if file != labels[0])
    raw = read_csv(links, contents[links], labels[0], contents[labels[0]], limits, name)
    if not others:
        return raw
    if raw.nodes != tuple(map(str, range(len(raw.nodes)))):
        raise complain(
            links,
            None,
            f"with features nodes must be numbered 0 to {len(raw.nodes) - 1:,}, one for each row, and without gaps",
        )
    features, split = read_features(others[0], contents[others[0]], len(raw.nodes))
    return replace(raw, features=features, split=split)


def find_graphs(folder) -> dict[str, tuple[str, ...]]:
    """Graphs in a folder: name -> its files. name.gml, name.graphml, name.npz, or name.edges.csv with name.labels.csv.

    Names are letters, digits, - and _, up to 24 of them; the built-in names are taken.
    """
    found = {}
    if not folder or not Path(folder).is_dir():
        return found
    files = {file.name for file in Path(folder).iterdir() if file.is_file()}
    for file in sorted(files):
        name = file.split(".")[0]
        if not _NAME.fullmatch(name) or name in BUILT_IN or name in found:
            continue
        if file == f"{name}.edges.csv" and f"{name}.labels.csv" in files:
            more = (f"{name}.features.npz",) if f"{name}.features.npz" in files else ()
            found[name] = (file, f"{name}.labels.csv", *more)
        elif file in (f"{name}.gml", f"{name}.graphml", f"{name}.npz"):
            found[name] = (file,)
    return found


def load_graph(folder, files, limits=None, name="") -> RawGraph:
    """The graph in these files of a folder; ValueError as in read_graph, and when a file cannot be read."""
    limits, contents = limits or Limits(), {}
    for file in files:
        try:
            # One byte more than is read tells that a file is too long, without taking all of it.
            with (Path(folder) / file).open("rb") as stream:
                contents[file] = stream.read(limits.n_bytes + 1)
        except OSError:
            raise complain(file, None, "the file cannot be read") from None
    return read_graph(contents, limits, name)


def _plain(file):
    """A file's name as it may stand in a sentence."""
    return "".join(c if c.isprintable() else " " for c in Path(str(file)).name)[-60:] or "file"
