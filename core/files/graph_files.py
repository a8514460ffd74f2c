"""Read a graph from files, and find the graphs of a folder. Nothing is executed, unpacked unseen, or written."""

import re
from dataclasses import replace
from os.path import commonprefix
from pathlib import Path

from core.files.csv import add_labels, likeness_to_links, names_columns, read_links
from core.files.formats import LABEL_FORMATS, READERS, TABLES, WANTED, format_of
from core.files.npz import read_features
from core.files.pajek import read_partition
from core.files.parts import Limits, complain, free_name
from core.files.rows import read_rows
from core.files.unpack import unpack
from core.real.graphs import BUILT_IN, RawGraph, shown

# Below this likeness to links a table cannot hold them; from this one on its heading names them.
_LABELS, _NAMED = -2, 2
CORA, CORA_FILES = "cora", 3
_NAME = re.compile(r"[A-Za-z0-9_-]{1,24}")


def read_graph(files: dict[str, bytes], limits=None, name="") -> RawGraph:
    """The graph in some files, {file name: content}: a whole graph or a table of links, with tables of labels beside it.

    Beside tables an npz archive holds features.  Every format and its reader: core.files.formats; docs/graphs.md.
    limits: core.files.parts.Limits.  name: what to call the graph, else the name of its files.
    Raises ValueError, always one sentence that names file and line, node or array.
    """
    limits, contents = limits or Limits(), {}
    for file, content in files.items():
        file, content = _opened(file, bytes(content), limits)
        contents[free_name(file, contents)] = content
    kinds = {file: format_of(file, content) for file, content in contents.items()}
    tables = {
        file: read_rows(file, contents[file], limits, names_columns) for file, kind in kinds.items() if kind == TABLES
    }
    main, archive = _roles(kinds, tables)
    if main in tables:
        table = read_links(tables.pop(main), limits)
    else:
        table = READERS[kinds[main]](main, contents[main], limits)
    for rows in tables.values():
        add_labels(table, rows)
    for file in (file for file, kind in kinds.items() if kind in LABEL_FORMATS):
        read_partition(file, contents[file], table)
    raw = table.finish(name or _name_of(list(contents), main))
    return raw if archive is None else _with_features(raw, main, archive, contents[archive])


def find_graphs(folder) -> dict[str, tuple[str, ...]]:
    """Graphs in a folder: name -> its files. name.gml or another format of a whole graph, or name.edges.csv with name.labels.csv.

    Names are letters, digits, - and _, up to 24 of them; the built-in names are taken.
    """
    found = {}
    if not folder or not Path(folder).is_dir():
        return found
    files = {file.name for file in Path(folder).iterdir() if file.is_file()}
    for file in sorted(files):
        name, _, ending = file.partition(".")
        if not _NAME.fullmatch(name) or name in BUILT_IN or name in found:
            continue
        if ending == "edges.csv" and f"{name}.labels.csv" in files:
            more = (f"{name}.features.npz",) if f"{name}.features.npz" in files else ()
            found[name] = (file, f"{name}.labels.csv", *more)
        elif "." not in ending.removesuffix(".gz") and format_of(file) not in ("", TABLES, *LABEL_FORMATS):
            found[name] = (file,)
    return found


def has_cora(folder):
    """Whether Cora's links, labels and features are in a folder."""
    return len(find_graphs(folder).get(CORA, ())) == CORA_FILES


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


def _opened(file, content, limits):
    """(name as it may stand in a sentence, content unpacked) of a file that is not too long and not empty."""
    file = "".join(c if c.isprintable() else " " for c in Path(str(file)).name)[-60:] or "file"
    if len(content) > limits.n_bytes:
        fault = f"{len(content) / 1e6:,.1f} MB, but at most {limits.n_bytes / 1e6:,.1f} MB are read"
        raise complain(file, None, fault)
    file, content = unpack(file, content, limits.n_bytes)
    if not content:
        raise complain(file, None, "the file is empty")
    return file, content


def _roles(kinds, tables):
    """(file that holds the links, archive of features or None). kinds: {file: format}; tables: {file: Rows}."""
    archives = [file for file, kind in kinds.items() if kind == "npz"]
    whole = [file for file, kind in kinds.items() if kind not in (TABLES, "npz", *LABEL_FORMATS)]
    likeness = {file: likeness_to_links(rows) for file, rows in tables.items()}
    best = max(likeness, key=likeness.get, default=None)
    if not whole and best is not None and likeness[best] < _LABELS and not archives:
        fault = f"the table of links (source,target) is missing beside it; columns seen: {tables[best].seen}"
        raise complain(best, None, fault)
    # An archive without links beside it is the graph itself, else it holds features.
    if not whole and len(archives) == 1 and (best is None or likeness[best] < _LABELS):
        whole, archives = archives, []
    if not whole and best is not None:
        rivals = [file for file, value in likeness.items() if value == likeness[best] or value >= _NAMED]
        if len(rivals) > 1:
            one, other = (f"{shown(file)} ({tables[file].seen})" for file in rivals[:2])
            raise ValueError(
                f"Which of {one} and {other} holds the labels? Put the first line source,target into the links alone."
            )
        whole = [best]
    if len(whole) != 1 or len(archives) > 1:
        raise ValueError(f"{len(kinds)} files were given that do not make one graph: give {WANTED}.")
    return whole[0], archives[0] if archives else None


def _with_features(raw, main, file, content):
    if raw.nodes != tuple(map(str, range(len(raw.nodes)))):
        fault = f"with features nodes must be numbered 0 to {len(raw.nodes) - 1:,}, one for each row, and without gaps"
        raise complain(main, None, fault)
    features, split = read_features(file, content, len(raw.nodes))
    return replace(raw, features=features, split=split)


def _name_of(files, main):
    """What a graph is called: its file without the ending; of several files, the words that their names begin with alike."""
    common = commonprefix(files) if len(files) > 1 else ""
    words = re.match(r"(.*\w)[\W_]+$", common)
    return words.group(1).strip("_") if words else Path(main).stem
