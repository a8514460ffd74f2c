"""The results of a sweep read back as a map, and every damage that such a file can have."""

import csv

import numpy as np
import pytest

from core.sweeps.grid import read_grid
from core.sweeps.results import OLDER, read_results
from core.sweeps.sweep import COLUMNS, HEADER, sweep
from core.walks import predict
from ui.map import heat as map_heat


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "r.csv"
    text = 'by = "theory"\ndepth = 12\n[model]\nmean_degree = [5, 15, 40]\nedge_correlation = [-0.5, 0.3, 0.5]\n'
    list(sweep(read_grid(text + "[methods]\nconvolution = {}\nresidual = {alpha = 0.2}"), path))
    return path.read_bytes()


def test_a_sweep_opens_as_a_map_over_what_varies(results):
    plain, residual = read_results(results)
    assert (plain.label, residual.label) == ("convolution", "residual (alpha=0.2)")
    assert (plain.plane.x.name, plain.plane.y.name) == ("d", "lam")
    assert np.allclose(plain.plane.x.values, [5, 15, 40], rtol=1e-3)
    for row, column in np.ndindex(3, 3):
        error = predict(plain.plane.model(row, column), 12).error_fixed
        assert plain.found.best_depth[row, column] == error.argmin()
        assert plain.found.best_error[row, column] == pytest.approx(error.min(), rel=1e-12)
        change = [plain.found.one_more(n)[row, column] for n in range(12)]
        assert np.allclose(change, np.diff(np.log2(error)))
    map_heat.heat_map(plain.plane, plain.found, "depth")


PLANES_OF_SWEEPS = [
    ("p_within = [0.001, 0.01, 0.02]\nq_across = [0.001, 0.004]", ("p", "q"), (3, 2)),
    ("p_within = [0, 0.01, 0.02]\nq_across = [0.001, 0.004]", ("p", "q"), (3, 2)),
    ("n_nodes = [100, 300]\np_within = [0.1, 0.2, 0.3]", ("N", "p"), (2, 3)),
    ("q_across = [0, 0.1, 0.3]\np_within = 0\nstrength = [0, 2]", ("strength", "d"), (2, 3)),
    ("mean_degree = [4, 9]\nedge_correlation = 0.5\nn_nodes = [100, 300, 500]", ("N", "d"), (3, 2)),
]


@pytest.mark.parametrize(("grid", "pair", "size"), PLANES_OF_SWEEPS)
def test_a_sweep_opens_over_the_axes_whose_grid_it_fills_also_with_a_nought_on_one(tmp_path, grid, pair, size):
    list(sweep(read_grid(f'by = "theory"\ndepth = 4\n[model]\n{grid}\n'), tmp_path / "r.csv"))
    (opened,) = read_results((tmp_path / "r.csv").read_bytes())
    assert (opened.plane.x.name, opened.plane.y.name) == pair
    assert opened.plane.shape == size[::-1]
    figure = map_heat.heat_map(opened.plane, opened.found, "depth")
    heat = next(trace for trace in figure.data if trace.type == "heatmap")
    for axis, cells in ((opened.plane.x, heat.x), (opened.plane.y, heat.y)):
        assert np.all(np.diff(np.array(cells, dtype=float)) > 0) and (not axis.log or min(cells) > 0)


def test_a_sweep_with_a_missing_model_leaves_its_cell_empty(results):
    lines = results.decode().splitlines(keepends=True)
    cut = (
        lines[:1] + lines[14:27] * 0 + [line for line in lines[1:] if not line.startswith(lines[1].rsplit(",", 12)[0])]
    )
    found = read_results("".join(cut).encode())[0].found
    assert np.isnan(found.best_depth).sum() == 1


def test_a_sweep_along_a_diagonal_is_not_drawn_as_a_plane_of_holes(monkeypatch, results):
    monkeypatch.setattr("core.sweeps.results.MAX_PLACES", 9 * 13 - 1)
    with pytest.raises(ValueError, match="fill too little of their plane of 3 by 3"):
        read_results(results)


