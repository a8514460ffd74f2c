"""The app in a frame of another site: what a browser keeps back there, and the setting that lets it through."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from browser.conftest import serve
from playwright.sync_api import expect

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

GML = {
    "name": "two.gml",
    "mimeType": "text/plain",
    "buffer": b'graph [ node [ id 1 class "a" ] node [ id 2 class "b" ] edge [ source 1 target 2 ] ]',
}


@pytest.fixture
def framed():
    """framed(address): address of a page of another site that shows the app in a frame."""
    servers = []

    def make(address):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(f'<iframe src="{address}" width="1000" height="700" title="app"></iframe>'.encode())

            def log_message(self, *_):
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Page))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        # To a browser localhost and 127.0.0.1 are two sites.
        return f"http://localhost:{servers[-1].server_port}/"

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


def test_in_a_frame_of_another_site_a_sentence_with_a_way_out_stands_in_place_of_the_upload(app, page, framed):
    page.goto(framed(f"{app}/map?n=200&p=0.1"))
    frame = page.frame_locator("iframe")
    said = frame.get_by_text("No file can be given here")
    expect(said).to_be_visible(timeout=60_000)
    expect(frame.locator("input[type=file]")).to_have_count(0)
    with page.context.expect_page() as opened:
        said.get_by_role("link", name="Open it in a tab of its own").click()
    own = opened.value
    expect(own.locator("input[type=file]")).to_have_count(1, timeout=60_000)
    assert own.url.startswith(f"{app}/map?") and "p=0.1" in own.url
    own.close()


def test_with_the_setting_for_frames_a_file_given_there_is_read(browser, tmp_path, framed):
    with (
        serve(tmp_path, STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE="none") as address,
        browser.new_context(viewport={"width": 1280, "height": 900}) as context,
    ):
        page = context.new_page()
        # Such a cookie is kept for https, and for this machine under its name.
        outer = framed(address.replace("127.0.0.1", "localhost") + "/real").replace("localhost", "127.0.0.1")
        page.goto(outer)
        frame = page.frame_locator("iframe")
        frame.get_by_role("combobox", name="Graph").click(timeout=60_000)
        frame.get_by_role("option", name="Your own file").click()
        frame.locator("input[type=file]").set_input_files([GML])
        expect(frame.get_by_text("two: 2 nodes")).to_be_visible(timeout=60_000)
