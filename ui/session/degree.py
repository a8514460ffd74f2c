"""N moves, the mean degree stays: p and q follow N, unless the link says deg=no."""

from core.model import CSBM, divisible, probabilities_at
from ui.link import link
from ui.session import state
from ui.session.notices import post_notice
from ui.words.degree import clamped_sentence

DIGITS = 12  # of p and q: so many come back as they were when N comes back


def note():
    """Remember the N that is drawn, from which the next one starts; call after the sidebar is drawn."""
    state.keep("drawn_n", state.values()["n"])


def follow(n):
    """From a callback of N: give the new N its p and q. Where one of them would exceed 1 it becomes 1, which is said.

    What was wanted is remembered as long as nobody changes p or q, so that a larger N finds its degree again.
    """
    now, before = state.values(), state.kept("drawn_n")
    n = divisible(link.KEYS["n"].valid(n), now["c"])
    if state.page("deg") == "no" or before in (None, n):
        return
    drawn = (before, now["p"], now["q"])
    left, origin = state.kept("degree_of") or (None, None)
    model = CSBM(*(origin if left == drawn else drawn), n_classes=now["c"])
    wanted = tuple(float(f"{value:.{DIGITS}g}") for value in probabilities_at(model, n))
    used = tuple(link.KEYS[name].valid(value) for name, value in zip("pq", wanted, strict=True))
    state.put(p=used[0], q=used[1])
    state.keep("degree_of", ((n, *used), (model.n_nodes, model.p_within, model.q_across)))
    if used != wanted:
        post_notice([clamped_sentence(model, wanted, CSBM(n, *used, n_classes=now["c"]))])
