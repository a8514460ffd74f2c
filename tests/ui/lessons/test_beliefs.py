"""Seven things said about oversmoothing: each answer that ships is true, found here from core by another way than the rule's."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import numpy as np
import pytest

from core.inside.monitors import dirichlet_energy, edge_similarity, wide_features
from core.layers import measure, verdict
from core.layers.samples import DEPTHS, sample
from core.layers.verdict import KINDS
from core.model import CSBM
from core.propagation import layers
from core.sampling import sample_graph
from core.simulation import simulate
from core.walks import predict
from ui.lessons import beliefs, lessons, measured
from ui.lessons.beliefs import DEEP, FALSE, LOST, NAMED, SHALLOWER, SOMETIMES, TRUE
from ui.lessons.measured import counted, trained, watched
from ui.lessons.rules import FACTS, RULES
from ui.lessons.setting import Setting
from ui.link import link
from ui.link.lesson_names import OWN

pytestmark = pytest.mark.xdist_group("lessons")  # one process measures for all of them what a scene trains and samples
LESSON = lessons.load(OWN / "seven.toml")[0]
SCENES = {scene.answer: scene for scene in LESSON.scenes}
PLAIN = CSBM()
NO_LINKS = CSBM(p_within=0.0, q_across=0.0)


def said(answer, text):
    """The explanation of a scene, in which a text must stand."""
    assert text in SCENES[answer].filled("explanation"), SCENES[answer].filled("explanation")


def truth(answer, model=PLAIN, before=PLAIN, depth=20, reading="fixed"):
    return RULES[answer].find(Setting(model, depth, reading), Setting(before, depth, reading))


def other_graph(model, seed=7):
    """(graph, features) that no rule has seen."""
    rng = np.random.default_rng(seed)
    return sample_graph(rng, model), wide_features(rng, model)


def test_the_lesson_tries_seven_sentences_and_three_networks():
    assert list(SCENES) == [rule.name for rule in beliefs.RULES]
    assert all(scene.choices and scene.sources and scene.see for scene in LESSON.scenes)
    assert all("Said:" in scene.words for scene in LESSON.scenes[:7])


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.title)
def test_no_number_is_typed_and_no_place_is_left_empty(scene):
    for text in (scene.words, scene.explanation):
        assert not re.search(r"\d", re.sub(r"\{[^}]*\}|p = q = 0", "", text)), text
    assert not re.search(
        r"[{}]", "".join((scene.filled("words"), scene.filled("explanation"), scene.watch, scene.question))
    )


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.title)
def test_the_page_where_it_is_seen_has_the_model_of_the_scene(scene):
    page, query, _ = scene.seen_at
    values, notices = link.read(parse_qs(query))
    assert not notices
    assert {key: values[key] for key in link.MODEL_KEYS} == {key: scene.values[key] for key in link.MODEL_KEYS}
    assert all(link.KEYS[key].page in ("", page) for key in parse_qs(query))


def test_similarity_rises_in_every_layer_while_the_error_falls_first_and_rises_later():
    scene = SCENES["alike_and_wrong"]
    graph, features = other_graph(scene.setting.model)
    cosine = np.array(
        [edge_similarity(graph, h) for h, _ in zip(layers("convolution", graph, features), range(10), strict=False)]
    )
    error = simulate(scene.setting.model, 9, n_graphs=4, seed=5).error_fixed.mean(axis=0)
    assert (np.diff(cosine) > 0).all()
    assert error[1] < 0.6 * error[0] and error[2] < 0.6 * error[1] and error[9] > 5 * error[2]
    assert scene.truth == SOMETIMES
    assert truth("alike_and_wrong", CSBM(p_within=0.0076, q_across=0.0076), depth=1) == TRUE, (
        "a graph that knows nothing"
    )
    assert truth("alike_and_wrong", depth=2) == FALSE, "denoising alone"


def test_the_same_features_collapse_for_one_threshold_and_not_for_the_other():
    scene = SCENES["collapses"]
    found = simulate(scene.setting.model, 20, n_graphs=4, seed=6)
    assert found.error_fixed.mean(axis=0)[-1] > 0.45 > 0.1 > found.error_fitted.mean(axis=0)[-1]
    assert scene.truth == SOMETIMES
    assert truth("collapses", CSBM(p_within=0.0076, q_across=0.0076)) == TRUE
    assert truth("collapses", CSBM(p_within=0.0144, q_across=0.0008)) == FALSE


def test_without_links_nodes_become_alike_and_training_works():
    scene = SCENES["graphs_alone"]
    assert scene.setting.model.mean_degree == 0 and scene.setting_before.model == PLAIN
    with_links, without = (measure(sample(DEEP, model=model)) for model in (PLAIN, NO_LINKS))
    assert abs(without.pair_cosine[0]) < 0.01 and without.pair_cosine[-1] > 0.4
    assert without.own_train.value > 0.9 and with_links.own_train.value < 0.55
    assert scene.truth == SOMETIMES
    assert truth("graphs_alone", PLAIN) == FALSE or trained(PLAIN, DEEP)[0].pair_cosine[-1] < 0.2


def test_a_residual_lowers_the_lowest_error_on_the_small_graph_alone():
    scene = SCENES["residual_lowers"]
    for setting, better in ((scene.setting, True), (scene.setting_before, False)):
        plain, residual = (
            simulate(setting.model, 20, key, n_graphs=40, seed=3).error_fixed.mean(axis=0).min()
            for key in ("convolution", "residual")
        )
        assert bool(residual < plain) is better
    assert scene.truth == SOMETIMES
    assert scene.setting.residual[-1] < scene.setting.error[-1], "it stops the collapse"


def test_pairnorm_does_what_a_fitted_threshold_does_and_no_more():
    scene = SCENES["normalisation_helps"]
    plain, normal = (counted(scene.setting.model, 20, key) for key in ("convolution", "pairnorm"))
    assert normal["fitted"] == pytest.approx(plain["fitted"], abs=0.004)
    assert normal["fixed"][-1] == pytest.approx(plain["fitted"][-1], abs=0.005) and plain["fixed"][-1] > 0.45
    assert scene.truth == SOMETIMES
    # Nothing to gain where plain convolution has not collapsed.
    assert truth("normalisation_helps", depth=1) == FALSE


def test_attention_ends_where_averaging_ends_and_a_strong_one_does_nothing_at_all():
    scene = SCENES["attention_cures"]
    graph, features = other_graph(scene.setting.model)
    last = [h - h.mean(axis=0) for h, _ in zip(layers("attention", graph, features), range(21), strict=False)]
    assert np.linalg.norm(last[20]) < 0.01 * np.linalg.norm(last[0]), "all the same in the end"
    assert scene.truth == FALSE
    strong = watched(scene.setting.model, 20, "attention", beta=beliefs.STRONG).consensus
    assert strong[-1] > 0.99 * strong[0], "nearly nothing is mixed"
    error = counted(scene.setting.model, 20, "attention", beta=beliefs.STRONG)["fixed"]
    assert error[-1] == pytest.approx(error[0], abs=0.005), "and nothing denoised"
    rates = [float(FACTS[name](scene.setting, scene.setting)) for name in ("attention_factor", "plain_factor")]
    assert 0 < rates[1] < rates[0] < 0.8
    assert truth("attention_cures", depth=3) == TRUE


def test_the_energy_falls_alike_where_links_know_the_class_and_where_they_know_nothing():
    scene = SCENES["energy_tells"]
    shares = []
    for model in (scene.setting.model, scene.setting_before.model):
        graph, features = other_graph(model)
        energy = [
            dirichlet_energy(graph, h) for h, _ in zip(layers("convolution", graph, features), range(4), strict=False)
        ]
        shares.append(np.array(energy) / energy[0])
    assert shares[0][:3] == pytest.approx(shares[1][:3], rel=0.4)
    assert scene.setting.model.mean_degree == pytest.approx(scene.setting_before.model.mean_degree, rel=0.001)
    known, unknown = (predict(setting.model, 20).error_fixed for setting in (scene.setting_before, scene.setting))
    assert known[2] < known[0] / 4 and unknown[2] > 1.5 * unknown[0]
    assert scene.truth == FALSE
    assert truth("energy_tells", PLAIN, PLAIN) == TRUE, "on the very same graph it does"


def test_the_verdicts_are_those_of_core_and_the_page_that_is_linked_measures_the_same_network():
    scene = SCENES["trained_verdict"]
    assert scene.setting.model == PLAIN and parse_qs(scene.seen_at[1])["net"] == [str(DEEP)]
    assert {*SHALLOWER, DEEP} <= set(DEPTHS)
    for depth in (*SHALLOWER, DEEP):
        network = sample(depth)
        found = measure(network)
        kind = verdict(network, found).kind
        said("trained_verdict", f"{depth} layers: {kind}, {100 * found.own_test.value:.1f} % right")
    assert kind == "optimisation" and "training missed them" in scene.answer_words


def test_every_kind_of_a_verdict_is_named_in_words():
    assert {*LOST, *NAMED} <= set(KINDS)
    assert set(KINDS) - set(LOST) == {"too_few", "faint", "denoising", "unsure", "quiet"}, (
        "outcome 3 is where nothing is lost"
    )


def test_a_class_that_opens_a_scene_at_once_has_it_measured_once(monkeypatch):
    asked = []
    monkeypatch.setattr(
        measured, "monitors", lambda *values, **options: asked.append(values) or time.sleep(0.05) or len(asked)
    )
    model = CSBM(100, 0.2, 0.123)
    with ThreadPoolExecutor(8) as class_room:
        assert set(class_room.map(lambda _: watched(model, 2), range(8))) == {1}
    assert len(asked) == 1


def test_what_is_taken_home_is_computed_and_true():
    for template, sentence in zip(LESSON.take_home, LESSON.taken_home, strict=True):
        assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", template)) and "{" not in sentence
    first, small = SCENES["alike_and_wrong"].setting, SCENES["residual_lowers"]
    assert first.error.min() < first.error[0]
    assert small.setting.residual.min() < small.setting.error.min()
    assert small.setting_before.residual.min() > small.setting_before.error.min()
