"""No sentence of the map page is refuted by the map, the curve or the growth that it speaks of."""

import re

import numpy as np
import pytest
from claims import NUMBER, SHARE, first_low, models, predictions, refuted, says

from core.maps.growth_law import REGIMES, growth_law
from core.maps.plane import PAIRS, Axis, Plane, plane
from core.maps.sweet_spot import COMPARED, SMALL, sweet_spot, trust
from core.maps.who_wins import DRAW, who_wins
from ui.map import growth, one_more, overlays, wins
from ui.map import words as map_words
from ui.map.heat import heat_map, hover_texts

pytestmark = pytest.mark.xdist_group("claims")


def present_readers(error):
    first, lowest = error[0], error.min()

    def back(depth):
        return error[int(depth)] >= first and (error[first_low(error) + 1 : int(depth)] < first).all()

    return {
        rf"no convolution helps; without any the error is ({SHARE})": lambda value: (
            says(value, first) and lowest >= 0.93 * first - 1e-6
        ),
        rf"best depth (\d+), error ({SHARE})\. Without convolution it is ({SHARE})": lambda depth, value, start: (
            first_low(error) == int(depth) and says(value, lowest) and says(start, first) and value != start
        ),
        r"which is reached again first at depth (\d+)": back,
        r"which is not reached again up to depth (\d+)": lambda depth: (
            int(depth) == error.size - 1 and (error[first_low(error) + 1 :] < first).all()
        ),
    }


def test_no_sentence_about_the_present_model_is_refuted():
    for model, prediction, _ in predictions():
        error = prediction.error_fixed
        assert not refuted(map_words.present_sentence(error), present_readers(error)), model


def test_no_headline_of_a_map_is_refuted():
    rng = np.random.default_rng(5)
    for pair in PAIRS:
        for _ in range(4):
            size, correlation, strength = (
                2 * int(10 ** rng.uniform(0.7, 8)),
                rng.uniform(-0.9, 0.95),
                rng.uniform(0.1, 6),
            )
            where = plane(pair, size, correlation, strength, 12)
            found = sweet_spot(where, 20)
            best = found.best_depth[where.possible]
            readers = {
                rf"On ({SHARE}) of this map the best depth is 4 or less; on ({SHARE}) no convolution helps": (
                    lambda shallow, never, best=best: (
                        says(shallow, np.mean(best <= 4)) and says(never, np.mean(best == 0))
                    )
                ),
                r"The largest best depth anywhere on it is (\d+) or deeper": lambda depth, best=best: (
                    int(depth) == 20 == best.max()
                ),
                r"The largest best depth anywhere on it is (\d+)": lambda depth, best=best: (
                    int(depth) == best.max() < 20
                ),
                r"No cell of this map is a graph that exists": lambda best=best: best.size == 0,
            }
            assert not refuted(map_words.headline(where, found), readers)


def change_readers(error, depth):
    before, after = error[depth : depth + 2]

    def both(first, then):
        return all(
            says(text, value) or (text == "less than 0.0001 %" and value == 0)
            for text, value in ((first, before), (then, after))
        )

    layer = rf"layer {depth + 1}"
    return {
        rf"{layer} leaves the error as it is: ({SHARE})": lambda value: (
            says(value, after) and (abs(after - before) < 0.0101 * before or says(value, before))
        ),
        rf"the errors at depths {depth} and {depth + 1} are both ({SHARE}), too small": lambda value: (
            max(before, after) < COMPARED and both(value, value)
        ),
        rf"the errors at depths {depth} and {depth + 1} are ({SHARE}) and ({SHARE}), too small": lambda first, then: (
            max(before, after) < COMPARED and both(first, then)
        ),
        rf"{layer} (lowers|raises) the error: from ({SHARE}) to ({SHARE})": lambda verb, first, then: (
            both(first, then) and (verb == "lowers") == (after < before) and min(before, after) < COMPARED
        ),
        rf"{layer} lowers the error by ({SHARE}): from ({SHARE}) to ({SHARE})": lambda part, first, then: (
            after < before and says(part, 1 - after / before) and both(first, then)
        ),
        rf"{layer} raises the error by ({SHARE}): from ({SHARE}) to ({SHARE})": lambda part, first, then: (
            before < after < 2 * before and says(part, after / before - 1) and both(first, then)
        ),
        rf"{layer} raises the error to ({NUMBER}) times as much: from ({SHARE}) to ({SHARE})": lambda factor, first, then: (
            after >= 2 * before > 0 and says(factor, float(f"{after / before:.2g}")) and both(first, then)
        ),
    }


