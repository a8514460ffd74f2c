"""The Dockerfile's steps in an empty folder, without a container engine: its files suffice, and nothing is written beside them."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from browser.conftest import ROOT, free_port
from browser.proxy import fetch

from benchmarks.load.visitor import Visitor, run
from ui.frame.navigation import PAGES


def steps(target):
    """[(instruction, rest)] of one target of the Dockerfile."""
    text = (ROOT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ")
    stage = re.split(r"^FROM .* AS ", text, flags=re.MULTILINE)[1:]
    body = next(part for part in stage if part.split()[0] == target)
    return [tuple(line.split(maxsplit=1)) for line in body.splitlines()[1:] if line and not line.startswith("#")]


def written(folder):
    """Every file in a folder and when it was last changed."""
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*")}


@pytest.fixture(scope="module")
def container(tmp_path_factory):
    """(folder, address, health check) of the app as the container would run it."""
    folder, home, port = tmp_path_factory.mktemp("container"), tmp_path_factory.mktemp("home"), free_port()
    environment, command, check = {"PATH": os.environ["PATH"]}, None, None
    for instruction, rest in steps("app"):
        if instruction == "COPY":
            *sources, target = shlex.split(rest)
            for source in sources:
                place = folder / target / (source if target.endswith(("/", ".")) else "")
                place.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, place)
        elif instruction == "ENV":
            environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif instruction == "CMD":
            command = json.loads(rest)
        elif instruction == "HEALTHCHECK":
            check = json.loads(rest[rest.index("CMD") + 3 :])

    def here(words):
        return [
            sys.executable,
            *(word.replace("8501", str(port)).replace("0.0.0.0", "127.0.0.1") for word in words[1:]),
        ]

    before = written(folder)
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            here(command), cwd=folder, env=environment | {"HOME": str(home)}, stdout=log, stderr=log
        )
    try:
        end = time.monotonic() + 120
        while subprocess.run(here(check), cwd=folder, capture_output=True).returncode:
            assert process.poll() is None and time.monotonic() < end, (home / "log").read_text()
            time.sleep(0.2)
        yield folder, before, f"http://127.0.0.1:{port}", here(check)
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_the_health_check_of_the_container_passes_on_what_the_container_holds(container):
    folder, *_, check = container
    assert subprocess.run(check, cwd=folder, capture_output=True).returncode == 0


def test_the_health_check_asks_below_the_path_that_the_app_is_served_at():
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200 if self.path == "/course/a/_stcore/script-health-check" else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [sys.executable, ROOT / "deploy" / "health.py", str(server.server_port)]
        codes = [
            subprocess.run(command, env={"STREAMLIT_SERVER_BASE_URL_PATH": path}, capture_output=True).returncode
            for path in ("course/a", "/course/a/", "")
        ]
        server.shutdown()
    assert codes == [0, 0, 1] and asked[-1] == "/_stcore/script-health-check"


def test_every_page_runs_on_the_files_of_the_container_and_nothing_is_written_beside_them(container):
    folder, before, address, _ = container

    async def open_pages():
        for entry in PAGES:
            visitor = Visitor(address, "n=200&dmax=4", entry.name)
            await visitor.connect()
            await visitor.ask()
            assert await visitor.wait("end", 120), entry.name
            assert not visitor.failures, entry.name
            await visitor.close()

    run(open_pages())
    assert fetch(f"{address}/_stcore/health")[0] == 200
    assert written(folder) == before
