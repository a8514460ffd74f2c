"""A real proxy with the settings of deploy/ in front of apps that are running."""

import contextlib
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from browser.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
NO_PROXY = "No nginx on PATH: the tests of the proxy were SKIPPED. Install Debian's nginx package."


def fetch(address, **headers):
    """(status, headers) of an address, whatever the status."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers


@contextlib.contextmanager
def proxy_before(replicas, folder, change=lambda settings: settings):
    """Address of nginx in front of these replicas, its files in a folder, its settings those of deploy/ after `change`."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_PROXY)
    port = free_port()
    for path in (ROOT / "deploy").glob("*.conf"):
        shutil.copy(path, folder)
    settings = change((folder / "nginx.conf").read_text())
    settings = settings.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    settings = settings.replace("root /etc/sweet-spot/files;", f"root {folder}/files;")
    if os.getuid() == 0:
        settings = f"user root;\n{settings}"  # the folder of a test is its owner's alone
    (folder / "nginx.conf").write_text(settings)
    servers = (f"server {address.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for address in replicas)
    (folder / "upstream.conf").write_text("\n".join(servers))
    command = [program, "-p", f"{folder}/", "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                fetch(f"{address}/_stcore/metrics")
                break
            assert process.poll() is None and time.monotonic() < end, (folder / "log").read_text()
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)
