"""While presenting, the keys of a clicker move the marked depth, also on pages that have no stage to take them."""

from ui.session import state

PAGES = ("theory", "remedies", "inside", "real")  # each marks a depth in its charts
_COUNTED = "depth_steps"


def told(page):
    """What the browser has to know of it: how many steps were taken so far, and whether the last depth is marked; nothing elsewhere."""
    if page not in PAGES:
        return None
    return {"steps": state.kept(_COUNTED) or 0, "last": state.view()["depth"] >= state.depth_max()}


def take(step):
    """From a callback: {"steps": counted from the beginning, so that none is lost on the way, "edge": "first", "last" or ""}."""
    if not isinstance(step, dict) or not isinstance(step.get("steps"), int):
        return
    by, last = step["steps"] - (state.kept(_COUNTED) or 0), state.depth_max()
    state.keep(_COUNTED, step["steps"])
    goal = {"first": 0, "last": last}.get(step.get("edge"), state.last_marked() + by)
    state.set_depth(min(max(goal, 0), last))
