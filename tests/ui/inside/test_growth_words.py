"""What is said of a growing neighbourhood is true of the graph that it speaks of."""

import numpy as np
import pytest
from claim_graphs import graphs
from claims import NUMBER, SHARE, models, refuted, says

from core.inside.growth import distances, new_nodes
from core.theorems import saturation_depth
from ui.inside import growth_words

pytestmark = pytest.mark.xdist_group("claims")


def test_no_sentence_about_a_growing_neighbourhood_is_refuted():
    for model, depth, mark, graph, _ in graphs():
        hops = distances(graph, 0)
        new = new_nodes(hops, depth)

        def readers(hops=hops, new=new, model=model, mark=mark, depth=depth):
            return {
                rf"After (\d+) layers? node 1 has heard from ({SHARE}) of the graph": lambda n, share: (
                    int(n) == mark and says(share, np.mean((hops >= 0) & (hops <= mark)))
                ),
                rf"Most new nodes come at hop (\d+) \(({NUMBER}) of ({NUMBER})\)": lambda hop, count, size: (
                    says(count, new[int(hop)]) and new[int(hop)] == new[1:].max() and says(size, model.n_nodes)
                ),
                r"after hop (\d+) there is nobody left to meet": lambda hop: hops.max() == int(hop) < depth,
                r"hop (\d+) still brings new ones": lambda hop: new[int(hop)] > 0 and int(hop) == depth,
                r"Node 1 has no neighbours: it keeps its own feature at every depth, and nothing is denoised": lambda: (
                    graph_degree(hops) == 0
                ),
            }

        def graph_degree(hops):
            return (hops == 1).sum()

        assert not refuted(growth_words.headline(model.n_nodes, new, mark, 1), readers()), model


def test_the_diameter_is_called_larger_than_the_order_only_where_it_is_and_unknown_orders_are_not_named():
    for model in (entry[0] for entry in models()[:60]):
        for hops in (1, 4, 30):
            order = saturation_depth(model)
            text = growth_words.diameter_words(hops, True, order, model.mean_degree, model.n_nodes)
            assert bool(text) == (order is not None)
            if text:
                assert ("is the larger one" in text) == (hops > order + 0.05)
                assert ("log N / log d, here" in text) == (model.mean_degree > 1.5)
