"""Who may import whom: app -> pages -> ui -> core, the wings of each downwards only, and core knows no screen.

A wing is a folder of core or ui, or one file beside them (core.walks, ui.settings). Nobody keeps a list of their order:
it is read from the imports, wherever in a file they stand, and there is one exactly when there is no circle.
"""

import ast
import os
import re
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HALLS = ("core", "ui", "pages", "main", "app")
SCREENS = {"streamlit", "plotly", "starlette", "uvicorn"}
HOUSE = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for file in [
        ROOT / "app.py",
        ROOT / "main.py",
        *(file for hall in HALLS[:-2] for file in sorted((ROOT / hall).rglob("*.py"))),
    ]
}


def module_of(path):
    """core/maps/plane.py -> core.maps.plane, core/maps/__init__.py -> core.maps."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def wing_of(module):
    """core.maps.plane -> core.maps, core.walks -> core.walks."""
    return ".".join(module.split(".")[:2])


@cache
def imported(path, text):
    """Full names of all modules and names that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = ".".join(Path(path).parts[: -node.level]) if node.level else ""
            module = ".".join(part for part in (inside, node.module) if part)
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return frozenset(names)


@cache
def words_of_streamlit(text):
    """Every name, attribute or imported name in a file that Streamlit gives to its memory: session_state, cache_..."""
    words = {
        getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute | ast.Name | ast.alias)
    }
    return {word for word in words if word in ("session_state", "cache_data", "cache_resource")}


def arrows(house, place_of=lambda module: module):
    """{place: the places that it imports}, a place being a module or its wing."""
    modules = {module_of(path) for path in house}
    found = {}
    for path, text in house.items():
        here = place_of(module_of(path))
        there = {place_of(name) for name in imported(path, text) & modules}
        found[here] = found.get(here, set()) | there - {here}
    return found


def wing_arrows(house):
    """The arrows between wings; the empty packages core and ui themselves are none."""
    return {wing: there - set(HALLS) for wing, there in arrows(house, wing_of).items() if wing not in HALLS[:-1]}


def circle(graph):
    """The first circle that is met, as a list of one sentence, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [f"a circle: {' <- '.join(error.args[1])}"]
    return []


def faults(house):
    """What is wrong with the imports of a house {path: text}, a sentence each."""
    found = circle(wing_arrows(house)) or circle(arrows(house))
    for path, text in house.items():
        hall, tops = module_of(path).split(".")[0], {name.split(".")[0] for name in imported(path, text)}
        found += [f"{path} imports {top}, upwards" for top in HALLS[HALLS.index(hall) + 1 :] if top in tops]
        found += [
            f"{path} imports {top}, which no hall may" for top in ("tests", "benchmarks", "deploy") if top in tops
        ]
        if hall == "core":
            found += [f"{path} knows the screen {top}" for top in sorted(tops & SCREENS)]
        for word in sorted(words_of_streamlit(text)):
            allowed = path.startswith("ui/session/") if word == "session_state" else path == "ui/server/cache.py"
            found += [] if allowed else [f"{path} uses st.{word}"]
    return found


def planted(path, line):
    return HOUSE | {path: f"{HOUSE.get(path, '')}\n{line}\n"}


def test_all_imports_go_downwards():
    assert len(wing_arrows(HOUSE)) > 30
    assert faults(HOUSE) == []


@pytest.mark.parametrize(
    ("path", "line", "fault"),
    [
        ("core/model.py", "from ui import settings", "core/model.py imports ui, upwards"),
        ("core/walks.py", "def late():\n    import pages.about", "core/walks.py imports pages, upwards"),
        ("ui/settings.py", "import app", "ui/settings.py imports app, upwards"),
        (
            "ui/charts/chart.py",
            "from benchmarks import timing",
            "ui/charts/chart.py imports benchmarks, which no hall may",
        ),
        ("core/methods/linear.py", "from core.maps import plane", "a circle"),
        ("core/sampling.py", "from .simulation import simulate", "a circle"),
        ("ui/words/readings.py", "import ui.map.words", "a circle"),
        ("core/maps/plane.py", "from .who_wins import *", "a circle"),
        ("core/maps/new.py", "import plotly.graph_objects as go", "core/maps/new.py knows the screen plotly"),
        ("core/streams.py", "from starlette import requests", "core/streams.py knows the screen starlette"),
        ("pages/map.py", "import streamlit as s\ns.session_state['a'] = 1", "pages/map.py uses st.session_state"),
        ("ui/frame/help.py", "from streamlit import session_state as memory", "ui/frame/help.py uses st.session_state"),
        ("ui/server/jobs.py", "@st.cache_data\ndef f(): ...", "ui/server/jobs.py uses st.cache_data"),
        ("pages/real.py", "from streamlit import cache_resource", "pages/real.py uses st.cache_resource"),
    ],
)
def test_a_planted_wrong_import_is_found(path, line, fault):
    assert any(found.startswith(fault) for found in faults(planted(path, line)))


def listed_wings():
    """{wing: its sentence} of docs/house.md, in the order of the page."""
    found = {}
    for hall in re.split(r"^## ", (ROOT / "docs/house.md").read_text(encoding="utf-8"), flags=re.MULTILINE):
        for name, sentence in re.findall(r"^    (\w+(?:/|\.py)) +(.+)$", hall, flags=re.MULTILINE):
            found[f"{hall.split(':')[0]}.{name.removesuffix('/').removesuffix('.py')}"] = sentence
    return found


def test_the_page_about_the_house_lists_every_wing_below_those_that_it_imports():
    listed, graph = listed_wings(), wing_arrows(HOUSE)
    places = {wing: place for place, wing in enumerate(listed)}
    assert set(listed) == {wing for wing in graph if wing.startswith(("core.", "ui."))}
    assert not [(wing, other) for wing in listed for other in graph[wing] if places[other] > places[wing]]
    for wing, sentence in listed.items():
        door = HOUSE.get(f"{wing.replace('.', '/')}/__init__.py")
        assert door is None or sentence.startswith(ast.get_docstring(ast.parse(door))), wing


def reached(module):
    """All modules that importing `module` brings in, itself included."""
    graph, seen, waiting = arrows(HOUSE), set(), {module}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= graph[name] - seen
    return seen


@pytest.mark.parametrize(
    "module", ["core.walks", "core.theorems", "core.maps.sweet_spot", "core.maps.growth_law", "core.maps.who_wins"]
)
def test_theory_never_reaches_the_sampler_or_the_simulation(module):
    assert not reached(module) & {"core.sampling", "core.simulation"}


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("*.py")), ids=lambda file: file.name)
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
