"""GML (Himsolt 1997): keys and values, lists in square brackets. Read in one pass, nested as deep as a file likes."""

import html
import re
from bisect import bisect_left

from core.files.parts import complain
from core.files.table import Table
from core.files.text import decode
from core.real.graphs import shown

# A text in quotation marks may run over several lines.
_TOKEN = re.compile(r'"([^"]*)"|[\[\]]|[^\s\[\]"]+|"')
_INSIDE = {("file", "graph"): "graph", ("graph", "node"): "node", ("graph", "edge"): "edge"}


def read_gml(file, content, limits):
    """Table of a GML file (bytes). ValueError that names the line of the first fault."""
    text, table = decode(file, content), Table(file, limits)
    lists, records, opened = ["file"], [{}], [1]
    key, graphs, place, groups = None, 0, 0, {}
    breaks = [place for place, character in enumerate(text) if character == "\n"]

    def line_of(place):
        return bisect_left(breaks, place) + 1

    while token := _TOKEN.search(text, place):
        start, place = token.span()
        word, quoted = token.group(), token.group(1) is not None
        if word == '"':
            raise complain(file, line_of(start), "a text in quotation marks is not closed")
        if key is None:
            if not quoted and word.startswith("#"):
                # Where a key may stand a comment runs to the end of its line.
                place = (text.find("\n", start) + 1) or len(text)
            elif word == "]":
                if len(lists) == 1:
                    raise complain(file, line_of(start), "a ']' without its '['")
                _close(table, lists.pop(), records.pop(), opened.pop(), groups)
            elif quoted or word == "[":
                raise complain(file, line_of(start), f"a key was expected, not {shown(word)}")
            else:
                key = word
        elif not quoted and word == "[":
            kind = _INSIDE.get((lists[-1], key.lower()), "other")
            graphs += kind == "graph"
            if graphs > 1:
                raise complain(file, line_of(start), "a second graph begins here, but a file holds one")
            lists.append(kind)
            records.append({})
            opened.append(line_of(start))
            key = None
        elif not quoted and word == "]":
            raise complain(file, line_of(start), f"the key {shown(key)} has no value")
        else:
            name = key.lower() if key.lower() in ("id", "source", "target", "directed", "gid") else key
            records[-1][name] = html.unescape(token.group(1)) if quoted else word
            key = None
    if key is not None or len(lists) > 1:
        fault = "the file ends too early: a list '[' is not closed, or a key has no value"
        raise complain(file, line_of(len(text)), fault)
    if not graphs:
        raise complain(file, None, "no 'graph [' was found, so this is not GML")
    labels = table.attributes.get("label", {})
    for node, group in groups.items():
        if group in table.number and node not in table.attributes.get("group", {}):
            table.put(node, "group", labels.get(table.number[group], group))
    return table


def _close(table, kind, record, line, groups):
    """Take what stood in a list; groups: {node: name of the group that holds it}, as yEd writes it."""
    if kind == "node":
        node = table.add_node(record.pop("id", None), line)
        for attribute, text in record.items():
            table.put(node, attribute, text)
        if "gid" in record:
            groups[node] = record["gid"]
    elif kind == "edge":
        table.add_link(record.get("source"), record.get("target"), line)
    elif kind == "graph":
        table.directed = record.get("directed", "0") == "1"
