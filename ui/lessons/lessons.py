"""Lessons as data: read a TOML file into the records of a lesson, and say in one sentence each what is wrong with it."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from core.model import divisible, step
from ui.lessons.lesson import HOME_PLACE, PLACE, SETTABLE, Lesson, Scene
from ui.lessons.measured import MAX_LINKS, MAX_NODES, small_enough
from ui.lessons.rules import FACTS, OF_EVERY_NODE, RULES
from ui.link import link
from ui.link.lesson_names import FILES, MAX_BYTES, MAX_SCENES

_TEXTS = {"title": 100, "words": 2000, "watch": 500, "question": 500, "explanation": 2000}
_MAX_CHOICE, _MAX_SOURCE, _MAX_LIST = 200, 300, 6
_MAX_HOME, _MAX_TAKEN = 400, 3
_PAGES = tuple(sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "pages").glob("*.py")))
_HTML = re.compile(r"<\s*[/!?a-zA-Z]|javascript:|!\[", re.IGNORECASE)


def parse(text, file="this text"):
    """Return (Lesson, []) of a lesson's TOML, or (None, sentences): each names the file, the scene and the field."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return None, [f"{file}: the file is larger than the {MAX_BYTES:,} bytes that a lesson may have."]
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [f"{file}: this is not valid TOML: {str(error)[:120]}."]
    sentences = []
    say = _speaker(sentences, file)
    lesson = {"title": _text(data, "title", 100, say, needed=True), "words": _text(data, "words", 2000, say)}
    lesson["minutes"] = data.get("minutes", 0)
    if type(lesson["minutes"]) is not int or not 0 <= lesson["minutes"] <= 600:
        say("minutes", "must be a whole number from 0 to 600")
    lesson["reasons"] = data.get("reasons", False)
    if type(lesson["reasons"]) is not bool:
        say("reasons", "must be true or false")
    lesson["take_home"] = _texts(data, "take_home", _MAX_HOME, say, _MAX_TAKEN)
    _unknown(data, ("title", "words", "minutes", "reasons", "take_home", "scene"), say)
    scenes = data.get("scene", [])
    if not isinstance(scenes, list) or not 1 <= len(scenes) <= MAX_SCENES:
        say("scene", f"must be 1 to {MAX_SCENES} tables, each headed [[scene]]")
        return None, sentences
    made = [_scene(scene, _speaker(sentences, file, number)) for number, scene in enumerate(scenes, 1)]
    for place in PLACE.findall(" ".join(lesson["take_home"])):
        found = HOME_PLACE.fullmatch(place)
        if not (found and 1 <= int(found[1]) <= len(scenes) and found[2] in FACTS):
            say(
                "take_home",
                f"has {{{_short(place)}}}, but a number to fill in must be a scene and a fact, as in {{1.best_depth}}",
            )
    for number, scene in enumerate(made if not sentences else (), 1):
        _speak_of_size(scene, _speaker(sentences, file, number))
        _speak_of_missing(scene, _speaker(sentences, file, number))
    return (None, sentences) if sentences else (Lesson(scenes=tuple(made), **lesson), [])


