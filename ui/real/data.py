"""What the page of real graphs computes, step by step, each step remembered: from a file to every curve."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from core.files.graph_files import find_graphs, load_graph, read_graph
from core.files.parts import Limits, free_name
from core.moments.row_norms import RowNorms
from core.real.classifier import classifier_accuracy, seeded_split
from core.real.columns import NONE
from core.real.curves import against_rest, class_errors, class_means
from core.real.fit_blocks import fit_blocks, rewire
from core.real.graphs import BUILT_IN, simplify
from ui.server import cache
from ui.server.room import ROOM
from ui.server.workers import POOL
from ui.settings import SETTINGS

LIMITS = Limits(SETTINGS.max_upload_mb * 2**20, SETTINGS.max_upload_nodes, SETTINGS.max_upload_edges)
REWIRED_EXACT_WORK = 3e8
# Beyond these communities take seconds to find, so that a process beside the app looks for them.
COMMUNITY_LINKS = 20_000


def name_of(key):
    """What a graph that a link can name is called in the menu."""
    names = {"karate": "Karate club", "lesmis": "Les Misérables", "davis": "Davis women"}
    return names.get(key, key)


def raw_graph(key):
    """RawGraph of a built-in graph or one of the data folder; ValueError when its file is not readable."""
    if key in BUILT_IN:
        return cache.real(("raw", key), BUILT_IN[key], own=False)

    def load():
        files = find_graphs(SETTINGS.data).get(key)
        if not files:
            raise ValueError(f"{key} is no longer in the folder of real graphs.")
        return load_graph(SETTINGS.data, files, LIMITS, key)

    return cache.real(("raw", key), load, own=False)


def read_uploads(files, session="", known=None):
    """(text that changes with the content, RawGraph) of uploaded files [(name, bytes)]; ValueError is one sentence.

    known: what this function returned before, which is not read again if the files are the same.
    """
    digest, contents = sha256(), {}
    for name, content in files:
        digest.update(f"{name} {len(content)} ".encode() + content)
        # Two files of one name are two files.
        contents[free_name(name, contents)] = content
    key = digest.hexdigest()
    raw = known[1] if known and known[0] == key else read_graph(contents, LIMITS)
    ROOM.take(session, len(raw.ends))
    return key, raw


@dataclass(frozen=True)
class Study:
    """One graph under one walk to one depth; every method is remembered for all sessions, or for this one alone if own.

    by: name of the column that is the class, "none", or "" for the likely one.
    """

    key: str
    raw: object
    own: bool
    giant: bool
    depth: int
    walk: str
    laziness: float
    seed: int
    by: str = ""

    def _remember(self, part, make, *more):
        return cache.real((part, self.key, self.giant, self.by, *more), make, self.own)

    @property
    def options(self):
        """Options of the walk."""
        return {"laziness": self.laziness} if self.walk == "lazy" else {}

    @property
    def _run(self):
        return self.depth, self.walk, tuple(self.options.values())

    def graph(self):
        """core.real.graphs.Graph; ValueError when there is nothing to compute on."""
        found = (self.by or self.raw.likely or NONE) == NONE
        run = POOL.run if found and len(self.raw.ends) > COMMUNITY_LINKS else lambda make, *arguments: make(*arguments)
        return self._remember("graph", lambda: run(simplify, self.raw, self.giant, self.by))

    def rows(self):
        """core.moments.row_norms.RowNorms."""
        return self._remember(
            "rows", lambda: RowNorms(self.graph().adjacency, self.depth, self.walk, **self.options), *self._run
        )

    def labels(self, chosen=None):
        """Classes of the nodes: all, or 0 for a chosen one and 1 for the rest."""
        labels = self.graph().labels
        return labels if chosen is None or self.graph().n_classes == 2 else against_rest(labels, chosen)

    def means(self, chosen=None):
        """core.real.curves.ClassMeans of all classes, or of a chosen one against the rest."""
        chosen = None if self.graph().n_classes == 2 else chosen
        return self._remember("means", lambda: class_means(self.rows(), self.labels(chosen)), *self._run, chosen)

    def errors(self, strength, chosen=None):
        """Mean over classes of their errors, {"fixed": (depth+1,), "fitted": (depth+1,)}."""
        chosen = None if self.graph().n_classes == 2 else chosen

        def make():
            means = self.means(chosen)
            return {name: class_errors(means, strength, name).mean(axis=1) for name in ("fixed", "fitted")}

        return self._remember("errors", make, *self._run, chosen, strength)

    def split(self):
        """core.real.graphs.Split: the given one, else one drawn with the seed; None where there is nothing to learn or to test."""
        graph = self.graph()
        return graph.split or seeded_split(np.random.default_rng(self.seed), graph.labels)

    def accuracy(self):
        """(core.real.classifier.Accuracy, whether the split was given) of the graph's own features."""
        graph = self.graph()

        def make():
            features, split = graph.features.astype(np.float32), self.split()
            return classifier_accuracy(
                graph.adjacency, features, graph.labels, split, self.depth, self.walk, **self.options
            )

        return self._remember("accuracy", make, *self._run, self.seed), graph.split is not None

    def fit(self, chosen):
        """core.real.fit_blocks.FittedBlocks of a chosen class against the rest."""
        return self._remember("fit", lambda: fit_blocks(self.graph().adjacency, self.labels(chosen)), chosen)

    def rewired(self, chosen):
        """A graph with the same degrees and classes and nothing else: (variance, mean over nodes; gap of the chosen class)."""

        def make():
            graph = self.graph()
            other = rewire(np.random.default_rng(self.seed), graph.adjacency, graph.labels)
            work = graph.n_nodes * (other.nnz + graph.n_nodes) * self.depth
            return RowNorms(other, self.depth, self.walk, exact=work <= REWIRED_EXACT_WORK, **self.options)

        rows = self._remember("rewired", make, *self._run, self.seed)
        gap = self._remember(
            "rewired gap", lambda: class_means(rows, self.labels(chosen)).gap[:, 0], *self._run, self.seed, chosen
        )
        return rows.noise.mean(axis=1), gap

    def gap(self, chosen):
        """Gap of the chosen class against the rest, (depth+1,)."""
        return self.means(chosen).gap[:, chosen if self.graph().n_classes == 2 else 0]
