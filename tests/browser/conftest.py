"""The app in a real browser: one server for the whole session, one fresh browser context per test."""

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

expect.set_options(timeout=60_000)  # nothing here is about how quick the machine is
ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the shell is the lightest
NO_BROWSER = (
    "No Chromium found (looked at CHROMIUM and for chromium-headless-shell, chromium, chromium-browser, google-chrome on PATH): "
    "the browser tests were SKIPPED. Install Debian's chromium package, or set CHROMIUM to the program."
)


def find_browser():
    """Path of a Chromium, or None."""
    wanted = os.environ.get("CHROMIUM")
    names = (wanted,) if wanted else BROWSERS
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A file's tests on one worker, the browser first, so that no worker is left alone with it.

    A page costs seconds: of a test with many cases one is run, or every third where it is marked so, and tests marked
    `wide` are left out. `make test-all` runs everything.
    """
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    cases = {}
    again = config.pluginmanager.hasplugin("rerunfailures")  # -p no:rerunfailures: every race is a failure
    for item in here:
        item.add_marker(pytest.mark.xdist_group(item.path.stem))
        if again:
            item.add_marker(pytest.mark.flaky(reruns=1))
        cases.setdefault((item.path, item.originalname), []).append(item)
    kept = set(here)
    if not config.getoption("every_case"):
        step = {name: 3 if found[0].get_closest_marker("every_third") else len(found) for name, found in cases.items()}
        kept = {
            item
            for name, found in cases.items()
            for item in found[:: step[name]]
            if not item.get_closest_marker("wide")
        }
        config.hook.pytest_deselected(items=[item for item in here if item not in kept])
    items[:] = [item for item in here if item in kept] + [item for item in items if item not in set(here)]


def free_port():
    """A port that nobody has, below those that the system gives to connections: it is still free in a moment."""
    for port in random.SystemRandom().sample(range(10_000, 30_000), 100):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port was found")


@contextlib.contextmanager
def serve(folder, port=None, listen="127.0.0.1", **settings):
    """Run the app on a free port with a clean environment and these settings; yields its address. listen: where it answers."""
    port = port or free_port()
    path = settings.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    address, log = f"http://127.0.0.1:{port}{'/' * bool(path)}{path}", folder / f"server-{port}.log"
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    options = ["--server.headless=true", f"--server.port={port}", f"--server.address={listen}"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *options],
            cwd=ROOT,
            env=kept | {"HOME": str(folder)} | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_health(process, address, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)
    # Whatever went wrong in the app without a test that saw it.
    assert "Traceback" not in log.read_text(), f"The server logged an exception:\n{log.read_text()[-6000:]}"


def _await_health(process, address, log, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            return
        time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """Address of an app that is running for the whole session."""
    with serve(tmp_path_factory.mktemp("app")) as address:
        yield address


@pytest.fixture
def cold_app(tmp_path):
    """Address of an app that nobody has visited."""
    with serve(tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium for the whole session."""
    program = find_browser()
    if not program:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def contexts(browser):
    """Browser contexts by their options: kept, because loading the app's files anew takes most of a test's time."""
    return {}


# Whatever a page tells or asks its server leaves later, in the order in which it was said.
_SLOW_LINE = """{
    const send = WebSocket.prototype.send, ask = window.fetch;
    WebSocket.prototype.send = function (message) { setTimeout(() => this.readyState === 1 && send.call(this, message), %d); };
    window.fetch = async (...call) => { await new Promise(go => setTimeout(go, %d)); return ask(...call); };
}"""


@pytest.fixture(scope="session")
def slow(pytestconfig):
    """Make a page as slow as --slow-browser and --slow-line say: no test may lean on a quick machine."""
    times, delay = pytestconfig.getoption("slow_browser"), pytestconfig.getoption("slow_line")

    def make(page):
        if times:
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})
        if delay:
            page.add_init_script(_SLOW_LINE % (delay, delay))

    return make


@pytest.fixture
def new_page(browser, contexts, slow):
    """Make pages without cookies or storage: new_page(width=1280, height=900, color_scheme="light", ...).

    They do without the app's security policy, under which a test could not wait for what it writes as a script.
    """
    pages, errors = [], []

    def make(width=1280, height=900, **options):
        options = {"bypass_csp": True} | options
        key = json.dumps(options, sort_keys=True)
        if key not in contexts:
            contexts[key] = browser.new_context(**options)
            contexts[key].grant_permissions(["clipboard-read", "clipboard-write"])
        page = contexts[key].new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(60_000)
        slow(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        return page

    yield make
    for page in pages:
        with contextlib.suppress(Error):  # an address that was never reached has no storage
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.close()
    for context in contexts.values():
        context.clear_cookies()
        context.set_offline(False)
    assert not errors, f"JavaScript errors: {errors}"


@pytest.fixture
def page(new_page):
    """One page of 1280 by 900 pixels."""
    return new_page()
