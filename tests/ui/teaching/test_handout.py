"""The hand-out: hills on one axis that keep the error of the stage, every scene with its short link, and no answer."""

import re

import numpy as np
import pytest

from core.model import CSBM
from core.walks import predict
from ui.lessons import lessons
from ui.link.lesson_names import OWN
from ui.teaching import handout
from ui.teaching.paper_hills import drawing, first_reach, hills

SHIPPED = {path.stem: lessons.load(path)[0] for path in sorted(OWN.glob("*.toml"))}
SCENES = [(name, scene) for name, lesson in SHIPPED.items() for scene in lesson.scenes]


def test_the_hills_have_area_one_and_the_errors_of_the_stage():
    model = CSBM()
    for depth in handout.DEPTHS[:4]:
        places, first, second = hills(model, depth)
        step = places[1] - places[0]
        assert second.sum() * step == pytest.approx(1, abs=0.02)
        assert first == pytest.approx(second[::-1])
        wrong = second[places < 0].sum() * step + second[np.isclose(places, 0)].sum() * step / 2
        assert wrong == pytest.approx(predict(model, depth).error_fixed[depth], abs=0.01)


def test_on_one_axis_the_hills_close_in_and_sharpen():
    model = CSBM()
    reach = first_reach(model)
    found = [hills(model, depth, reach=reach) for depth in (0, 1, 2, 4)]
    assert all(np.array_equal(places, found[0][0]) for places, _, _ in found)
    step = found[0][0][1] - found[0][0][0]
    middle = [(places * second).sum() * step for places, _, second in found]
    width = [
        np.sqrt(((places - m) ** 2 * second).sum() * step) for (places, _, second), m in zip(found, middle, strict=True)
    ]
    assert np.all(np.diff(middle) < 0) and np.all(np.diff(width) < 0)
    assert [second.sum() * step for _, _, second in found] == pytest.approx([1] * 4, abs=0.01), (
        "needles keep their area"
    )
    # Drawn: the hill of depth 4 reaches over a far smaller part of the picture than that of depth 0.
    spans = []
    for depth in (0, 4):
        path = re.search(r'class="class-2" d="M([^"]+)"', drawing(model, depth))[1]
        corners = [tuple(map(float, corner.split())) for corner in path.split("L")]
        spans.append(sum(1 for _, y in corners if y < max(y for _, y in corners) - 1))
    assert spans[1] < spans[0] / 3


@pytest.mark.parametrize("name", SHIPPED)
def test_a_hand_out_holds_every_scene_its_short_link_its_code_and_no_answer(name):
    lesson = SHIPPED[name]
    text = handout.page(lesson, name, "https://host.example/lesson")
    assert "nan" not in text.lower().replace("finance", "")
    assert text.count("QR code") == len(lesson.scenes)
    words = re.sub(r"<[^>]+>", " ", text)
    for number, scene in enumerate(lesson.scenes, 1):
        assert f'href="https://host.example/lesson?lesson={name}&amp;step={number}"' in text
        assert scene.filled("explanation") not in text
        # No number of the explanation that the words before the question do not say.
        for found in re.findall(r"\d[\d.]* %", scene.filled("explanation")):
            assert found not in words or found in scene.filled("words"), (scene.title, found)


@pytest.mark.parametrize(("name", "scene"), SCENES, ids=[f"{name}: {scene.title}" for name, scene in SCENES])
def test_no_hill_on_paper_tells_what_is_asked(name, scene):
    drawn = handout.depths(scene)
    gap = scene.setting.prediction.mean_gap
    if scene.answer in ("first_step", "sides", "first_error_size", "energy_tells"):
        assert drawn == [0], "the first layer is the answer"
    else:
        # Beyond the first layers both hills are needles side by side: nobody can read off which error is the lowest.
        assert drawn[0] == 0 and max(drawn) <= scene.values["dmax"]
        assert (gap[drawn] > 0).all()
