"""The records of a lesson: what a scene says and sets, its true answer, and its texts with their numbers filled in."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlencode

from ui.lessons.beliefs import SAMPLED
from ui.lessons.rules import FACTS, RULES
from ui.lessons.setting import Setting
from ui.link import link
from ui.link.keys import VIEW_KEYS

SETTABLE = (*link.MODEL_KEYS, "seed", "dmax", *VIEW_KEYS)
PLACE = re.compile(r"\{([^{}]*)\}")
HOME_PLACE = re.compile(r"(\d{1,2})\.(\w+)")  # a fact of a scene, as in {3.best_depth}


@dataclass(frozen=True)
class Scene:
    """One scene: what is said, what is set, what is asked, and what is said after the student has committed.

    parameters, before: pairs (key of the link, value).  choices: empty where a depth is marked.
    answer: the name of a rule (ui.lessons.rules), or the number of a choice, counted from 1.
    see: where else it is seen, as a page and what is chosen there, as in "inside?part=monitors"; empty for nowhere.
    """

    title: str
    words: str
    question: str
    answer: str | int
    explanation: str
    watch: str = ""
    choices: tuple[str, ...] = ()
    mark_depth: bool = False
    sources: tuple[str, ...] = ()
    parameters: tuple[tuple[str, float | int | str], ...] = ()
    before: tuple[tuple[str, float | int | str], ...] = ()
    see: str = ""

    @property
    def values(self):
        """Every settable key of the link with this scene's value, defaults included."""
        return {name: link.DEFAULTS[name] for name in SETTABLE} | dict(self.parameters)

    @cached_property
    def setting(self):
        return _setting(self.values)

    @cached_property
    def setting_before(self):
        return _setting(self.values | dict(self.before))

    @cached_property
    def truth(self):
        """The true answer: a depth, or the index of a choice from 0."""
        if isinstance(self.answer, int):
            return self.answer - 1
        return RULES[self.answer].find(self.setting, self.setting_before)

    def filled(self, field):
        """The text of `words` or `explanation` with its numbers filled in."""
        return PLACE.sub(lambda found: FACTS[found[1]](self.setting, self.setting_before), getattr(self, field))

    @cached_property
    def sampled(self):
        """Whether graphs are sampled, or networks trained, for the answer or a number of the texts."""
        return bool(SAMPLED & {self.answer, *PLACE.findall(self.words + self.explanation)})

    @property
    def seen_at(self):
        """(page, query, heading) of `see` with this scene's model, depth range and draw; None for nowhere."""
        if not self.see:
            return None
        place, _, heading = self.see.partition("#")
        page, _, query = place.partition("?")
        model = {name: self.values[name] for name in (*link.MODEL_KEYS, "seed", "dmax")}
        return page, urlencode(link.changed(link.read(parse_qs(query))[0] | model)), heading

    @cached_property
    def answer_words(self):
        """The true answer in words."""
        return f"depth {self.truth}" if self.mark_depth else self.choices[self.truth]


@dataclass(frozen=True)
class Lesson:
    """A title, an introduction, scenes in order, and sentences to take home.

    take_home: with facts of scenes to fill in, such as {3.best_depth}.  reasons: whether a reason is asked for before each answer
    is committed, and all is gathered at the end, as in a homework.
    """

    title: str
    scenes: tuple[Scene, ...]
    words: str = ""
    minutes: int = 0
    take_home: tuple[str, ...] = ()
    reasons: bool = False

    @property
    def several_classes(self):
        """Whether a scene has more than two classes, which the light pages do not draw."""
        return any(scene.values["c"] > link.DEFAULTS["c"] for scene in self.scenes)

    @cached_property
    def taken_home(self):
        """The sentences to take home with their numbers filled in."""

        def fact(found):
            step, name = HOME_PLACE.fullmatch(found[1]).groups()
            scene = self.scenes[int(step) - 1]
            return FACTS[name](scene.setting, scene.setting_before)

        return tuple(PLACE.sub(fact, sentence) for sentence in self.take_home)


def _setting(values):
    return Setting(link.model(values), values["dmax"], values["reading"])