def test_no_sentence_about_one_more_layer_is_refuted():
    rng, verbs = np.random.default_rng(11), set()
    for model, prediction, _ in predictions():
        error = prediction.error_fixed
        if error.size > 1:
            depth = int(rng.integers(error.size - 1))
            text = one_more.present_sentence(error, depth)
            assert not refuted(text, change_readers(error, depth)), (model, depth)
            verbs |= {verb for verb in ("lowers", "raises", "leaves", "times as much") if verb in text}
    assert verbs == {"lowers", "raises", "leaves", "times as much"}
    assert refuted("layer 1 raises the error by 50.0 %: from 20.0 % to 10.0 %", change_readers(np.array([0.2, 0.1]), 0))


def test_no_headline_about_one_more_layer_is_refuted_and_every_cell_says_what_its_colour_is():
    rng, grey = np.random.default_rng(6), []
    for pair in PAIRS:
        for _ in range(3):
            where = plane(pair, 2 * int(10 ** rng.uniform(1, 7)), rng.uniform(-0.9, 0.95), rng.uniform(0.1, 6), 9)
            found, depth = sweet_spot(where, 20), int(rng.integers(19))
            change = found.one_more(depth)
            large = np.maximum(found.log_error[depth], found.log_error[depth + 1]) >= np.log2(COMPARED)
            there = np.isfinite(change)
            falls, rises = (np.mean((large & far)[there]) for far in (2**change < 1 / 1.00999, 2**change > 1.00999))
            small = np.mean(~large[there])
            grey.append(small)
            readers = {
                rf"From depth {depth} to {depth + 1} the error falls \(blue\) on ({SHARE}) of this map and rises \(orange\) on ({SHARE})": (
                    lambda less, more, falls=falls, rises=rises: says(less, falls) and says(more, rises)
                ),
                r"elsewhere it changes by less than (.*?) of itself": (
                    lambda part, rest=1 - falls - rises - small: part == "1.0 %" and rest > 0
                ),
                rf"on ({SHARE}) both errors are below 0\.1 % \(grey\), too small to be compared": (
                    lambda share, small=small: small > 0 and says(share, small)
                ),
                r"No cell of this map is a graph that exists": lambda where=where: not where.possible.any(),
            }
            assert not refuted(one_more.headline(where, found, depth), readers)
            drawn = heat_map(where, found, "more", depth=depth).data[1:3]
            for text, value, colour, untold in zip(
                hover_texts(where, found, depth), change.ravel(), *(np.ravel(trace.z) for trace in drawn), strict=True
            ):
                assert ("lowers" in text) <= (colour < 0) and ("raises" in text) <= (colour > 0)
                assert ("no such graph" in text) == np.isnan(value) and ("too small" in text) == (untold == 0)
                assert np.isnan(value) == (np.isnan(colour) and np.isnan(untold))
    assert min(grey) == 0 < max(grey)


