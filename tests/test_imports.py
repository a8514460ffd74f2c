"""Who may import whom: app -> pages -> ui -> core, and core knows no screen."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("core", "ui", "pages", "app")
FILES = sorted([ROOT / "app.py", *(file for layer in LAYERS[:-1] for file in (ROOT / layer).rglob("*.py"))])


def imported(file):
    """Full names of the modules and names that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = ".".join(file.relative_to(ROOT).parts[: -node.level]) if node.level else ""
            module = ".".join(part for part in (inside, node.module) if part)
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def reached(module):
    """All modules of this repository that importing `module` brings in, itself included."""
    seen, waiting = set(), {module}
    while waiting:
        name = waiting.pop()
        path = ROOT / name.replace(".", "/")
        file = next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)
        if file and name not in seen:
            seen.add(name)
            waiting |= imported(file)
    return seen


def attributes(file):
    """Names read as st.something (or streamlit.something) in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("st", "streamlit")
    } | {name.removeprefix("streamlit.") for name in imported(file) if name.startswith("streamlit.")}


def called(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", FILES, ids=called)
def test_imports_go_downwards_only(file):
    layer = file.relative_to(ROOT).parts[0].removesuffix(".py")
    above = LAYERS[LAYERS.index(layer) + 1 :]
    tops = {name.split(".")[0] for name in imported(file)}
    assert not tops & set(above), f"{called(file)} imports from a layer above it"


@pytest.mark.parametrize("file", [file for file in FILES if file.is_relative_to(ROOT / "core")], ids=called)
def test_core_knows_no_screen(file):
    assert not {name.split(".")[0] for name in imported(file)} & {"streamlit", "plotly"}


@pytest.mark.parametrize(
    "module", ["core.walks", "core.theorems", "core.maps.sweet_spot", "core.maps.growth_law", "core.maps.who_wins"]
)
def test_theory_never_reaches_the_sampler_or_the_simulation(module):
    assert not reached(module) & {"core.sampling", "core.simulation"}


@pytest.mark.parametrize("file", FILES, ids=called)
def test_only_one_wing_keeps_state_and_only_one_module_caches(file):
    used = attributes(file)
    if not called(file).startswith("ui/session/"):
        assert "session_state" not in used
    if called(file) != "ui/server/cache.py":
        assert not {name for name in used if name.startswith("cache_")}


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("*.py")), ids=called)
def test_every_page_asks_for_its_frame_before_anything_else(file):
    body = ast.parse(file.read_text(encoding="utf-8")).body
    statements = [node for node in body[1:] if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert ast.unparse(statements[0]) == "require_frame()"


def test_every_page_is_in_the_list_and_its_file_exists():
    from ui.frame.navigation import PAGES

    assert {entry.name for entry in PAGES} == {file.stem for file in (ROOT / "pages").glob("*.py")}


def test_the_first_import_of_the_engine_asks_numpy_for_one_thread_while_there_is_time():
    script = "import core, os, sys; print('numpy' in sys.modules, os.environ['OPENBLAS_NUM_THREADS'])"
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=clean, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "1"]
