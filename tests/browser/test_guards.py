"""What browsers do to a page and what stays: a translation, Safari's limit of addresses, storage that is switched off."""

import re

import pytest
from browser.steps import assert_healthy, cold_page, expect_page, number, open_app, settle, slider
from playwright.sync_api import expect

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

# As a translation does: each text that may be translated goes into two <font>, here with every letter as it was.
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (text.data.trim() && !text.parentElement.closest("script, style, [translate=no]")) texts.push(text);
    }
    for (const text of texts) {
        const outer = document.createElement("font"), inner = outer.appendChild(document.createElement("font"));
        inner.textContent = text.data;
        text.replaceWith(outer);
    }
    return texts.length;
}"""
# The other way: the page's own text moves into the <font>.
TAKE_OVER = re.sub(r"inner.textContent.*\n\s+(.*;)", r"\1\n        inner.append(text);", TRANSLATE)
FULL = """for (const name of ["pushState", "replaceState"]) {
    const write = history[name];
    History.prototype[name] = function (...call) {
        if (window.historyIsFull) throw new DOMException(`Attempt to use history.${name}() more than 100 times`, "SecurityError");
        return write.apply(this, call);
    };
}"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException("denied", "SecurityError"); } });
}
Object.defineProperty(document, "cookie", { configurable: true, get: () => "", set() {} });"""


def words(page):
    """The headings, the sentence of the stage, and every line of the sidebar that has a number in it."""
    lines = page.get_by_test_id("stSidebar").inner_text().splitlines()
    found = [page.get_by_test_id("reading").inner_text(), *page.locator("h1, h2").all_inner_texts()]
    return [re.sub(r"\s+", " ", text) for text in (*found, *(line for line in lines if re.search(r"\d", line)))]


@pytest.mark.parametrize("script", [TRANSLATE, TAKE_OVER], ids=["in place", "taken over"])
def test_after_a_translation_everything_still_says_what_is(app, page, script):
    address = f"{app}/?depth=2"
    open_app(page, address)
    assert page.evaluate(script) > 100
    for _ in range(3):
        slider(page, "p on a logarithmic scale").press("ArrowRight")
        settle(page)
    page.get_by_role("button", name="Step forward").click()
    expect(page.get_by_test_id("stage")).to_have_attribute("data-depth", "3")
    page.wait_for_timeout(600)  # the stage tells the server once it has been quiet for a while
    page.evaluate(script)
    for title in ("About", "Inside the graph", "Mixing vs denoising"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        expect_page(page, title)
        expect(page.get_by_role("heading", level=1)).to_have_text([title])
        settle(page)
        page.evaluate(script)
    p = number(page, "p").input_value()
    translated = words(page)
    open_app(page, f"{app}/?p={p}&depth=3")
    assert translated == words(page)


@pytest.mark.wide
def test_the_stage_and_numbers_are_kept_from_a_translation(app, page):
    open_app(page, f"{app}/")
    expect(page.locator(".stage-root")).to_have_attribute("translate", "no")
    open_app(page, f"{app}/remedies?method=residual")
    for exact in (".katex", "[data-testid=stPlotlyChart]"):
        expect(page.locator(exact).first).to_have_attribute("translate", "no")


def test_where_the_browser_takes_no_more_addresses_the_app_goes_on_and_the_address_follows(app, page):
    page.add_init_script(FULL)
    open_app(page, f"{app}/about")
    page.evaluate("window.historyIsFull = true")
    slider(page, "p on a logarithmic scale").press("ArrowRight")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Lesson").click()
    expect_page(page, "Lesson")
    settle(page)
    assert page.url.endswith("/about")
    page.evaluate("window.historyIsFull = false")
    page.wait_for_url("**/lesson**")
    page.go_back()
    expect_page(page, "About")
    assert_healthy(page)


@pytest.mark.wide
def test_without_cookies_and_storage_the_app_works(app, browser):
    with cold_page(browser) as page:
        page.add_init_script(NO_STORAGE)
        open_app(page, f"{app}/?p=0.2")
        page.get_by_role("button", name="Step forward").click()
        expect(page.get_by_test_id("stage")).to_have_attribute("data-depth", "1")
        page.get_by_test_id("stSidebarNav").get_by_role("link", name="About").click()
        expect_page(page, "About")
        expect(number(page, "p")).to_have_value("0.2")
        assert_healthy(page)
