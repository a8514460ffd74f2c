"""What the server sends beside the pages' own messages: headers, compressed files, and how little of it."""

import gzip
import re
import urllib.request
from urllib.parse import parse_qs

import pytest
from browser.steps import cold_page, let_pass, open_app
from playwright.sync_api import expect

from core.model import CSBM
from core.walks import predict
from ui.frame.navigation import PAGES
from ui.web.document import DOCUMENT
from ui.web.first_look import first_look
from ui.words.readings import percent

MOST_BYTES = 1_500_000  # over the wire, first page, empty cache


def fetch(address, **headers):
    """(headers, content) of an address."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
        return answer.headers, answer.read()


def first_script(app):
    return re.search(r'src="\./(static/[^"]+\.js)"', fetch(app)[1].decode())[1]


def test_every_answer_comes_with_security_headers_without_any_proxy(app):
    for path in ("", "theory", "_stcore/health", first_script(app)):
        headers, _ = fetch(f"{app}/{path}")
        scripts = headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
        assert "unsafe" not in scripts and "sha256-" in scripts and headers["X-Content-Type-Options"] == "nosniff"


def test_streamlits_files_leave_compressed_and_for_good_and_plain_to_who_takes_no_other(app):
    address = f"{app}/{first_script(app)}"
    headers, packed = fetch(address, **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip" and "immutable" in headers["Cache-Control"]
    assert headers["Vary"] == "Accept-Encoding"
    plain_headers, plain = fetch(address)
    assert plain_headers["Content-Encoding"] is None and gzip.decompress(packed) == plain and len(packed) < len(plain)


def test_a_file_that_is_not_streamlits_is_not_answered_from_its_folder(app):
    assert fetch(f"{app}/static/nothing.js", **{"Accept-Encoding": "gzip"})[0]["Content-Type"].startswith("text/html")


def test_a_first_visit_takes_at_most_one_and_a_half_megabytes_over_the_wire(app, browser):
    with cold_page(browser) as page:
        client, taken = page.context.new_cdp_session(page), []
        client.send("Network.enable")
        client.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
        open_app(page, app)
    assert 500_000 < sum(taken) <= MOST_BYTES


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.every_third
def test_no_page_breaks_its_own_security_policy(app, new_page, entry):
    page, complaints = new_page(bypass_csp=False), []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{app}/{entry.name}?n=200&dmax=4")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    let_pass(page, 500)
    assert not complaints


SHIFTS = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted = (window.shifted ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def test_before_any_script_has_come_the_links_own_model_is_there_in_words_and_as_a_picture(app, page):
    page.route("**/static/**", lambda route: route.abort())
    page.goto(f"{app}/?n=400&p=0.3&q=0.02&s=0.7&dmax=8")
    error = predict(CSBM(400, 0.3, 0.02, -1.0, 1.0, 0.7), 8).error_fixed
    look = page.locator("#first-look")
    expect(look.get_by_text(f"Error {percent(error.min())} at depth {error.argmin()}")).to_be_visible()
    expect(look.get_by_role("img")).to_be_visible()
    expect(look.get_by_role("heading", level=1)).to_have_text("Mixing vs denoising")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.every_third
def test_the_first_look_gives_way_to_the_stage_and_nothing_jumps(app, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    open_app(page, app)
    expect(page.locator("#first-look")).to_have_count(0)
    let_pass(page, 1000)
    assert page.evaluate("window.shifted ?? 0") <= 0.01


@pytest.mark.parametrize(
    "query", ["n=nan&p=7&zzz=1", "p=0&q=0", "n=2", "<script>alert(1)</script>", "n=%00%ff", "dmax=1&reading=paper"]
)
def test_whatever_a_link_says_the_first_document_is_answered_and_holds_nothing_of_it(query):
    text = first_look(DOCUMENT, "", parse_qs(query, keep_blank_values=True))
    assert (
        'id="first-look"' in text
        and "alert" not in text
        and "nan" not in text.split('id="first-look"')[1].split("<script>")[0]
    )


def test_only_the_apps_own_pages_have_a_first_look(app):
    as_browser = {"Accept": "text/html"}
    assert b"first-look" in fetch(f"{app}/theory", **as_browser)[1]
    assert b"first-look" not in fetch(f"{app}/theory/else", **as_browser)[1]
    assert b"first-look" not in fetch(f"{app}/_stcore/health", **as_browser)[1]
