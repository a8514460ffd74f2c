"""What the networks learn: a sampled graph with F features, the karate club, or the Cora citation graph from files."""

from pathlib import Path

import networkx as nx
import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array

from core.counting import draw_features
from core.sampling import block_labels, sample_graph
from core.training import Data, Task, walk_of

N_FEATURES = 16
CORA_FILES = ("edges.csv", "labels.csv", "features.npz")


def streams(seed, index):
    """Independent generators for the index-th repetition of a seed: graph, features, fresh graph, its features, split, weights."""
    return np.random.default_rng([seed, index]).spawn(6)


def csbm_data(graph_stream, feature_stream, model, n_features=N_FEATURES):
    """A sampled graph with class means m 1 +- (Delta/2) u in F features: along u the scalar theory holds."""
    labels = block_labels(model)
    features = draw_features(feature_stream, model, labels, n_features)
    return Data(walk_of(sample_graph(graph_stream, model)), features, (labels > 0).astype(int))


def csbm_task(model, seed, index, n_features=N_FEATURES):
    """Half the nodes of one graph to learn from, the other half held out, and a fresh graph from the same model."""
    graph, features, fresh_graph, fresh_features, split, _ = streams(seed, index)
    order = split.permutation(model.n_nodes)
    half = model.n_nodes // 2
    return Task(
        csbm_data(graph, features, model, n_features),
        order[:half],
        order[half:],
        csbm_data(fresh_graph, fresh_features, model, n_features),
    )


def karate_task(seed, index, labelled=4):
    """Zachary's karate club (1977): every node is its own feature, `labelled` members of each club are known."""
    club = nx.karate_club_graph()
    labels = np.array([int(club.nodes[node]["club"] == "Officer") for node in club])
    adjacency = csr_array((nx.to_scipy_sparse_array(club, weight=None) > 0).astype(float))
    split = streams(seed, index)[4]
    train = np.concatenate([split.permutation(np.flatnonzero(labels == name))[:labelled] for name in (0, 1)])
    data = Data(walk_of(adjacency), eye_array(labels.size).toarray(), labels)
    return Task(data, train, np.setdiff1d(np.arange(labels.size), train))


def has_cora(folder):
    """Whether the files cora.edges.csv, cora.labels.csv and cora.features.npz are in a folder."""
    return bool(folder) and all((Path(folder) / f"cora.{name}").exists() for name in CORA_FILES)


def cora_task(folder):
    """The Cora citation graph (Sen et al. 2008) with the usual split of Yang et al. 2016: 140 papers known, 1000 held out.

    Features are rows of words with sum 1. Raises ValueError where the files do not fit together.
    """
    edges, labels = (
        np.loadtxt(Path(folder) / f"cora.{name}", delimiter=",", skiprows=1, dtype=int) for name in CORA_FILES[:2]
    )
    with np.load(Path(folder) / "cora.features.npz", allow_pickle=False) as stored:
        shape, split = tuple(stored["shape"]), (stored["train"], stored["test"])
        words = csr_array((np.ones(stored["indices"].size), stored["indices"], stored["indptr"]), shape=shape).toarray()
    if labels.shape[0] != shape[0] or edges.max() >= shape[0]:
        raise ValueError(
            f"The files of Cora do not fit together: {labels.shape[0]} labels, {shape[0]} rows of features."
        )
    known = np.empty(shape[0], dtype=int)
    known[labels[:, 0]] = labels[:, 1]
    ends = np.concatenate([edges, edges[:, ::-1]])
    ends = ends[ends[:, 0] != ends[:, 1]]
    adjacency = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(shape[0], shape[0])).tocsr()
    adjacency.data[:] = 1.0
    words /= np.maximum(words.sum(axis=1, keepdims=True), 1)
    return Task(Data(walk_of(adjacency), words, known), *split)
