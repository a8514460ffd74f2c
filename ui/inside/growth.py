"""Inside the graph, first part: the graph itself, and a neighbourhood that grows hop by hop."""

import numpy as np
import streamlit as st

from core.inside.growth import distances, new_nodes, snowball
from core.number_of import number_of
from core.sampling import block_labels
from core.theorems import saturation_depth
from ui.charts import picture
from ui.charts.table import numbers, per_cent
from ui.frame import page_choice, present
from ui.frame.marker import marked
from ui.inside.graph import MAX_DRAWN, MAX_DRAWN_EDGES, graph_figure, hops_figure, ring_places
from ui.inside.growth_words import WORDS, diameter_words, headline, layers
from ui.server import cache
from ui.session import state
from ui.words.readings import percent


def section(model, depth, seed):
    """Draw the graph about the chosen node at the marked depth, and the new nodes it meets at every hop."""
    mark = marked(model, depth)
    node = min(state.page("node"), model.n_nodes) - 1
    slots = {name: st.container() for name in ("headline", "controls")}
    with slots["controls"], present.fold():
        mark, zoom, node = _controls(model, depth, mark, node)
    graph, labels = cache.graph(model, seed), block_labels(model)
    hops = distances(graph, node)
    own_new, mean_new = new_nodes(hops, depth), cache.growth(model, depth, seed)
    features = cache.one_draw(model, depth, seed)
    slots["headline"].markdown(headline(model.n_nodes, own_new, mark, node + 1))
    if state.page("node") > model.n_nodes:
        st.caption(
            f"Node {state.page('node'):,} is asked for, but nodes go from 1 to {model.n_nodes:,}: the last one is shown."
        )

    left, right = st.columns([3, 2])
    with left:
        _graph(model, seed, graph, labels, hops, features, mark, zoom, node)
    with right:
        st.markdown("**New nodes met at each hop**")
        figure = hops_figure(node_new=own_new, mean_new=mean_new, depth=mark, label=f"node {node + 1}")
        picture.draw(figure, key="inside_hops", alt="New nodes met at each hop")
        _facts(model, seed, own_new, mark)
    share = own_new.cumsum() / model.n_nodes
    prediction = cache.predict(model, depth)
    numbers(
        {
            "hop": np.arange(depth + 1),
            f"new nodes, node {node + 1}": own_new,
            "new nodes, mean": mean_new,
            **per_cent(
                {
                    "share reached": share,
                    "variance by walk theory, share of σ²": prediction.variance,
                    "distance of the means by walk theory, share of Δ": prediction.mean_gap,
                }
            ),
        }
    )
    span = cache.diameter(model, seed)
    st.markdown(diameter_words(span.hops, span.exact, saturation_depth(model), model.mean_degree, model.n_nodes))
    st.markdown(WORDS)


def _controls(model, depth, mark, node):
    first, second, third = st.columns([3, 1, 2])
    place = state.follow("inside_depth", mark, depth)
    first.slider(
        "Depth (number of convolutions)",
        0,
        depth,
        key=place,
        on_change=state.take,
        args=("depth", place),
        help="The same depth as on the first page, and in the link.",
    )
    place = state.follow("inside_node", node + 1, model.n_nodes)
    second.number_input(
        f"Node, 1 to {model.n_nodes:,}",
        1,
        model.n_nodes,
        key=place,
        step=1,
        on_change=state.take,
        args=("node", place),
        help="Whose neighbourhood grows. The first half of the nodes is class 1, the second half class 2.",
    )
    with third:
        page_choice.view_buttons(
            "zoom",
            "Colours",
            {"follow": "fit this depth", "fixed": "stay as at depth 0"},
            "With colours that stay, you see all nodes become alike; fitted to each depth, you see who is still told apart.",
        )
    view = state.view()
    return marked(model, depth), view["zoom"], min(state.page("node"), model.n_nodes) - 1


def _graph(model, seed, graph, labels, hops, features, mark, zoom, node):
    """The drawn graph: whole up to 300 nodes, else the nodes nearest to the chosen one."""
    whole = model.n_nodes <= MAX_DRAWN
    drawn = np.arange(model.n_nodes) if whole else snowball(np.random.default_rng(seed), hops, MAX_DRAWN)
    places = cache.layout(model, seed) if whole else ring_places(hops[drawn], labels[drawn])
    part = graph[drawn][:, drawn].tocoo()
    once = part.coords[0] < part.coords[1]
    edges = np.stack([part.coords[0][once], part.coords[1][once]])
    shown = edges[:, :: max(1, -(-edges.shape[1] // MAX_DRAWN_EDGES))]
    scale = features[mark if zoom == "follow" else 0, drawn] - model.midpoint
    # The far tail would pale all the rest.
    reach = max(float(np.quantile(np.abs(scale), 0.97)), 1e-9)
    figure = graph_figure(
        places=places,
        edges=shown,
        values=features[mark, drawn],
        labels=labels[drawn],
        hops=hops[drawn],
        depth=mark,
        centre=model.midpoint,
        reach=reach,
        numbers=drawn + 1,
    )
    wrong = np.mean((features[mark] > model.midpoint) != ((labels > 0) == (model.gap >= 0)))
    st.markdown(f"**Each node's feature after {mark} {layers(mark)}**")
    picture.draw(
        figure,
        key="inside_graph",
        alt=f"The graph, nodes coloured by feature at depth {mark}",
    )
    if whole:
        kind = f"All {model.n_nodes} nodes are drawn."
    else:
        deepest = int(hops[drawn].max())
        complete = np.bincount(hops[hops >= 0]).cumsum()
        full = int(np.flatnonzero(complete <= MAX_DRAWN)[-1]) if (complete <= MAX_DRAWN).any() else 0
        kind = (
            f"Drawn: {drawn.size} of {model.n_nodes:,} nodes, nearest to the chosen one (a snowball sample); each ring is a hop, class 1 on the "
            f"left. Rings to hop {min(full, deepest)} are complete"
            + (
                f", of hop {deepest} only {number_of(int((hops[drawn] == deepest).sum()), 'node')} of {int((hops == deepest).sum()):,}."
                if deepest > full
                else "."
            )
        )
    lines = (
        ""
        if shown.shape[1] == edges.shape[1]
        else f" Of {number_of(edges.shape[1], 'link')} between them {shown.shape[1]:,} are drawn."
    )
    st.caption(
        f"{kind}{lines} Colour: feature, white at the middle of μ₁ and μ₂; faded: not heard from yet; dark rim: met at this very hop. On this draw "
        f"{percent(float(wrong))} of all nodes lie on the wrong side of the middle."
    )


def _facts(model, seed, own_new, mark):
    span, typical = cache.diameter(model, seed), saturation_depth(model)
    first, second = st.columns(2)
    first.metric(
        "Share reached",
        percent(float(own_new[: mark + 1].sum() / model.n_nodes)),
        help="By the chosen node, within the marked depth.",
    )
    second.metric("New at this hop", f"{int(own_new[mark]):,}" if mark < own_new.size else "0")
    first.metric(
        "Diameter",
        f"{span.hops}" if span.exact else f"≥ {span.hops}",
        help="Longest shortest path in the largest component, "
        + ("exact." if span.exact else "a lower bound from a few sweeps that is often attained."),
    )
    second.metric(
        "log N / log log N",
        f"{typical:.1f}" if typical else "–",
        help="Order of the depth at which denoising is over (Wu et al. 2023); it says nothing below N = 16.",
    )
