"""What is secondary is folded away: not computed before it is opened, whole once it is, and open where a link leads to it."""

import pytest
from browser.steps import assert_healthy, eventually, open_app, settle
from playwright.sync_api import expect

SMALL = "n=200&p=0.1&q=0.03&dmax=5"
ATTENTION = "Attention and the speed of mixing"


def charts(page):
    return page.locator("[data-testid=stMain] .js-plotly-plot:visible").count()


def unfold(page, label):
    page.locator("summary").filter(has_text=f"More: {label}").click()
    page.wait_for_timeout(150)
    settle(page)


def test_a_folded_chart_is_drawn_with_its_dots_once_it_is_opened_and_stays_open(app, page):
    open_app(page, f"{app}/theory?{SMALL}")
    eventually(page, charts, 3)
    unfold(page, "neighbourhood noise")
    eventually(page, charts, 4)
    # Another axis draws every chart anew, and what was opened is still open.
    page.get_by_role("radio", name="linear", exact=True).click()
    settle(page)
    eventually(page, charts, 4)
    expect(page.get_by_text("The paper has no curve for it")).to_be_visible()
    assert_healthy(page)


def test_what_a_link_leads_to_is_open_and_in_view(app, page):
    heading = page.get_by_role("heading", name=ATTENTION)
    open_app(page, f"{app}/remedies?{SMALL}&method=residual")
    expect(page.get_by_text("More: attention and the speed of mixing")).to_be_visible()
    expect(heading).to_have_count(0)
    open_app(page, f"{app}/remedies?{SMALL}&method=attention&beta=0.1#attention-and-the-speed-of-mixing")
    expect(heading).to_be_in_viewport()
    assert_healthy(page)


@pytest.mark.wide
@pytest.mark.parametrize(
    ("place", "labels"),
    [
        ("training", ("how well", "can the gradient", "are the trained features", "every network")),
        (f"remedies?{SMALL}", ("what it does to mixing", "a table", "attention", "what is not on this page")),
    ],
)
def test_everything_folded_can_be_opened_at_once(app, page, place, labels):
    open_app(page, f"{app}/{place}")
    before = charts(page)
    for label in labels:
        unfold(page, label)
    eventually(page, lambda page: charts(page) > before, True)
    expect(page.locator("details:not([open])").filter(has_text="More:")).to_have_count(0)
    assert_healthy(page)
