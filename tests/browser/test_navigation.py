"""Pages, deep links, Back and reload keep the parameters and the view."""

from urllib.parse import urlsplit

import pytest
from browser.steps import expect_address, expect_link, expect_page, open_app, settle, type_number

from ui.frame.navigation import PAGES
from ui.link import link

PARAMETERS = {"n": 600, "p": 0.043, "q": 0.0071, "m1": -0.75, "s": 1.35, "seed": 7}
SHARED = link.DEFAULTS | PARAMETERS | {"depth": 4, "reading": "fitted"}
PATHS = {entry.name: "/" if place == 0 else f"/{entry.name}" for place, entry in enumerate(PAGES)}


def open_page(page, title):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect_page(page, title)
    path = next(PATHS[entry.name] for entry in PAGES if entry.title == title)
    page.wait_for_url(lambda address: urlsplit(address).path == path)
    settle(page)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_the_first_visitor_of_a_new_server_gets_the_linked_page_with_its_values(cold_app, page, entry):
    open_app(page, f"{cold_app}{PATHS[entry.name]}?{link.write(SHARED)}")
    expect_page(page, entry.title)
    expect_link(page, PATHS[entry.name], SHARED)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_later_visitor_gets_the_linked_page_with_its_values(app, page, entry):
    open_app(page, f"{app}{PATHS[entry.name]}?{link.write(SHARED)}")
    expect_page(page, entry.title)
    expect_link(page, PATHS[entry.name], SHARED)


def test_page_changes_back_and_reload_keep_values_and_address(app, page):
    open_app(page, f"{app}/?{link.write(SHARED)}")
    shown = link.changed(SHARED)
    expect_address(page, shown)
    for entry in PAGES[1:]:
        open_page(page, entry.title)
        expect_page(page, entry.title)
        expect_address(page, shown)
        expect_link(page, PATHS[entry.name], SHARED)
    for entry in PAGES[-2::-1]:
        page.go_back()
        expect_page(page, entry.title)
        settle(page)
        expect_address(page, shown)
        expect_link(page, PATHS[entry.name], SHARED)
    page.reload()
    settle(page)
    expect_address(page, shown)
    expect_link(page, "/", SHARED)


@pytest.mark.wide
def test_a_value_changed_on_one_page_is_there_on_the_next_and_after_a_reload(app, page):
    open_app(page, f"{app}/about")
    type_number(page, "p", "0.025")
    open_page(page, PAGES[1].title)
    expect_address(page, {"p": "0.025"})
    page.reload()
    settle(page)
    expect_link(page, PATHS[PAGES[1].name], link.DEFAULTS | {"p": 0.025})


def test_the_address_follows_the_stage_when_it_rests_and_the_depth_survives_a_page_change(app, page):
    open_app(page, f"{app}/?depth=5")
    entries = page.evaluate("history.length")
    for _ in range(2):
        page.get_by_role("button", name="Step forward").click()
    page.wait_for_function("new URLSearchParams(location.search).get('depth') === '7'")
    assert page.evaluate("history.length") == entries
    settle(page)
    open_page(page, "About")
    expect_link(page, "/about", link.DEFAULTS | {"depth": 7})
    page.go_back()
    expect_page(page, PAGES[0].title)
    settle(page)
    expect_link(page, "/", link.DEFAULTS | {"depth": 7})


def test_the_sidebar_leaves_no_entries_in_the_history_so_that_back_means_the_page_before(app, page):
    open_app(page, f"{app}/about")
    open_page(page, PAGES[1].title)
    entries = page.evaluate("history.length")
    type_number(page, "q", "0.001")
    for _ in range(3):
        page.get_by_role("slider", name="p on a logarithmic scale").press("ArrowRight")
        settle(page)
    page.get_by_role("button", name="Reset all").click()
    settle(page)
    assert page.evaluate("history.length") == entries
    page.go_back()
    expect_page(page, "About")


@pytest.mark.wide
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_scrolls_sideways(app, new_page, scheme, width):
    page = new_page(width=width, color_scheme=scheme)
    for path in PATHS.values():
        open_app(page, f"{app}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
