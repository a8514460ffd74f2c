"""Lessons: every shipped answer is true, computed here from the engine."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest
from claims import models

from core.inside.growth import mean_new_nodes
from core.model import CSBM
from core.sampling import sample_graph
from core.simulation import simulate
from core.walk_theory.hills import layer_factors
from core.walks import best_possible, predict
from ui.lessons import beliefs, lessons
from ui.lessons.beliefs import SAMPLED
from ui.lessons.measured import small_enough
from ui.lessons.rules import FACTS, RULES
from ui.lessons.setting import Setting
from ui.link import link
from ui.link.lesson_names import OWN

pytestmark = pytest.mark.xdist_group("lessons")  # one process measures for all of them what a scene trains and samples
ROOT = Path(__file__).resolve().parents[3]
SHIPPED = {path.stem: lessons.load(path)[0] for path in sorted(OWN.glob("*.toml"))}
SCENES = [(name, scene) for name, lesson in SHIPPED.items() for scene in lesson.scenes]


def model_of(scene, **changes):
    values = dict(link.DEFAULTS) | dict(scene.parameters) | changes
    return link.model(values), values["dmax"]


def fixed(scene, **changes):
    model, depth = model_of(scene, **changes)
    return predict(model, depth).error_fixed


def residual_and_plain(scene, **changes):
    model, depth = model_of(scene, **changes)
    return predict(model, depth, "residual", alpha=0.1).error_fixed.min(), predict(model, depth).error_fixed.min()


def keeps_own_side(scene):
    model, depth = model_of(scene)
    return np.sign(predict(model, depth).mean_gap)


def lost(scene):
    model, depth = model_of(scene)
    found = predict(model, depth)
    best = int(np.argmin(found.error_fixed))
    strength = abs(model.gap) / (2 * model.sigma)
    width = np.sqrt(found.variance + strength**2 * found.neighbourhood_noise)
    return found.mean_gap[-1] / found.mean_gap[best], width[-1] / width[best]


def fitted(scene):
    model, depth = model_of(scene)
    return predict(model, depth).error_fitted


def possible(scene):
    model, depth = model_of(scene)
    return best_possible(model, depth)


# What each choice claims, as a statement about numbers of core: the one chosen as true must hold.
CLAIMS = {
    "Between 5 and 30 in 100": lambda scene: 0.05 < fixed(scene)[0] < 0.3,
    "Smaller": lambda scene: fixed(scene)[1] < 0.95 * fixed(scene)[0],
    "Larger": lambda scene: fixed(scene)[1] > 1.05 * fixed(scene)[0],
    "The distance of the means": lambda scene: lost(scene)[0] < 0.5 * lost(scene)[1],
    "Where it was, or one layer off": lambda scene: (
        abs(int(np.argmin(fixed(scene))) - int(np.argmin(fixed(scene, **dict(scene.before))))) <= 1
    ),
    "Two or more layers deeper": lambda scene: (
        int(np.argmin(fixed(scene))) >= int(np.argmin(fixed(scene, **dict(scene.before)))) + 2
    ),
    "A part of it": lambda scene: 0.05 < abs(predict(*model_of(scene)).mean_gap[1]) < 0.9,
    "Four times or more": lambda scene: np.count_nonzero(np.diff(np.sign(np.diff(fixed(scene))))) >= 4,
    "At every layer": lambda scene: (keeps_own_side(scene) == (-1.0) ** np.arange(model_of(scene)[1] + 1)).all(),
    "With the residual connection": lambda scene: (
        residual_and_plain(scene)[0] < residual_and_plain(scene)[1]
        and residual_and_plain(scene, **dict(scene.before))[0] > residual_and_plain(scene, **dict(scene.before))[1]
    ),
    "Plain convolution": lambda scene: residual_and_plain(scene)[0] > residual_and_plain(scene)[1],
    "It stays near its lowest value": lambda scene: fitted(scene)[-1] < 1.5 * fitted(scene).min(),
    "It gets lower still": lambda scene: possible(scene)[-1] < possible(scene)[int(np.argmin(fixed(scene)))],
}


@pytest.mark.parametrize(
    ("name", "scene"),
    [pair for pair in SCENES if pair[1].answer not in {rule.name for rule in beliefs.RULES}],  # these: test_beliefs.py
    ids=lambda part: getattr(part, "title", part),
)
def test_the_stated_answer_of_every_shipped_scene_is_true(name, scene):
    assert isinstance(scene.answer, str), "shipped answers are rules, never typed numbers"
    if scene.mark_depth:
        assert scene.truth == int(np.argmin(fixed(scene)))
    else:
        assert CLAIMS[scene.choices[scene.truth]](scene)
    assert "{" not in scene.filled("words") + scene.filled("explanation")


def test_what_several_classes_do_is_found_by_simulation_too_and_by_no_two_classes():
    avoiding, turning = SHIPPED["classes"].scenes
    assert all(scene.setting.model.n_classes > 2 for scene in (avoiding, turning))
    found = simulate(avoiding.setting.model, 3, n_graphs=4, seed=1)
    assert 0.05 < np.abs(found.mean_gap[:, 1]).max() < 0.9
    assert abs(predict(avoiding.setting_before.model, 1).mean_gap[1]) > 0.9, "with two classes nearly all is kept"
    assert found.error_fixed.mean(axis=0).min() > 1.5 * avoiding.setting_before.error.min()
    found = simulate(turning.setting.model, 7, n_graphs=8, seed=2).error_fixed.mean(axis=0)
    assert np.all(found[2:6:2] < found[1:5:2]) and np.all(found[2:6:2] < found[3:7:2])
    model = turning.setting.model
    assert model.p_within > model.q_across and model.degree_within < model.degree_across
    # Control: as many strangers among ten times as many neighbours.
    assert Setting(replace(model, p_within=0.05, q_across=0.03), 8, "fixed").turns < 4


def test_the_turning_point_of_the_lecture_is_found_by_simulation_too():
    scene = SHIPPED["lecture"].scenes[2]
    found = simulate(model_of(scene)[0], 8, n_graphs=8, seed=1).error_fixed.mean(axis=0)
    assert int(np.argmin(found)) == scene.truth


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.outcomes], ids=lambda rule: rule.name)
def test_every_rule_answers_with_one_of_its_outcomes_for_every_shipped_scene(rule):
    for scene in {scene.setting: scene for _, scene in SCENES}.values():
        small = small_enough(scene.setting.model) and small_enough(scene.setting_before.model)
        if rule.name in SAMPLED and not (small and scene.setting.model.known == 1):
            continue
        assert 0 <= rule.find(scene.setting, scene.setting_before) < len(rule.outcomes)


def test_every_number_that_a_text_may_hold_is_one_for_any_model():
    rng = np.random.default_rng(4)
    for turn, (model, depth, _) in enumerate(models()[::10]):
        now = Setting(model, depth, str(rng.choice(["paper", "fixed", "fitted"])))
        for name, fact in FACTS.items():
            if name in SAMPLED and (turn % 3 or not small_enough(model) or model.n_nodes > 600):
                continue
            assert not re.search(r"nan|inf\b|none", fact(now, now).lower()), (name, model)


def test_the_graph_does_more_harm_than_good_from_the_depth_on_that_is_named():
    for model, depth, _ in models():
        now = Setting(model, depth, "fixed")
        if now.turned is not None:
            assert (now.error[now.turned :] >= now.error[0]).all()
            assert now.turned == 1 or now.error[now.turned - 1] < now.error[0]
        else:
            assert now.best == 0 or now.error[-1] < now.error[0]


def test_when_the_threshold_is_fitted_the_residual_loses_case_a_and_the_scene_says_so():
    scene = SHIPPED["lecture"].scenes[7]
    model, depth = model_of(scene)
    plain, residual = (
        simulate(model, depth, key, n_graphs=40, n_draws=8, seed=3).error_fitted.mean(axis=0).min()
        for key in ("convolution", "residual")
    )
    assert plain < residual - 0.05
    assert "fitted on the graph of case A, plain convolution errs less" in scene.filled("explanation")


def test_at_a_constant_degree_the_hops_to_all_nodes_grow_like_log_n_over_log_d():
    mean = []
    for n_nodes in (500, 8000):
        model = CSBM(n_nodes, 22.8 / n_nodes, 7.6 / n_nodes)
        new = mean_new_nodes(sample_graph(np.random.default_rng(0), model), 12)
        mean.append(new @ np.arange(13) / new.sum())
    slope = (mean[1] - mean[0]) / np.log(8000 / 500)
    assert slope == pytest.approx(1 / np.log(15.2), rel=0.05)
    assert "log N / log d" in SHIPPED["lecture"].scenes[4].filled("explanation")


def test_what_is_taken_home_from_the_lecture_is_computed_and_true():
    lecture = SHIPPED["lecture"]
    assert len(lecture.take_home) == len(lecture.taken_home) == 3
    for template, sentence in zip(lecture.take_home, lecture.taken_home, strict=True):
        assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", template)), "every number is computed"
        assert "{" not in sentence and not re.search(r"\bno layer shown|no depth shown", sentence)
    scenes = lecture.scenes
    error = fixed(scenes[2])
    assert error.argmin() == scenes[2].truth and error[-1] > error[0], "it falls, and then the graph does harm"
    shrunk, narrowed = layer_factors(scenes[2].setting.prediction.mean_gap, scenes[2].setting.width)
    start = int(scenes[2].setting.mixing_from.split()[1])
    assert (shrunk[start - 1 :] < narrowed[start - 1 :]).all() and shrunk[start - 2] >= narrowed[start - 2]
    shows = scenes[2].setting.mixing_shows
    assert shows.endswith(f"lowest at depth {error.argmin()}") if error.argmin() >= start else shows == ""
    assert fixed(scenes[4]).argmin() <= fixed(scenes[4], **dict(scenes[4].before)).argmin() + 1
    assert residual_and_plain(scenes[7])[0] < residual_and_plain(scenes[7])[1]
    before = residual_and_plain(scenes[7], **dict(scenes[7].before))
    assert before[0] > before[1]
    assert fitted(scenes[8])[-1] < 0.5 * fixed(scenes[8])[-1]


def test_the_lecture_has_ten_scenes_and_fits_ten_minutes():
    assert len(SHIPPED["lecture"].scenes) == 10
    assert SHIPPED["lecture"].minutes == 10


@pytest.mark.parametrize(("name", "scene"), SCENES, ids=[f"{name}: {scene.title}" for name, scene in SCENES])
def test_the_link_of_every_scene_reads_back_without_a_notice(name, scene):
    query = link.write(scene.values | {"lesson": name, "step": 1})
    values, notices = link.read(parse_qs(query))
    assert not notices
    assert {key: values[key] for key in scene.values} == scene.values
    assert len(query) <= 600


def test_the_guide_for_lecturers_names_every_rule_and_every_number():
    guide = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in RULES)
    assert all(f"`{{{name}}}`" in guide for name in FACTS)
