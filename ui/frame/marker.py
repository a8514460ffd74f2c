"""The depth that pages of analysis mark: the one that the visitor has marked, or one at which there is something to see."""

from core.lowest import first_lowest
from ui.server import cache
from ui.session import state


def marked(model, depth):
    """The marked depth; until somebody marks one, the depth of the model's lowest error with a fixed threshold."""
    return state.marked_depth(first_lowest(cache.predict(model, depth).error_fixed))
