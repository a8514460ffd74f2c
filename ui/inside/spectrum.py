"""Inside the graph, third part: the eigenvalues of the random walk, and what a method at some depth does to them."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.inside.spectrum import bulk_density, bulk_edge
from core.propagation import METHODS, response
from ui.charts import picture, theme
from ui.charts.layout import NOTE, lay_out, note_above
from ui.charts.table import numbers
from ui.frame import present
from ui.frame.marker import marked
from ui.frame.strength import strength_slider, within
from ui.inside.spectrum_words import frequency_words, headline, words
from ui.link.keys import FILTERS
from ui.server import cache
from ui.session import state
from ui.words.detection import class_eigenvalue

BINS = 60


def section(model, depth, seed):
    """Draw the spectrum of P with its predicted bulk, the class eigenvalue, and a method's filter over it."""
    top = st.container()
    with present.fold():
        key, options, mark = _controls(model, depth)
    if not cache.graph(model, seed).nnz:
        st.info(
            "Not drawn for this model: this graph has no links, so every eigenvalue of P is 1 and no layer changes anything."
        )
        return
    found = cache.spectrum(model, seed)
    theta = class_eigenvalue(model)
    edge = bulk_edge(model.mean_degree)
    grid = np.linspace(-1, 1, 401)
    filtered = response(key, grid, mark, **options)[mark]
    with top:
        st.markdown(headline(found, mark, key, options))
    st.markdown(f"**Eigenvalues of P, and what {METHODS[key].label.lower()} leaves of each at depth {mark}**")
    figure = spectrum_figure(
        found=found, theta=theta, edge=edge, degree=model.mean_degree, grid=grid, filtered=np.abs(filtered), depth=mark
    )
    picture.draw(
        figure,
        key="inside_spectrum",
        alt="Eigenvalues of the random walk and filter response",
    )
    st.markdown(frequency_words(found))
    with st.expander("More"):
        st.markdown(words(model, found, key))
    points = np.array([1.0, found.class_value, theta, edge, 0.5, 0.0, -edge])
    numbers(
        {
            "where": [
                "stationary",
                "class, measured",
                "class, predicted θ",
                "edge of the bulk, predicted",
                "",
                "middle",
                "lower edge, predicted",
            ],
            "eigenvalue": points,
            f"left of it at depth {mark}": response(key, points, mark, **options)[mark],
            f"left of it at depth {depth}": response(key, points, depth, **options)[depth],
        }
    )


def _controls(model, depth):
    first, second = st.columns([2, 3])
    place = state.follow("inside_filter", state.page("filter"))
    first.selectbox(
        "Method",
        FILTERS,
        key=place,
        format_func=lambda key: METHODS[key].label,
        on_change=state.take,
        args=("filter", place),
        help="Methods that are a polynomial of the walk P. Each is a filter: it multiplies what belongs to eigenvalue x by f(x).",
    )
    key, options = state.page("filter"), {}
    place = state.follow("inside_depth", marked(model, depth), depth)
    second.slider(
        "Depth (number of convolutions)",
        0,
        depth,
        key=place,
        on_change=state.take,
        args=("depth", place),
    )
    for name, option in METHODS[key].options.items():
        options[name] = within(option, state.page(name))
        place = state.follow("inside", options[name], key, name)
        with first:
            strength_slider(option, name, key=place, on_change=state.take, args=(name, place))
    return key, options, marked(model, depth)


def spectrum_figure(*, found, theta, edge, degree, grid, filtered, depth, height=440):
    """Histogram of eigenvalues (or marks at the outer ones), predicted bulk, class eigenvalue, and |f_n(x)| on its own axis."""
    figure = go.Figure()
    if found.values is not None:
        count, cuts = np.histogram(found.values, bins=BINS, range=(-1.0000001, 1.0000001), density=True)
        figure.add_bar(
            x=(cuts[1:] + cuts[:-1]) / 2,
            y=count,
            width=np.diff(cuts),
            name="eigenvalues of this graph, density",
            marker={"color": "rgba(118, 118, 118, 0.55)", "line": {"width": 0}},
            hovertemplate="near %{x:.2f}: density %{y:.3g}<extra></extra>",
        )
    outer = np.unique(np.concatenate([found.low, found.high]).round(9))
    figure.add_scatter(
        x=outer,
        y=np.zeros(outer.size),
        name="outermost eigenvalues",
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 14, "color": theme.NEUTRAL, "line": {"width": 2}},
        hovertemplate="eigenvalue %{x:.4f}<extra></extra>",
    )
    if edge < 1:
        inner = np.linspace(-edge, edge, 201)
        figure.add_scatter(
            x=inner,
            y=bulk_density(inner, degree),
            name="bulk of a regular graph of this degree, predicted",
            mode="lines",
            line={"color": theme.NEUTRAL, "dash": "dash", "width": 2},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[found.class_value],
        y=[0],
        name="class eigenvalue, measured",
        mode="markers",
        marker={"symbol": "diamond", "size": 13, "color": theme.CLASS_2},
        hovertemplate="measured %{x:.4f}<extra></extra>",
    )
    figure.add_scatter(
        x=grid,
        y=filtered,
        yaxis="y2",
        name=f"filter at depth {depth}: share kept, |f(x)|",
        mode="lines",
        line={"color": theme.CLASS_1, "width": 2.5},
        hovertemplate="%{x:.2f}: %{y:.3%} kept<extra></extra>",
    )
    if theta:
        figure.add_vline(
            x=theta,
            line={"color": theme.CLASS_2, "dash": "dash", "width": 1.5},
            annotation=note_above("θ predicted", (theta + 1) / 2),
        )
    lay_out(
        figure,
        height,
        top=1.5 * NOTE,
        bargap=0,
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "range": [0, 1.05],
            "tickmode": "array",
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0 %", "25 %", "50 %", "75 %", "100 %"],
            "title": {"text": "share kept"},
            "showgrid": False,
        },
    )
    figure.update_xaxes(title={"text": "eigenvalue x of P", "standoff": 6}, range=[-1.04, 1.04])
    figure.update_layout(yaxis={"title": {"text": "density of eigenvalues"}, "rangemode": "tozero"})
    return figure
