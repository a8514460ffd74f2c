"""`make load`, or `python -m benchmarks.load [name ...] [--sessions N] [--seconds S]`: what a class finds, as a table.

Visitors speak Streamlit's websocket protocol (visitor.py), so that many fit on one machine; server and visitors share its
processors. "Opened" includes the page's files over HTTP; "changed" is from the request to the stage's new theory, and
to its new dots.
"""

import argparse
import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.load import classes, faults, light
from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor, run
from benchmarks.timing import heading

SCENES = {
    scene.__name__: scene
    for scene in (
        *(classes.fresh, classes.one_link, classes.all_differ, classes.rounds, classes.idle, light.play),
        *(faults.heavy, faults.slow_readers, faults.dropped, faults.bad_links, faults.bad_uploads),
    )
}


async def watch_over(server, names, sessions, seconds):
    """Run the scenes; the number of failures."""
    failures = 0
    for name in names:
        heading(f"{name}: {SCENES[name].__doc__.splitlines()[0]} ({sessions} sessions)")
        report = await SCENES[name](server, sessions, seconds)
        left = await sessions_left(server)
        print(f"  sessions left: {left}; without an answer: {report.missing}")
        print(f"  exceptions on a page: {len(report.failures)}")
        for failure in sorted(set(report.failures))[:3]:
            print(f"    {failure[:200]}")
        failures += left + report.missing + len(report.failures)
    return failures


async def sessions_left(server, seconds=20):
    """How many sessions there still are after all have left, once it is none or the time is over."""
    end = time.monotonic() + seconds
    while server.sessions() > 0 and time.monotonic() < end:
        await asyncio.sleep(0.5)
    return server.sessions()


def main(arguments):
    """Exit code 0 if every visitor got an answer and none saw an exception."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(SCENES)}; all when left out")
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long visitors move the slider")
    parser.add_argument(
        "--address", help="of an app that runs already; without it one is started and its memory is read"
    )
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in SCENES]
    if unknown:
        parser.error(f"{unknown[0]} is unknown, choose from {', '.join(SCENES)}")
    with contextlib.ExitStack() as stack:
        server = Server(chosen.address.rstrip("/")) if chosen.address else stack.enter_context(own_server())
        return int(run(watch_over(server, chosen.names or list(SCENES), chosen.sessions, chosen.seconds)) > 0)


@contextlib.contextmanager
def own_server():
    """A Server that is started for this, whose memory can be read; one visit warms it up, as a container's health check does."""
    from tests.browser.conftest import serve

    async def visit(address):
        visitor = Visitor(address)
        await visitor.open()
        await visitor.wait("end", 60)
        await visitor.close()

    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as address:
        port = address.rsplit(":", 1)[-1]
        found = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=True)
        run(visit(address))
        yield Server(address, int(found.stdout.split()[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
