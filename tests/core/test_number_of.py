"""One is singular, everything else is plural, also in what is said of small files."""

import numpy as np
import pytest

from core.files.graph_files import read_graph
from core.number_of import number_of


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (number_of(0, "node"), "0 nodes"),
        (number_of(1, "node"), "1 node"),
        (number_of(np.int64(1), "labelled node"), "1 labelled node"),
        (number_of(2000, "node"), "2,000 nodes"),
        (number_of(1, "class", "classes"), "1 class"),
        (number_of(3, "class", "classes"), "3 classes"),
        # As it is shown: 0.9996 in three digits is 1.
        (number_of("1", "neighbour"), "1 neighbour"),
        (number_of("1.01", "neighbour"), "1.01 neighbours"),
        (number_of("0.5", "neighbour"), "0.5 neighbours"),
    ],
)
def test_a_count_stands_before_its_own_noun(said, words):
    assert said == words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.mtx", b"%%MatrixMarket matrix coordinate pattern general\n2 1 1\n1 1\n", "2 rows and 1 column,"),
        ("a.mtx", b"%%MatrixMarket matrix coordinate pattern general\n2 2 3\n1 2\n", "1 entry found, but 3 announced"),
    ],
)
def test_a_fault_of_a_small_file_is_told_in_good_english(name, content, words):
    with pytest.raises(ValueError, match=words):
        read_graph({name: content})
