"""What the map page says: pure functions from maps to sentences and table rows."""

import numpy as np

from core.sweet_spot import EDGE, SPARSE, TINY, read_curve
from ui.map_figures import SHORT
from ui.readings import percent

SHALLOW = 4
REASONS = {
    SPARSE: "sparse and deep (d ≤ 6, best depth above 5): walks meet themselves again on small branches, and theory is somewhat too pessimistic",
    TINY: "a lowest error below 0.5 %: its size is right, its digits are not",
    EDGE: "the best depth is the deepest that was computed: it may be deeper still",
}


def readable(number):
    """A large number in digits up to a million, as a power of ten beyond: 46,416 or 2.2 × 10⁹."""
    if number < 1e6:
        return f"{number:,.0f}"
    power = int(np.floor(np.log10(number) + 1e-9))
    digits = f"{number / 10.0**power:.2g}"
    exponent = f"10{str(power).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
    return exponent if digits == "1" else f"{digits} × {exponent}"


def signed(share):
    """A relative difference as +12 % or −15 %; from double on as a factor."""
    if share >= 1:
        return f"× {1 + share:.3g}"
    return f"{100 * share:+.0f} %".replace("-", "−")


def headline(plane, found):
    """How deep the best depth is over the whole map, in one sentence with computed numbers."""
    best = found.best_depth[plane.possible]
    if best.size == 0:
        return "No graph with these parameters exists."
    never, shallow = float(np.mean(best == 0)), float(np.mean(best <= SHALLOW))
    return (
        f"On **{percent(shallow)}** of the graphs on this map the best depth is **{SHALLOW} or less**; on {percent(never)} the first "
        f"convolution already hurts. The deepest sweet spot anywhere is {best.max():.0f}."
    )


def present_sentence(error):
    """Where the present model stands: n*, its error, n0. error: walk theory's curve with a fixed threshold."""
    best, lowest, first, back = read_curve(error)
    if best == 0:
        return f"Your model (cross): no convolution helps; without any the error is {percent(first)}."
    end = (
        f"at depth {back:.0f} the error is back"
        if np.isfinite(back)
        else f"up to depth {error.size - 1} the error does not come back"
    )
    return f"Your model (cross): best depth **{best:.0f}**, error **{percent(lowest)}** instead of {percent(first)} without convolution; {end}."


def distrust(reasons):
    """The share of the map that is not to be trusted, by reason, as Markdown lines."""
    possible = reasons[(reasons == 0) | np.isin(reasons, list(REASONS))]
    lines = []
    for reason, words in REASONS.items():
        share = float(np.mean(possible == reason)) if possible.size else 0.0
        if share > 0:
            lines.append(f"- hatched, {percent(share)} of the map: {words}.")
    return lines


def cut_rows(plane, found, reasons, cells):
    """Table rows of a cross-section."""
    rows = []
    for row, column in cells:
        cell = (row, column)
        if not plane.possible[cell]:
            continue
        back = found.return_depth[cell]
        rows.append(
            {
                SHORT[plane.x.name]: f"{plane.x.values[column]:.4g}",
                SHORT[plane.y.name]: f"{plane.y.values[row]:.4g}",
                "best depth n*": int(found.best_depth[cell]),
                "lowest error": percent(found.best_error[cell]),
                "without convolution": percent(found.first_error[cell]),
                "back at n₀": f"{back:.0f}" if np.isfinite(back) else f"beyond {found.depth}",
                "to be trusted": "yes" if reasons[cell] == 0 else "with care",
            }
        )
    return rows


def check_rows(plane, checked):
    """Table rows of simulated cells."""
    verdicts = {True: "agree", False: "DISAGREE", None: "not simulated"}
    return [
        {
            SHORT[plane.x.name]: f"{plane.x.values[cell.cell[1]]:.4g}",
            SHORT[plane.y.name]: f"{plane.y.values[cell.cell[0]]:.4g}",
            "theory: best depth": cell.predicted_depth,
            "theory: error": percent(cell.predicted_error),
            "simulated there": _with_error(cell) if cell.n_graphs else cell.reason,
            "simulated best depth": str(cell.best_depth) if cell.n_graphs else "",
            "verdict": verdicts[cell.agrees],
        }
        for cell in checked
    ]


def _with_error(cell):
    return percent(cell.error) + (f" ± {percent(cell.standard_error)}" if cell.standard_error > 1e-6 else "")


def check_sentence(checked):
    """How many simulated cells agree, and which do not."""
    simulated = [cell for cell in checked if cell.n_graphs]
    if not simulated:
        return "None of these cells can be simulated here: their graphs are too large, so theory stands alone."
    good = sum(cell.agrees for cell in simulated)
    words = f"**{good} of {len(simulated)}** simulated cells agree with theory, within 10 % and three standard errors over {simulated[0].n_graphs} graphs."
    if good < len(simulated):
        worst = max(
            (cell for cell in simulated if not cell.agrees), key=lambda cell: abs(cell.predicted_error - cell.error)
        )
        words += (
            f" Furthest apart: d = {worst.model.mean_degree:.3g}, λ = {worst.model.edge_correlation:.2g}, where theory says "
            f"{percent(worst.predicted_error)} and simulation {percent(worst.error)}."
        )
    missing = len(checked) - len(simulated)
    return words + (f" {missing} more are too large to be simulated here." if missing else "")


