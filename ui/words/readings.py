"""Words for numbers: how far theory is from simulation, and where a curve may be trusted."""

import numpy as np

from core.aloud import aloud, power_of_ten
from core.number_of import number_of

# A simulated value nearer to zero than so many standard errors says nothing about a theory's ratio to it.
NOISE = 3


def percent(value):
    """A probability or share as 3.9 %, with two significant digits below ten percent and never more than one decimal above."""
    if value == 0:
        return "0 %"
    if value < 1e-6:
        return "less than 0.0001 %"
    scaled = 100 * value
    return f"{scaled:.1f} %" if scaled >= 9.95 else f"{scaled:#.2g} %"


def share(value):
    """A share of a distance or a width as the stage prints it: as `percent`, without decimals from ten per cent on."""
    return f"{100 * value:.0f} %" if value >= 0.0995 else percent(value)


def points(share):
    """A difference of two shares in percentage points, in as many digits as `percent` gives."""
    return percent(share).replace(" %", " percentage points")


def readable(number):
    """A large number in digits up to a million, as a power of ten beyond: 46,416 or 2.2 × 10⁹."""
    if number < 1e6:
        return f"{number:,.0f}"
    return power_of_ten(number)


def cut(model):
    """What decides between the classes: a threshold between two, a rule among several."""
    return "threshold" if model.n_classes == 2 else "rule"


def amount(number):
    """A number with three digits, never with an exponent: 0.0123, −16.5, 16,600 or 3.2 × 10⁷."""
    if abs(number) < 1000:
        text = f"{number:.3g}" if abs(number) >= 1e-4 or number == 0 else "0.000"
    else:
        text = readable(number if abs(number) >= 1e6 else float(f"{number:.3g}"))
    return text.replace("-", "−")


def expected(number, thing):
    """How many are to be expected, which need be no whole number: "about 12 nodes", "about 1 node", "less than one node"."""
    return (
        f"about {number_of(amount(number), thing)}"
        if number >= 1
        else f"less than one {thing}"
        if number
        else f"no {thing}"
    )


def times(ratio):
    """A ratio with two digits, as in "2.5 times" or "1,200 times"."""
    return f"{amount(float(f'{ratio:.2g}'))} times"


def about(number):
    """A number that is only a point on a grid, with one digit: "about 50,000"; as it is where it has no more than one."""
    rounded = float(f"{number:.1g}")
    return readable(rounded) if rounded == number else f"about {readable(rounded)}"


def ratio_sentence(name, theory, simulated, smallest=0.0, first=1, error=None):
    """Ratio of theory to simulation, median and range, from depth `first` on, as one sentence.

    theory, simulated: (depth+1,).  error: standard errors of the simulation (depth+1,).  Depths where the simulated value is not
    above `smallest`, or not NOISE standard errors away from zero, are left out.
    """
    depth = np.arange(first, theory.size)
    noise = np.zeros(theory.size) if error is None else NOISE * np.nan_to_num(error)
    large = depth[(np.abs(simulated[depth]) > smallest) & np.isfinite(theory[depth])]
    use = large[np.abs(simulated[large]) > noise[large]]
    if use.size == 0:
        if large.size and (np.abs(theory[large]) <= np.maximum(noise[large], smallest)).all():
            return f"**{name}** and simulation are both zero within noise ({NOISE} standard errors) at {depths(large)}."
        why = f": the simulation is zero within noise ({NOISE} standard errors)" if large.size else ""
        return f"{name}: no depth at which to compare it with the simulation{why}."
    if not theory[use].any():
        return f"**{name}** is zero, where the simulation is not: at {depths(use)}."
    ratio = theory[use] / simulated[use]
    low, middle, high = (aloud_ratio(value) for value in (ratio.min(), np.median(ratio), ratio.max()))
    if use.size == 1:
        return f"**{name}** / simulation = {middle} at {depths(use)}."
    return f"**{name}** / simulation = {middle} (median; {low} to {high} over {depths(use)})."


def depths(values):
    """Depths in rising order with their gaps: "depth 3", "depths 1 to 4", "depths 2, 4 and 6 to 9"."""
    values = np.asarray(values)
    runs = np.split(values, np.flatnonzero(np.diff(values) > 1) + 1)
    # Two in a row are named both.
    told = [part for run in runs for part in ([str(n) for n in run] if run.size < 3 else [f"{run[0]} to {run[-1]}"])]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"depth{'s' * (values.size > 1)} {listed}"


def aloud_ratio(ratio):
    """A ratio with two decimals; below 0.01 and from 100 on with two digits."""
    return f"{ratio:.2f}".replace("-", "−") if 0.01 <= abs(ratio) < 100 else aloud(ratio)
