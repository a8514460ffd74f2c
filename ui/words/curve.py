"""What an error curve does: facts that a sentence may claim. Two numbers differ only if they differ as they are printed."""

from dataclasses import dataclass

import numpy as np

from core.lowest import first_lowest
from ui.words.readings import percent


def below(first, second):
    """Whether a share is below another in a way that can be read: smaller, and printed otherwise."""
    return first < second and percent(first) != percent(second)


@dataclass(frozen=True)
class Course:
    """The course of an error curve (depth+1,) from depth 0 on."""

    error: np.ndarray

    @property
    def first(self):
        """The error without convolution."""
        return float(self.error[0])

    @property
    def last(self):
        """The error at the deepest layer."""
        return float(self.error[-1])

    @property
    def best(self):
        """The depth of the lowest error, the first one of several."""
        return first_lowest(self.error)

    @property
    def lowest(self):
        """The error there."""
        return float(self.error[self.best])

    @property
    def deepest(self):
        """The last depth."""
        return self.error.size - 1

    @property
    def helps(self):
        """Whether any convolution lowers the error."""
        return below(self.lowest, self.first)

    @property
    def rises(self):
        """Whether the error at the last depth is above the lowest."""
        return below(self.lowest, self.last)

    @property
    def useless_from(self):
        """The depth from which on, to the last one, the error is never below that without convolution; None if it ends below."""
        gains = np.flatnonzero(self.error < self.first)
        start = int(gains[-1]) + 1 if gains.size else 1
        return start if start <= self.deepest else None


def course_words(error):
    """What an error curve does, as the end of a sentence whose subject is the error."""
    course = Course(error)
    lowest, last = percent(course.lowest), percent(course.last)
    if not course.helps:
        if not course.rises:
            return f"is {last} at depth {course.deepest}, as without any convolution"
        return f"is lowered by no convolution: {percent(course.first)} without any, {last} at depth {course.deepest}"
    falls = f"falls from {percent(course.first)} to {lowest} at depth {course.best}"
    if course.best == course.deepest:
        return f"{falls}, the last one drawn"
    if not course.rises:
        return f"{falls}, and is as low at depth {course.deepest}"
    verb = "comes back up to" if course.last > (course.first + course.lowest) / 2 else "is"
    return f"{falls}, and {verb} {last} at depth {course.deepest}"
