"""What the networks learn: a sampled graph with F features, the karate club, or the Cora citation graph from files."""

import numpy as np

from core.files.graph_files import CORA, find_graphs, load_graph
from core.moments.counting import draw_features
from core.real.graphs import karate_club, simplify
from core.sampling import block_labels, sample_graph
from core.training.train import Data, Task, walk_of

N_FEATURES = 16


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
    club = simplify(karate_club())
    labels = club.labels
    split = streams(seed, index)[4]
    train = np.concatenate([split.permutation(np.flatnonzero(labels == name))[:labelled] for name in (0, 1)])
    data = Data(walk_of(club.adjacency), np.eye(labels.size), labels)
    return Task(data, train, np.setdiff1d(np.arange(labels.size), train))


def cora_task(folder):
    """The Cora citation graph (Sen et al. 2008) with the usual split of Yang et al. 2016: 140 papers known, 1000 held out.

    Features are rows of words with sum 1. Raises ValueError, one sentence, where a file cannot be used.
    """
    graph = simplify(load_graph(folder, find_graphs(folder)[CORA], name=CORA))
    if (graph.labels < 0).any() or graph.n_classes < 2:
        count = int((graph.labels < 0).sum())
        raise ValueError(
            f"The labels of Cora leave out {count:,} of {graph.n_nodes:,} papers, but every paper needs one here."
        )
    if graph.split is None:
        raise ValueError(
            "The features of Cora come without a split into train and test: the arrays train and test are missing."
        )
    words = graph.features.toarray()
    words /= np.maximum(words.sum(axis=1, keepdims=True), 1)
    return Task(Data(walk_of(graph.adjacency), words, graph.labels), graph.split.train, graph.split.test)
