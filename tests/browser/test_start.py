"""How the app starts: what its log says, and what a browser asks for first, below a path too."""

import pytest
from browser.conftest import serve
from browser.steps import open_app

from core import __version__

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all


def failures(page):
    """Everything that goes wrong on the way, as a list that grows."""
    found = []
    page.on("response", lambda answer: found.append((answer.status, answer.url)) if answer.status >= 400 else None)
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def test_the_log_begins_with_one_line_about_this_server_and_its_pages_open_below_a_path(tmp_path, page):
    wrong = failures(page)
    with serve(tmp_path, SWEETSPOT_LESSONS="/no/lessons", STREAMLIT_SERVER_BASE_URL_PATH="course/gnn") as address:
        said = next(tmp_path.glob("*.log")).read_text().splitlines()
        lines = [line for line in said if line.startswith(("Sweet Spot", "SWEETSPOT"))]
        assert len(lines) == 2 and lines[1].startswith(f"Sweet Spot {__version__} at {address}/: ")
        assert lines[0].startswith("SWEETSPOT_LESSONS is '/no/lessons', but there is no such folder")
        for place in ("/remedies?n=200", "/?n=200"):
            open_app(page, f"{address}{place}")
        assert page.get_by_test_id("stage").count() == 1
    assert wrong == []


def test_a_deep_link_asks_for_nothing_that_is_not_there(app, page):
    wrong = failures(page)
    open_app(page, f"{app}/remedies?n=200")
    assert wrong == []
