"""The address that is given to others: behind a path, in frames of a course page, on localhost, and the one that is named."""

import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from browser.conftest import serve
from browser.steps import open_app, settle
from playwright.sync_api import expect

from ui.frame.address import machine_address

pytestmark = pytest.mark.wide  # minutes in all: left to make test-all

QUERY = "p=0.03&seed=5"


def given(frame, page):
    """The beginnings of all addresses that a page gives to others: of the link and the exports, the QR code, the embed line."""
    # What the browser knows better than the server is told after a second.
    page.wait_for_timeout(1500)
    frame.get_by_role("button", name="QR code, lock, embed").click()
    codes = frame.get_by_test_id("stPopoverBody").get_by_test_id("stCode")
    expect(codes).to_have_count(2)
    full, embed = (code.inner_text() for code in codes.all())
    return {
        "link": frame.evaluate("window.sweetSpotLink()").split("?")[0],
        "code": full.split("?")[0],
        "embed": embed.split('"')[1].split("?")[0],
    }


def frame_of(page, app):
    page.frame_locator("iframe").locator(".share-button").wait_for()
    page.wait_for_timeout(1000)
    return next(frame for frame in page.frames if frame.parent_frame and frame.url.startswith(app))


def course_page(app):
    return f'<!doctype html><title>Week 3</title><iframe src="{app}/about?{QUERY}" width="1200" height="800"></iframe>'


def test_in_a_frame_of_a_course_page_on_the_same_site_the_apps_own_address_is_given(app, page):
    course = f"{app}/course/week-3/"
    page.route(course, lambda route: route.fulfill(body=course_page(app), content_type="text/html"))
    page.goto(course)
    assert given(frame_of(page, app), page) == {
        "link": f"{app}/about",
        "code": f"{app}/about",
        "embed": f"{app}/figure",
    }


@pytest.mark.wide
def test_in_a_frame_of_another_site_too(app, page, tmp_path):
    (tmp_path / "week-3.html").write_text(course_page(app), encoding="utf-8")
    server = ThreadingHTTPServer(("localhost", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    page.goto(f"http://localhost:{server.server_port}/week-3.html")
    assert given(frame_of(page, app), page) == {
        "link": f"{app}/about",
        "code": f"{app}/about",
        "embed": f"{app}/figure",
    }
    server.shutdown()


def test_below_a_path_every_address_has_it(tmp_path, page):
    with serve(tmp_path, STREAMLIT_SERVER_BASE_URL_PATH="gnn") as app:
        open_app(page, f"{app}/theory?{QUERY}")
        assert given(page, page) == {"link": f"{app}/theory", "code": f"{app}/theory", "embed": f"{app}/figure"}


def test_on_this_machine_alone_it_is_said_and_how_others_could_come(app, page):
    open_app(page, f"{app}/about")
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.locator(".share-note")).to_contain_text("opens on this machine only")
    page.get_by_role("button", name="QR code, lock, embed").click()
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("SWEETSPOT_ADDRESS")


@pytest.mark.skipif(not machine_address(), reason="this machine is in no network")
def test_where_the_server_answers_in_the_room_others_are_given_that_address_and_it_opens(tmp_path, page):
    with serve(tmp_path, listen="0.0.0.0") as app:
        open_app(page, f"{app}/about?{QUERY}")
        room = f"{app.replace('127.0.0.1', machine_address())}/"
        assert given(page, page) == {"link": f"{room}about", "code": f"{room}about", "embed": f"{room}figure"}
        page.keyboard.press("Escape")
        settle(page)
        page.get_by_role("button", name="Copy link", exact=True).click()
        expect(page.locator(".share-note")).to_contain_text("on the same network")
        assert urllib.request.urlopen(f"{room}about", timeout=60).status == 200


@pytest.mark.wide
def test_the_address_that_is_named_is_given_by_all(tmp_path, page):
    with serve(tmp_path, SWEETSPOT_ADDRESS="https://example.org/gnn") as app:
        open_app(page, f"{app}/about")
        named = "https://example.org/gnn/"
        assert given(page, page) == {"link": f"{named}about", "code": f"{named}about", "embed": f"{named}figure"}
        page.get_by_role("button", name="Copy link", exact=True).click()
        expect(page.locator(".share-note")).to_be_hidden()
