"""A table as CSV reads back digit by digit, and holds nothing that a spreadsheet would run."""

import csv
import io

import numpy as np
import pytest

from core.csv_table import cell, write


def test_numbers_are_written_in_full_and_read_back_the_same():
    for value in (0.1, -0.5, 1e-300, 2**0.5, np.float64(1) / 3, np.float32(0.1), -7, np.int64(-3), 10**12):
        assert type(value)(cell(value)) == value
    assert [cell(value) for value in (None, np.nan, np.inf, "")] == [""] * 4


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=", "-", "-nan"])
def test_words_that_a_spreadsheet_would_run_are_marked_as_words(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-0.5", "+3", "-1e-5", "Mr. Hi", "a=b", "1-2", "", " =1"])
def test_numbers_and_other_words_stay_as_they_are(text):
    assert cell(text) == text


def test_a_written_table_reads_back():
    stream = io.StringIO()
    write(stream, ["depth", "=evil", 'a "b", c'], [[0, -0.5, "x"], [1, np.nan, "-y"]])
    assert list(csv.reader(io.StringIO(stream.getvalue()))) == [
        ["depth", "'=evil", 'a "b", c'],
        ["0", "-0.5", "x"],
        ["1", "", "'-y"],
    ]
