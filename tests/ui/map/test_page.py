"""The map page's figures, sentences and cells."""

import numpy as np
import pytest

from core.maps.check import CheckedCell
from core.maps.plane import PAIRS, plane
from core.maps.sweet_spot import SPARSE, TINY, sweet_spot, trust
from core.maps.who_wins import RIVALS, who_wins
from core.model import CSBM
from core.walks import predict
from ui.link import link
from ui.map import axes, overlays, parts, wins
from ui.map import heat as map_heat
from ui.map import margin as map_margin
from ui.map import words as map_words
from ui.map.model import GROWTH_LABELS, PAIR_LABELS, coordinates, fixed_values, nearest
from ui.map.model import RIVALS as RIVAL_LABELS
from ui.words.readings import percent, readable

SIDE = 20
PLANES = {pair: plane(pair, side=SIDE) for pair in PAIRS}
FOUND = {pair: sweet_spot(PLANES[pair]) for pair in PAIRS}


def test_every_choice_of_the_link_has_its_words():
    assert set(PAIR_LABELS) == set(link.KEYS["map"].choices) == set(PAIRS)
    assert set(GROWTH_LABELS) == set(link.KEYS["regime"].choices)
    assert set(RIVAL_LABELS) == set(link.KEYS["rival"].choices)
    assert {name for _, name, _ in RIVAL_LABELS.values()} <= set(RIVALS)
    assert set(parts.PARTS) == set(link.KEYS["sheet"].choices)
    assert set(map_heat.SHOWN_LABELS) == set(link.KEYS["shown"].choices)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("shown", ["depth", "error", "back", "more"])
def test_a_colour_says_the_value_of_its_cell(pair, shown):
    figure = map_heat.heat_map(PLANES[pair], FOUND[pair], shown, reasons=trust(PLANES[pair], FOUND[pair]))
    heat = next(trace for trace in figure.data if trace.type == "heatmap")
    z, possible = np.array(heat.z, dtype=float), PLANES[pair].possible
    if shown == "more":
        small = possible & (np.maximum(*FOUND[pair].log_error[:2]) < np.log2(0.001))
        grey = np.array([trace for trace in figure.data if trace.type == "heatmap"][1].z)
        assert np.array_equal(grey == 0, small) and np.isnan(z[small]).all()
        possible = possible & ~small
    assert np.array_equal(np.isnan(z), ~possible)
    stops = [stop for stop, _ in heat.colorscale]
    # Plotly takes a scale of its own where stops go back by as little as a rounding error.
    assert stops == sorted(stops) and (stops[0], stops[-1]) == (0, 1)
    if shown == "more":
        expected = np.clip(FOUND[pair].log_error[1] - FOUND[pair].log_error[0], -2, 2)
        assert np.allclose(z[possible], expected[possible]) and (heat.zmin, heat.zmax) == (-2, 2)
        return
    if shown == "error":
        assert np.allclose(10 ** z[possible], FOUND[pair].best_error[possible])
        return
    values = FOUND[pair].best_depth if shown == "depth" else FOUND[pair].return_depth
    firsts, labels = map_heat.STEPS[shown]
    for step, value in zip(z[possible].astype(int), values[possible], strict=True):
        low, high = firsts[step], firsts[step + 1] if step + 1 < len(firsts) else np.inf
        assert low <= value < high or (value == high == np.inf)
        assert labels[step].startswith(str(low))


def test_the_first_trace_answers_to_clicks_with_the_cell_that_was_hit():
    where = PLANES["dl"]
    first = map_heat.heat_map(where, FOUND["dl"], "depth").data[0]
    assert first.mode == "markers" and first.marker.opacity == 0
    for place in (0, 7, where.shape[1], where.n_nodes.size - 1):
        row, column = np.unravel_index(place, where.shape)
        assert (first.x[place], first.y[place]) == (where.x.values[column], where.y.values[row])


def test_hatched_rectangles_cover_exactly_the_flagged_cells():
    rng = np.random.default_rng(2)
    for share in (0.0, 0.2, 0.7, 1.0):
        flags = rng.random((13, 9)) < share
        covered = np.zeros_like(flags, dtype=int)
        for low, high, left, right in overlays.rectangles(flags):
            covered[low : high + 1, left : right + 1] += 1
        assert np.array_equal(covered, flags.astype(int))


@pytest.mark.parametrize("pair", PAIRS)
def test_the_detection_line_runs_where_d_lam_squared_is_one(pair):
    where = PLANES[pair]
    figure = map_heat.heat_map(where, FOUND[pair], "more", depth=2)
    (line, _) = [trace for trace in figure.data if trace.type == "contour" and "d λ² = 1" in trace.name]
    z = np.array(line.z, dtype=float)
    for row, column in np.argwhere(where.possible):
        model = where.model(row, column)
        strength = model.mean_degree * model.edge_correlation**2
        assert z[row, column] == pytest.approx(max(np.log10(strength), -6) if strength > 0 else -6, abs=1e-4)
    # The line crosses between two cells: by the formula, with lam = .5, at d = 4.
    if pair in ("sd", "nd"):
        column = z[:, -1]
        row = np.flatnonzero(np.diff(np.sign(column)) > 0)[0]
        assert where.y.values[row] <= 4 <= where.y.values[row + 1]


