"""What is told of the present question: to everybody in a room, and, once it is revealed, what the room thought."""

import math

from ui.lessons import lessons
from ui.link import link
from ui.link.lesson_names import FILES
from ui.rooms.room import Refused
from ui.words.class_guesses import choices_sentence, depths_sentence


def lesson_of(room):
    """The Lesson of a room. Raises Refused where its file has gone or is faulty."""
    found = lessons.load(FILES[room.lesson])[0] if room.lesson in FILES else None
    if found is None:
        raise Refused(f"The lesson {room.lesson} of this room is no longer there; the room can only be ended.")
    return found


def scene_of(room):
    """The present Scene, None before the first and after the last."""
    scenes = lesson_of(room).scenes
    return scenes[room.step - 1] if 1 <= room.step <= len(scenes) else None


def required_value(room, value):
    """The answer as a whole number that the present question takes. Raises Refused for a choice that does not exist."""
    scene = scene_of(room)
    if scene is None:
        raise Refused("No question is asked now, so this answer was not counted.")
    low, high = (0, scene.values["dmax"]) if scene.mark_depth else (0, len(scene.choices) - 1)
    if type(value) is not int or not low <= value <= high:
        kind = f"a depth from {low} to {high}" if scene.mark_depth else f"one of the {high + 1} choices"
        raise Refused(f"The answer must be {kind}, so this one was not counted.")
    return value


def public(room, tally):
    """What every phone is told; the scene's words speak of the stage, which is on the wall. tally: {(step, round): {value: count}}; nothing of it leaves before the reveal."""
    scene, lesson = scene_of(room), lesson_of(room)
    told = {
        "code": room.code,
        "lesson": lesson.title,
        "step": room.step,
        "steps": len(lesson.scenes),
        "round": room.round,
        "phase": room.phase,
    }
    if scene is None:
        return told | ({"home": lesson.taken_home} if room.step else {})
    told |= {
        "title": scene.title,
        "question": scene.question,
        "choices": list(scene.choices),
        "depths": scene.values["dmax"] if scene.mark_depth else None,
    }
    return told | {"result": result(room, scene, tally)} if room.phase == "revealed" else told


def result(room, scene, tally):
    """The room's answers beside the truth, and why; for a marked depth with the curve on whose axis the guesses stand."""
    last = tally.get((room.step, room.round), {})
    sentence = (
        depths_sentence(last, scene.truth) if scene.mark_depth else choices_sentence(last, scene.truth, scene.choices)
    )
    return {
        "truth": scene.truth,
        "sentence": sentence,
        "rounds": rounds_of(room, scene, room.step, tally),
        "explanation": scene.filled("explanation"),
        "curve": [float(e) if math.isfinite(e) else None for e in scene.setting.error] if scene.mark_depth else None,
        "link": link.write(scene.values, "mixing"),
    }


def rounds_of(room, scene, step, tally):
    """How many gave each answer to a scene: counts by depth, or by choice, one list a round that there has been."""
    places = range(scene.values["dmax"] + 1) if scene.mark_depth else range(len(scene.choices))
    asked = room.round if step == room.step else max((round for at, round in tally if at == step), default=1)
    return [[tally.get((step, number), {}).get(place, 0) for place in places] for number in range(1, asked + 1)]
