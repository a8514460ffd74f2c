"""Lessons: every shipped answer is true, computed here from the engine; a bad file gets a sentence, never a crash."""

import re
import subprocess
import sys
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
from ui.link.lesson_names import FILES, MAX_BYTES, OWN, lesson_files

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = {path.stem: lessons.load(path)[0] for path in sorted(OWN.glob("*.toml"))}
SCENES = [(name, scene) for name, lesson in SHIPPED.items() for scene in lesson.scenes]
GOOD = """
title = "A lesson"
[[scene]]
title = "A scene"
words = "Words."
question = "Where?"
mark_depth = true
answer = "best_depth"
explanation = "At {best_depth}."
[scene.parameters]
p = 0.02
"""


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


def test_a_scene_whose_nodes_the_classes_do_not_divide_is_refused_in_one_sentence():
    _, sentences = lessons.parse(GOOD.replace("p = 0.02", "p = 0.02\nc = 7"), "mine.toml")
    assert sentences == [
        "mine.toml, scene 1, field parameters.n: it is 2000, but with c = 7 it must be a multiple of 14.",
        "mine.toml, scene 1, field before.n: it is 2000, but with c = 7 it must be a multiple of 14.",
    ]


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
    for model, depth, _ in models()[::10]:
        now = Setting(model, depth, str(rng.choice(["paper", "fixed", "fitted"])))
        for name, fact in FACTS.items():
            if name in SAMPLED and not (small_enough(model) and model.n_nodes <= 600):
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


