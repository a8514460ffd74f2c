"""Which column of a network's own answers belongs to which class."""

import re

import numpy as np

from core.number_of import number_of

_DIGITS = re.compile(r"0|-?[1-9]\d{0,8}", re.ASCII)


def columns_of(classes, width):
    """(column of logits for each class, or None where that cannot be known; one sentence on it, or "").

    Column = label where labels are whole numbers that fit; else numbers in their order, where there is a column for each.
    """
    numbers = _as_numbers(classes)
    if numbers is None:
        return None, (
            "The network's own answers are not judged: classes that are texts do not tell which column of logits is whose, "
            "and labels numbered like the columns, from 0, would."
        )
    if all(number == int(number) and 0 <= number < width for number in numbers):
        return [int(number) for number in numbers], ""
    if len(numbers) == width:
        order = np.argsort(numbers)
        listed = ", ".join(str(classes[place]) for place in order[:5]) + (", …" if width > 5 else "")
        return list(
            np.argsort(order)
        ), f"The columns of logits are taken for the classes in order of their numbers: {listed}."
    return None, (
        f"The network's own answers are not judged: logits has {number_of(width, 'column')} for {len(classes)} classes "
        f"whose numbers go from {min(numbers):g} to {max(numbers):g}, which does not tell which column is whose."
    )


def _as_numbers(classes):
    """The classes as numbers, also where they are texts such as "2"; None where one of them is none."""
    if classes.dtype.kind in "biuf":
        return classes.tolist()
    texts = [str(name) for name in classes]
    return [int(text) for text in texts] if all(_DIGITS.fullmatch(text) for text in texts) else None
