"""Where the real graphs for tests are: a folder that the repository does not hold."""

import os
from pathlib import Path

import pytest

from core.files.graph_files import find_graphs, load_graph

# Read before conftest clears the settings of the app.
_NAMED = os.environ.get("SWEETSPOT_DATA", "")
FOLDER = Path(_NAMED) if _NAMED else Path(__file__).resolve().parents[2] / "shared" / "data"


def raw_graph(name):
    """A graph of the data folder; the test is skipped, with a word, where it is not there."""
    files = find_graphs(FOLDER).get(name)
    if not files:
        pytest.skip(f"{name} is not in {FOLDER}: set SWEETSPOT_DATA to a folder that holds it")
    return load_graph(FOLDER, files, name=name)
