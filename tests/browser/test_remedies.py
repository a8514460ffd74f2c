"""The Remedies page in a browser: choosing methods, changing a strength, the published cases, and the link."""

import contextlib

import pytest
from browser.steps import address_values, assert_healthy, choose_option, click, copied_values, eventually, open_app
from playwright.sync_api import expect

SMALL = "n=200&p=0.1&q=0.03&dmax=5"


def open_remedies(page, app, query):
    open_app(page, f"{app}/remedies?{query}")
    expect(page.get_by_role("heading", name="Which should I use?")).to_be_visible(timeout=60_000)


def drawn(page):
    """Names of the traces with markers in the first chart; None while a chart is being replaced."""
    return page.evaluate(
        """() => document.querySelector("[data-testid=stMain] .js-plotly-plot")
            ?.data?.filter(trace => trace.mode === "markers").map(trace => trace.name) ?? null"""
    )


def test_a_chosen_method_is_drawn_beside_plain_convolution_put_into_words_and_kept_in_the_link(app, page):
    open_remedies(page, app, SMALL)
    chosen = page.get_by_test_id("stMultiSelect")
    # A list that is drawn anew under the hand, as when the dots arrive, has to be asked again.
    for _ in range(5):
        choose_option(page, "Methods", "Jumping knowledge")
        with contextlib.suppress(AssertionError):
            expect(chosen).to_contain_text("Jumping knowledge", timeout=5000)
            break
    # It hides the page while it is open; Escape would close it, or empty it where it has closed by itself.
    page.locator("h1").first.click(force=True)
    expect(page.get_by_role("option")).to_have_count(0)
    wanted = ["Plain convolution, simulated", "Residual to the input, simulated", "Jumping knowledge, simulated"]
    eventually(page, drawn, wanted)
    expect(page.get_by_role("listitem").filter(has_text="Jumping knowledge")).to_contain_text("best error")
    eventually(page, lambda page: copied_values(page)[1]["method"], ("residual", "jumping"))
    assert_healthy(page)


def test_a_link_restores_methods_and_strengths(app, page):
    open_remedies(page, app, f"{SMALL}&method=lazy,drop_edge&laziness=0.25&rate=0.8")
    expect(page.get_by_text("laziness = 0.25").first).to_be_visible()
    expect(page.get_by_text("rate = 0.8").first).to_be_visible()
    values = copied_values(page)[1]
    assert (values["method"], values["laziness"], values["rate"]) == (("lazy", "drop_edge"), 0.25, 0.8)
    eventually(page, lambda page: address_values(page).get("method"), "lazy,drop_edge")


def test_case_a_is_one_click_and_shows_that_the_residual_helps_there(app, page):
    open_remedies(page, app, "n=400&p=0.05&q=0.02&dmax=6&method=heat")
    click(page, "Case A: small graph")
    eventually(page, lambda page: copied_values(page)[1]["method"], ("residual",))
    values = copied_values(page)[1]
    assert (values["n"], values["p"], values["q"], values["m1"], values["m2"]) == (100, 0.2, 0.1, 1.0, 1.5)
    expect(page.get_by_role("listitem").filter(has_text="Residual to the input, alpha = 0.1")).to_contain_text(
        "lowers the best error", timeout=60_000
    )


@pytest.mark.wide
@pytest.mark.parametrize(
    "query", ["n=1e12&p=1e-11&q=1e-12&method=pairnorm,residual", "n=10&p=1&q=0.5&method=symmetric,corrected"]
)
def test_a_model_that_is_not_simulated_or_very_small_is_still_compared(app, page, query):
    open_remedies(page, app, query)
    assert_healthy(page)


@pytest.mark.wide
def test_unknown_methods_in_a_link_are_named_and_the_known_ones_kept(app, page):
    open_app(page, f"{app}/remedies?{SMALL}&method=residual,magic")
    expect(page.get_by_test_id("stAlert")).to_contain_text("magic")
    assert copied_values(page)[1]["method"] == ("residual",)
