"""The sections on minority classes and on density: they draw, say computed numbers, and bear degenerate models."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.classes.class_errors import simulate_classes
from core.classes.unequal import predict_classes
from core.maps.density import DensityCurves, densest, density_curves, landmarks, of_degree, return_depth
from core.model import CSBM
from core.walks import predict
from ui.inside import minority_words as words
from ui.inside.density import headline as density_headline

TIMEOUT = 60


def run(part, query):
    """One section as the only page of an app, opened by a link."""

    def script(part):
        from ui.inside import density, minority
        from ui.session import state

        state.start()
        {"minority": minority, "density": density}[part].section(state.model(), state.depth_max(), state.seed())

    app = AppTest.from_function(script, args=(part,), default_timeout=TIMEOUT)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def figures(app):
    """Figures as a browser gets them: parsed JSON, in which NaN would be an error."""

    def refuse(text):
        raise AssertionError(f"{text} in a figure")

    return [json.loads(chart.proto.spec, parse_constant=refuse) for chart in app.get("plotly_chart")]


def prose(app):
    return "\n".join(element.value for element in (*app.markdown, *app.info, *app.caption))


def test_the_minority_section_opens_with_equal_classes_and_says_what_a_fifth_would_do():
    app = run("minority", {})
    assert app.slider(key="minority_share_1").value == 0.5
    assert "Equal classes lose alike" in prose(app)
    example = predict_classes(CSBM(share_1=0.2), 20).error["fixed"][2]
    assert words.percent(example[0]) in prose(app)


def test_a_link_sets_share_and_threshold_and_the_words_follow():
    app = run("minority", {"n": "600", "p": "0.04", "q": "0.012", "frac": "0.2", "cut": "bayes", "dmax": "8"})
    assert (app.slider(key="minority_share_1").value, app.selectbox(key="minority_cut").value) == (0.2, "bayes")
    text = prose(app)
    assert "class 1, with 20.0 % of the nodes" in text and "(Bayes)" in text
    names = {trace.get("name") for figure in figures(app) for trace in figure["data"]}
    assert {"class 1, theory", "class 2, theory", "class 1, simulated", "class 2, simulated"} <= names


def test_the_share_moves_the_numbers():
    app = run("minority", {"n": "400", "p": "0.06", "q": "0.02", "dmax": "6"})
    before = prose(app)
    app.slider(key="minority_share_1").set_value(0.1).run()
    assert not app.exception and prose(app) != before and "on the wrong side of m at **depth" in prose(app)


HARD = [
    {"p": "0", "q": "0", "frac": "0.1"},
    {"p": "0", "frac": "0.3"},
    {"q": "0", "frac": "0.3"},
    {"p": "0.01", "q": "0.01", "frac": "0.2"},
    {"m1": "1", "frac": "0.2"},
    {"n": "2", "frac": "0.01"},
    {"n": "1000000000000", "p": "1.5e-11", "q": "5e-12", "frac": "0.1"},
    {"p": "0.004", "q": "0.012", "frac": "0.9", "cut": "bayes"},
    {"n": "100", "p": "1", "q": "1", "frac": "0.05", "dmax": "1"},
]


@pytest.mark.parametrize("query", HARD, ids=str)
@pytest.mark.parametrize("part", ["minority", "density"])
def test_degenerate_models_are_drawn_or_refused_in_a_sentence(part, query):
    app = run(part, {"n": "400", "dmax": "5"} | query)
    assert figures(app) or app.info or app.warning, "a section draws something, or says why not"
    assert not re.search(r"nan|\binf\b", prose(app).lower())


def test_the_crossing_is_the_first_depth_with_the_mean_on_the_other_side():
    prediction = predict_classes(CSBM(share_1=0.2), 8)
    depth = words.crossing(prediction, 0)
    assert np.all(prediction.mean[:depth, 0] < 0) and prediction.mean[depth, 0] >= 0
    assert words.crossing(prediction, 1) is None
    # With p < q classes swap sides at odd depths: that is not a crossing.
    mirrored = predict_classes(CSBM(p_within=0.0038, q_across=0.0114, share_1=0.45), 3)
    assert mirrored.mean[1, 0] > 0 and words.crossing(mirrored, 0) != 1


def test_where_the_classes_swap_sides_the_larger_one_may_be_left_on_the_wrong_side_of_m():
    model = CSBM(p_within=0.0038, q_across=0.0114, share_1=0.1)
    prediction = predict_classes(model, 8)
    depth = words.crossing(prediction, 1)
    assert depth % 2 == 1 and prediction.error["fixed"][depth, 1] > 0.5
    assert f"The mean of class 2 is on the wrong side of m at **depth {depth}**" in words.three_senses(
        model, prediction, 2
    )
    homophily = CSBM(share_1=0.1)
    assert "swapped" not in words.three_senses(homophily, predict_classes(homophily, 8), 2)


def test_lost_for_good_is_the_depth_from_which_an_error_never_comes_down_again():
    assert words.lost_for_good(np.array([0.6, 0.2, 0.4, 0.6, 0.7]), 0.5) == 3
    assert words.lost_for_good(np.array([0.6, 0.2]), 0.5) is None
    assert words.lost_for_good(np.array([0.6, 0.7]), 0.5) == 0


def test_a_model_of_other_density_keeps_all_but_the_mean_degree():
    model = CSBM(n_nodes=1000, p_within=0.02, q_across=0.05, sigma=2.0)
    for degree in (7.0, 30.0, densest(model)):
        other = of_degree(model, degree)
        assert other.mean_degree == pytest.approx(degree)
        assert other.edge_correlation == pytest.approx(model.edge_correlation)
        assert replace(other, p_within=model.p_within, q_across=model.q_across) == model
    with pytest.raises(ValueError, match="^q_across is"):
        of_degree(CSBM(n_nodes=1000, p_within=0.02, q_across=0.05), 2 * densest(model))


def test_landmarks_go_from_sparse_to_dense_and_a_small_graph_has_none():
    for n_nodes in (100, 2000, 10**12):
        degrees = list(landmarks(CSBM(n_nodes, 2e-13, 1e-13)).values())
        assert degrees == sorted(degrees) and degrees[-1] <= n_nodes / 2
    with pytest.raises(ValueError, match="^n_nodes is 98, but it must be at least 100"):
        landmarks(CSBM(n_nodes=98))


def test_density_curves_are_those_of_the_walk_theory_at_that_degree():
    model = CSBM()
    curves = density_curves(model, 3)
    for place, degree in enumerate(curves.degree):
        error = predict(of_degree(model, float(degree)), 40).error_fixed
        assert curves.best_depth[place] == error.argmin() and curves.lowest_error[place] == error.min()
        assert error[int(curves.return_depth[place])] >= error[0] > error[int(curves.return_depth[place]) - 1]


def test_denser_graphs_err_less_and_are_best_at_smaller_depths():
    curves = density_curves(CSBM(), 7)
    assert np.all(np.diff(curves.lowest_error) < 0) and np.all(np.diff(curves.best_depth) <= 0)


def test_an_error_that_never_returns_has_no_return_depth():
    assert np.isnan(return_depth(np.array([0.4, 0.2, 0.3])))
    assert np.isnan(return_depth(np.array([0.4, 0.5])))
    assert return_depth(np.array([0.4, 0.2, 0.3, 0.4, 0.5])) == 3
    none = DensityCurves(np.array([5.0, 50.0]), np.zeros(2), np.full(2, 0.2), np.full(2, np.nan))
    assert "No depth helps" in density_headline(none)


def test_theory_and_simulation_of_unequal_classes_are_never_compared_without_standard_errors():
    model = CSBM(n_nodes=300, p_within=0.08, q_across=0.03, share_1=0.3)
    simulation, theory = simulate_classes(model, 4, n_graphs=6, seed=2), predict_classes(model, 4)
    said = words.errors_sentence(theory, simulation, "fixed")
    simulated = simulation.error["fixed"]
    bars = simulated.std(axis=0, ddof=1) / np.sqrt(6)
    distance = np.abs(theory.error["fixed"] - simulated.mean(axis=0))
    depth, place = np.unravel_index(distance.argmax(), distance.shape)
    assert f"{100 * distance[depth, place]:.2g} percentage points (class {place + 1} at depth {depth}" in said
    assert f"mean of 6 graphs has a standard error of {100 * bars[depth, place]:.2g} percentage points" in said
    beyond = int((distance[1:] > 3 * bars[1:]).sum())
    assert f"{beyond or 'none'} of the 8 differences" in said


@pytest.mark.parametrize("part", ["spectrum", "density", "range"])
def test_a_part_that_needs_links_says_so_in_one_sentence_where_there_are_none(part):
    app = AppTest.from_file("../../../main.py", default_timeout=60)
    for name, text in {"n": "200", "p": "0", "q": "0", "dmax": "3", "part": part}.items():
        app.query_params[name] = text
    app.switch_page("pages/inside.py").run()
    assert not app.exception and not app.get("plotly_chart")
    (said,) = (element.value for element in app.main.info)
    assert "no links" in said or "nobody lies" in said
