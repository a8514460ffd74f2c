"""The static copy in a browser: from a folder, with the network off."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from deploy.make_site import content, main, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of a fresh copy, as a file."""
    folder = tmp_path_factory.mktemp("site")
    assert make_site(folder, "https://example.org/") < 1e6
    return (folder / "index.html").as_uri()


@pytest.fixture
def offline(new_page):
    """A page without a network, which fails when anything but a file is asked for."""
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    yield page
    assert all(address.startswith(("file:", "data:")) for address in asked), asked


def error(page):
    return float(page.get_by_test_id("stage").get_attribute("data-error"))


def test_the_copy_plays_without_a_network_and_shows_the_engines_error(offline, site):
    offline.goto(site)
    assert error(offline) == pytest.approx(predict(CSBM(), 20).error_fixed[0], rel=1e-5)
    offline.get_by_role("button", name="Play").click()
    expect(offline.get_by_test_id("stage")).to_have_attribute("data-depth", "2")
    assert offline.locator("path.stage-dots").get_attribute("d")


def test_other_features_are_drawn_by_algebra_and_stand_in_the_link(offline, site):
    offline.goto(f"{site}?s=1.5&depth=3")
    assert error(offline) == pytest.approx(predict(CSBM(sigma=1.5), 20).error_fixed[3], rel=1e-2)
    offline.get_by_role("slider", name="mu1").fill("-0.5")
    assert error(offline) == pytest.approx(predict(CSBM(mean_1=-0.5, sigma=1.5), 20).error_fixed[3], rel=1e-2)
    offline.context.grant_permissions(["clipboard-read", "clipboard-write"])
    offline.get_by_role("button", name="Copy link").click()
    expect(offline.locator("#copied")).not_to_be_empty()
    shown = offline.locator("#copied").inner_text()
    link = shown if "?" in shown else offline.evaluate("navigator.clipboard.readText()")
    query = parse_qs(urlsplit(link).query)
    assert (query["m1"], query["s"], query["depth"]) == (["-0.5"], ["1.5"], ["3"])


def test_every_scene_hides_the_error_until_a_guess_and_then_tells_the_truth(offline, site):
    scenes = content()["scenes"]
    offline.goto(site)
    for number, scene in enumerate(scenes, 1):
        offline.get_by_role("button", name="Next" if number > 1 else "Start the lesson").click()
        expect(offline.get_by_role("heading", name=f"{number}. {scene['title']}")).to_be_visible()
        assert offline.get_by_test_id("stage").get_attribute("data-error") == ""
        commit = offline.get_by_role("button", name="Commit")
        expect(commit).to_be_disabled()
        if scene["mark_depth"]:
            offline.locator(".stage-guess-open").press("ArrowRight")
        else:
            offline.get_by_role("radio").nth(scene["truth"]).check()
        expect(commit).to_be_enabled()
        commit.click()
        expect(offline.locator("#question")).to_contain_text(
            "Correct." if not scene["mark_depth"] else str(scene["truth"])
        )
        assert offline.get_by_test_id("stage").get_attribute("data-error")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("n=77&p=0.5", "does not have the graph"),
        ("p=nan", "p (a number)"),
        ("s=99", "s (a number from 0.05 to 5)"),
        ("zoo=1", "zoo"),
        ("lesson=homework&step=2", "scenes of the lecture only"),
        ("step=x", "scenes of the lecture only"),
    ],
)
def test_a_link_that_cannot_be_served_says_so_and_offers_the_app(offline, site, query, said):
    offline.goto(f"{site}?{query}")
    notice = offline.get_by_test_id("notice")
    expect(notice).to_contain_text(said)
    expect(notice.get_by_role("link")).to_have_attribute("href", f"https://example.org/?{query}")
    assert 0 < error(offline) < 0.5


def test_the_copy_fits_a_phone(new_page, site):
    page = new_page(width=390, height=844)
    page.goto(f"{site}?lesson=lecture&step=3")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_command_makes_the_folder_and_knows_one_argument(tmp_path, capsys):
    assert main([str(tmp_path / "a"), "b"]) == 2
    assert "one folder" in capsys.readouterr().err
    assert main([str(tmp_path / "a")]) == 0
    text = (tmp_path / "a" / "data.js").read_text().removeprefix("window.SWEET_SPOT=").rstrip(";\n")
    assert json.loads(text)["hosted"] == ""
