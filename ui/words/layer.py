"""What one layer does, in words: which of mixing and denoising wins it, and whether the error agrees. The stage says the same."""

import math

NO_WINNER = 0.005


def winner(gap, width):
    """1 where denoising wins a layer, -1 where mixing does, 0 for a draw, NaN where it cannot be said.

    gap, width: factors by which the layer multiplies the distance of the means and the width of the hills.
    """
    if not (gap >= 0 and width > 0):
        return math.nan
    step = math.log(gap) - math.log(width) if gap > 0 else -math.inf
    return 0 if abs(step) < NO_WINNER else math.copysign(1, step)


def moved(before, after):
    """1 where the error rises from one depth to the next, -1 where it falls, 0 where the change cannot be seen."""
    return 0 if abs(after - before) <= NO_WINNER * before else math.copysign(1, after - before)


def sentence(depth, gap, width, before, after):
    """The layer that leads to this depth in one sentence; "" where there is nothing to tell. before, after: the error."""
    if not (math.isfinite(gap) and math.isfinite(width)):
        return ""
    won = winner(gap, width)
    # Where the means part, as on walks that return, it is not the averaging that wins.
    who = {
        1: "the means move apart" if gap > 1 and gap > 1 / width else "denoising wins",
        0: "neither wins",
        -1: "mixing wins",
    }[won]
    way = moved(before, after)
    # The error is an average over unlike nodes, so now and then it goes the other way.
    yet = (
        f", yet the error {'rises' if way > 0 else 'falls'}, for it averages over unlike nodes"
        if won and way == won
        else ""
    )
    of_distance, of_width = factors(gap, width)
    return f"Layer {depth} brings the means to {of_distance} their distance and the hills to {of_width} their width: {who}{yet}."


def factors(*values):
    """Factors as "0.58 of" and "1.4 times"; with a digit more where two would make them look alike."""
    plain = [factor(value) for value in values]
    alike = len(set(plain)) == 1 and all(0.1 <= value < 9.95 for value in values)
    return [
        f"{f'{value:.3f}' if alike else text} {'times' if value > 1 else 'of'}"
        for value, text in zip(values, plain, strict=True)
    ]


def factor(value):
    """A factor in two digits."""
    if value >= 9.95:
        return f"{value:,.0f}" if value < 1e6 else f"{value:.0e}".replace("e+0", "e").replace("e+", "e")
    if value >= 1.05:
        return f"{value:.1f}"
    if value == 1:
        return "1"
    if value >= 0.1:
        return f"{value:.2f}"
    return "less than 0.0001" if value < 1e-4 else f"{value:#.2g}"
