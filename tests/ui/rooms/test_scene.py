"""What is told of a question stands alone on a phone, which has no stage."""

import re

import pytest

from ui.lessons import lessons
from ui.link.lesson_names import FILES
from ui.rooms.room import Room
from ui.rooms.scene import public

LESSONS = {name: lessons.load(path)[0] for name, path in FILES.items()}
PLACES = [(name, step) for name, lesson in LESSONS.items() for step in range(1, len(lesson.scenes) + 1)]
# A part of the stage by its name, as "Who wins the layer" in italics, and what is only seen there.
STAGE = re.compile(r"(?<!\*)\*[A-Z][^*]+\*(?!\*)|[Ss]haded|[Pp]lay\b|[Cc]lick")


@pytest.mark.parametrize(("name", "step"), PLACES)
def test_a_phone_is_told_of_the_picture_only_as_what_is_on_the_screen(name, step):
    told = public(Room("ABCDE", name, step, 1, "revealed", 0.0), {})
    scene = LESSONS[name].scenes[step - 1]
    assert not told.keys() & {"words", "watch"} and scene.filled("words") not in str(told)
    for text in (told["question"], told["result"]["sentence"], told["result"]["explanation"], *told["choices"]):
        for sentence in re.split(r"(?<=[.!?]) ", text):
            assert not STAGE.search(sentence) or "on the screen" in sentence, sentence


def test_what_speaks_of_the_picture_is_found():
    """Control: the words beside the stage do."""
    found = [step for name, step in PLACES if STAGE.search(LESSONS[name].scenes[step - 1].filled("words"))]
    assert found
