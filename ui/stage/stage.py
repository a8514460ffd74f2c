"""The stage: two hills and the error against depth, drawn and played in the browser without asking the server."""

from pathlib import Path

import streamlit as st

from ui.session import state

_HERE = Path(__file__).parent
# Pixels kept free until the browser has fetched the component, so that nothing below moves; then stage.css frees the height.
_ROOM = 614

# The walk theory of plain convolution, as core.walk_theory has it: pure functions that know of no picture.
WALK = "\n".join(
    (_HERE / "walk" / f"{name}.js").read_text(encoding="utf-8")
    for name in ("tail", "degrees", "chain", "moments", "kinds", "errors", "best", "message")
)
# A component takes one script: the pure files first, then the figure, which knows nothing of Streamlit.
_FILES = (
    "model.js",
    "words.js",
    "layer_words.js",
    "svg.js",
    "layout.js",
    "ghost.js",
    "hills.js",
    "lens.js",
    "strip.js",
    "curve_labels.js",
    "class_guesses.js",
    "curve.js",
    "layers.js",
    "controls.js",
    "aim.js",
    "guess.js",
    "drag.js",
    "pin.js",
    "filled.js",
    "symbols.js",
    "motion.js",
    "features.js",
    "crowd.js",
    "nodes.js",
    "ego.js",
    "follow.js",
    "preview.js",
    "switches.js",
    "hands.js",
    "sliders.js",
    "stage.js",
)
FIGURE = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _FILES)
SCRIPT = f"{WALK}\n{FIGURE}\n{(_HERE / 'adapter.js').read_text(encoding='utf-8')}"
STYLE = (_HERE / "stage.css").read_text(encoding="utf-8")
FRAME = (_HERE / "frame.css").read_text(
    encoding="utf-8"
)  # for a page with nothing but the stage, inside a selector of its own

_stage = st.components.v2.component(
    "sweet_spot_stage", html='<div class="stage-mount"></div>', css=STYLE, js=SCRIPT, isolate_styles=False
)
_dots = st.components.v2.component(
    "sweet_spot_stage_dots",
    js=(_HERE / "dots.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_hand = st.components.v2.component(
    "sweet_spot_stage_hand", js=(_HERE / "hand.js").read_text(encoding="utf-8"), isolate_styles=False
)


def show(key, data, on_view_change, on_guess=None):
    """Mount the stage and report the view that the reader chose in it.

    key: Streamlit key; the browser keeps the stage (node, focus, position) as long as it stays the same.
    data: dict of finite numbers, None and lists: token, depth_max, view (with its stamp), model, neighbourhoods,
        layers, curves, best; one entry per depth 0..depth_max in every list of layers and curves. Optional: veil, True
        to hide the error; room, True where a class is to answer; still, True where depth 0 alone is told; mark, a text that
        names the question and opens the empty axes to a guess; guess, the depth that was guessed, as a ghost mark; class_guesses, counts by depth, one list a round, as bars on the depth axis; hand, {"m1": (low, high), "m2": ..., "s": ...}, to let hills be dragged and
        pinned within these ranges (with `listen`); ghost, stage_data.ghost_message of the pinned model, or None; limit, True to draw the
        optimum once it is delivered; part,
        {"scene", "step"}, whose change scrolls the page on, to the stage or to the selector in its "to".
    on_view_change: called with {"depth", "reading", "axis", "zoom"} in the run that follows a change, if the view
        differs from data["view"] and was chosen under the same stamp: what the server set later than that wins.
    on_guess: called with the guessed depth in every run in which there is a guess at the question data["mark"].
    """
    held = data["view"]
    state = _stage(key=key, data=data, on_view_change=_nothing, on_guess_change=_nothing, height=_ROOM)
    guess = guessed(state, data.get("mark"), data["depth_max"])
    if on_guess and guess is not None:
        on_guess(guess)
    chosen = state.get("view")
    if not isinstance(chosen, dict) or chosen.get("stamp") != held["stamp"]:
        return
    view = {name: chosen.get(name) for name in ("depth", "reading", "axis", "zoom")}
    if any(value != held[name] for name, value in view.items()):
        on_view_change(view)


def guessed(told, mark, depth_max):
    """The depth that was guessed at the question `mark`, or None. told: what the stage's widget holds."""
    guess = told.get("guess")
    if not mark or not isinstance(guess, dict) or guess.get("mark") != mark:
        return None
    depth = guess.get("depth")
    return depth if isinstance(depth, int) and 0 <= depth <= depth_max else None


def deliver(key, data):
    """Hand the simulation to the stage on this page; it takes no room and may come before or after `show`.

    data: dict with token (used only if it is the token of the stage's data), n_graphs, dots {reading: {value, error}}
        and histogram {"fixed", "fitted"}: per depth {lo, hi, class_1, class_2}, densities of area 1; or dots None and a
        message, one sentence that is shown in place of the dots.
    """
    _dots(key=f"stage_dots_{key}", data=data)


def deliver_limit(key, data):
    """Hand the optimum to the stage on this page, as `deliver` does the simulation. data: of ui.stage.data.limit_message."""
    _dots(key=f"stage_dots_{key}_limit", data=data)


def listen(key, on_features, on_pin):
    """Hear what a hand does to the model in the stage on this page; it takes no room.

    Not in the stage's own fragment: what the hand does changes the whole page, in one run.

    on_features: called before the run that follows a release, with {"m1", "m2", "s"}.
    on_pin: called before the run that follows "Pin A" and "Unpin", with True or False.
    """
    name = f"stage_hand_{key}"
    heard = {
        f"on_{what}_change": lambda what=what, act=act: act(state.widget(name).get(what))
        for what, act in (("features", on_features), ("pin", on_pin))
    }
    _hand(key=name, **heard)


def _nothing():
    """A state of a component exists only if it has a callback; the view is read in `show`, where its stamp is known."""