def growth_sentences(law, regime):
    """What the growth of n* and n0 says, as Markdown lines."""
    first, last = law.n_nodes[0], law.n_nodes[-1]
    lines = [
        f"From N = {first:,.0f} to {readable(last)} the best depth goes from **{law.best_depth[0]}** to **{law.best_depth[-1]}**"
        + (
            f", while the depth where the error is back goes from {law.return_depth[0]:.0f} to {law.return_depth[-1]:.0f}."
            if np.isfinite(law.return_depth[[0, -1]]).all()
            else "."
        )
    ]
    share = percent(float(law.noise_share[-1]))
    if law.growing_until is not None:
        lines.append(
            f"It stops growing at about N = {readable(law.growing_until)}: there {percent(float(law.noise_share[np.searchsorted(law.n_nodes, law.growing_until)]))} of a "
            "hill's variance at the best depth is **neighbourhood noise**, which more nodes do not remove. Even without any floor "
            f"of order 1/N the best depth would be {law.limit}."
        )
    elif law.best_depth[-1] - law.best_depth[len(law.best_depth) // 2] > 1:
        lines.append(f"It is still growing at the end, towards {law.limit}: the floor σ²/N sinks, and more layers pay.")
    else:
        lines.append(
            f"It hardly moves for large N, although without any floor of order 1/N depth {law.limit} would be best by a hair: "
            f"{share} of a hill's variance at the best depth is **neighbourhood noise** by then, which more nodes do not remove."
        )
    names = {"loglog": "log N / log log N", "logd": "log N / log d"}
    for curve, symbol in (("best", "n*"), ("return", "n₀")):
        fits = [
            f"{law.fits[curve, name].constant:.2f} × {label} (off by {law.fits[curve, name].misfit:.1f} layers)"
            for name, label in names.items()
            if np.isfinite(law.fits[curve, name].constant)
        ]
        if fits:
            lines.append(f"Fitted constants in front: {symbol} ≈ " + ", or ".join(fits) + ".")
    return lines


def growth_rows(law):
    """Table rows of the growth law."""
    return [
        {
            "N": readable(n),
            "mean degree d": f"{degree:.4g}",
            "best depth n*": int(best),
            "lowest error": percent(float(error)),
            "back at n₀": f"{back:.0f}" if np.isfinite(back) else f"beyond {law.depth}",
            "neighbourhood noise in the variance": percent(float(share)),
        }
        for n, degree, best, error, back, share in zip(
            law.n_nodes, law.degree, law.best_depth, law.best_error, law.return_depth, law.noise_share, strict=True
        )
    ]


def wins_sentence(duel, margin, rival):
    """Who wins on how much of the plane, and where the border runs, in words."""
    shown = np.isfinite(margin)
    if not shown.any():
        return "No graph with these parameters exists."
    rival_wins, plain_wins = float(np.mean(margin[shown] < -0.01)), float(np.mean(margin[shown] > 0.01))
    words = [
        f"**{rival}** wins on **{percent(rival_wins)}** of this plane, **plain convolution** on **{percent(plain_wins)}**; "
        f"on the rest they are within 1 % of each other."
    ]
    strengths, degrees = duel.plane.x.values, duel.plane.y.values
    border = []
    for row in np.flatnonzero(shown.all(axis=1)):
        loses, wins = margin[row] > 0.01, margin[row] < -0.01
        wins &= np.arange(strengths.size) > (np.argmax(loses) if loses.any() else strengths.size)
        if wins.any():
            border.append((degrees[row], strengths[int(np.argmax(wins))]))
    if len(border) > 2 and rival.startswith("residual"):
        first, last = border[0], border[-1]
        words.append(
            f"The border runs from Δ/σ = {first[1]:.2g} at d = {first[0]:.3g} to Δ/σ = {last[1]:.2g} at d = {last[0]:.3g}: "
            "with weak features plain convolution wins, because averaging over many nodes is what counts; with strong ones "
            "neighbourhood noise is what hurts, and a share of the own feature keeps it small."
        )
    return " ".join(words)


def duel_sentence(duel, row, column, label, margin):
    """Margin at the cell nearest to the present model."""
    cell = (row, column)
    alpha = duel.best_alpha()[cell]
    strength = (
        f"The best alpha there is {alpha:g}."
        if alpha > 0
        else "No alpha beats plain convolution there by more than 1 %."
    )
    return (
        f"At the cell nearest to your model (Δ/σ = {duel.plane.x.values[column]:.3g}, d = {duel.plane.y.values[row]:.3g}): plain convolution "
        f"{percent(float(duel.plain[cell]))}, {label} {percent(float(duel.plain[cell] * (1 + margin[cell])))} ({signed(margin[cell])}), best possible "
        f"{percent(float(duel.best[cell]))}. {strength}"
    )


def duel_rows(duel, margin, label):
    """Table rows: every fourth cell of the plane each way."""
    alpha = duel.best_alpha()
    return [
        {
            "Δ/σ": f"{duel.plane.x.values[column]:.3g}",
            "d": f"{duel.plane.y.values[row]:.3g}",
            "plain": percent(float(duel.plain[row, column])),
            label: percent(float(duel.plain[row, column] * (1 + margin[row, column]))),
            "margin": signed(margin[row, column]),
            "best alpha": "plain is as good" if alpha[row, column] == 0 else f"{alpha[row, column]:g}",
            "best possible": percent(float(duel.best[row, column])),
        }
        for row in range(0, duel.plane.shape[0], 4)
        for column in range(0, duel.plane.shape[1], 4)
        if duel.plane.possible[row, column]
    ]
