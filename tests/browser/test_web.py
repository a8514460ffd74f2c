"""What the server sends beside the pages' own messages: headers, compressed files, and how little of it."""

import gzip
import re
import urllib.request

import pytest
from browser.steps import open_app
from playwright.sync_api import expect

from ui.frame.navigation import PAGES

MOST_BYTES = 1_500_000  # over the wire, first page, empty cache


def fetch(address, **headers):
    """(headers, content) of an address."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
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


def test_a_first_visit_takes_at_most_one_and_a_half_megabytes_over_the_wire(app, page):
    client, taken = page.context.new_cdp_session(page), []
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    open_app(page, app)
    assert 500_000 < sum(taken) <= MOST_BYTES


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.every_third
def test_no_page_breaks_its_own_security_policy(app, page, entry):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{app}/{entry.name}?n=200&dmax=4")
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=30_000)
    page.wait_for_timeout(500)
    assert not complaints
