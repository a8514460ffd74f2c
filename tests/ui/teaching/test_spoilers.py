"""Before an answer is committed nothing on the page and nothing in the stage's messages tells it."""

import json
import re

import pytest
from google.protobuf.text_format import MessageToString
from streamlit.testing.v1 import AppTest

from ui.frame import preset_choice
from ui.lessons import lessons
from ui.lessons.rules import FACTS
from ui.link import presets
from ui.link.lesson_names import OWN
from ui.stage.reveal import kept_still

pytestmark = pytest.mark.xdist_group("lessons")  # one process measures for all of them what a scene trains and samples
SHIPPED = {path.stem: lessons.load(path)[0] for path in sorted(OWN.glob("*.toml"))}
SCENES = [(name, step) for name, lesson in SHIPPED.items() for step in range(1, len(lesson.scenes) + 1)]
_TELLING = re.compile(r"λ|lowest (?:error )?(?:is |at |: )?(?:depth )?\d|\d+ of \d+ on the wrong side|turns at")


def _script(name, step, committed):
    from ui.frame import controls
    from ui.lessons import lessons
    from ui.link.lesson_names import FILES
    from ui.session import state
    from ui.teaching import scene

    lesson = lessons.load(FILES[name])[0]
    state.start("lesson")
    state.to_scene(lesson.scenes[step - 1].values, lesson=name, step=step)
    if committed:
        state.predict(f"{name}-{step}", 0, True)
    controls.sidebar("Lesson")
    scene.show(lesson, name, step, None, lambda to: None)


def rendered(name, step, committed=False):
    """(all words on the page and in the sidebar, hover texts too; the messages to the stage) of a scene."""
    app = AppTest.from_function(_script, args=(name, step, committed), default_timeout=120).run()
    assert not app.exception, app.exception
    words, messages = [], []
    for element in (*_elements(app.sidebar), *_elements(app.main)):
        proto = getattr(element, "proto", None)
        text = MessageToString(proto, as_utf8=True).replace("\\'", "'").replace('\\"', '"')
        if type(proto).__name__ == "BidiComponent" or "bidi" in type(proto).__name__.lower():
            messages.append(json.loads(proto.json or "null") if getattr(proto, "json", "") else None)
        else:
            words.append(text)
    return "\n".join(words), [message for message in messages if message]


def _elements(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _elements(child)
        else:
            yield child


def secrets(scene):
    """Texts that only the answer may say: numbers of the explanation that the scene's own words do not give away."""
    named = set(re.findall(r"\{(\w+)\}", scene.explanation)) - set(re.findall(r"\{(\w+)\}", scene.words))
    found = {FACTS[name](scene.setting, scene.setting_before) for name in named}
    return {text for text in found if "%" in text} | {scene.filled("explanation")}


def told(scene, words, messages):
    """What gives the answer away."""
    spoilt = [text for text in secrets(scene) if text in words] + _TELLING.findall(words)
    for message in messages:
        for curve in (message.get("curves") or {}).values():
            spoilt += [value for value in curve if value is not None][:1]
        # Hills that move show how far apart they are, in the picture and in its caption.
        if kept_still(scene):
            lists = [*(message.get("layers") or {}).values(), *(message.get("histogram") or {}).values()]
            spoilt += ["hills" for values in lists if len(values) > 1][:1]
        spoilt += [name for name in ("best", "overlay", "dots") if message.get(name)]
    return spoilt


@pytest.mark.parametrize(("name", "step"), SCENES)
def test_a_scene_tells_nothing_of_its_answer_before_it_is_committed(name, step):
    scene = SHIPPED[name].scenes[step - 1]
    words, messages = rendered(name, step)
    assert scene.question in words and any("layers" in message for message in messages), "the scene is there"
    assert not told(scene, words, messages)
    assert scene.values["depth"] == 0, "it opens where nothing has happened yet"
    assert scene.answer_words.lower() not in scene.title.lower()


def test_the_search_finds_what_a_committed_scene_tells():
    for name, step in (("lecture", 3), ("lecture", 8), ("classes", 1)):
        scene = SHIPPED[name].scenes[step - 1]
        words, messages = rendered(name, step, committed=True)
        found = told(scene, words, messages)
        assert any(isinstance(value, float) for value in found)
        # As it stands where no symbol of the text is escaped.
        assert scene.filled("explanation") in found
        assert ("hills" in found) == kept_still(scene)
        assert ("overlay" in found) == (scene.answer == "residual_wins"), "residual and plain are drawn together"


def test_in_a_lesson_no_preset_says_what_to_look_for():
    for preset in presets.PRESETS:
        assert preset.description not in preset_choice.HINT_IN_LESSON
