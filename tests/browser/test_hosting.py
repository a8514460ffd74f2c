"""Two replicas behind a real proxy with the settings of deploy/: headers, a strict policy, and a replica that dies."""

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from http.client import HTTPConnection
from pathlib import Path, PurePosixPath

import pytest
from browser.conftest import ROOT, free_port, serve
from browser.proxy import fetch, proxy_before
from browser.steps import eventually, number, open_app, settle
from playwright.sync_api import expect

from deploy.precompress import precompress
from ui.rooms.sqlite_store import SQLiteStore
from ui.web.classroom import MISSES


@pytest.fixture(scope="module")
def replicas(tmp_path_factory):
    """Addresses of two copies of the app, with the switch that the container has too."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(serve(tmp_path_factory.mktemp(f"replica-{k}"))) for k in range(2)]


@pytest.fixture(scope="module")
def proxy(replicas, tmp_path_factory):
    """Address of nginx in front of both."""
    folder = tmp_path_factory.mktemp("proxy")
    precompress(folder / "files")
    with proxy_before(replicas, folder) as address:
        yield address


def test_pages_and_files_come_with_security_headers_and_files_compressed_for_good(proxy):
    status, page = fetch(proxy)
    assert status == 200 and "'unsafe-eval'" not in page["Content-Security-Policy"]
    script = page["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert "unsafe-inline" not in script and page["X-Content-Type-Options"] == "nosniff"
    with urllib.request.urlopen(proxy, timeout=60) as answer:
        file = re.search(r'src="\./(static/[^"]+\.js)"', answer.read().decode())[1]
    status, headers = fetch(f"{proxy}/{file}", **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"] and headers["Content-Security-Policy"]


def test_what_is_not_for_visitors_is_closed_below_every_path(proxy):
    for path in ("", "/course", "/a/b", "/"):
        for closed in ("metrics", "script-health-check", "metrics/", "script%2Dhealth-check"):
            assert fetch(f"{proxy}{path}/_stcore/{closed}")[0] == 404, (path, closed)


def test_a_lecture_hall_behind_one_address_passes_and_a_flood_is_told_to_wait(replicas, tmp_path):
    settings = (ROOT / "deploy" / "nginx.conf").read_text()
    assert int(re.search(r"zone=requests:\S+ rate=(\d+)r/s", settings)[1]) >= 500
    assert all(int(burst) >= 5000 for burst in re.findall(r"zone=requests burst=(\d+)", settings))
    assert int(re.search(r"limit_conn connections (\d+)", settings)[1]) >= 2000

    def small(settings):
        return settings.replace("rate=500r/s", "rate=1r/m").replace("burst=5000", "burst=5")

    with proxy_before(replicas, tmp_path, small) as address:
        answers = [fetch(f"{address}/_stcore/health")[0] for _ in range(20)]
        assert answers[:6] == [200] * 6 and 429 in answers
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=60)
        assert refused.value.code == 429 and refused.value.read().startswith(b"Too many requests at once")


@pytest.mark.parametrize(("believed", "joins"), [("compose", 200), ("192.0.2.1", 429)])
def test_who_tries_codes_shuts_out_nobody_else_behind_the_proxy(tmp_path, believed, joins):
    """Behind the proxy of deploy/ visitors are counted one by one, whatever they write into the header. Control: not believed."""
    if believed == "compose":
        compose = (ROOT / "deploy" / "compose.yaml").read_text()
        believed = re.search(r'FORWARDED_ALLOW_IPS: "(.+)"', compose)[1]
    store = SQLiteStore(tmp_path / "rooms", max_rooms=5, max_phones=5)
    room, _ = store.create("lecture")

    def join(code, source, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
        connection.request("POST", f"/class/{code}/join", b"{}", {"X-Forwarded-For": str(random.random())})
        return connection.getresponse().status

    settings = {"SWEETSPOT_ROOMS": str(tmp_path / "rooms"), "FORWARDED_ALLOW_IPS": believed}
    with (
        serve(tmp_path, **settings) as app,
        proxy_before([app], tmp_path) as address,
        ThreadPoolExecutor(60) as vandals,
    ):
        port = int(address.rsplit(":", 1)[-1])
        tried = list(vandals.map(lambda _: join("QQQQQ", "127.0.0.2", port), range(MISSES + 10)))
        assert set(tried) <= {404, 429} and join("QQQQQ", "127.0.0.2", port) == 429
        assert join(room.code, "127.0.0.3", port) == joins


def test_a_body_is_small_except_for_an_upload(proxy):
    def put(path, size):
        request = urllib.request.Request(f"{proxy}{path}", data=b"x" * size, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code

    assert put("/_stcore/health", 200_000) == 413 and put("/_stcore/upload_file/a/b", 200_000) != 413


def test_the_stage_plays_under_the_policy_with_one_cookie_and_no_third_party(proxy, new_page):
    page, asked, complaints = new_page(bypass_csp=False), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    open_app(page, proxy)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_test_id("stage")).to_have_attribute("data-depth", re.compile(r"^([4-9]|\d\d)$"))
    page.get_by_role("link", name="Theory vs simulation").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert not complaints
    foreign = [url for url in asked if not url.startswith((proxy, "data:", "blob:"))]
    assert not foreign
    assert [cookie["name"] for cookie in page.context.cookies()] == ["_streamlit_xsrf"]


def owner(port):
    """Process that listens on a port."""
    found = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def connected(address):
    """Sessions that are connected to a replica."""
    with urllib.request.urlopen(f"{address}/_stcore/metrics", timeout=60) as answer:
        return int(re.search(r"^active_sessions(?:\{[^}]*\})? (\d+)", answer.read().decode(), re.MULTILINE)[1])


def test_a_visitor_whose_replica_stops_answering_goes_on_at_the_other_with_the_same_values(proxy, replicas, page):
    eventually(page, lambda _: sum(map(connected, replicas)), 0)  # whoever came before has gone
    open_app(page, f"{proxy}/?p=0.02&s=1.5")
    eventually(page, lambda _: sum(map(connected, replicas)), 1)
    other, serving = sorted(replicas, key=connected)
    os.kill(owner(serving.rsplit(":", 1)[-1]), signal.SIGKILL)
    eventually(page, lambda _: connected(other) > 0, True)
    number(page, "q").fill("0.005")
    number(page, "q").press("Enter")
    # The words in the sidebar are the server's: they name the new number of neighbours.
    expect(page.get_by_text(re.compile(r"24\.9\d* neighbours|25(\.0)? neighbours"))).to_be_visible()
    settle(page)
    expect(number(page, "p")).to_have_value("0.02")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-best-depth", re.compile(r"\d"))


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """(address, log) of an app whose engine fails."""
    folder = tmp_path_factory.mktemp("broken")
    for name in ("app.py", "main.py", ".streamlit", "core", "docs", "lessons", "pages", "ui"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    engine, port = folder / "core" / "walks.py", free_port()
    engine.write_text(
        engine.read_text() + "\n\ndef predict(*arguments, **options):\n    raise RuntimeError('the engine is broken')\n"
    )
    options = [f"--server.port={port}", "--server.headless=true", "--server.scriptHealthCheckEnabled=true"]
    address, log = f"http://127.0.0.1:{port}", folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *options], cwd=folder, stdout=output, stderr=output
        )
    try:
        end = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError):
                if fetch(f"{address}/_stcore/health")[0] == 200:
                    break
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield address, log
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_the_health_check_fails_when_the_engine_does(broken):
    address, _ = broken
    assert fetch(f"{address}/_stcore/health")[0] == 200
    assert fetch(f"{address}/_stcore/script-health-check")[0] == 503


def test_what_nobody_foresaw_is_one_sentence_with_the_number_that_stands_in_the_log(broken, page):
    address, log = broken
    page.goto(f"{address}/theory")
    said = page.get_by_text("Something failed here that should not have").first
    expect(said).to_be_visible()
    number = re.search(r"error ([0-9a-f]{6})\.", said.inner_text())[1]
    told = f"Error {number} at page theory: RuntimeError: the engine is broken"
    eventually(page, lambda _: told in log.read_text(), True)
    assert "Traceback" not in page.locator("[data-testid=stApp]").inner_text()
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"}), timeout=60)
    sentence = failed.value.read().decode()
    number = re.search(r"error ([0-9a-f]{6})\.", sentence)[1]
    assert failed.value.code == 500 and sentence.count("\n") == 1 and f"Error {number} at /: " in log.read_text()
    assert failed.value.headers["Content-Security-Policy"]


def sent_to_a_build(path):
    """Whether .dockerignore lets a file into a build: the last rule that fits it, or a folder above it, decides."""
    sent, places = True, [PurePosixPath(path), *PurePosixPath(path).parents][:-1]
    for rule in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = rule.removeprefix("!")
        # A pattern holds from the root on, unless it begins with **.
        fits = any(
            fnmatch(place.name if pattern.startswith("**/") else str(place), pattern.removeprefix("**/"))
            for place in places
        )
        sent = rule.startswith("!") if fits and not rule.startswith("#") else sent
    return sent


def test_a_build_is_sent_what_it_copies_and_no_secret():
    for line in re.findall(r"^COPY (?!--)(.+)$", (ROOT / "deploy" / "Dockerfile").read_text(), flags=re.MULTILINE):
        for source in line.split()[:-1]:
            assert sent_to_a_build(source), source
    secrets = (
        ".streamlit/secrets.toml",
        ".env",
        ".git/config",
        ".venv/pyvenv.cfg",
        "core/__pycache__/a.pyc",
        "tests/a.py",
    )
    assert not [path for path in secrets if sent_to_a_build(path)]
    assert "COPY .streamlit/config.toml " in (ROOT / "deploy" / "Dockerfile").read_text()


def test_every_pinned_package_of_the_app_is_in_the_lock_with_a_hash():
    lock = (ROOT / "requirements.lock").read_text()
    for line in (ROOT / "requirements.txt").read_text().split():
        assert f"{line} \\\n    --hash=sha256:" in lock
    assert "http" not in lock
    assert Path(ROOT / "deploy" / "Dockerfile").read_text().count("--require-hashes") == 1
