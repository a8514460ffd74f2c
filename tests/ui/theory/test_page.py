"""The page Theory vs simulation when its simulation cannot be: nothing waits for ever, and theory stands."""

import pytest
from streamlit.testing.v1 import AppTest

from ui.server import experiment
from ui.server.workers import Ended, reason


@pytest.fixture
def ended(monkeypatch):
    def graphs(*_, **__):
        raise Ended(reason(-15))

    monkeypatch.setattr(experiment, "graphs", graphs)
    monkeypatch.setattr(experiment, "simulation", graphs)


@pytest.mark.parametrize("page", ["theory", "remedies", "inside"])
def test_no_chart_waits_for_a_simulation_that_has_ended(ended, monkeypatch, page):
    if page == "inside":
        monkeypatch.setattr("ui.server.cache.graph_moments", experiment.graphs)
    app = AppTest.from_file("../../../main.py", default_timeout=60)
    app.query_params["part"] = "density"
    app.run().switch_page(f"pages/{page}.py").run()
    # Switched to by the test, a page has no frame about it, which would say the sentence in place of an exception.
    assert len(app.exception) == 1
    words = " ".join(element.value for element in (*app.main.markdown, *app.main.caption))
    assert "Simulating" not in words
    assert app.get("plotly_chart")
