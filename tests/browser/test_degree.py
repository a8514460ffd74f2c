"""N is moved: the mean degree stays, unless it is asked not to; a link opens with its own p and q in any case."""

import pytest
from browser.steps import click, expect_address, expect_link, number, open_app, settle, slider, type_number
from playwright.sync_api import expect

from ui.link import link

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all


def notice(page):
    return page.get_by_test_id("stAlert")


def toggle(page):
    page.get_by_test_id("stSidebar").get_by_text("Keep the mean degree").click()
    page.wait_for_timeout(100)
    settle(page)


def test_ten_times_more_nodes_keep_their_neighbours_and_find_the_way_back(app, page):
    open_app(page, f"{app}/about")
    type_number(page, "N", "20000")
    p = 0.0114 * 999 / 9999
    expect_address(page, {"n": "20000", "p": f"{p:.12g}", "q": "0.00038"})
    expect_link(page, "/about", link.DEFAULTS | {"n": 20000, "p": float(f"{p:.12g}"), "q": 0.00038})
    type_number(page, "N", "2000")
    expect_link(page, "/about", link.DEFAULTS)


def test_the_logarithmic_slider_of_n_keeps_the_neighbours_too(app, page):
    open_app(page, f"{app}/about")
    slider(page, "N on a logarithmic scale").press("ArrowRight")
    expect(number(page, "N")).to_have_value("2200")
    settle(page)
    p = float(f"{0.0114 * 999 / 1099:.12g}")
    expect_link(page, "/about", link.DEFAULTS | {"n": 2200, "p": p, "q": float(f"{0.0038 * 2000 / 2200:.12g}")})


def test_where_it_is_switched_off_p_and_q_stay_and_a_link_says_so(app, page):
    open_app(page, f"{app}/about")
    toggle(page)
    type_number(page, "N", "20000")
    expect_address(page, {"n": "20000", "deg": "no"})
    expect_link(page, "/about", link.DEFAULTS | {"n": 20000, "deg": "no"})


def test_too_few_nodes_for_the_degree_are_said_in_one_sentence_and_forgotten_with_more_nodes(app, page):
    open_app(page, f"{app}/about")
    type_number(page, "N", "10")
    expect(notice(page)).to_have_count(1)
    expect(notice(page)).to_contain_text("With N = 10 a mean degree of 15.2 would need p = 2.85")
    expect(number(page, "p")).to_have_value("1")
    type_number(page, "N", "2000")
    expect(notice(page)).to_have_count(0)
    expect_link(page, "/about", link.DEFAULTS)


def test_an_old_link_opens_with_its_own_p_and_q(app, page):
    open_app(page, f"{app}/about?v=1&n=20000&p=0.0114&q=0.0038")
    expect_link(page, "/about", link.DEFAULTS | {"n": 20000})
    click(page, "Reset all")
    expect_link(page, "/about", link.DEFAULTS)
