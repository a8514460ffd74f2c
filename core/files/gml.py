"""GML (Himsolt 1997): keys and values, lists in square brackets. Read in one pass, nested as deep as a file likes."""

import html
import re
from bisect import bisect_left

from core.files.parts import Table, complain, decode
from core.real.graphs import shown

# A comment is a whole line; a text in quotation marks may run over several.
_TOKEN = re.compile(r'^[ \t]*#[^\n]*|"([^"]*)"|[\[\]]|[^\s\[\]"]+|"', re.MULTILINE)
_INSIDE = {("file", "graph"): "graph", ("graph", "node"): "node", ("graph", "edge"): "edge"}


def read_gml(file, content, limits, name):
    """RawGraph of a GML file (bytes). ValueError that names the line of the first fault."""
    text, table = decode(file, content), Table(file, limits)
    lists, records, opened = ["file"], [{}], [1]
    key, directed, graphs = None, False, 0
    breaks = [place for place, character in enumerate(text) if character == "\n"]

    def line_of(place):
        return bisect_left(breaks, place) + 1

    for token in _TOKEN.finditer(text):
        word, quoted = token.group(), token.group(1) is not None
        if word == '"':
            raise complain(file, line_of(token.start()), "a text in quotation marks is not closed")
        if not quoted and word.lstrip().startswith("#") and key is None:
            continue
        if key is None:
            if word == "]":
                if len(lists) == 1:
                    raise complain(file, line_of(token.start()), "a ']' without its '['")
                kind, record, start = lists.pop(), records.pop(), opened.pop()
                if kind == "node":
                    table.add_node(record.pop("id", None), record, start)
                elif kind == "edge":
                    table.add_link(record.get("source"), record.get("target"), start)
                elif kind == "graph":
                    directed = record.get("directed", "0") == "1"
            elif quoted or word == "[":
                raise complain(file, line_of(token.start()), f"a key was expected, not {shown(word)}")
            else:
                key = word
        elif not quoted and word == "[":
            kind = _INSIDE.get((lists[-1], key), "other")
            graphs += kind == "graph"
            if graphs > 1:
                raise complain(file, line_of(token.start()), "a second graph begins here, but a file holds one")
            lists.append(kind)
            records.append({})
            opened.append(line_of(token.start()))
            key = None
        elif not quoted and word == "]":
            raise complain(file, line_of(token.start()), f"the key {shown(key)} has no value")
        else:
            records[-1][key] = html.unescape(token.group(1)) if quoted else word
            key = None
    if key is not None or len(lists) > 1:
        raise complain(
            file, line_of(len(text)), "the file ends too early: a list '[' is not closed, or a key has no value"
        )
    if not graphs:
        raise complain(file, None, "no 'graph [' was found, so this is not GML")
    return table.finish(name, directed)