BAD = {
    "unknown field": (GOOD.replace("words =", "wrods ="), ["scene 1", "wrods", "unknown"]),
    "unknown field of the lesson": ("colour = 3\n" + GOOD, ["colour", "unknown"]),
    "wrong type": (GOOD.replace('"Words."', "7"), ["scene 1", "words", "text in quotation marks"]),
    "wrong type of a list": (GOOD.replace("mark_depth = true", 'choices = "a"'), ["choices", "list"]),
    "missing": (GOOD.replace('question = "Where?"', ""), ["scene 1", "question", "missing"]),
    "script": (GOOD.replace("Words.", "<script>alert(1)</script>"), ["scene 1", "words", "HTML"]),
    "picture": (GOOD.replace("Words.", "![x](http://example.org/x.png)"), ["words", "picture"]),
    "javascript link": (GOOD.replace("Words.", "[x](javascript:alert(1))"), ["words", "script"]),
    "too long": (GOOD.replace("Words.", "w" * 3000), ["words", "3,000", "2,000"]),
    "out of range": (GOOD.replace("p = 0.02", "p = 2"), ["scene 1", "parameters.p", "from 0 to 1"]),
    "not a number": (GOOD.replace("p = 0.02", "p = nan"), ["parameters.p"]),
    "truth value as a number": (GOOD.replace("p = 0.02", "p = true"), ["parameters.p"]),
    "list as a choice": (GOOD.replace("p = 0.02", "axis = [1]"), ["parameters.axis", "one of log, linear"]),
    "odd N": (GOOD.replace("p = 0.02", "n = 2001"), ["parameters.n", "even"]),
    "depth beyond its range": (GOOD.replace("p = 0.02", "dmax = 3\ndepth = 9"), ["parameters.depth", "dmax = 3"]),
    "unknown parameter": (GOOD.replace("p = 0.02", "lesson = 2"), ["parameters.lesson", "unknown"]),
    "unknown rule": (GOOD.replace('"best_depth"', '"luck"'), ["scene 1", "answer", "best_depth"]),
    "answer of the wrong type": (GOOD.replace('"best_depth"', "[1]"), ["answer"]),
    "typed depth": (GOOD.replace('"best_depth"', "2"), ["answer"]),
    "choices that do not fit the rule": (
        GOOD.replace("mark_depth = true", 'choices = ["a", "b"]').replace('"best_depth"', '"sides"'),
        ["choices", "never; now and then; at every layer"],
    ),
    "neither choices nor a mark": (GOOD.replace("mark_depth = true", ""), ["choices", "mark_depth"]),
    "unknown number": (GOOD.replace("{best_depth}", "{best_depth.__class__}"), ["explanation", "number to fill in"]),
    "a sentence to take home of no scene": (
        GOOD.replace("[[scene]]", 'take_home = ["{2.best_depth}"]\n[[scene]]', 1),
        ["take_home", "scene and a fact"],
    ),
    "four to take home": (
        GOOD.replace("[[scene]]", 'take_home = ["a", "b", "c", "d"]\n[[scene]]', 1),
        ["take_home", "at most 3"],
    ),
    "a page that is none": (
        GOOD.replace("[scene.par", 'see = "lessons?step=1"\n[scene.par'),
        ["scene 1", "see", "inside"],
    ),
    "a choice of another page": (
        GOOD.replace("[scene.par", 'see = "inside?net=2"\n[scene.par'),
        ["see", "net", "inside"],
    ),
    "a choice that is none": (GOOD.replace("[scene.par", 'see = "inside?part=all"\n[scene.par'), ["see", "part"]),
    "too large a graph to be sampled": (
        GOOD.replace("At {best_depth}.", "{alike_first}").replace("p = 0.02", "n = 20000"),
        ["scene 1", "parameters", "4,000 nodes"],
    ),
    "reasons as a word": (GOOD.replace("[[scene]]", 'reasons = "yes"\n[[scene]]', 1), ["reasons", "true or false"]),
    "no scene": ('title = "x"', ["scene", "[[scene]]"]),
    "scene is a text": ('title = "x"\nscene = ["a"]', ["scene 1", "table"]),
    "not TOML": ("title = ", ["not valid TOML"]),
    "deeply nested": ("a = " + "[" * 50_000, ["not valid TOML"]),
    "huge": (GOOD + "#" * MAX_BYTES, ["larger than"]),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_answered_by_a_sentence_that_names_file_scene_and_field(case):
    text, wanted = BAD[case]
    lesson, sentences = lessons.parse(text, "mine.toml")
    assert lesson is None
    assert any(all(word in sentence for word in ["mine.toml", *wanted]) for sentence in sentences), sentences
    assert all(len(sentence) < 1100 and sentence.endswith(".") for sentence in sentences)


def test_the_good_file_that_the_bad_ones_are_made_of_is_good():
    lesson, sentences = lessons.parse(GOOD)
    assert not sentences
    assert lesson.scenes[0].filled("explanation") == f"At {lesson.scenes[0].truth}."


def test_a_saved_view_is_a_valid_scene_with_exactly_its_values():
    values = link.DEFAULTS | {
        "n": 600,
        "p": 1e-5,
        "m1": -0.75,
        "dmax": 30,
        "depth": 7,
        "reading": "fitted",
        "zoom": "fixed",
    }
    lesson, sentences = lessons.parse('title = "x"\n' + lessons.scene_toml(values))
    assert not sentences
    assert lesson.scenes[0].values == {key: values[key] for key in lessons.SETTABLE}


def test_the_check_command_names_what_is_wrong_and_fails(tmp_path):
    def check(*files):
        command = [sys.executable, "-m", "ui.lessons", *map(str, files)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert check().returncode == 0
    bad = tmp_path / "bad.toml"
    bad.write_text(GOOD.replace("words =", "wrods ="))
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    found = check(bad, binary, tmp_path / "none.toml")
    assert found.returncode == 1
    assert "bad.toml, scene 1, field wrods" in found.stdout
    assert "binary.toml: the file is not text" in found.stdout
    assert "none.toml: the file cannot be read" in found.stdout
    assert not found.stderr


def test_lessons_come_from_the_project_and_from_the_folder_of_the_settings(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD)
    (tmp_path / "Not a name.toml").write_text(GOOD)
    found = lesson_files(str(tmp_path))
    assert set(found) == {*SHIPPED, "mine"}
    assert set(FILES) >= set(SHIPPED)


def test_the_guide_for_lecturers_names_every_rule_and_every_number():
    guide = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in RULES)
    assert all(f"`{{{name}}}`" in guide for name in FACTS)
