"""The sidebar: the parameters of the model, presets, reset and the link. Drawn once, by app.py, for all pages."""

import math

import streamlit as st

from core.number_of import number_of
from ui.frame import present, preset_choice, qr, share
from ui.link import link
from ui.link.keys import MAX_SEED
from ui.session import choices, classes, corrections, degree, state
from ui.settings import SETTINGS
from ui.words import missing
from ui.words.detection import graph_words
from ui.words.readings import readable

_DECADE = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91]  # E24
_PROBABILITIES = (0.0, *(float(f"{digits}e{power}") for power in range(-6, -1) for digits in _DECADE), 1.0)
_SIZES = (*sorted({2 * round(digits * 10**power / 2) for power in range(5) for digits in _DECADE}), 10**6)
_BOUND = {"bind": "query-params", "persist_state": "session"}


def sidebar(page):
    """Draw every control; afterwards ui.session.state has the values. `page` is the title of the page shown."""
    corrections.apply_corrections()
    with st.sidebar:
        hidden, hidden_controls = choices.locked()
        # First, as it stands on the screen: filled in later it would push everything down.
        if hidden:
            _lock_notice(len(hidden_controls))
        if "presets" not in hidden:
            _presets(page)
        left, right = st.columns(2, gap="small")
        left.button(
            "Reset all",
            on_click=state.reset,
            width="stretch",
            help="Every parameter, the random graph and the marked depth as on the first visit.",
        )
        with right:
            share.show(page)
        qr.show()
        present.button()
        for group, draw in (("graph", lambda: _graph(page)), ("features", _features), ("chance", _chance)):
            if group not in hidden:
                draw()
        degree.note()
        if corrections.needs_correction():
            st.rerun()


def _lock_notice(count):
    """One line that says what is missing, and the way to have it back."""
    st.markdown(f"{number_of(count, 'control')} hidden by whoever shared this link; the values stay in force.")
    st.button("Show all controls", on_click=lambda: state.set_page(lock=()), icon=":material/lock_open:")


def _graph(page):
    st.subheader("The graph", help="A random graph with communities: the contextual stochastic block model.")
    _size()
    _classes()
    _probability("p", "the **same** class")
    _probability("q", "**different** classes")
    st.markdown(f":small[{graph_words(state.model(), brief=page == 'Lesson')}]")


def _features():
    st.subheader(
        "The features",
        help="Each node starts with one number, drawn from the Gaussian of its class; among C classes with C − 1 of them.",
    )
    _slider("m1", "mu1", 0.05, "Mean of the feature in class 1 (μ₁): where the blue hill stands at depth 0.")
    _slider("m2", "mu2", 0.05, "Mean of the feature in class 2 (μ₂): where the orange hill stands at depth 0.")
    _slider(
        "s", "sigma", 0.05, "Standard deviation of a feature within its class (σ): how wide both hills are at depth 0."
    )
    _slider("have", "share with a feature", 0.01, missing.HELP)
    if said := missing.unused(state.values()["c"], state.values()["have"]):
        st.markdown(f":small[{said}]")


def _chance():
    st.subheader("Depth and chance")
    _slider("dmax", "Depth range", 1.0, "Largest number of graph convolutions that is drawn.")
    _seed()


def _size():
    _number(
        "n",
        "N",
        max(2.0, _tenth(state.values()["n"])),
        "Number of nodes (N), as many in each class, and even. "
        f"Theory works up to {readable(link.KEYS['n'].high)}; a graph is simulated up to {SETTINGS.max_nodes:,} nodes.",
        degree.follow,
    )
    _mirror("n", _SIZES, "N on a logarithmic scale", lambda n: f"{n:,}", degree.follow)
    state.follow("deg_choice", state.page("deg") == "yes")
    st.toggle(
        "Keep the mean degree",
        key="deg_choice",
        on_change=lambda: state.set_page(deg="yes" if state.widget("deg_choice") else "no"),
        help="When N moves, p and q move with it, so that each node keeps as many neighbours of either class. Off: p and q stay.",
    )


def _classes():
    _slider(
        "c",
        "classes",
        1.0,
        "Number of classes (C), all of one size; their means are all equally far apart. N is a multiple of it.",
        classes.follow,
    )
    st.markdown(f":small[{classes.words(state.model(), state.kept(classes.ROUNDED))}]")


def _probability(name, classes):
    _number(
        name,
        name,
        _tenth(state.values()[name]),
        f"Probability {name} that two nodes of {classes} are linked: any number from 0 to 1.",
    )
    _mirror(name, _PROBABILITIES, f"{name} on a logarithmic scale", link.KEYS[name].text)


def _number(name, label, step, explanation, moved=None):
    """A typed number, exact and bound to the link; without bounds, so that an invalid one gets our sentence.

    moved: called with it when a hand has changed it, before anything is drawn.
    """
    key = link.KEYS[name]
    told = moved and (lambda: moved(state.widget(name)))
    typed = st.number_input(
        label, value=float(key.default), step=step, format="%g", key=name, help=explanation, on_change=told, **_BOUND
    )
    corrections.check(name, typed)


def _mirror(name, stops, label, text, moved=None):
    """A slider beside a bound number: it follows the number exactly, and writes it only when a hand moves it; moved: as above."""
    key, value = f"{name}_slider", state.values()[name]
    state.follow(key, value)

    def write():
        if moved:
            moved(state.widget(key))
        state.take(name, key)

    st.select_slider(
        label,
        options=sorted({*stops, value}),
        format_func=text,
        key=key,
        label_visibility="collapsed",
        on_change=write,
    )


def _slider(name, label, step, explanation, moved=None):
    key = link.KEYS[name]
    st.slider(
        label,
        min_value=float(key.low),
        max_value=float(key.high),
        value=float(key.default),
        step=step,
        format="%.6g",
        key=name,
        help=explanation,
        on_change=moved,
        **_BOUND,
    )


def _seed():
    _number("seed", "Seed", 1.0, "Number of the random graph: the same seed draws the same graph again.")
    st.button(
        "Draw another graph",
        on_click=lambda: state.put(seed=(state.seed() + 1) % (MAX_SEED + 1)),
        width="stretch",
        icon=":material/casino:",
        help="Same parameters, new random graph: the seed goes up by one.",
    )


def _presets(page):
    preset_choice.choose(
        "preset",
        help="A starting point: sets N, classes, p, q, mu1, mu2, sigma and the share with a feature, and leaves depth range and seed alone.",
    )
    # Always drawn: were it left out now and then, what follows would move up and be on screen twice during a run.
    st.markdown(f":small[{preset_choice.hint(page)}]")


def _tenth(value):
    """A step for the buttons + and -: one in the second digit of the value."""
    return 10.0 ** (math.floor(math.log10(value)) - 1) if value > 0 else 1e-5
