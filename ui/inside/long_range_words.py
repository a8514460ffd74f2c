"""What the section on a task that needs depth says: pure functions from error curves to sentences."""

from dataclasses import dataclass

import numpy as np

from core.inside.long_range import HOPS
from core.number_of import number_of
from ui.words.curve import Course, below
from ui.words.readings import percent


@dataclass(frozen=True)
class Task:
    """Labels `hop` hops away: the share of the graph that lies there, and the exact error (depth+1,) of plain and of residual."""

    hop: int
    share: float
    plain: np.ndarray
    residual: np.ndarray


def headline(tasks):
    """How many layers a label k hops away needs, and at which depth plain convolution is best at it."""
    if not tasks:
        return f"On this graph nobody lies up to {HOPS[-1]} hops away from anybody: there is no such label."
    reached = [task for task in tasks if _reached(task)]
    needs = "With fewer than k layers a node has heard of nobody k hops away: **50 % wrong**, whatever the method."
    if not reached:
        return f"{needs} More layers than are drawn would be needed."
    late = any(Course(task.plain).best > task.hop for task in reached)
    why = (
        ", **at k or later**: averages of n layers mix hop n with all nearer ones, and a later layer may mix them better"
        if late
        else ""
    )
    best = _listed([f"**{Course(task.plain).best}**" for task in reached])
    return f"{needs} Plain convolution is best at depth {best} for k = {_listed([str(task.hop) for task in reached])}{why}."


def _reached(task):
    return task.plain.size > task.hop


def _listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def comparison(tasks, alpha):
    """Whether a residual connection, made for depth, is better at the farthest label that the depths drawn can reach."""
    reached = [task for task in tasks if _reached(task)]
    if not reached:
        return ""
    task = reached[-1]
    plain, residual = Course(task.plain), Course(task.residual)
    words = (
        f"For the label {number_of(task.hop, 'hop')} away plain convolution errs on **{percent(plain.lowest)}** at its best, a residual "
        f"connection (alpha = {alpha:g}) on **{percent(residual.lowest)}**"
    )
    if below(plain.lowest, residual.lowest):
        words += ": it bears depth by keeping each node near its own feature, which here tells nothing"
    last = f"at depth {plain.deepest} they err on {percent(plain.last)} and {percent(residual.last)}"
    return f"{words}; {last}."


def explanation(tasks, own_best):
    """What to take home. own_best: the best depth for a node's own class, by walk theory."""
    deeper = [task.hop for task in tasks if _reached(task) and task.hop > own_best]
    words = (
        f"**How deep is a question of the task.** For a node's own class the best depth here is {own_best} (walk theory, threshold fixed). A label that lies k "
        "hops away asks for k layers at least"
    )
    if deeper:
        words += (
            f", so for k = {_listed([str(hop) for hop in deeper])} one must go deeper than the own class would bear"
        )
    near = [task for task in tasks if task.share > 0.5]
    words += "."
    if near:
        words += f" (Hop {near[0].hop} holds {percent(near[0].share)} of this graph: its majority is nearly that of all nodes, which smoothing keeps to the end.)"
    return (
        f"{words} Many remedies were tried on a node's own class alone. **Simulated**: features are independent of the classes, each label is the sign of the sum of all "
        "features exactly k hops away; lines are exact given the graphs, dots are counted on drawn features."
    )


def rows(tasks):
    """Rows of the table, one a task."""
    found = []
    for task in tasks:
        plain, residual = Course(task.plain), Course(task.residual)
        found.append(
            {
                "label lies": f"{number_of(task.hop, 'hop')} away",
                "share of the graph there": percent(task.share),
                "plain: best depth": plain.best,
                "error there": percent(plain.lowest),
                f"at depth {plain.deepest}": percent(plain.last),
                "residual: best depth": residual.best,
                "its error there": percent(residual.lowest),
                f"its error at depth {residual.deepest}": percent(residual.last),
            }
        )
    return found