ROW = dict.fromkeys(COLUMNS, "0.1") | {
    "n_nodes": 8,
    "sigma": 1,
    "share_1": 0.5,
    "n_classes": 2,
    "known": 1,
    "seed": 0,
    "n_draws": 64,
}
ROW |= {"method": "convolution", "options": "", "by": "simulation", "depth": 0}


def file_of(**cells):
    """A file of one line, with these cells in it."""
    return (HEADER + ",".join(str((ROW | cells)[name]) for name in COLUMNS) + "\n").encode()


BAD = [
    (b"", "missing"),
    (b"\xff\xfe\x00", "UTF-8"),
    (b"a,b\n1,2\n", "is missing in line 1"),
    (HEADER.encode(), "no row"),
    (HEADER.encode() + b"1,2,3\n", "Line 2 has 3 columns"),
    (file_of(n_nodes=7), "Line 2 cannot be read: n_nodes"),
    (file_of(error_fixed="nan"), "Line 2"),
    (file_of(depth="x"), "Line 2 cannot be read: depth is 'x', but it must be a whole number from 0 to 10,000"),
    (file_of(), "plane"),
]


@pytest.mark.parametrize("columns", OLDER, ids=len)
def test_a_file_from_before_a_model_had_all_its_fields_is_read_as_it_was(results, columns):
    rows = list(csv.DictReader(results.decode().splitlines()))
    cut = "\n".join([",".join(columns), *(",".join(row[name] for name in columns) for row in rows)]) + "\n"
    now, then = (read_results(data)[0] for data in (results, cut.encode()))
    np.testing.assert_array_equal(then.found.best_error, now.found.best_error)
    np.testing.assert_array_equal(then.plane.p_within, now.plane.p_within)


@pytest.mark.parametrize("field", ["n_classes = 3\nn_nodes = 600", "share_1 = 0.3"])
def test_a_sweep_of_models_that_the_map_cannot_load_is_said_and_not_drawn_as_two_equal_classes(tmp_path, field):
    grid = read_grid(f"depth = 2\n[model]\n{field}\np_within = [0.1, 0.2]\nq_across = [0.01, 0.02]\n")
    list(sweep(grid, tmp_path / "r.csv"))
    with pytest.raises(ValueError, match=f"Line 2.*{field.split()[0]}.*a model on the map"):
        read_results((tmp_path / "r.csv").read_bytes())


@pytest.mark.parametrize(("data", "words"), BAD)
def test_a_bad_file_of_results_gets_one_sentence(data, words):
    with pytest.raises(ValueError, match=words) as problem:
        read_results(data)
    assert "\n" not in str(problem.value) and len(str(problem.value)) < 300


