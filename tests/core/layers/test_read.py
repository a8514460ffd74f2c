"""A file of layers: what is read, in every form that the usual libraries write, and what is refused in one sentence."""

import io
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from core.files.archive import Archive
from core.layers import measure, network, read, sentence, verdict
from core.layers.sentence import notes
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


def packed(save=np.savez, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"edges": EDGES.T},
        {"edges": EDGES[:, EDGES[0] < EDGES[1]]},
        {"edges": np.hstack([EDGES, [[3], [3]]])},
        {"edges": ADJACENCY.toarray()},
        {"edges": EDGES.astype(float)},
        {"edges": EDGES.T.astype(np.float32)},
        {"labels": LABELS.astype(float)},
        {"labels": LABELS.astype(np.float16)},
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


def test_a_sparse_adjacency_is_read_and_refused_by_the_place_of_its_entries():
    for sparse in (ADJACENCY, ADJACENCY.tolil(), ADJACENCY.tocoo()):
        assert (network(H, sparse, LABELS).adjacency != ADJACENCY).nnz == 0
    holed = ADJACENCY.tolil()
    holed[2, 5] = np.nan
    with pytest.raises(ValueError, match=r"edges holds nan at place \(2, 5\)"):
        network(H, holed, LABELS)


def test_node_numbers_may_be_of_any_type_of_number():
    train, test = np.arange(10), np.arange(20, 40)
    wanted = network(H, EDGES, LABELS, train=train, test=test)
    found = read(packed(**GOOD, train=train.astype(float), test=test.astype(np.float32)))
    assert (found.train == wanted.train).all() and (found.test == wanted.test).all()
    none = read(packed(**GOOD | {"edges": np.zeros((2, 0))}, train=np.array([]), test=test))
    assert not none.train.any() and not none.adjacency.nnz
    assert read(packed(**GOOD | {"edges": np.zeros((0, 2))})).adjacency.nnz == 0


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
        (GOOD | {"h1": np.full((N, 2), 1e200)}, r"h1 holds 1e\+200 at node 0"),
        (GOOD | {"h0": np.ones((N, 10_001))}, "from 1 to 10,000"),
        (GOOD | {"edges": EDGES + 0.5}, "whole node numbers"),
        (GOOD | {"edges": np.where(EDGES == 3, np.nan, EDGES)}, r"edges holds nan at place \(0, \d+\)"),
        (GOOD | {"edges": np.full((N, N), np.nan)}, r"edges holds nan at place \(0, 0\)"),
        (GOOD | {"edges": EDGES.astype(np.uint64) - np.uint64(1)}, "a link to node 18446744073709551615"),
        (GOOD | {"edges": EDGES * 1e300}, r"a link to node \d+(\.\d+)?e\+301"),
        (GOOD | {"train": np.zeros((N, 0), bool), "test": np.ones(N, bool)}, r"train has shape \(40, 0\)"),
        (GOOD | {"train": [0.5], "test": [1]}, "node numbers from 0 to 39"),
        (GOOD | {"train": [1e30], "test": [1]}, "node numbers from 0 to 39"),
        (GOOD | {"edges": np.zeros((2, 2_000_001), np.int8)}, "lists 2,000,001 links"),
        (GOOD | {"labels": np.arange(N) * 1j}, "labels must hold numbers or texts"),
        ({k: v for k, v in GOOD.items() if k != "h1"} | {"h01": H[1]}, "h0, h1, h2"),
        (GOOD | {"logits": np.ones((N, 1))}, "logits has shape"),
        (GOOD | {"test": np.array([0, N])}, "node numbers from 0 to 39"),
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


def test_sizes_are_told_by_the_headers_before_anything_is_unpacked(monkeypatch):
    def never(self, name):
        raise AssertionError(f"{name} was unpacked")

    monkeypatch.setattr(Archive, "_unpack", never)
    wide = np.broadcast_to(np.int8(0), (N, 600))
    for arrays, words in (
        ({"h1": wide}, "from 1 to 512"),
        ({f"h{n}": H[0] for n in range(66)}, "65 layers, but 64 at most"),
        ({"h0": np.zeros((20_001, 1)), "h1": np.zeros((20_001, 1)), "h2": np.zeros((20_001, 1))}, "20,001 nodes"),
        ({"edges": np.zeros((2_000_001, 2), np.int8)}, "2,000,001 links"),
        ({"h2": np.zeros((N, 512)), "unused": np.zeros(10**6)}, "unpack to more than 0 MB"),
    ):
        with pytest.raises(ValueError, match=words):
            read(packed(**GOOD | arrays), max_unpacked=100_000 if "0 MB" in words else 200_000_000)


def test_as_many_layers_as_may_be_are_read_beside_all_other_arrays():
    layers = {f"h{n}": H[0].astype(np.float32) for n in range(65)}
    mask = np.arange(N) % 4
    more = {"train_mask": mask == 0, "val_mask": mask == 1, "test_mask": mask == 2, "logits": H[1], "epoch": np.ones(1)}
    found = read(packed(**GOOD | layers | more))
    assert found.depth == 64 and found.hidden[64].dtype == np.float32


