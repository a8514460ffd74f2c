"""The static copy in a browser: from a folder, with the network off."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from deploy.make_site import main, make_site
from ui.light.play_data import content

MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of a fresh copy, as a file."""
    folder = tmp_path_factory.mktemp("copy") / "site"
    assert make_site(folder, "https://example.org/") < MOST_BYTES
    return (folder / "index.html").as_uri()


def test_a_copy_that_cannot_be_made_leaves_what_was_there_and_other_files_always_stay(tmp_path, monkeypatch):
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "CNAME").write_text("example.org")
    (folder / "index.html").write_text("old")
    with monkeypatch.context() as broken:
        broken.setattr("ui.light.files.file", lambda *arguments, **options: 1 / 0)
        for place in (folder, tmp_path / "new"):
            with pytest.raises(ZeroDivisionError):
                make_site(place)
    assert sorted(path.name for path in folder.iterdir()) == ["CNAME", "index.html"]
    assert (folder / "index.html").read_text() == "old" and list(tmp_path.iterdir()) == [folder]
    make_site(folder)
    assert (folder / "CNAME").read_text() == "example.org" and (folder / "index.html").read_text() != "old"
    assert (folder / "light").is_dir() and list(tmp_path.iterdir()) == [folder]


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
    expect(page.get_by_test_id("stage")).to_have_attribute("data-error", re.compile(r"\d"))
    return float(page.get_by_test_id("stage").get_attribute("data-error"))


def test_the_copy_plays_without_a_network_and_shows_the_engines_error(offline, site):
    offline.goto(site)
    assert error(offline) == pytest.approx(predict(CSBM(), 20).error_fixed[0], rel=1e-8)
    offline.get_by_role("button", name="Play").click()
    offline.wait_for_function("document.querySelector('[data-testid=stage]').dataset.depth >= 2")


def test_the_copy_has_all_four_views_and_the_nodes_of_one_graph(offline, site):
    offline.goto(f"{site}?depth=3")
    for view in ("true-size", "layers", "nodes"):
        expect(offline.get_by_test_id(view)).to_be_visible()
    expect(offline.get_by_test_id("stage")).to_have_attribute("data-nodes", "120")
    # Other features move them; of another graph nothing is sampled here.
    offline.get_by_role("slider", name="sigma").fill("2")
    expect(offline.get_by_test_id("stage")).to_have_attribute("data-nodes", "120")
    offline.get_by_role("spinbutton", name="p", exact=True).fill("0.02")
    offline.get_by_role("spinbutton", name="p", exact=True).press("Enter")
    expect(offline.get_by_test_id("stage")).to_have_attribute("data-nodes", "0")


def test_every_model_is_a_slider_or_a_link_away_and_stands_in_the_link(offline, site):
    offline.goto(f"{site}?n=77000&p=0.0004&q=0.0001&s=1.5&depth=3")
    assert error(offline) == pytest.approx(predict(CSBM(77000, 0.0004, 0.0001, sigma=1.5), 20).error_fixed[3], rel=1e-8)
    offline.get_by_role("slider", name="mu1").fill("-0.5")
    offline.get_by_role("spinbutton", name="p", exact=True).fill("0.0007")
    offline.get_by_role("spinbutton", name="p", exact=True).press("Enter")
    wanted = CSBM(77000, 0.0007, 0.0001, mean_1=-0.5, sigma=1.5)
    assert error(offline) == pytest.approx(predict(wanted, 20).error_fixed[3], rel=1e-8)
    offline.context.grant_permissions(["clipboard-read", "clipboard-write"])
    offline.get_by_role("button", name="Copy link", exact=True).click()
    expect(offline.locator("#copied")).not_to_be_empty()
    shown = offline.locator("#copied").inner_text()
    link = shown if "?" in shown else offline.evaluate("navigator.clipboard.readText()")
    query = parse_qs(urlsplit(link).query)
    assert (query["p"], query["m1"], query["s"], query["depth"]) == (["0.0007"], ["-0.5"], ["1.5"], ["3"])
    offline.goto(link)
    assert error(offline) == pytest.approx(predict(wanted, 20).error_fixed[3], rel=1e-8)


@pytest.mark.parametrize("lesson", ["seven", "lecture", "homework"])
def test_every_scene_hides_the_error_until_a_guess_and_then_tells_the_truth(offline, site, lesson):
    scenes = content(False)["lessons"][lesson]["scenes"]
    offline.goto(f"{site}?lesson={lesson}&step=1")
    for number, scene in enumerate(scenes, 1):
        if number > 1:
            offline.get_by_role("button", name="Next").click()
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
        assert error(offline) >= 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("p=nan", "p (probability of a link inside a class) is “nan”"),
        ("s=99", "a number from 0.05 to 5: 5 is used instead"),
        ("n=7.5", "an even whole number"),
        ("zoo=1", "zoo"),
        ("lesson=other&step=2", "lecture"),
        ("step=x", "step must be a whole number"),
        ("depth=30", "cannot exceed dmax = 20"),
    ],
)
def test_a_link_that_cannot_be_used_says_so_and_goes_on(offline, site, query, said):
    offline.goto(f"{site}?{query}")
    expect(offline.get_by_test_id("notice")).to_contain_text(said)
    assert offline.get_by_test_id("stage").get_attribute("data-error") or "step" in query
    expect(offline.get_by_role("link", name="Open in the full app")).to_have_attribute(
        "href", re.compile("^https://example.org/")
    )


def test_the_copy_fits_a_phone(new_page, site):
    page = new_page(width=390, height=844)
    page.goto(f"{site}?lesson=lecture&step=3")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_command_makes_the_folder_whole_and_knows_one_argument(tmp_path, capsys):
    assert main([str(tmp_path / "a"), "b"]) == 2
    assert "one folder" in capsys.readouterr().err
    (tmp_path / "a" / "light").mkdir(parents=True)
    (tmp_path / "a" / "light" / "old").write_text("of an earlier copy")
    assert main([str(tmp_path / "a")]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["index.html", "light"]
    assert not (tmp_path / "a" / "light" / "old").exists()
