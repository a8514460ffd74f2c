"""Files that somebody prepared: what stands in them is shown as it is, and nothing of it is followed, drawn or run."""

import pytest
from browser.steps import assert_healthy, eventually, open_app
from playwright.sync_api import expect

from core.sweeps.sweep import COLUMNS, HEADER

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

HOSTILE = (
    "![x](http://evil.example/a) <img src=//evil.example/b> :red[r] $x$ **b**",
    "http://evil.example www.evil.example a@evil.example :material/home: a -> b",
)


def results(method):
    """A sweep's file in which the method has this name."""
    rows = [
        f"200,{p},{q},-1.0,1.0,1.0,0.5,2,1.0,{method},,,,theory,{depth},0.5,0.5,0.1,0.1,{0.3 - 0.1 * depth:.1f},0.1\n"
        for p in (0.1, 0.2)
        for q in (0.02, 0.05)
        for depth in (0, 1)
    ]
    assert all(row.count(",") == len(COLUMNS) - 1 for row in rows)
    return (HEADER + "".join(rows)).encode()


def without_width(place):
    """The text of a place, less what has no width."""
    return place.inner_text().replace("\u2060", "") if place.count() else ""


def test_a_sweep_with_markdown_in_it_is_shown_as_it_is_and_asks_no_other_server(app, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_app(page, f"{app}/map?n=200")
    expect(page.get_by_text("Open a sweep")).to_be_visible(timeout=60_000)
    line = page.locator("[data-testid=stMarkdownContainer]", has_text=", walk theory. On ")
    alert = page.get_by_role("alert").filter(has_text="cannot be read")
    files = {text: (results(text), line) for text in HOSTILE}
    files[HOSTILE[0][:40]] = (results("x").replace(b"200,0.2", f"200,{HOSTILE[0]}".encode()), alert)
    for text, (data, place) in files.items():
        page.locator("input[type=file]").set_input_files({"name": "r.csv", "mimeType": "text/csv", "buffer": data})
        eventually(page, lambda page, place=place, text=text: text in without_width(place), True)
        assert place.locator("p a, p img, p [role=img], p .katex, p .stMarkdownColoredText").count() == 0
    assert_healthy(page)
    assert not [url for url in asked if "evil" in url]
