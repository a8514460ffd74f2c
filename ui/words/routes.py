"""One model, several routes to its error: which page draws which, and what each says at one depth."""

import numpy as np

from ui.words.readings import percent


def routes_words(depth, theory, simulated=None):
    """What walk theory and the sampled graphs say of plain convolution at a depth, threshold fixed, and on which pages they stand.

    theory: (depth+1,).  simulated: core.estimate.Estimate of as many depths, or None.
    """
    first = f"**One model, two routes.** At depth {depth} plain convolution errs, with the threshold fixed, on **{percent(float(theory[depth]))}** by walk theory (*Mixing vs denoising*, *Map*)"
    if simulated is None:
        return f"{first}; no graph of this model is sampled here."
    value, error = float(simulated.value[depth]), float(simulated.standard_error[depth])
    bar = f" ± {percent(error)}" if np.isfinite(error) and error > 0 else ""
    return (
        f"{first}, and on **{percent(value)}{bar}** on the {simulated.n_graphs} sampled graphs of *Theory vs simulation* and *Remedies*. Parts of *Inside the graph* sample other numbers "
        "of graphs and say how many."
    )
