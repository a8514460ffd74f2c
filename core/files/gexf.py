"""GEXF, the format of Gephi: nodes with attributes by number, perhaps inside each other."""

from core.files.xml import XmlReader


def read_gexf(file, content, limits):
    """Table of a GEXF file (bytes). ValueError that names the line of the first fault, or of a document type."""
    return _Reader(file, limits).read(content)


class _Reader(XmlReader):
    root = "GEXF"

    def __init__(self, file, limits):
        super().__init__(file, limits)
        self.names, self.nodes, self.key, self.of_nodes, self.pids = {}, [], "", False, []

    def start(self, tag, attributes):
        if tag == "graph":
            self.begin_graph()
            self.table.directed = attributes.get("defaultedgetype") == "directed"
        elif tag == "attributes":
            self.of_nodes = attributes.get("class") == "node"
        elif tag == "attribute" and self.of_nodes:
            self.key = attributes.get("id", "")
            self.names[self.key] = attributes.get("title", self.key)
        elif tag == "node":
            number = self.table.add_node(attributes.get("id"), self.line)
            if "label" in attributes:
                self.table.put(number, "label", attributes["label"])
            if "pid" in attributes:
                self.pids.append((number, attributes["pid"]))
            if self.nodes:
                self.groups.append((number, self.nodes[-1]))
            self.nodes.append(number)
        elif tag == "attvalue" and self.nodes:
            key = attributes.get("for", attributes.get("id"))
            if key in self.names:
                self.table.put(self.nodes[-1], self.names[key], attributes.get("value", ""))
        elif tag == "edge":
            self.table.add_link(attributes.get("source"), attributes.get("target"), self.line)

    def end(self, tag, text):
        if tag == "node":
            self.nodes.pop()
        elif tag == "attributes":
            self.of_nodes = False
        elif tag == "default" and self.key:
            self.table.defaults[self.names[self.key]] = text
        elif tag == "attribute":
            self.key = ""
        elif tag == "nodes":
            number = self.table.number
            self.groups += [(node, number[group]) for node, group in self.pids if group in number]
            self.pids = []
