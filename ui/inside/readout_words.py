"""What the section on whole graphs says: pure functions from curves to sentences."""

import numpy as np

from ui.words.curve import course_words
from ui.words.readings import amount, percent

# An error within this factor of the first is hardly touched by depth.
LEVEL = 1.5


def headline(model, pooling, whole, nodes):
    """What depth does to one answer for a whole graph, and to one for each node.

    pooling: core.inside.readout.Pooling.  whole, nodes: errors (depth+1,).
    """
    depth = whole.size - 1
    start = (
        f"From depth 0 to depth **{depth}** the error for a **whole graph** goes from {percent(float(whole[0]))} to **{percent(float(whole[-1]))}**; for a "
        f"**node** it {course_words(nodes)}."
    )
    if whole[-1] < LEVEL * whole[0]:
        return f"{start} Pooling hardly minds depth."
    tilts = (model.gap / 2) ** 2 * float(np.mean(pooling.label[:, -1] ** 2))
    noise = model.sigma**2 / model.n_nodes * (float(pooling.noise[:, -1].mean()) - 1)
    why = (
        "the communities tilt the mean"
        if tilts > noise
        else "nodes with many neighbours count for more than the others"
    )
    return f"{start} Pooling minds depth here, mostly because {why}."


def words(model, shift, start, n_graphs, noise, whole):
    """The list below the chart, in Markdown. shift: between the two kinds of graphs.  start: error of the plain mean.  noise: (depth+1,)."""
    theory = f"1 + 1/d = {amount(1 + 1 / model.mean_degree)}" if model.mean_degree > 0 else "without links it stays"
    rest = "; that is the rest of the rise" if whole[-1] > whole[0] * 1.02 else ""
    return f"""
- **The task.** Two kinds of graphs with the same communities and links; in the second kind every feature is higher by {amount(shift)}. The shift is chosen so that the plain mean
  over the input, without any layer, is wrong in {percent(start)} of the graphs. The threshold lies half-way.
- **What depth does.** A convolution keeps constants, so the shift comes through untouched at every depth. The mean over nodes goes over from equal weights to weights
  proportional to degree: its noise is {amount(noise[-1])} times σ²/N at depth {noise.size - 1} (theory, for many nodes: {theory}).
- **What it costs.** These weights do not fall on both classes alike, which tilts the mean a little from graph to graph{rest}.
- A mean over nodes cannot tell graphs apart that differ in their links alone. Features that are **averaged** survive depth, features that tell **nodes** apart do not.
- Dots: {n_graphs} **simulated** graphs, **exact** given each graph, bars one standard error. Dashed: theory, to leading order in 1/d. Solid: walk theory.
"""
