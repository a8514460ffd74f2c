"""Lesson: scenes in which the student first predicts, then looks, then reads why."""

from ui.frame.address import app_address, page_address
from ui.frame.navigation import require_frame
from ui.lessons import lessons
from ui.link.lesson_names import FILES
from ui.rooms import lecturer
from ui.session import state
from ui.stage import reveal
from ui.teaching import ending, memory, overview, scene

require_frame()
state.enter_page("lesson")

name, step = state.page("lesson"), state.page("step")
loaded = {key: lessons.load(path) for key, path in FILES.items()}
lesson, _ = loaded.get(name, (None, ["There is no lesson in the folder lessons."]))
mine = lecturer.held()
last = len(lesson.scenes) if lesson else 0
# One step beyond the last scene is the end; further ones are the last scene.
ended = bool(last) and step == last + 1
number = min(step, last)


def go(to):
    """To a scene, with its parameters, and a class with it; 0 is the beginning, one beyond the last scene the end."""
    if mine and to != mine[0].step:  # where a class is already, its question stays as it is
        lecturer.drive(*mine, step=to)
    follow(to)


def follow(to):
    """To a scene that the class has gone to already."""
    if 1 <= to <= last:
        state.to_scene(lesson.scenes[to - 1].values, step=to)
    else:
        state.set_page(step=to)


def turned(to):
    """The room has been shown the answer of a scene, or is asked again."""
    now, scene = lecturer.held(), lesson.scenes[to - 1]
    state.change_view(**reveal.view(scene, bool(now) and lecturer.revealed(now[0], to)))


lecturer.show(
    mine,
    app_address(),
    last + 1 if ended else number,
    ending.title(lesson) if lesson else "",
    follow,
    turned,
)
if lesson and lesson.reasons and not mine and (ended or not number):
    memory.show(name, lesson)
if ended:
    ending.show(lesson, name, go)
elif number:
    scene.show(lesson, name, number, mine, go)
else:
    overview.show(loaded, name, mine, page_address(), go)