def test_a_threshold_that_no_cell_crosses_is_not_drawn():
    below, above = plane("sd", 2000, 0.02, 1.0, 8), plane("dl", 2000, side=8)
    assert not overlays.crosses(overlays.levels(below)["detection"])
    assert overlays.crosses(overlays.levels(above)["detection"])
    assert not [
        trace for trace in map_heat.heat_map(below, sweet_spot(below), "depth").data if "d λ²" in str(trace.name)
    ]


def test_halving_is_as_strong_as_doubling_and_nothing_is_neither():
    (low, falls), (middle, nothing), (high, rises) = map_heat.theme.FALLS_RISES
    assert (low, middle, high) == (0, 0.5, 1) and falls != rises
    red, green, blue = (int(nothing[place : place + 2], 16) for place in (1, 3, 5))
    assert red == green == blue


def test_edges_lie_between_the_values():
    for axis in (PLANES["dl"].x, PLANES["dl"].y, PLANES["nd"].x):
        edges = axes.edges_of(axis)
        assert edges.size == axis.values.size + 1
        assert np.all(edges[:-1] < axis.values) and np.all(axis.values < edges[1:])


@pytest.mark.parametrize("pair", PAIRS)
def test_loading_a_cell_keeps_the_map_and_puts_the_cross_on_that_cell(pair):
    start = CSBM()
    fixed = fixed_values(pair, start)
    where = plane(pair, *fixed, 60)
    possible = np.argwhere(where.possible)
    for row, column in possible[np.random.default_rng(0).choice(len(possible), 25, replace=False)]:
        model = where.model(row, column, start.midpoint, start.sigma)
        assert fixed_values(pair, model) == fixed
        assert nearest(where, coordinates(where, model)) == (row, column)


def test_outside_the_map_the_nearest_cell_is_at_its_border():
    where = PLANES["sd"]
    assert nearest(where, (0.0, 0.0)) == (0, 0)
    assert nearest(where, (1e9, 1e9)) == (SIDE - 1, SIDE - 1)


def test_the_headline_counts_the_shallow_cells():
    words = map_words.headline(PLANES["dl"], FOUND["dl"])
    share = np.mean(FOUND["dl"].best_depth <= map_words.SHALLOW)
    assert f"{100 * share:.1f} %" in words and f"{FOUND['dl'].best_depth.max():.0f}" in words


def test_reasons_are_named_with_their_share():
    reasons = trust(PLANES["dl"], FOUND["dl"])
    lines = map_words.distrust(reasons)
    # Every cell of this plane is possible, so a share of the map is a share of its cells.
    assert PLANES["dl"].possible.all()
    shares = {reason: np.mean(reasons == reason) for reason in (SPARSE, TINY) if (reasons == reason).any()}
    assert shares and len(lines) == len(shares)
    for reason, share in shares.items():
        assert [line for line in lines if percent(share) in line and map_words.REASONS[reason] in line], reason
    assert map_words.distrust(np.zeros((2, 2), dtype=int)) == []


def test_the_present_model_is_put_into_words_also_where_nothing_helps():
    assert "best depth **2**" in map_words.present_sentence(predict(CSBM(), 64).error_fixed)
    assert "at depth 7" in map_words.present_sentence(predict(CSBM(), 64).error_fixed)
    assert "no convolution helps" in map_words.present_sentence(np.array([0.1, 0.2, 0.3]))


def test_disagreement_is_listed():
    model = CSBM()
    good = CheckedCell((0, 0), model, 2, 0.030, 0.0301, 0.0002, 2, 0.0301, 16)
    bad = CheckedCell((0, 1), model, 2, 0.030, 0.0501, 0.0002, 3, 0.0401, 16)
    large = CheckedCell((0, 2), model, 2, 0.030, reason="too large to be simulated here")
    assert (good.agrees, bad.agrees, large.agrees) == (True, False, None)
    words = map_words.check_sentence([good, bad, large])
    assert "**1 of 2**" in words and "Furthest apart" in words and "1 more" in words
    rows = map_words.check_rows(PLANES["dl"], [good, bad, large])
    assert [row["verdict"] for row in rows] == ["agree", "DISAGREE", "not simulated"]
    assert "too large" in map_words.check_sentence([large])


@pytest.mark.parametrize(("number", "text"), [(46416, "46,416"), (1e12, "10¹²"), (2.2e9, "2.2 × 10⁹"), (100, "100")])
def test_large_numbers_are_readable(number, text):
    assert readable(number) == text


def test_who_wins_in_words_and_colours_without_any_nan():
    duel = list(who_wins(40, 0.5, side=8))[-1][-1]
    for name in RIVALS:
        margin = duel.margin(name)
        words = wins.shares_sentence(margin, name)
        assert "nan" not in words.lower() and "%" in words
        map_margin.margin_map(duel.plane, margin, names=("plain", name))
        assert all("nan" not in str(row).lower() for row in wins.duel_rows(duel, margin, name))
    nothing = np.full((8, 8), np.nan)
    assert "exists" in wins.shares_sentence(nothing, "residual")
