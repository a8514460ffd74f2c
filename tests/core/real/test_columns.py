"""Which attribute is the class: by its name, by its values, and what its values are called."""

import time

import numpy as np
import pytest

from core.real.columns import MAX_CLASSES, MAX_COLUMNS, NONE, apart, column, find_columns, natural, tidy

N = 40


def given(**texts):
    """Attributes of N nodes: each a text for node k, a function of k, or a list of texts where None is no entry."""
    attributes = {}
    for name, values in texts.items():
        entries = [values(k) for k in range(N)] if callable(values) else values
        attributes[name.replace("_0_", " ")] = {k: str(text) for k, text in enumerate(entries) if text is not None}
    return attributes


def likely(**texts):
    return find_columns(given(**texts), N).likely


def kind(k):
    return "abc"[k % 3]


COLOURS = {
    "r": lambda k: k % 2,
    "g": lambda k: k % 3,
    "b": lambda k: k % 4,
    "size": lambda k: k % 5,
    "y": lambda k: k % 6,
    "x": lambda k: k % 7,
}


@pytest.mark.parametrize(
    ("wanted", "others"),
    [
        ("Modularity Class", COLOURS),
        ("modularity_class", {"Degree": lambda k: k % 4}),
        ("Class", {"sex": lambda k: "mf"[k % 2]}),
        ("Community", {"flag": lambda k: k % 2}),
        ("gt", {"name": str, "sex": lambda k: "mf"[k % 2]}),
        ("Partition", COLOURS),
        ("faction", {"sex": lambda k: "mf"[k % 2], "In-Degree": lambda k: k % 3}),
        ("department", {"office": lambda k: "xy"[k % 2]}),
        ("dept", {"type": lambda k: "person"}),
        ("dept", {"type": lambda k: "xy"[k % 2] if k < 5 else None}),
        ("political_ideology", {"Label": lambda k: f"Book {k}"}),
        ("nansi-louvain", {"crawled": lambda k: k % 2}),
        ("colour", {"value": lambda k: (k % 8) ** 2, "posts_count": lambda k: k % 3}),
        ("y", {"z": lambda k: k % 2}),
    ],
)
def test_the_class_is_known_by_its_name_however_it_is_written(wanted, others):
    values = kind if wanted not in ("y",) else (lambda k: k % 3)
    for order in ({wanted: values} | others, others | {wanted: values}):
        attributes = {name: given(x=entries)["x"] for name, entries in order.items()}
        found = find_columns(attributes, N)
        assert found.likely == found.columns[0].name == wanted


def test_a_column_of_names_of_which_some_are_alike_is_not_taken():
    names = [f"name {k}" for k in range(19)] + ["name 0"]
    attributes = {"label": dict(enumerate(names)), "nick": dict(enumerate(names))}
    found = find_columns(attributes, 20)
    assert (found.columns, found.likely) == ((), "")
    assert "'label' (19 values), 'nick' (19 values)" in found.seen


def test_places_sizes_and_degrees_are_on_the_menu_and_never_taken():
    found = find_columns(
        given(Degree=lambda k: k % 4, size=lambda k: k % 2, x=lambda k: k % 5, betweenness_centrality=lambda k: k % 3),
        N,
    )
    assert found.likely == "" and {column.name for column in found.columns} == {
        "Degree",
        "size",
        "x",
        "betweenness_centrality",
    }


def test_what_was_seen_is_said_with_its_numbers_of_values():
    assert (
        "'department' (42 values), 'sex' (1 value)"
        in find_columns({"department": {k: str(k % 42) for k in range(99)}, "sex": {0: "m", 1: ""}}, 99).seen
    )
    assert find_columns({}, 3).seen == "The nodes have no attributes."


@pytest.mark.parametrize("missing", ["", " ", "NA", "NaN", "nan", "null", "NULL", "None", "#N/A", "-1"])
def test_a_node_without_a_value_has_no_class(missing):
    texts = ["0", "1", "2", "0", "1", "2", missing, None]
    found = column("class", texts)
    assert found.values == ("0", "1", "2")
    assert found.codes.tolist() == [0, 1, 2, 0, 1, 2, -1, -1]
    assert found.texts == ("0", "1", "2", "0", "1", "2", None, None)


def test_minus_one_is_a_class_where_it_stands_beside_plus_one_or_beside_words():
    assert column("class", ["-1", "1", "-1", "1"]).values == ("-1", "1")
    assert column("class", ["-1", "left", "right", "left"]).values == ("-1", "left", "right")


def test_one_and_one_point_nought_are_one_class_and_other_names_stay_apart():
    assert column("class", ["1", "1.0", "2.00", "2"]).values == ("1", "2")
    assert len(column("class", ["a", "A", "a\u200b", " a", "\u200b"]).values) == 5
    assert len(set(column("class", ["a", "a\u200b", " a", "a "]).values)) == 4
    assert column("class", ["1234567.0", "1234568.0"]).values == ("1234567", "1234568")


def test_values_stand_in_natural_order():
    assert column("class", ["10", "9", "1", "2", "11", "-3"]).values == ("-3", "1", "2", "9", "10", "11")
    assert column("class", ["class 10", "class 2", "Class 1"]).values == ("Class 1", "class 2", "class 10")
    assert sorted(["x", "2", "1e1", "3"], key=natural) == ["2", "3", "1e1", "x"]


def test_names_are_shown_on_one_line_and_short_and_no_two_alike():
    rng = np.random.default_rng(0)
    texts = ["".join(rng.choice(list("ab\n\u200b é\x00"), int(rng.integers(0, 6)))) for _ in range(300)]
    texts += ["long " * 20 + str(k) for k in range(5)]
    kept = {text for text in texts if text.strip()}
    found = column("class", texts)
    assert len(set(found.values)) == len(kept) == len(found.values)
    assert all(value.isprintable() and len(value) <= 60 for value in found.values)
    assert tidy("\u200b") == "(empty)"


def test_a_column_called_none_does_not_stand_for_no_column():
    found = find_columns(given(none=kind), N)
    assert [column.name for column in found.columns] == ["none (2)"] and NONE == "none"
    assert apart("a", {"a", "a (2)"}) == "a (3)"


def test_many_attributes_and_defaults_take_a_moment_and_no_room():
    attributes = {f"attribute {k}": {k % 5000: str(k)} for k in range(50_000)}
    start = time.process_time()
    found = find_columns(attributes, 20_000, defaults=dict.fromkeys(attributes, "x"))
    assert time.process_time() - start < 20
    assert len(found.columns) == MAX_COLUMNS
    assert all(2 <= len(column.values) <= MAX_CLASSES for column in found.columns)
