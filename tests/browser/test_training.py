"""The Training page in a browser: the stored experiment at once, and a live run with progress, results as they come, and stop."""

import re

import pytest
from browser.steps import address_values, assert_healthy, copied_values, eventually, open_app, settle
from playwright.sync_api import expect

SMALL = "n=200&p=0.1&q=0.03"


def drawn(page):
    """Names of the traces of the chart of test accuracies; None while it is being replaced."""
    return page.evaluate(
        """() => document.querySelector("[class*=st-key-chart_test_] .js-plotly-plot")?.data?.map(trace => trace.name) ?? null"""
    )


def answer(page):
    """Names of the traces, and how many numbers each has, of the chart under the question that the page begins with."""
    return page.evaluate(
        """() => Object.fromEntries((document.querySelector("[class*=st-key-stayed_] .js-plotly-plot")?.data ?? [])
            .map(trace => [trace.name, Object.values(trace.y._inputArray ?? trace.y).filter(Number.isFinite).length]))"""
    )


def test_the_first_page_leads_to_the_question_with_its_model_where_the_error_comes_back_to_chance(app, page):
    open_app(page, f"{app}/?{SMALL}")
    page.get_by_role("link", name="Your network stayed good at depth 20? See why").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("But my accuracy stayed high at depth 20?")
    eventually(page, lambda page: address_values(page).get("n"), "200")
    open_app(page, f"{app}/?n=2000&p=0.0144&q=0.0008")
    expect(page.get_by_role("link", name="Your network stayed good")).to_have_count(0)


def test_the_page_begins_with_the_question_its_curves_through_the_dots_and_the_answer(app, page):
    open_app(page, f"{app}/training?{SMALL}")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("But my accuracy stayed high at depth 20?")
    expect(page.get_by_text("It may stay high if its threshold is fitted.")).to_be_in_viewport()
    expect(page.get_by_text("a linear classifier on h⁽ⁿ⁾ errs, at depth 20")).to_be_visible()
    curves = {f"{name} threshold, {how}": 33 for name in ("Fixed", "Fitted") for how in ("walk theory", "simulation")}
    eventually(page, answer, curves | {"trained classifier, other nodes": 4})
    # The share of features is no part of it, and the curves are there all the same.
    open_app(page, f"{app}/training?tshow=own&have=0.5&{SMALL}")
    eventually(page, answer, curves)
    assert_healthy(page)


def headline(page):
    """The sentence above the first chart."""
    return page.locator("[class*=st-key-headline_]")


def press(page, name):
    # Not Streamlit's own button of the same name, which its bar shows while a page is being drawn.
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()


def test_the_stored_experiment_is_there_at_once_and_says_what_is_lost_to_what(app, page):
    open_app(page, f"{app}/training")
    expect(headline(page)).to_contain_text("lost to smoothing")
    expect(headline(page)).to_contain_text("lost to optimisation")
    eventually(page, lambda page: len(drawn(page) or []), 9)
    expect(page.get_by_text("What the post found, and what is found here")).to_be_visible()
    assert_healthy(page)


@pytest.mark.wide
def test_choices_are_kept_in_the_link_and_change_what_is_said(app, page):
    open_app(page, f"{app}/training?ttest=fresh&twidth=64&tdepth=8")
    expect(page.get_by_text("Test accuracy on nodes of a fresh graph, width 64")).to_be_visible()
    expect(headline(page)).to_contain_text("At depth 8")
    page.get_by_role("radio", name="32", exact=True).click()
    expect(headline(page)).to_contain_text("At depth 32")
    settle(page)
    values = copied_values(page)[1]
    assert (values["ttest"], values["twidth"], values["tdepth"]) == ("fresh", "64", "32")


def test_a_live_run_shows_progress_and_results_as_they_come_and_can_be_stopped(app, page):
    open_app(page, f"{app}/training?tshow=own&n=2000&twidth=64&tnets=classifier,linear,gcn,gcnii,pairnorm")
    press(page, "Train")
    expect(page.get_by_role("progressbar")).to_be_visible()
    # The first results are drawn while the rest is still being trained.
    eventually(page, lambda page: "Linear classifier on h⁽ⁿ⁾" in (drawn(page) or []), True)
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped at [0-9]+%"))).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_text("Test accuracy on held-out nodes of the same graph, width 64")).to_be_visible()
    assert_healthy(page)


@pytest.mark.wide
def test_a_live_run_ends_by_itself_and_says_when_the_choices_have_changed_since(app, page):
    open_app(page, f"{app}/training?tshow=own&{SMALL}&twidth=4&tnets=classifier,linear&seed=5&wscale=2")
    press(page, "Train")
    expect(page.get_by_text("More: every network, width and depth")).to_be_visible(timeout=60_000)
    page.get_by_text("Three rulers, and W against 2 W").click()
    expect(page.get_by_text("no node changes class").first).to_be_visible()
    expect(page.get_by_role("slider", name="Weight scale σ_w")).to_have_attribute("aria-valuetext", "2.00")
    expect(headline(page)).to_contain_text("lost to smoothing")
    expect(page.get_by_text("Below are the results for")).to_have_count(0)
    page.get_by_role("radio", name="16", exact=True).first.click()
    expect(page.get_by_text("Below are the results for")).to_be_visible()
    assert_healthy(page)


def test_a_busy_job_of_one_visitor_leaves_the_page_of_another_alone_and_a_closed_tab_frees_its_place(app, new_page):
    busy, other = new_page(), new_page()
    open_app(busy, f"{app}/training?tshow=own&n=4000&twidth=64&tnets=classifier,linear,gcn,gcnii,pairnorm")
    press(busy, "Train")
    expect(busy.get_by_role("progressbar")).to_be_visible()
    open_app(other, f"{app}/training?tshow=own&{SMALL}&twidth=4&tnets=classifier")
    press(other, "Train")
    expect(other.get_by_text("Waiting: 1 job of other visitors first")).to_be_visible()
    busy.close()
    expect(other.get_by_text("More: every network, width and depth")).to_be_visible(timeout=240_000)


@pytest.mark.wide
def test_the_karate_club_is_trained_on_without_a_fresh_graph(app, page):
    open_app(page, f"{app}/training?tshow=own&tgraph=karate&ttest=fresh&twidth=4&tnets=classifier")
    press(page, "Train")
    expect(page.get_by_text("More: every network, width and depth")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Test accuracy on held-out nodes of the same graph")).to_be_visible()
    eventually(page, lambda page: address_values(page).get("tgraph"), "karate")
    assert_healthy(page)
