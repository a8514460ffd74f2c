"""Graphs as JSON: lists of nodes and of links, as networkx, d3, sigma and Cytoscape write them."""

import json

from core.files.parts import complain
from core.files.table import Table
from core.files.text import decode
from core.real.graphs import shown

_NODES, _LINKS = ("nodes", "vertices"), ("links", "edges")
_ID, _SOURCE, _TARGET = (
    ("id", "key", "name", "label"),
    ("source", "from", "src", "start"),
    ("target", "to", "dst", "end"),
)


def read_json(file, content, limits):
    """Table of a JSON file (bytes). ValueError that names the line, the node or the link of the first fault."""
    text = decode(file, content)
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise complain(file, error.lineno, f"the JSON is broken here ({error.msg})") from None
    except (RecursionError, ValueError):
        raise complain(file, None, "the JSON is nested too deeply, or a number in it is too long") from None
    parts = _parts(whole)
    if parts is None:
        keys = ", ".join(shown(key) for key in list(whole)[:6]) if isinstance(whole, dict) else "no object"
        raise complain(
            file, None, f"no list 'nodes' with a list 'links' or 'edges' beside it was found; there are: {keys}"
        )
    nodes, links, directed = parts
    table = Table(file, limits)
    table.directed, table.open = directed, True
    key = next((key for key in _ID if nodes and all(_is_name(node.get(key)) for node in nodes)), None)
    # Some write the names of cities or persons, two of them alike, and mean the places of the nodes in the list.
    if key and key not in ("id", "key") and len({str(node[key]) for node in nodes}) < len(nodes):
        key = None
    for place, node in enumerate(nodes):
        number = table.add_node(_text(node[key]) if key else str(place), None)
        for name, value in node.items():
            if _is_name(value) or value is None:
                table.put(number, str(name), _text(value))
    _take_links(table, links)
    return table


def _parts(whole):
    """(nodes, links, directed) of what a file holds, or None; a node is a dictionary, so is a link."""
    for holder in _holders(whole):
        nodes = next((holder[key] for key in _NODES if isinstance(holder.get(key), list | dict)), None)
        links = next((holder[key] for key in _LINKS if isinstance(holder.get(key), list)), None)
        if links is None and isinstance(holder.get("adjacency"), list) and isinstance(nodes, list):
            links = _adjacency(nodes, holder["adjacency"])
        if nodes is None or links is None:
            continue
        if isinstance(nodes, dict):
            nodes = [{"id": name} | (node if isinstance(node, dict) else {}) for name, node in nodes.items()]
        nodes = [_flat(node) if isinstance(node, dict) else {"id": node} for node in nodes]
        links = [_flat(link) if isinstance(link, dict) else link for link in links]
        return nodes, links, any(part.get("directed") is True for part in (whole, holder) if isinstance(part, dict))
    return None


def _holders(whole):
    """Where the lists may be: in the file itself, or one step inside; Cytoscape also keeps both in one list."""
    inside = [whole.get(key) for key in ("elements", "graph", "network", "data")] if isinstance(whole, dict) else []
    for part in (whole, *inside):
        if isinstance(part, list) and part and all(isinstance(record, dict) for record in part):
            records = [_flat(record) for record in part]
            links = [record for record in records if _is_link(record)]
            yield {"nodes": [record for record in records if not _is_link(record)], "links": links}
        elif isinstance(part, dict):
            yield part


def _adjacency(nodes, rows):
    """Links of networkx's adjacency_data: a list of neighbours for each node."""
    return [
        {"source": node.get("id"), "target": other.get("id")}
        for node, row in zip(nodes, rows, strict=False)
        if isinstance(node, dict) and isinstance(row, list)
        for other in row
        if isinstance(other, dict)
    ]


def _flat(record):
    """A node or link with what stands in its "data" or "attributes" put beside the rest."""
    for key in ("data", "attributes", "metadata"):
        if isinstance(record.get(key), dict):
            record = record[key] | {name: value for name, value in record.items() if name != key}
    return record


def _is_link(record):
    return any(key in record for key in _SOURCE)


def _is_name(value):
    return isinstance(value, str | int | float)


def _text(value):
    return "" if value is None else str(value)


def _ends(link):
    """The two ends of a link, None where there is none."""
    if isinstance(link, list):
        return (link + [None, None])[:2]
    if not isinstance(link, dict):
        return None, None
    ends = []
    for keys in (_SOURCE, _TARGET):
        end = next((link[key] for key in keys if key in link), None)
        end = next((end[key] for key in _ID if key in end), None) if isinstance(end, dict) else end
        ends.append(end)
    return ends


def _take_links(table, links):
    """By the nodes' names, or else, where not all ends are names, by their places in the list (d3 before 2016)."""
    ends = [_ends(link) for link in links]
    for place, pair in enumerate(ends):
        if not all(_is_name(end) for end in pair):
            raise complain(table.file, None, f"link {place + 1:,} needs a source and a target")
    names = list(table.number)
    known = all(_text(end) in table.number for pair in ends for end in pair)
    numbers = all(isinstance(end, int) and 0 <= end < len(names) for pair in ends for end in pair)
    for pair in ends:
        source, target = (names[end] if numbers and not known else _text(end) for end in pair)
        table.add_link(source, target, None)
