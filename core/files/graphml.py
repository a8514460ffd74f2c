"""GraphML (Brandes et al. 2002), with the groups and labels of yEd."""

from core.files.parts import complain
from core.files.xml import XmlReader


def read_graphml(file, content, limits):
    """Table of a GraphML file (bytes). ValueError that names the line of the first fault, or of a document type."""
    return _Reader(file, limits).read(content)


class _Reader(XmlReader):
    root = "GraphML"

    def __init__(self, file, limits):
        super().__init__(file, limits)
        # Open nodes by number; a node that holds a graph is a group.
        self.names, self.nodes, self.key, self.data = {}, [], "", []

    @property
    def parent(self):
        """The tag of the element that holds this one."""
        return self.parents[-1] if self.parents else ""

    def start(self, tag, attributes):
        if tag == "graph" and not self.nodes:
            self.begin_graph()
            self.table.directed = attributes.get("edgedefault") == "directed"
        elif tag == "key" and attributes.get("for", "all") in ("node", "all"):
            self.key = attributes.get("id", "")
            self.names[self.key] = attributes.get("attr.name", self.key)
        elif tag == "node":
            if self.parent == "node":
                raise complain(self.file, self.line, "a node inside a node, without a graph between them, is not read")
            number = self.table.add_node(attributes.get("id"), self.line)
            if self.nodes:
                self.groups.append((number, self.nodes[-1]))
            self.nodes.append(number)
        elif tag == "edge":
            self.table.add_link(attributes.get("source"), attributes.get("target"), self.line)
        elif tag == "hyperedge":
            raise complain(self.file, self.line, "a link of more than two nodes is not read")
        elif tag == "data":
            self.data.append((self.parent, attributes.get("key", "")))

    def end(self, tag, text):
        if tag == "node":
            self.nodes.pop()
        elif tag == "data":
            owner, key = self.data.pop()
            # What stands in a port of a node is not the node's.
            if owner == "node" and key in self.names and text.strip():
                self.table.put(self.nodes[-1], self.names[key], text)
        elif tag == "NodeLabel" and self.nodes and self.nodes[-1] not in self.table.attributes.get("label", {}):
            self.table.put(self.nodes[-1], "label", text.strip())
        elif tag == "default" and self.parent == "key" and self.key:
            self.table.defaults[self.names[self.key]] = text
        elif tag == "key":
            self.key = ""
