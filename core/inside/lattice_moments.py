"""One sampled lattice, boiled down as sampled graphs are: its moments, and how many new nodes a hop meets."""

from core.inside.growth import mean_new_nodes
from core.inside.lattices import sample_lattice
from core.model import require_all_known
from core.moments.graph_moments import moments_on
from core.sampling import block_labels
from core.streams import streams


def lattice_moments(model, depth, seed, index, n_draws, kind, arrangement, rewire):
    """Lattice number `index` of a seed under plain convolution. Returns (GraphMoments, new nodes per hop (depth+1,)).

    Arguments as in core.inside.lattices.sample_lattice and core.moments.graph_moments.moments_on, whose errors it raises.
    """
    require_all_known(model, "a model whose lattices are sampled")
    graph_stream, feature_stream, _ = streams(seed, index)
    drawn = sample_lattice(graph_stream, model, kind, arrangement, rewire)
    moments = moments_on(feature_stream, drawn, block_labels(model), depth, n_draws=n_draws)
    return moments, mean_new_nodes(drawn, depth)
