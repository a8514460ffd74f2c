"""How many digits an array was written with, and what is left of a number in so many."""

import numpy as np

DOUBLE = 53  # binary digits of a float64
DIGITS = {2: 11, 4: 24, 8: DOUBLE}  # of a float of so many bytes


def digits(array):
    """Binary digits to which the entries of an array of numbers are known.

    Whole numbers are exact, and doubles that are all floats of four bytes were written from those.
    """
    if array.dtype.kind != "f" or np.array_equal(array, np.rint(array)):
        return DOUBLE
    if array.dtype.itemsize >= 8 and np.array_equal(array, array.astype(np.float32)):
        return DIGITS[4]
    return DIGITS.get(array.dtype.itemsize, DOUBLE)


def rounded(values, bits):
    """Float64 values rounded to `bits` binary digits each, however small or large they are."""
    if bits >= DOUBLE:
        return values
    far = values * (
        np.ldexp(1.0, DOUBLE - bits) + 1
    )  # whose own rounding drops the digits that are too many (Veltkamp 1968)
    return far - (far - values)


def of_size_one(features, axis=None):
    """(features / 2^k, k): a power of two, of all entries or of each column, loses no digit. Of zeros k is 0.

    Squares of what is left are neither zero nor infinite, however small or large the features are.
    """
    power = np.frexp(np.abs(features).max(axis=axis))[1]
    return np.ldexp(features, -power), power
