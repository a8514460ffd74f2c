"""Real graphs: what a file or a built-in example gives, and the simple graph with classes that is computed on."""

from dataclasses import dataclass, field

import networkx as nx
import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

MAX_CLASSES = 30


@dataclass(frozen=True)
class Split:
    """Which nodes train a classifier, and which test it: arrays of node numbers."""

    train: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class RawGraph:
    """A graph as it was written down.

    nodes: names, one a node.  ends: (m, 2) node numbers of the links, in any order, repeated or not.
    classes: one text a node.  features: (N, F) csr_array or None.  split: Split or None.  notes: sentences.
    """

    name: str
    nodes: tuple[str, ...]
    ends: np.ndarray
    directed: bool
    classes: tuple[str, ...]
    features: csr_array | None = None
    split: Split | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """A simple undirected graph whose nodes have classes.

    adjacency: symmetric 0/1 csr_array (N, N) without loops.  labels: (N,) numbers 0..C-1.  label_names: C texts,
    sorted.  features: (N, F) csr_array or None.  split: Split or None.  notes: one sentence for each thing done to it.
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


def simplify(raw, largest_component=False):
    """Make the simple graph of a RawGraph: both directions, no loops, no repeats; on request its largest component.

    Returns a Graph whose notes say what was done.  Raises ValueError when nothing to compute on is left: no link,
    one class only, or more than 30 classes.
    """
    notes, n_nodes = list(raw.notes), len(raw.nodes)
    ends = np.sort(np.asarray(raw.ends, dtype=np.int64).reshape(-1, 2), axis=1)
    kept = ends[ends[:, 0] != ends[:, 1]]
    if len(kept) < len(ends):
        notes.append(f"{_count(len(ends) - len(kept), 'loop')} from a node to itself dropped.")
    pairs = np.unique(kept, axis=0)
    if len(pairs) == 0:
        raise ValueError(f"{raw.name} has no link between two different nodes, so there is nothing to propagate along.")
    if raw.directed:
        notes.append(f"Directed links are taken in both directions: {len(kept):,} arrows make {len(pairs):,} links.")
    elif len(pairs) < len(kept):
        notes.append(f"{_count(len(kept) - len(pairs), 'repeated link')} counted once.")
    both = np.concatenate([pairs, pairs[:, ::-1]])
    adjacency = coo_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(n_nodes, n_nodes)).tocsr()
    adjacency.sort_indices()

    classes, features, split = np.array(raw.classes, dtype=object), raw.features, raw.split
    n_parts, part = connected_components(adjacency, directed=False)
    if n_parts > 1 and largest_component:
        inside = np.flatnonzero(part == np.bincount(part).argmax())
        adjacency, classes = csr_array(adjacency[inside][:, inside]), classes[inside]
        features = None if features is None else csr_array(features[inside])
        split = None if split is None else _renumber(split, inside, n_nodes)
        notes.append(
            f"Only the largest of {n_parts:,} components is kept: {_count(n_nodes - inside.size, 'node')} of {n_nodes:,} left out."
        )
    elif n_parts > 1:
        notes.append(f"{n_parts:,} components: in a small one the noise soon stops averaging out.")
    alone = int((np.diff(adjacency.indptr) == 0).sum())
    if alone:
        notes.append(f"{_count(alone, 'node')} without links: such a node keeps its own feature.")
    names, labels = np.unique(classes.astype(str), return_inverse=True)
    if names.size < 2:
        raise ValueError(
            f"{raw.name} has one class only ({shown(names[0])}), but telling classes apart needs at least two."
        )
    if names.size > MAX_CLASSES:
        raise ValueError(f"{raw.name} has {names.size:,} classes, but at most {MAX_CLASSES} are drawn.")
    return Graph(raw.name, adjacency, labels, tuple(map(str, names)), features, split, notes)


def _renumber(split, inside, n_nodes):
    number = np.full(n_nodes, -1)
    number[inside] = np.arange(inside.size)
    train, test = (number[nodes][number[nodes] >= 0] for nodes in (split.train, split.test))
    return Split(train, test) if train.size and test.size else None


def _count(number, thing):
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


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


def _from_networkx(name, graph, class_of, *notes):
    nodes = list(graph)
    number = {node: place for place, node in enumerate(nodes)}
    ends = np.array([(number[a], number[b]) for a, b in graph.edges()])
    classes = tuple(class_of(node) for node in nodes)
    return RawGraph(name, tuple(map(str, nodes)), ends, False, classes, notes=notes)


def karate_club():
    """34 members of a karate club that split in two, and who met whom outside of it (Zachary 1977)."""
    graph = nx.karate_club_graph()
    return _from_networkx(
        "Karate club",
        graph,
        lambda node: graph.nodes[node]["club"],
        "The classes are the two clubs after the split (Zachary 1977); how often two members met is not used.",
    )


def les_miserables():
    """77 characters of Les Misérables, linked when they share a chapter (Knuth 1993); communities are found, not given."""
    graph = nx.les_miserables_graph()
    found = nx.community.greedy_modularity_communities(graph)
    community = {node: f"community {place + 1}" for place, nodes in enumerate(found) for node in nodes}
    return _from_networkx(
        "Les Misérables",
        graph,
        community.__getitem__,
        f"The {len(found)} classes are communities found in the links themselves, by greedy modularity "
        "(Clauset, Newman and Moore 2004): no one labelled them, and they suit the graph better than real labels would.",
        "How many chapters two characters share is not used (Knuth 1993).",
    )


def davis_women():
    """18 women and the 14 events they came to (Davis, Gardner and Gardner 1941): a bipartite graph."""
    graph = nx.davis_southern_women_graph()
    women = set(graph.graph["top"])
    return _from_networkx(
        "Davis women",
        graph,
        lambda node: "women" if node in women else "events",
        "Links go from women to the events they came to, never between two women or two events "
        "(Davis, Gardner and Gardner 1941).",
    )


BUILT_IN = {"karate": karate_club, "lesmis": les_miserables, "davis": davis_women}
