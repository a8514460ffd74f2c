"""Read a graph from files, and find the graphs of a folder. Nothing is executed, unpacked unseen, or written."""

import re
from dataclasses import replace
from os.path import commonprefix
from pathlib import Path

from core.files.csv import add_labels, likeness_to_links, names_columns, read_links
from core.files.formats import LABEL_FORMATS, TABLES, WANTED, format_of, read_whole
from core.files.npz import read_features
from core.files.pajek import read_partition
from core.files.parts import Limits, complain
from core.files.rows import read_rows
from core.files.unpack import unpack
from core.real.graphs import BUILT_IN, RawGraph, shown

_NAME = re.compile(r"[A-Za-z0-9_-]{1,24}")


def read_graph(files: dict[str, bytes], limits=None, name="") -> RawGraph:
    """The graph in some files, {file name: content}: a whole graph or a table of links, with tables of labels beside it.

    Beside tables an npz archive holds features.  Every format and its reader: core.files.formats; docs/graphs.md.
    limits: core.files.parts.Limits.  name: what to call the graph, else the name of its files.
    Raises ValueError, always one sentence that names file and line, node or array.
    """
    limits = limits or Limits()
    contents = dict(_opened(file, bytes(content), limits) for file, content in files.items())
    kinds = {file: format_of(file, content) for file, content in contents.items()}
    tables = {
        file: read_rows(file, contents[file], limits, names_columns) for file, kind in kinds.items() if kind == TABLES
    }
    archives = [file for file, kind in kinds.items() if kind == "npz"]
    whole = [file for file, kind in kinds.items() if kind not in (TABLES, "npz", *LABEL_FORMATS)]
    # Beside other files an archive holds features alone.
    if len(archives) == 1 and not whole and not tables:
        whole, archives = archives, []
    links = None if whole else _link_table(tables)
    if len(whole) + (links is not None) != 1 or len(archives) > 1:
        raise ValueError(f"{len(contents)} files were given that do not make one graph: give {WANTED}.")
    table = (
        read_links(tables[links], limits)
        if whole == []
        else read_whole(kinds[whole[0]], whole[0], contents[whole[0]], limits)
    )
    for file, kind in kinds.items():
        if kind == TABLES and file != links:
            add_labels(table, tables[file])
        elif kind in LABEL_FORMATS:
            read_partition(file, contents[file], table)
    raw = table.finish(name or _name_of(list(contents), links or whole[0]))
    if not archives:
        return raw
    if raw.nodes != tuple(map(str, range(len(raw.nodes)))):
        fault = f"with features nodes must be numbered 0 to {len(raw.nodes) - 1:,}, one for each row, and without gaps"
        raise complain(links or whole[0], None, fault)
    features, split = read_features(archives[0], contents[archives[0]], len(raw.nodes))
    return replace(raw, features=features, split=split)


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


def _link_table(tables):
    """Name of the file that holds the links, of some tables {file: Rows}; None if there is no table."""
    if not tables:
        return None
    score = {file: likeness_to_links(rows) for file, rows in tables.items()}
    best = max(score, key=score.get)
    if len(tables) == 1:
        if score[best] < -2:
            fault = f"the table of links (source,target) is missing beside it; columns seen: {tables[best].seen}"
            raise complain(best, None, fault)
        return best
    if sorted(score.values())[-2] == score[best] or sum(value >= 4 for value in score.values()) > 1:
        one, other = list(tables)[:2]
        raise ValueError(
            f"Which of {shown(one)} ({tables[one].seen[:60]}) and {shown(other)} ({tables[other].seen[:60]}) holds the labels? "
            "Put the first line source,target into the one with the links alone."
        )
    return best


def _name_of(files, main):
    """What a graph is called: its file without the ending, of two files what their names have in common."""
    common = commonprefix([Path(file).name for file in files]) if len(files) > 1 else ""
    common = re.sub(r"[\W_]+$", "", common)
    return common if len(common) > 1 or common.isalpha() and len(files) > 1 else Path(main).stem