def load(path):
    """`parse` of a file, remembered until the file changes; its size is looked at before it is read."""
    path = Path(path)
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=64)
def _load(path, changed):
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [f"{path.name}: the file is larger than the {MAX_BYTES:,} bytes that a lesson may have."]
        return parse(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError:
        return None, [f"{path.name}: the file is not text in UTF-8."]
    except OSError as error:
        return None, [f"{path.name}: the file cannot be read ({error.strerror})."]


def scene_values(name, step):
    """What scene `step` (from 1) of a lesson sets, as {key of the link: value}; empty if there is no such scene."""
    lesson = load(FILES[name])[0] if name in FILES else None
    return lesson.scenes[step - 1].values if lesson and 1 <= step <= len(lesson.scenes) else {}


def count(name):
    """Number of scenes of a lesson; 0 where there is none of that name."""
    lesson = load(FILES[name])[0] if name in FILES else None
    return len(lesson.scenes) if lesson else 0


def scene_query(name, step):
    """The shortest query that opens a scene with its own values."""
    return f"lesson={name}&step={step}"


def scene_toml(values):
    """The present parameters and view as a scene, to be filled with words; it is valid as it stands."""
    lines = [
        "[[scene]]",
        'title = "A name for this scene"',
        'words = "What the student needs to know."',
        'watch = "What to look at."',
        'question = "At which depth is the error lowest?"',
        "mark_depth = true",
        'answer = "best_depth"',
        'explanation = "The error is lowest at depth {best_depth}: {lowest_error}."',
        "[scene.parameters]",
    ]
    for name in SETTABLE:
        text = link.KEYS[name].text(values[name])
        if link.KEYS[name].kind == "choice":
            text = f'"{text}"'
        lines.append(f"{name} = {text}")
    return "\n".join(lines)


def _speaker(sentences, file, scene=None):
    where = f"{file}, scene {scene}" if scene else file
    return lambda field, problem: sentences.append(f"{where}, field {_short(field)}: it {problem}.")


def _scene(data, say):
    if not isinstance(data, dict):
        say("scene", "must be a table, headed [[scene]]")
        return None
    fields = {name: _text(data, name, most, say, needed=name != "watch") for name, most in _TEXTS.items()}
    _unknown(data, Scene.__dataclass_fields__, say)
    fields["choices"] = _texts(data, "choices", _MAX_CHOICE, say)
    fields["sources"] = _texts(data, "sources", _MAX_SOURCE, say)
    fields["mark_depth"] = data.get("mark_depth", False)
    if type(fields["mark_depth"]) is not bool:
        say("mark_depth", "must be true or false")
    elif fields["mark_depth"] == bool(fields["choices"]):
        say("choices", "must be given, or else mark_depth = true, and not both")
    fields["see"] = _see(data, say)
    fields["answer"] = _answer(data.get("answer"), fields["choices"], say)
    for name in ("parameters", "before"):
        fields[name] = _parameters(data.get(name, {}), name, say)
    values = link.DEFAULTS | dict(fields["parameters"])
    if values["depth"] > values["dmax"]:
        say("parameters.depth", f"is {values['depth']}, but it cannot exceed dmax = {values['dmax']}")
    for name, taken in (("parameters", values), ("before", values | dict(fields["before"]))):
        if taken["n"] != divisible(taken["n"], taken["c"]):
            say(f"{name}.n", f"is {taken['n']}, but with c = {taken['c']} it must be a multiple of {step(taken['c'])}")
    for field in ("words", "explanation"):
        for name in set(PLACE.findall(fields[field])) - set(FACTS):
            say(field, f"has {{{_short(name)}}}, but a number to fill in must be one of {', '.join(FACTS)}")
    return Scene(**fields)


def _see(data, say):
    """A page, what is chosen there, and a heading to scroll to, as they may stand in a link."""
    value = _text(data, "see", _MAX_SOURCE, say)
    page, _, query = value.partition("#")[0].partition("?")
    if value and page not in _PAGES:
        say("see", f"must begin with one of the pages {', '.join(_PAGES)}")
    elif query:
        chosen = parse_qs(query, keep_blank_values=True)
        strange = [name for name in chosen if name not in link.KEYS or link.KEYS[name].page != page]
        notices = link.read(chosen)[1]
        if strange or notices:
            say("see", notices[0] if notices else f"has {_short(strange[0])}, which the page {page} does not know")
    return value


def _speak_of_size(scene, say):
    """Complain about a model that is too large for what is asked of it."""
    if scene.sampled and not all(small_enough(setting.model) for setting in (scene.setting, scene.setting_before)):
        say(
            "parameters",
            f"give a graph that is too large, or of more than two classes: {scene.answer} or a number of the texts is measured on "
            f"sampled graphs, of two classes with at most {MAX_NODES:,} nodes and {MAX_LINKS:,} expected links",
        )


def _speak_of_missing(scene, say):
    """Complain about what is asked of features at a share of the nodes, and about that share beside several classes."""
    settings = [dict(values) for values in (scene.values, scene.values | dict(scene.before))]
    if all(values["have"] == link.DEFAULTS["have"] for values in settings):
        return
    if any(values["c"] > 2 for values in settings):
        say("parameters.have", "must be 1 beside c, a feature at every node of several classes")
    places = {name for text in (scene.words, scene.explanation) for name in PLACE.findall(text)}
    strange = sorted(name for name in places if name.startswith(OF_EVERY_NODE))
    if (
        scene.sampled
        or scene.answer in ("faster_loss", "residual_wins", "residual_lowers", "best_possible_end")
        or strange
    ):
        what = f"{{{strange[0]}}}" if strange else f"the answer {scene.answer}"
        say("parameters.have", f"must be 1, a feature at every node, for {what}")


def _answer(answer, choices, say):
    if isinstance(answer, str) and answer in RULES:
        if len(RULES[answer].outcomes) != len(choices):
            wanted = "; ".join(RULES[answer].outcomes) or "none, but mark_depth = true"
            say("choices", f"must fit the answer {answer}, whose choices are, in this order: {wanted}")
    elif not (type(answer) is int and 1 <= answer <= len(choices)):
        numbers = f"a number from 1 to {len(choices)}, or " if choices else ""
        say("answer", f"must be {numbers}one of {', '.join(RULES)}")
    return answer


def _parameters(data, name, say):
    if not isinstance(data, dict):
        say(name, f"must be a table, headed [scene.{name}]")
        return ()
    found = []
    for field, value in data.items():
        key = link.KEYS.get(field) if field in SETTABLE else None
        if key is None:
            say(f"{name}.{field}", f"is unknown; known are {', '.join(SETTABLE)}")
        elif key.kind == "choice":
            found.append((field, value))
            if value not in key.choices:
                say(f"{name}.{field}", f"must be {key.range_text}")
        elif type(value) not in (int, float) or value != value or key.valid(value) != value:
            say(f"{name}.{field}", f"must be {key.range_text}")
        else:
            found.append((field, key.valid(value)))
    return tuple(found)


def _text(data, name, most, say, needed=False):
    value = data.get(name, "")
    if not isinstance(value, str):
        say(name, "must be a text in quotation marks")
    elif needed and not value.strip():
        say(name, "is missing")
    elif len(value) > most:
        say(name, f"has {len(value):,} characters, but may have {most:,} at most")
    elif _HTML.search(value):
        say(name, "contains HTML, a script or a picture, but only words with Markdown are allowed")
    else:
        return value.strip()
    return ""


def _texts(data, name, most, say, count=_MAX_LIST):
    value = data.get(name, [])
    if not isinstance(value, list) or len(value) > count:
        say(name, f"must be a list of at most {count} texts")
        return ()
    return tuple(_text({name: text}, name, most, say, needed=True) for text in value)


def _unknown(data, known, say):
    for field in data:
        if field not in known:
            say(field, f"is unknown; known are {', '.join(known)}")


def _short(text):
    text = "".join(c if c.isprintable() else " " for c in str(text))
    return text if len(text) <= 40 else text[:40] + "…"
