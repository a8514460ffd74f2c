"""Real graphs: what a file or a built-in example gives, and the simple graph with classes that is computed on."""

from dataclasses import dataclass, field, replace

import networkx as nx
import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from core.number_of import number_of
from core.real.columns import NONE, Column, column
from core.real.communities import find_communities


@dataclass(frozen=True)
class Split:
    """Which nodes train a classifier, and which test it: arrays of node numbers."""

    train: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class RawGraph:
    """A graph as it was written down.

    nodes: names, one a node.  ends: (m, 2) node numbers of the links, in any order, repeated or not.
    columns: what could be the nodes' class.  likely: name of the one that is taken when nothing is said, or "".
    features: (N, F) csr_array or None.  split: Split or None.  notes: sentences.  seen: one for when no column is likely.
    """

    name: str
    nodes: tuple[str, ...]
    ends: np.ndarray
    directed: bool
    columns: tuple[Column, ...] = ()
    likely: str = ""
    features: csr_array | None = None
    split: Split | None = None
    notes: tuple[str, ...] = ()
    seen: str = ""

    def column(self, name):
        """The Column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def reordered(self, order):
        """The same graph, which has no features and no split, with node order[k] in place k."""
        place = np.empty(len(self.nodes), dtype=np.int64)
        place[order] = np.arange(order.size)
        columns = tuple(replace(column, codes=column.codes[order]) for column in self.columns)
        return replace(self, nodes=tuple(self.nodes[k] for k in order), ends=place[self.ends], columns=columns)

    @property
    def classes(self):
        """The value of every node in the likely column, None where it has none or there is no such column."""
        likely = self.column(self.likely)
        return likely.texts if likely else (None,) * len(self.nodes)


@dataclass(frozen=True)
class Graph:
    """A simple undirected graph whose nodes have classes.

    adjacency: symmetric 0/1 csr_array (N, N) without loops.  labels: (N,) numbers 0..C-1, -1 for a node without a class.
    label_names: C texts in natural order; one, "all nodes", where there are no two classes to tell apart.
    features: (N, F) csr_array or None.  split: Split or None.  notes: one sentence for each thing done to it.
    """

    name: str
    adjacency: csr_array
    labels: np.ndarray
    label_names: tuple[str, ...]
    features: csr_array | None = None
    split: Split | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def n_nodes(self):
        """N."""
        return self.adjacency.shape[0]

    @property
    def n_edges(self):
        """Number of links, each counted once."""
        return self.adjacency.nnz // 2

    @property
    def n_classes(self):
        """C."""
        return len(self.label_names)

    @property
    def degrees(self):
        """Number of neighbours of each node, (N,)."""
        return np.diff(self.adjacency.indptr)


def simplify(raw, largest_component=False, by=""):
    """Make the simple graph of a RawGraph: both directions, no loops, no repeats; on request its largest component.

    by: name of the column that is the class, "none" for communities found in the links, "" for the likely one.
    Returns a Graph whose notes say what was done.  Raises ValueError when there is no such column, or no link.
    """
    notes, n_nodes = list(raw.notes), len(raw.nodes)
    ends = np.sort(np.asarray(raw.ends, dtype=np.int64).reshape(-1, 2), axis=1)
    kept = ends[ends[:, 0] != ends[:, 1]]
    if len(kept) < len(ends):
        notes.append(f"{number_of(len(ends) - len(kept), 'loop')} from a node to itself dropped.")
    pairs = np.unique(kept, axis=0)
    if len(pairs) == 0:
        raise ValueError(f"{raw.name} has no link between two different nodes, so there is nothing to propagate along.")
    if raw.directed:
        notes.append(
            f"Directed links are taken in both directions: {number_of(len(kept), 'arrow')} made {number_of(len(pairs), 'link')}."
        )
    elif len(pairs) < len(kept):
        notes.append(f"{number_of(len(kept) - len(pairs), 'repeated link')} counted once.")
    both = np.concatenate([pairs, pairs[:, ::-1]])
    adjacency = coo_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(n_nodes, n_nodes)).tocsr()
    adjacency.sort_indices()

    inside, features, split = np.arange(n_nodes), raw.features, raw.split
    n_parts, part = connected_components(adjacency, directed=False)
    if n_parts > 1 and largest_component:
        inside = np.flatnonzero(part == np.bincount(part).argmax())
        adjacency = csr_array(adjacency[inside][:, inside])
        features = None if features is None else csr_array(features[inside])
        notes.append(
            f"Only the largest of {n_parts:,} components is kept: {number_of(n_nodes - inside.size, 'node')} of {n_nodes:,} "
            "left out."
        )
    elif n_parts > 1:
        notes.append(f"{n_parts:,} components: in a small one the noise soon stops averaging out.")
    alone = int((np.diff(adjacency.indptr) == 0).sum())
    if alone:
        notes.append(f"{number_of(alone, 'node')} without links: such a node keeps its own feature.")
    by = by or raw.likely or NONE
    labels, names, said = _classes(raw, by, adjacency, inside)
    if by == NONE and not raw.likely and raw.seen:
        said.insert(0, raw.seen)
    split = None if split is None else _renumber(split, inside[labels >= 0], np.flatnonzero(labels >= 0), n_nodes)
    return Graph(raw.name, adjacency, labels, names, features, split, said + notes)


def _classes(raw, by, adjacency, inside):
    """(labels, names, notes) of the nodes that were kept."""
    if by == NONE:
        labels, names, note = find_communities(adjacency)
    else:
        chosen = raw.column(by)
        if chosen is None:
            have = ", ".join(shown(column.name) for column in raw.columns) or "none"
            raise ValueError(f"{raw.name} has no attribute {shown(by)} that could be the class; there are: {have}.")
        present, labels = np.unique(np.append(-1, chosen.codes[inside]), return_inverse=True)
        labels, names = labels[1:] - 1, tuple(chosen.values[code] for code in present[1:])
        note = chosen.note or f"The classes are the nodes' attribute {shown(by)}."
    notes, unlabelled = [note], int((labels < 0).sum())
    if len(names) < 2:
        if by != NONE:
            notes.append(f"Here they are {f'one class only ({shown(names[0])})' if names else 'at none of the nodes'}.")
        notes.append("There is nothing to tell apart, and all nodes are drawn together.")
        return np.zeros(inside.size, dtype=np.int64), ("all nodes",), notes
    if unlabelled:
        notes.append(
            f"{number_of(unlabelled, 'node')} of {inside.size:,} without a class: such a node stays in the graph, and is left "
            "out of class means, errors and splits."
        )
    return labels, names, notes


def _renumber(split, old, new, n_nodes):
    """The split among the nodes that were kept and have a class: number old[k] is now new[k]."""
    number = np.full(n_nodes, -1)
    number[old] = new
    train, test = (number[nodes][number[nodes] >= 0] for nodes in (split.train, split.test))
    return Split(train, test) if train.size and test.size else None


def shown(text, longest=30):
    """Text from a file as it may stand in a sentence: one line, shortened, in quotation marks."""
    plain = "".join(c if c.isprintable() else " " for c in str(text)[: longest + 1]).strip()
    return f"'{plain[:longest]}…'" if len(plain) > longest else f"'{plain}'"


def is_bipartite(adjacency):
    """Whether some component with links has only even cycles, so that P has the eigenvalue -1 and a walk oscillates.

    A component is bipartite when the graph's double cover (two copies, every link leads across) has two parts there.
    """
    n_nodes = adjacency.shape[0]
    rows, columns = csr_array(adjacency).nonzero()
    ends = np.concatenate([rows, columns + n_nodes]), np.concatenate([columns + n_nodes, rows])
    cover = coo_array((np.ones(ends[0].size), ends), shape=(2 * n_nodes, 2 * n_nodes)).tocsr()
    part = connected_components(cover, directed=False)[1]
    linked = np.diff(csr_array(adjacency).indptr) > 0
    return bool((part[:n_nodes] != part[n_nodes:])[linked].any())


def _from_networkx(name, graph, columns=(), *notes):
    number = {node: place for place, node in enumerate(graph)}
    ends = np.array([(number[a], number[b]) for a, b in graph.edges()])
    likely = columns[0].name if columns else ""
    return RawGraph(name, tuple(map(str, graph)), ends, False, columns, likely, notes=notes)


def karate_club():
    """34 members of a karate club that split in two, and who met whom outside of it (Zachary 1977)."""
    graph = nx.karate_club_graph()
    note = "The classes are the two clubs after the split (Zachary 1977)."
    club = column("club", [graph.nodes[node]["club"] for node in graph], note)
    return _from_networkx("Karate club", graph, (club,), "How often two members met is not used.")


def les_miserables():
    """77 characters of Les Misérables, linked when they share a chapter (Knuth 1993); communities are found, not given."""
    note = "How many chapters two characters share is not used (Knuth 1993)."
    return _from_networkx("Les Misérables", nx.les_miserables_graph(), (), note)


def davis_women():
    """18 women and the 14 events they came to (Davis, Gardner and Gardner 1941): a bipartite graph."""
    graph = nx.davis_southern_women_graph()
    women = set(graph.graph["top"])
    side = column(
        "side", ["women" if node in women else "events" for node in graph], "The classes are women and events."
    )
    return _from_networkx(
        "Davis women",
        graph,
        (side,),
        "Links go from women to the events they came to, never between two women or two events "
        "(Davis, Gardner and Gardner 1941).",
    )


BUILT_IN = {"karate": karate_club, "lesmis": les_miserables, "davis": davis_women}