def test_no_sentence_about_the_lines_is_refuted_by_the_plane():
    rng, seen = np.random.default_rng(8), set()
    for turn in range(40):
        pair = PAIRS[turn % len(PAIRS)]
        strength = 0.0 if turn % 3 == 0 else rng.uniform(0.1, 6)
        where = plane(pair, 2 * int(10 ** rng.uniform(0.5, 7)), rng.choice([0.02, 0.5, -0.8, 0.99]), strength, 9)
        if pair == "sd" and turn % 8 == 2:
            names = ("n_nodes", "p_within", "q_across", "strength")
            rows = [getattr(where, name)[4:] for name in names]
            where = Plane(where.x, Axis("d", where.y.values[4:]), *rows)
        field = (where.degree * where.correlation**2)[where.possible]
        mixed = (field < 1).any() and (field > 1).any()
        readers = {
            rf"Where d λ² is above 1, on ({SHARE}) of this map, the links alone": lambda share, field=field, mixed=mixed: (
                mixed and says(share, np.mean(field > 1))
            ),
            r"lies nowhere on this map. Where d λ² is above 1, as everywhere here, the links": lambda field=field: (
                field > 1
            ).all(),
            r"lies nowhere on this map. Where d λ² is above 1, which is nowhere here, the links": lambda field=field: (
                not (field > 1).any()
            ),
            r"a node's own already tells more than chance": lambda where=where: (
                where.strength[where.possible] > 0
            ).all(),
            r"Features tell nothing here": lambda where=where: (where.strength[where.possible] == 0).all(),
            r"dashed line: d = log N": lambda where=where: (
                (where.degree < np.log(where.n_nodes)).any() and (where.degree > np.log(where.n_nodes)).any()
            ),
        }
        text = "\n".join(map_words.level_lines(where))
        matches = {pattern for pattern in readers if re.search(pattern, text.replace("**", ""))}
        for pattern in matches:
            assert readers[pattern](*re.search(pattern, text.replace("**", "")).groups()), (pair, text)
        assert bool(text) == bool(field.size)
        seen |= matches
    assert len(seen) == 6


def test_cells_of_tiny_graphs_are_hatched_and_named_and_no_side_is_promised():
    tiny, usual = (plane("dl", size, side=12) for size in (40, 2000))
    reasons = trust(tiny, sweet_spot(tiny))
    assert np.all(reasons[tiny.possible] == SMALL)
    assert any("fewer than 60 nodes" in line for line in map_words.distrust(reasons))
    assert SMALL in overlays.HATCHES and not (trust(usual, sweet_spot(usual)) == SMALL).any()
    assert not re.search("pessimis|optimis", " ".join(map_words.REASONS.values()))


def test_the_label_correlation_is_said_in_words():
    assert map_words.fixed_words("sd", 2000, 0.5, 1.0) == (
        "Everywhere N = 2,000 and λ = 0.5 (75.0 % of the links stay inside a class), as in the sidebar."
    )