DAMAGED = dict.fromkeys(COLUMNS, ("x", "nan", "1e999", "")) | {
    "method": ("", " "),
    "options": (),  # any text: the label shows it as it is
    "by": ("", "Theory", "both"),
    "seed": ("x", "-1", "0.5", "1_0", "²", "9" * 5000, ""),
    "depth": ("x", "-1", "0.5", "²", "10001", ""),
    "n_nodes": ("x", "7", "0", "2.5", "1e13", ""),
    "error_fixed": ("x", "nan", "-0.1", "1.1", ""),
    "error_fitted": ("x", "nan", "2"),
    "error_paper": ("x", "inf", "-1"),
    "mean_gap": ("x", "nan"),
    "variance": ("x", "inf"),
    "neighbourhood_noise": ("x", "0,1"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_bad_cell_is_named_by_line_and_column(name):
    for text in DAMAGED[name]:
        bad = file_of(**{name: f'"{text}"'}).splitlines(keepends=True)[1]
        with pytest.raises(
            ValueError, match=f"^Line 3 cannot be read: {name} is .*but (it|a model on the map) must"
        ) as problem:
            read_results(file_of() + bad)
        assert len(str(problem.value)) < 300 and "\n" not in str(problem.value), text


def test_an_empty_cell_of_a_curve_that_is_not_drawn_is_none():
    with pytest.raises(ValueError, match="do not lie in a plane"):  # so the line itself was read
        read_results(file_of(mean_gap="", error_paper="", variance=""))


@pytest.mark.parametrize("name", ["seed", "n_draws"])
def test_a_line_by_theory_has_neither_seed_nor_draws(name):
    cells = {"by": "theory", "seed": "", "n_draws": ""} | {name: 3}
    with pytest.raises(
        ValueError, match=f"Line 2 cannot be read: {name} is '3', but it must be empty in a line by theory"
    ):
        read_results(file_of(**cells))


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "s.csv"
    text = "depth = 2\nseeds = 3\nn_draws = 4\n[model]\nn_nodes = 40\np_within = [0.2, 0.4]\nq_across = [0.1, 0.3]\n"
    list(sweep(read_grid(text), path))
    return path.read_bytes()


def same(found, expected):
    assert (found.label, found.kind, found.n_seeds) == (expected.label, expected.kind, expected.n_seeds)
    for name in ("best_depth", "best_error", "log_error"):
        np.testing.assert_array_equal(getattr(found.found, name), getattr(expected.found, name))


def test_a_line_that_stands_twice_counts_once(simulated):
    header, *lines = simulated.splitlines(keepends=True)
    (once,) = read_results(simulated)
    (twice,) = read_results(b"".join([header, *lines, *lines[3:20], lines[0]]))
    assert once.n_seeds == 3
    same(twice, once)


def test_two_lines_of_one_point_that_differ_are_refused_by_their_numbers(simulated, results):
    for data, point in (
        (simulated, "convolution at depth 1 with seed 2"),
        (results, "convolution at depth 1 by theory"),
    ):
        header, *lines = data.splitlines(keepends=True)
        place = next(
            k
            for k, row in enumerate(csv.DictReader(data.decode().splitlines()))
            if row["depth"] == "1" and row["seed"] in ("2", "")
        )
        *cells, _, last = lines[place].split(b",")
        changed = b",".join([*cells, b"0.25", last])
        both = f"^Lines {place + 2} and {len(lines) + 2} are both of {point} on one model"
        with pytest.raises(ValueError, match=f"{both}, but error_fixed is .* and 0.25 in the second") as problem:
            read_results(b"".join([header, *lines, changed]))
        assert len(str(problem.value)) < 300


def test_theory_and_simulation_in_one_file_are_two_maps_and_never_one_mean(simulated, tmp_path):
    text = 'by = "theory"\ndepth = 2\n[model]\nn_nodes = 40\np_within = [0.2, 0.4]\nq_across = [0.1, 0.3]\n'
    list(sweep(read_grid(text), tmp_path / "t.csv"))
    theory = (tmp_path / "t.csv").read_bytes()
    mixed = read_results(simulated + theory.split(b"\n", 1)[1])
    assert [result.label for result in mixed] == ["convolution by simulation", "convolution by theory"]
    for found, data in zip(mixed, (simulated, theory), strict=True):
        (alone,) = read_results(data)
        assert found.label == f"{alone.label} by {alone.kind}" and found.n_seeds == (3 if data is simulated else 0)
        np.testing.assert_array_equal(found.found.log_error, alone.found.log_error)
    assert not np.array_equal(mixed[0].found.log_error, mixed[1].found.log_error)


def test_a_stray_line_of_the_other_kind_is_told_and_not_averaged(simulated, results):
    stray = next(line for line in results.splitlines(keepends=True) if b",theory," in line)
    with pytest.raises(ValueError, match="The models of convolution by theory do not lie in a plane"):
        read_results(simulated + stray)
