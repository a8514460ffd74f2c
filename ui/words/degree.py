"""What is said where a mean degree cannot be kept."""

from ui.words.readings import amount


def clamped_sentence(model, wanted, used):
    """One sentence: N is too small for the mean degree. model: whose degree was to be kept; wanted: its (p, q); used: what is drawn."""
    needed = [
        f"{name} = {amount(value)}" if value < float("inf") else f"a larger {name}"
        for name, value, taken in zip("pq", wanted, (used.p_within, used.q_across), strict=True)
        if value != taken
    ]
    return (
        f"With **N** = {used.n_nodes:,} a mean degree of {amount(model.mean_degree)} would need {' and '.join(needed)}, "
        f"but no probability exceeds 1: 1 is used, and the mean degree is {amount(used.mean_degree)}."
    )
