"""A file of layers: what is read, in every form that the usual libraries write, and what is refused in one sentence."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.layers import network, read
from core.model import CSBM
from core.sampling import sample_graph

ROOT = Path(__file__).resolve().parents[3]
N = 40
RNG = np.random.default_rng(0)
ADJACENCY = sample_graph(RNG, CSBM(N, 0.3, 0.1))
EDGES = np.array(ADJACENCY.nonzero())
H = [RNG.standard_normal((N, width)) for width in (5, 8, 3)]
LABELS = np.arange(N) % 2
GOOD = {"h0": H[0], "h1": H[1], "h2": H[2], "edges": EDGES, "labels": LABELS}


def packed(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"edges": EDGES.T},
        {"edges": EDGES[:, EDGES[0] < EDGES[1]]},
        {"edges": np.hstack([EDGES, [[3], [3]]])},
        {"edges": ADJACENCY.toarray()},
        {"labels": LABELS.astype(float)},
        {"labels": LABELS[:, None]},
        {"labels": np.array(["cat", "dog"])[LABELS]},
        {"labels": 2 * LABELS - 1},
    ],
)
def test_every_usual_form_of_links_and_labels_is_the_same_network(more):
    found, wanted = read(packed(**GOOD | more)), network(H, EDGES, LABELS)
    assert (found.adjacency != wanted.adjacency).nnz == 0 and found.depth == 2
    np.testing.assert_array_equal(found.labels, wanted.labels)
    np.testing.assert_array_equal(found.train, wanted.train)


def test_names_of_other_libraries_are_understood():
    mask = np.arange(N) < 10
    masks = {"train_mask": mask, "val_mask": ~mask & (np.arange(N) < 20), "test_idx": np.arange(20, 40)}
    found = read(packed(h0=H[0], h1=H[1], edge_index=EDGES, y=LABELS, **masks))
    assert found.train.sum() == 10 and found.val.sum() == 10 and found.test.sum() == 20


def test_unknown_labels_are_neither_fitted_nor_tested():
    labels = np.where(np.arange(N) < 8, -1, np.arange(N) % 3)
    found = read(packed(**GOOD | {"labels": labels}))
    assert found.classes == ("0", "1", "2") and not found.train[:8].any() and not found.test[:8].any()


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({k: v for k, v in GOOD.items() if k != "labels"}, "no array labels or label or y"),
        ({k: v for k, v in GOOD.items() if k != "h1"}, "h0, h1, h2"),
        ({"x": H[0]}, "seen were 'x'"),
        (GOOD | {"h1": np.where(np.arange(N)[:, None] == 7, np.nan, H[1])}, "h1 holds nan at node 7"),
        (GOOD | {"h2": H[2][:-1]}, r"h2 has shape \(39, 3\)"),
        (GOOD | {"h1": np.ones((N, 600))}, "from 1 to 512"),
        (GOOD | {"edges": EDGES + 1}, f"link to node {N}"),
        (GOOD | {"labels": np.zeros(N, int)}, "at least two"),
        (GOOD | {"labels": LABELS[:-1]}, "one entry for each"),
        (GOOD | {"train": np.arange(5), "test": np.arange(4, 9)}, "both in train and in test"),
        (GOOD | {"logits": np.full((N, 2), np.inf)}, "logits"),
        (GOOD | {"h1": np.array(["a"] * N)[:, None]}, "h1 must hold numbers"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_that_names_array_layer_and_node(arrays, words):
    with pytest.raises(ValueError, match=words) as problem:
        read(packed(**arrays), "mine.npz")
    assert str(problem.value).startswith("mine.npz") and "\n" not in str(problem.value)


def test_pickles_bombs_and_what_is_no_archive_are_refused_before_they_are_unpacked():
    objects = io.BytesIO()
    np.savez(objects, h0=np.array([{}], dtype=object), **{k: v for k, v in GOOD.items() if k != "h0"})
    with pytest.raises(ValueError, match="pickled"):
        read(objects.getvalue())
    bomb = io.BytesIO()
    np.savez_compressed(bomb, **GOOD | {"h1": np.zeros((4000, 4000))})
    with pytest.raises(ValueError, match="unpack to more than 1 MB"):
        read(bomb.getvalue(), max_unpacked=10**6)
    with pytest.raises(ValueError, match="not an npz archive"):
        read(b"PK\x03\x04 nothing")


def test_damaged_files_are_a_sentence_or_a_network_and_never_anything_else():
    rng, whole, sentences = np.random.default_rng(1), packed(**GOOD), []
    for _ in range(300):
        content = bytearray(whole)
        for place in rng.integers(0, len(content), rng.integers(1, 12)):
            content[place] = rng.integers(256)
        if rng.random() < 0.3:
            content = content[: rng.integers(len(content))]
        try:
            read(bytes(content))
        except ValueError as problem:
            sentences.append(str(problem))
    assert len(sentences) > 100 and not [sentence for sentence in sentences if "\n" in sentence]


def test_the_command_prints_the_measures_and_the_verdict(tmp_path):
    (tmp_path / "layers.npz").write_bytes(packed(**GOOD))

    def ask(*more):
        command = [sys.executable, "-m", "core", "layers", *more]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    plain, rows = ask(str(tmp_path / "layers.npz")), ask(str(tmp_path / "layers.npz"), "--csv")
    assert plain.returncode == 0 and "Too few labelled nodes" in plain.stdout
    assert rows.stdout.splitlines()[0].startswith("layer,distance,width") and len(rows.stdout.splitlines()) == 4
    missing = ask("none.npz")
    assert missing.returncode == 2 and "Traceback" not in missing.stderr and "none.npz" in missing.stderr


def test_the_numpy_lines_of_the_document_write_a_file_that_is_read(tmp_path):
    text = (ROOT / "docs" / "layers.md").read_text()
    lines = text.split("Plain numpy:")[1].split("```python")[1].split("```")[0]
    walk = ADJACENCY.toarray() / np.maximum(ADJACENCY.toarray().sum(axis=1, keepdims=True), 1)
    given = {"features": H[0], "weights": [RNG.standard_normal((5, 4)), RNG.standard_normal((4, 4))]}
    given |= {"adjacency_normalised": walk, "edges": EDGES, "labels": LABELS}
    exec(lines.replace('"layers.npz"', repr(str(tmp_path / "layers.npz"))), given)
    assert read(tmp_path / "layers.npz").depth == 2
