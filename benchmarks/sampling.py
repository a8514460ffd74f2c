"""Sampling a two-block graph of mean degree 20 to sparse rows, against igraph and networkx."""

import math
import subprocess
import sys

import numpy as np

from benchmarks.timing import against_bar, heading, medians
from core.model import CSBM
from core.sampling import sample_graph

try:
    import igraph
except ImportError:
    igraph = None
try:
    import networkx
except ImportError:
    networkx = None

ROUNDS = {10**3: 30, 10**4: 9, 10**5: 3, 10**6: 3}
LARGEST_FOR_PEERS = 10**5
LARGEST_FOR_BLOCK_MODEL = 10**4
IGRAPH_BAR, NETWORKX_BAR, GROWTH_BAR, MEMORY_BAR = 20, 80, 1.2, 400


def model_of(n_nodes):
    """Mean degree 20, three neighbours in four from the own block."""
    return CSBM(n_nodes, 30 / n_nodes, 10 / n_nodes)


def igraph_rows(model):
    matrix = [[model.p_within, model.q_across], [model.q_across, model.p_within]]
    sizes = [model.n_nodes // 2] * 2
    try:
        graph = igraph.Graph.SBM(matrix, sizes)
    except TypeError:  # before igraph 1.0 the number of nodes came first
        graph = igraph.Graph.SBM(model.n_nodes, matrix, sizes)
    return graph.get_adjacency_sparse()


def networkx_rows(model, seed=0):
    """One block of the same mean degree: networkx's fastest generator has no blocks."""
    graph = networkx.fast_gnp_random_graph(model.n_nodes, model.mean_degree / (model.n_nodes - 1), seed=seed)
    return networkx.to_scipy_sparse_array(graph)


def networkx_block_rows(model, seed=0):
    matrix = [[model.p_within, model.q_across], [model.q_across, model.p_within]]
    graph = networkx.stochastic_block_model([model.n_nodes // 2] * 2, matrix, seed=seed)
    return networkx.to_scipy_sparse_array(graph)


def candidates(n_nodes):
    model, rng = model_of(n_nodes), np.random.default_rng(0)
    found = {"ours": lambda: sample_graph(rng, model)}
    if n_nodes <= LARGEST_FOR_PEERS:
        if igraph:
            found["igraph + CSR"] = lambda: igraph_rows(model)
        if networkx:
            found["networkx fast_gnp + CSR"] = lambda: networkx_rows(model)
            if n_nodes <= LARGEST_FOR_BLOCK_MODEL:
                found["networkx block model + CSR"] = lambda: networkx_block_rows(model)
    return found


def peak_megabytes(n_nodes):
    """Peak memory of a fresh process that samples one graph, the interpreter and its libraries included."""
    code = (
        "import resource, numpy as np\n"
        "from core.model import CSBM\n"
        "from core.sampling import sample_graph\n"
        f"sample_graph(np.random.default_rng(0), {model_of(n_nodes)!r})\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(answer.stdout)


def run():
    heading("Sampling to sparse rows, mean degree 20")
    for name, module in (("igraph", igraph), ("networkx", networkx)):
        if module is None:
            print(f"{name} is not installed: its column is left out.")
    # First, while this process is small: a child's peak counts from its parent's.
    megabytes, ours = peak_megabytes(max(ROUNDS)), {}
    for n_nodes, rounds in ROUNDS.items():
        times = medians(candidates(n_nodes), rounds)
        ours[n_nodes] = times.pop("ours")
        print(f"N = {n_nodes:>9,}: {ours[n_nodes]:8.3g} ms")
        for name, milliseconds in times.items():
            bar = IGRAPH_BAR if name.startswith("igraph") else NETWORKX_BAR
            print(f"    {name:<27} {against_bar(milliseconds / ours[n_nodes], bar, 'x', at_least=True)}")
    smallest, largest = min(ours), max(ours)
    growth = math.log(ours[largest] / ours[smallest]) / math.log(largest / smallest)
    print(f"growth exponent {against_bar(growth, GROWTH_BAR, '')}")
    print(f"peak memory at N = {largest:,}: {against_bar(megabytes, MEMORY_BAR, 'MB')}")
