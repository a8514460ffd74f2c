"""Settings of the environment: what is not valid is said once at the start, and the default is used."""

import pytest

from core import __version__
from ui.settings import SETTINGS, load
from ui.web.greeting import greeting


def test_without_settings_there_is_nothing_to_say():
    assert load({}) == (SETTINGS, [])


@pytest.mark.parametrize("text", ["0", "-5", "many", "1e3", "²", "9" * 50])
def test_a_limit_that_is_no_number_in_its_range_is_named_and_the_default_used(text):
    settings, sentences = load({"SWEETSPOT_MAX_DEPTH": text})
    assert settings.max_depth == SETTINGS.max_depth and len(sentences) == 1
    assert "SWEETSPOT_MAX_DEPTH" in sentences[0] and "from 1 to 256" in sentences[0] and "64 is used" in sentences[0]


def test_a_folder_that_is_not_there_is_named_with_what_happens_without_it(tmp_path, monkeypatch):
    settings, sentences = load({"SWEETSPOT_LESSONS": "/no/lessons", "SWEETSPOT_DATA": str(tmp_path / "graphs")})
    assert settings.lessons == "/no/lessons" and len(sentences) == 2
    assert "SWEETSPOT_LESSONS is '/no/lessons', but there is no such folder" in sentences[0]
    assert "SWEETSPOT_DATA" in sentences[1] and "built-in graphs" in sentences[1]
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "graphs").mkdir()
    assert load({"SWEETSPOT_DATA": "~/graphs"})[0].data == str(tmp_path / "graphs")
    assert load({"SWEETSPOT_DATA": "~/graphs"})[1] == []


def test_the_first_line_of_the_log_names_version_address_limits_lessons_and_graphs(tmp_path):
    (tmp_path / "tiny.gml").write_text("graph [ node [ id 0 ] ]")
    settings, _ = load({"SWEETSPOT_MAX_NODES": "5000", "SWEETSPOT_DATA": str(tmp_path)})
    line = greeting(settings, "http://localhost:8501/course/")
    assert "\n" not in line and line.startswith(f"Sweet Spot {__version__} at http://localhost:8501/course/: ")
    assert "5,000 nodes" in line and "Lessons: " in line and "lecture" in line and "Graphs of its own: tiny." in line
