"""GraphML (Brandes et al. 2002), read by a stream parser that refuses document types, and with them all entities."""

from xml.parsers import expat

from core.files.parts import Table, complain, decode

_REFUSED = "a document type or entity stands here, and such XML is not read"


def read_graphml(file, content, limits, name):
    """RawGraph of a GraphML file (bytes). ValueError that names the line of the first fault, or of a DTD."""
    text = decode(file, content)
    for word in ("<!doctype", "<!entity"):
        place = text.lower().find(word)
        if place >= 0:
            raise complain(file, text.count("\n", 0, place) + 1, _REFUSED)
    reader = _Reader(file, limits)
    try:
        reader.parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise complain(file, error.lineno, f"the XML is broken here ({expat.ErrorString(error.code)})") from None
    if not reader.graphs:
        raise complain(file, None, "no <graph> was found, so this is not GraphML")
    return reader.table.finish(name, reader.directed)


class _Reader:
    def __init__(self, file, limits):
        self.file, self.table = file, Table(file, limits)
        # The text is UTF-8 by now, whatever its first line says.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.names, self.defaults = {}, {}
        self.graphs, self.directed = 0, False
        self.node = self.node_line = self.key = self.data = None
        self.attributes, self.text = {}, []

    @property
    def line(self):
        return self.parser.CurrentLineNumber

    def refuse(self, *_):
        raise complain(self.file, self.line, _REFUSED)

    def start(self, tag, attributes):
        tag = tag.rpartition(":")[2]
        if tag == "graph":
            self.graphs += 1
            if self.graphs > 1:
                raise complain(self.file, self.line, "a second graph begins here, but a file holds one")
            self.directed = attributes.get("edgedefault") == "directed"
        elif tag == "key" and attributes.get("for", "node") in ("node", "all"):
            self.key = attributes.get("id", "")
            self.names[self.key] = attributes.get("attr.name", self.key)
        elif tag == "node":
            if self.node is not None:
                raise complain(self.file, self.line, "a node inside a node is not read")
            self.node, self.node_line, self.attributes = attributes.get("id", ""), self.line, {}
            if "id" not in attributes:
                raise complain(self.file, self.line, "a node without an id")
        elif tag == "edge":
            self.table.add_link(attributes.get("source"), attributes.get("target"), self.line)
        elif tag == "hyperedge":
            raise complain(self.file, self.line, "a link of more than two nodes is not read")
        elif tag in ("data", "default"):
            self.data, self.text = attributes.get("key", ""), []

    def characters(self, text):
        if self.data is not None:
            self.text.append(text)

    def end(self, tag):
        tag = tag.rpartition(":")[2]
        if tag == "data":
            if self.node is not None and self.data in self.names:
                self.attributes[self.names[self.data]] = "".join(self.text).strip()
            self.data = None
        elif tag == "default":
            if self.key is not None:
                self.defaults[self.names[self.key]] = "".join(self.text).strip()
            self.data = None
        elif tag == "key":
            self.key = None
        elif tag == "node":
            self.table.add_node(self.node, self.defaults | self.attributes, self.node_line)
            self.node = None
