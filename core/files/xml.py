"""A stream parser for XML that refuses document types, and with them all entities."""

from xml.parsers import expat

from core.files.parts import complain
from core.files.table import Table
from core.files.text import decode_xml

_REFUSED = "a document type or entity stands here, and such XML is not read"


class XmlReader:
    """Calls start(tag, attributes) and end(tag, text) of who inherits from it; fills `table`.

    parents: tags of the elements that are open, without their namespaces.  groups: [(node, node that holds it)].
    """

    root = ""

    def __init__(self, file, limits):
        self.file, self.table, self.graphs = file, Table(file, limits), 0
        self.table.open = True
        self.parents, self.groups, self._texts = [], [], []
        # The text is UTF-8 by now, whatever its first line says.
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    @property
    def line(self):
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def read(self, content):
        """The Table of a file (bytes). ValueError that names the line of the first fault, or of a document type."""
        text = decode_xml(self.file, content)
        for word in ("<!doctype", "<!entity"):
            place = text.lower().find(word)
            if place >= 0:
                raise complain(self.file, text.count("\n", 0, place) + 1, _REFUSED)
        try:
            self._parser.Parse(text.encode("utf-8", "replace"), True)
        except expat.ExpatError as error:
            fault = f"the XML is broken here ({expat.ErrorString(error.code)})"
            raise complain(self.file, error.lineno, fault) from None
        if not self.graphs:
            raise complain(self.file, None, f"no <graph> was found, so this is not {self.root}")
        self._name_groups()
        return self.table

    def begin_graph(self):
        """Count a graph that is no part of a node."""
        self.graphs += 1
        if self.graphs > 1:
            raise complain(self.file, self.line, "a second graph begins here, but a file holds one")

    def start(self, tag, attributes):
        """An element begins."""

    def end(self, tag, text):
        """An element ends; text: what stood in it, less what stood in its elements."""

    def _name_groups(self):
        """The group that holds a node is an attribute of the node: the group's label, or its id."""
        names, labels = list(self.table.number), self.table.attributes.get("label", {})
        for node, group in self.groups:
            if node not in self.table.attributes.get("group", {}):
                self.table.put(node, "group", labels.get(group, names[group]))

    def _refuse(self, *_):
        raise complain(self.file, self.line, _REFUSED)

    def _start(self, tag, attributes):
        tag = tag.rpartition(":")[2]
        self._texts.append([])
        self.start(tag, attributes)
        self.parents.append(tag)

    def _characters(self, text):
        if self._texts:
            self._texts[-1].append(text)

    def _end(self, tag):
        tag = self.parents.pop()
        self.end(tag, "".join(self._texts.pop()))