def growth_readers(law):
    best, back, sizes = law.best_depth, law.return_depth, law.n_nodes

    def near(text, size):
        return says(text, float(f"{size:.1g}"))

    def settled(text):
        since = next(place for place in range(best.size) if (abs(best[place:] - best[-1]) <= 1).all())
        return near(text, sizes[since])

    return {
        rf"While N grows from (?:about )?({NUMBER}) to ({NUMBER}), the best depth goes from (\d+) to (\d+)": (
            lambda low, high, first, last: (
                near(low, sizes[0]) and says(high, sizes[-1]) and int(first) == best[0] != best[-1] == int(last)
            )
        ),
        rf"While N grows from (?:about )?({NUMBER}) to ({NUMBER}), the best depth is (\d+) at both ends": (
            lambda low, high, depth: near(low, sizes[0]) and says(high, sizes[-1]) and int(depth) == best[0] == best[-1]
        ),
        r"(\d+) is the deepest that was computed": lambda depth: int(depth) == law.depth == best.max(),
        r"the depth at which the error is back goes from (\d+) to (\d+)": lambda first, last: (
            (int(first), int(last)) == (back[0], back[-1]) and int(first) > best[0]
        ),
        rf"From a size of (?:about )?({NUMBER}) on it stays within one layer of its last value": settled,
        r"It stays within one layer of its last value throughout": lambda: (abs(best - best[-1]) <= 1).all(),
        r"It is still growing at the end: with N the floor σ²/N sinks, and more layers pay": lambda: (
            best[-1] > best[best.size // 2] + 1
        ),
        rf"At the largest N ({SHARE}) of a hill's variance at the best depth is neighbourhood noise": lambda share: (
            says(share, law.noise_share[-1]) and law.noise_share[-1] >= 0.5
        ),
        r"Without anything of order 1/N depth (\d+) would be the first within one percent of the lowest error": (
            lambda depth: int(depth) == law.limit > best[-1] + 1
        ),
        r"(?:n\*|n₀) ≈ .*?\.\n|(?:n\*|n₀) ≈ .*?\.$": lambda: True,
    }


def test_no_sentence_about_growth_is_refuted():
    for model, *_ in models()[::80]:
        for regime in REGIMES if model.mean_degree > 0 else ():
            law = growth_law(model, regime, depth=64)
            if law.n_nodes.size:
                text = "\n".join(growth.growth_sentences(law))
                assert not refuted(text, growth_readers(law), ("which more nodes do not remove",)), (model, regime)


def border_readers(where, margin):
    plain, rival, degrees = margin > DRAW, margin < -DRAW, where.y.values

    def parted(low, high):
        rows = np.flatnonzero([says(low, d) or says(high, d) for d in degrees])
        inside = range(rows[0], rows[-1] + 1)
        return all(
            plain[row].any()
            and rival[row].any()
            and np.flatnonzero(plain[row]).max() < np.flatnonzero(rival[row]).min()
            for row in inside
        )

    def nowhere(side, rows):
        wins = {"plain": plain, "the residual": rival, "neither of": plain | rival}
        return not wins[next(start for start in wins if side.startswith(start))][rows].any()

    both = np.flatnonzero(plain.any(axis=1) & rival.any(axis=1))
    return {
        rf"From d = ({NUMBER}) to d = ({NUMBER}) the features decide: with weaker ones plain convolution wins": parted,
        rf"This border runs from Δ/σ = ({NUMBER}) to ({NUMBER})": lambda first, last: all(
            says(text, where.x.values[rival[row].argmax()]) for text, row in ((first, both[0]), (last, both[-1]))
        ),
        r"At any smaller d of this map (.*?) wins nowhere": lambda side: (
            both[0] > 0 and nowhere(side, slice(None, both[0]))
        ),
        r"[aA]t any larger d (.*?) wins nowhere": lambda side: nowhere(side, slice(both[-1] + 1, None)),
    }


def random_margin(rng, shape):
    """A border that moves row by row, draws about it, and now and then rows, corners or cells of the other side."""
    rows, columns = np.indices(shape)
    at = rng.uniform(-4, shape[1]) + rng.uniform(-1.5, 1.5) * rows
    margin = np.where(columns < at, 0.2, -0.2) * rng.choice([1, 1, 1, -1])
    margin = np.where(np.abs(columns - at) < rng.uniform(0, 3), 0.0, margin)
    if rng.random() < 0.5:
        margin[: rng.integers(shape[0])] = rng.choice([0.2, -0.2, 0.0])
    if rng.random() < 0.3:
        margin[tuple(rng.integers(shape))] *= -1
    if rng.random() < 0.3:
        margin[rng.integers(shape[0])] = np.nan
    return margin


def test_a_border_between_plain_and_residual_is_told_only_where_the_whole_plane_bears_it_out():
    rng, said, silent = np.random.default_rng(31), 0, 0
    where = plane("sd", 2000, 0.5, 1.0, 9)
    small = (
        "averaging over many nodes is what counts",
        "with stronger ones the residual connection wins, or neither: neighbourhood noise is what hurts, and a share of a node's own feature keeps it small",
    )
    for _ in range(2000):
        margin = random_margin(rng, where.shape)
        text = wins.border_words(where, margin)
        said, silent = said + bool(text), silent + (not text)
        assert not text or not refuted(text, border_readers(where, margin), small), (text, margin)
    assert said > 300 and silent > 300


def test_of_the_map_as_it_opens_it_is_told_where_the_border_ends():
    duel = list(who_wins(2000, 0.5, side=20))[-1][-1]
    margin = duel.margin("residual", 0.1)
    text = wins.border_words(duel.plane, margin)
    # Below and above the border one side wins alone, whatever the features.
    assert "At any smaller d of this map plain convolution wins nowhere" in text
    assert "at any larger d the residual connection wins nowhere" in text
    assert wins.border_words(duel.plane, -margin) == ""
