"""One place knows the app's address: in frames, behind proxies, below paths, and on a laptop."""

import pytest

from ui.frame import address
from ui.settings import Settings, load

AT = "https://example.org"


@pytest.mark.parametrize(
    ("url", "headers", "base_path", "page", "found"),
    [
        (f"{AT}/", {"Origin": AT}, "", "mixing", f"{AT}/"),
        (f"{AT}/lesson?p=0.2", {"Origin": AT}, "", "lesson", f"{AT}/"),
        (f"{AT}/gnn/lesson", {"Origin": AT}, "gnn", "lesson", f"{AT}/gnn/"),
        (f"{AT}/gnn/", {"Origin": AT}, "/gnn/", "mixing", f"{AT}/gnn/"),
        # A proxy that takes a path away, and says so or not.
        (f"{AT}/a/gnn/theory", {"Origin": AT, "X-Forwarded-Prefix": "/a"}, "gnn", "theory", f"{AT}/a/gnn/"),
        (f"{AT}/gnn/theory", {"Origin": AT, "X-Forwarded-Prefix": "/gnn"}, "gnn", "theory", f"{AT}/gnn/"),
        (f"{AT}/deep/theory", {"Origin": AT}, "", "theory", f"{AT}/deep/"),
        # In the frame of a course page that can be read, its address is not the app's; of another site's, it cannot be read.
        ("https://course.example/week/3", {"Origin": AT}, "", "theory", f"{AT}/"),
        ("https://course.example/theory", {"Origin": AT}, "gnn", "theory", f"{AT}/gnn/"),
        (f"{AT}/~/+/lesson", {"Origin": AT}, "", "lesson", f"{AT}/"),
        (f"{AT}/~/+/", {"Origin": AT}, "", "mixing", f"{AT}/"),
        ("http://localhost:8501/lesson", {}, "", "lesson", "http://localhost:8501/"),
        ("http://[::1]:8501/", {"Origin": "null"}, "", "mixing", "http://[::1]:8501/"),
        (None, {}, "", "mixing", ""),
    ],
)
def test_the_servers_guess(url, headers, base_path, page, found):
    assert address.located(url, headers, base_path, page) == found


def laptop(monkeypatch, own, listens=None, machine="192.168.1.7", public=""):
    monkeypatch.setattr(address, "own_address", lambda: own)
    monkeypatch.setattr(address, "machine_address", lambda: machine)
    monkeypatch.setattr(address, "SETTINGS", Settings(address=public))
    monkeypatch.setattr(address.st, "get_option", lambda name: listens)
    return address.app_address(), address.reach()


def test_on_a_laptop_others_are_given_its_address_on_the_network_where_the_server_answers(monkeypatch):
    given, words = laptop(monkeypatch, "http://localhost:8501/gnn/")
    assert given == "http://192.168.1.7:8501/gnn/" and "localhost, is this machine alone" in words[1]
    assert laptop(monkeypatch, "http://[::1]:8501/")[0] == "http://192.168.1.7:8501/"
    given, words = laptop(monkeypatch, "http://127.0.0.1:8501/", listens="127.0.0.1")
    assert given == "http://127.0.0.1:8501/" and "this machine only" in words[0] and "SWEETSPOT_ADDRESS" in words[1]
    given, words = laptop(monkeypatch, "http://localhost:8501/", machine="")
    assert given == "http://localhost:8501/" and "this machine only" in words[0]


def test_a_public_address_needs_no_word_and_a_named_one_counts_most(monkeypatch):
    assert laptop(monkeypatch, "https://example.org/gnn/") == ("https://example.org/gnn/", ())
    named = laptop(monkeypatch, "http://localhost:8501/", public="https://example.org/x/")
    assert named == ("https://example.org/x/", ())


def test_the_setting_takes_an_address_and_refuses_what_is_none():
    assert load({"SWEETSPOT_ADDRESS": "https://example.org/gnn"})[0].address == "https://example.org/gnn/"
    for nonsense in ("example.org", "ftp://x", "https://", "https://x?y=1", "https://x y"):
        settings, sentences = load({"SWEETSPOT_ADDRESS": nonsense})
        assert settings.address == "" and len(sentences) == 1 and "http://" in sentences[0]


def test_only_an_address_is_kept_of_what_a_browser_says(monkeypatch):
    kept = {}
    monkeypatch.setattr(address.state, "keep", kept.__setitem__)
    for found in (None, 3, "", "javascript:alert(1)", "https://" + "x" * 600, "x"):
        address.correct(found)
    assert not kept
    address.correct("https://example.org/gnn/")
    assert kept == {"address": "https://example.org/gnn/"}