def test_an_input_of_many_columns_is_kept_to_a_few_per_cent():
    rng = np.random.default_rng(4)
    words = (rng.random((N, 1433)) < 0.02) + 0.5 * LABELS[:, None] * (np.arange(1433) < 300)
    found = network([words, H[1]], EDGES, LABELS)
    assert found.hidden[0].shape == (N, 512) and found.input_columns == 1433
    lengths = [np.linalg.norm(x[:, None] - x[None], axis=2)[np.triu_indices(N, 1)] for x in (found.hidden[0], words)]
    off = np.abs(lengths[0] / lengths[1] - 1)
    assert off.mean() < 0.05 and off.max() < 0.2
    (said, *_) = notes(found, measure(found))
    assert "1,433 columns" in said


def damaged(rng, whole):
    """An archive with bytes changed, a piece cut out, or its end missing."""
    content = bytearray(whole)
    for place in rng.integers(0, len(content), rng.integers(1, 12)):
        content[place] = rng.integers(256)
    if rng.random() < 0.3:
        content = content[: rng.integers(len(content))]
    if rng.random() < 0.2:
        start = rng.integers(len(content) + 1)
        content = content[:start] + content[start + rng.integers(1, 200) :]
    return bytes(content)


def repacked(rng, arrays):
    """A sound archive of arrays that are not what they should be: other types, shapes, numbers, or none."""
    name = rng.choice(list(arrays))
    array = np.array(arrays[name])
    wrong = [
        lambda: array.astype(rng.choice(["f2", "i1", "u8", "c8", "S3", "U4", "?", ">f8", "M8[s]"])),
        lambda: array[: rng.integers(array.shape[0])],
        lambda: array[..., None],
        lambda: array.T,
        lambda: array * rng.choice([np.nan, np.inf, -1.0, 1e300, 1e-300, 0.0]),
        lambda: array + rng.integers(-3, 4),
        lambda: array.ravel(),
        lambda: np.array(rng.integers(100)),
        lambda: np.zeros((0, 2)),
        lambda: rng.permutation(array),
        lambda: array.view(np.uint8).reshape(-1)[: array.size].reshape(array.shape),
        lambda: np.frombuffer(rng.bytes(array.size * 8)).reshape(array.shape),
    ]
    return packed(**arrays | {name: wrong[rng.integers(len(wrong))]()})


@pytest.mark.filterwarnings("error")
def test_damaged_files_are_one_sentence_or_a_network_that_is_measured_and_never_anything_else():
    rng, sentences, drawn = np.random.default_rng(1), [], 0
    mask = np.arange(N) % 2 == 0
    arrays = GOOD | {"logits": H[2], "train": mask, "test": ~mask}
    whole = packed(**arrays), packed(np.savez_compressed, **arrays)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # A type that takes the imaginary part away is the test's own doing.
        warnings.simplefilter("ignore")
        files = [damaged(rng, whole[place % 2]) for place in range(500)] + [repacked(rng, arrays) for _ in range(500)]
    for content in files:
        try:
            found = read(content, "mine.npz")
        except ValueError as problem:
            sentences.append(str(problem))
            continue
        drawn += 1
        measures = measure(found)
        assert np.isfinite(measures.probe).all() or not (measures.n_test and found.train.any())
        assert sentence(found, measures, verdict(found, measures))
    assert len(sentences) >= 300 and drawn >= 100
    for said in sentences:
        assert said.startswith("mine.npz") and said.endswith(".") and said.isprintable() and len(said) < 400, said


def test_the_command_prints_the_measures_and_the_verdict(tmp_path):
    (tmp_path / "layers.npz").write_bytes(packed(**GOOD))

    def ask(*more):
        command = [sys.executable, "-m", "core", "layers", *more]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)

    plain, rows = ask(str(tmp_path / "layers.npz")), ask(str(tmp_path / "layers.npz"), "--csv")
    assert plain.returncode == 0 and "Too few labelled nodes" in plain.stdout
    assert rows.stdout.splitlines()[0].startswith("layer,distance,width") and len(rows.stdout.splitlines()) == 4
    (tmp_path / "text.npz").write_text("no archive")
    (tmp_path / "short.npz").write_bytes(packed(h0=H[0], edges=EDGES, labels=LABELS))
    for file, words in {
        "none.npz": "cannot be read (No such file or directory)",
        ".": "cannot be read (Is a directory)",
        "text.npz": "this is not an npz archive",
        "short.npz": "Given: 1 layer, but",
    }.items():
        failed = ask(str(tmp_path / file))
        assert (failed.returncode, failed.stdout) == (2, "") and words in failed.stderr
        assert failed.stderr.count("\n") == 1 and "Traceback" not in failed.stderr
    nothing = ask()
    assert nothing.returncode == 2 and "required: file" in nothing.stderr
