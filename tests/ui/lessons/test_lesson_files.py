"""A lesson file is read strictly: a bad one gets a sentence that names file, scene and field, never a crash."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui.lessons import lessons
from ui.link import link
from ui.link.lesson_names import FILES, MAX_BYTES, OWN, lesson_files

ROOT = Path(__file__).resolve().parents[3]


SHIPPED = {path.stem: lessons.load(path)[0] for path in sorted(OWN.glob("*.toml"))}


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


def test_a_scene_whose_nodes_the_classes_do_not_divide_is_refused_in_one_sentence():
    _, sentences = lessons.parse(GOOD.replace("p = 0.02", "p = 0.02\nc = 7"), "mine.toml")
    assert sentences == [
        "mine.toml, scene 1, field parameters.n: it is 2000, but with c = 7 it must be a multiple of 14.",
        "mine.toml, scene 1, field before.n: it is 2000, but with c = 7 it must be a multiple of 14.",
    ]


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
