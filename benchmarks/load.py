"""A class opens the app at once: `make load`, or `python -m benchmarks.load [name ...] [--sessions N] [--seconds S]`.

Visitors speak Streamlit's websocket protocol (benchmarks/visitor.py), so that many fit on one machine; server and
visitors share its processors. "Opened" includes the page's files over HTTP; "changed" is from the request to the
stage's new theory, and to its new dots.
"""

import argparse
import asyncio
import contextlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.timing import against_bar, heading
from benchmarks.visitor import Visitor

EVERY = 5.0  # seconds between two changes of one visitor
PATIENCE = 60.0
# The densest graph that the app's default caps still simulate, and its deepest range.
HEAVIEST = "n=20000&p=0.005&q=0.005&dmax=64"


class Report:
    """Seconds measured by name."""

    def __init__(self):
        self.seconds, self.missing, self.failures = {}, 0, []

    def add(self, name, seconds):
        """One measured time."""
        self.seconds.setdefault(name, []).append(seconds)

    def high(self, name):
        """The 95th percentile, NaN if nothing was measured."""
        values = sorted(self.seconds.get(name, []))
        return values[round(0.95 * (len(values) - 1))] if values else float("nan")

    def show(self, name, bar=None):
        """Print median and 95th percentile of a name."""
        values = self.seconds.get(name, [])
        if not values:
            return print(f"  {name}: nothing was measured")
        high = against_bar(self.high(name), bar, "s") if bar else f"{self.high(name):.3g} s"
        return print(f"  {name}: median {statistics.median(values):.3g} s, p95 {high}, {len(values)} times")


class Server:
    """What can be known of the app's process from outside."""

    def __init__(self, address, process_id=None):
        self.address, self.process_id = address, process_id

    def sessions(self):
        """Number of active sessions, by Streamlit's own metrics."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=10) as answer:
            found = re.search(r"^active_sessions(?:\{[^}]*\})? (\d+)", answer.read().decode(), re.MULTILINE)
        return int(found[1]) if found else -1

    def memory(self, peak=False):
        """Megabytes in use, or the most that were since `forget_peak`; None where the process is not ours."""
        if not self.process_id:
            return None
        name = "VmHWM" if peak else "VmRSS"
        status = Path(f"/proc/{self.process_id}/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024

    def forget_peak(self):
        """Start a new measurement of the peak."""
        if self.process_id:
            Path(f"/proc/{self.process_id}/clear_refs").write_text("5")

    def files(self):
        """Paths of the scripts and styles that the first page asks for."""
        with urllib.request.urlopen(self.address, timeout=10) as answer:
            return re.findall(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"', answer.read().decode())


async def open_all(server, report, count, seconds, query=""):
    """`count` visitors that open the app at even distances within so many seconds."""
    visitors, files = [Visitor(server.address, query) for _ in range(count)], server.files()

    async def arrive(visitor, delay):
        await asyncio.sleep(delay)
        start = time.monotonic()
        await visitor.open(files)
        if await visitor.wait("theory", PATIENCE):
            report.add("opened", visitor.seen["theory"] - start)
        if await visitor.wait("dots", PATIENCE):
            report.add("opened, dots", visitor.seen["dots"] - start)
        await visitor.wait("end", PATIENCE)

    await asyncio.gather(*(arrive(visitor, seconds * k / count) for k, visitor in enumerate(visitors)))
    return visitors


async def change(visitor, report, name, patience=PATIENCE, **values):
    """One change and how long its theory and its dots took."""
    start = time.monotonic()
    await visitor.ask(**values)
    if await visitor.wait("theory", patience):
        report.add(f"{name}: theory", visitor.seen["theory"] - start)
    else:
        report.missing += 1
    if await visitor.wait("dots", start + patience - time.monotonic()):
        report.add(f"{name}: dots", visitor.seen["dots"] - start)


async def move(visitors, report, name, seconds, value_at):
    """Each visitor changes p every EVERY seconds to value_at(visitor's number, turn); the last change may take its time."""
    turns = max(2, round(seconds / EVERY))

    async def run(k, visitor):
        await asyncio.sleep(EVERY * random.Random(k).random())
        for turn in range(turns):
            start, last = time.monotonic(), turn == turns - 1
            await change(visitor, report, name, PATIENCE if last else EVERY, p=value_at(k, turn))
            await asyncio.sleep(max(0.0, start + EVERY - time.monotonic()))

    await asyncio.gather(*(run(k, visitor) for k, visitor in enumerate(visitors)))


async def leave(visitors, report):
    """Close all tabs; keep what went wrong in them."""
    for visitor in visitors:
        report.failures += visitor.failures
        with contextlib.suppress(Exception):
            await visitor.close()


async def one_link(server, sessions, seconds):
    """All follow the lecturer: the same change for everybody."""
    report = Report()
    visitors = await open_all(server, report, sessions, sessions / 6)
    await move(visitors, report, "changed", seconds, lambda k, turn: 0.0114 + 1e-5 * (turn + 1))
    report.show("opened", 5)
    report.show("opened, dots")
    report.show("changed: theory", 1)
    report.show("changed: dots", 15)
    await leave(visitors, report)
    return report


async def all_differ(server, sessions, seconds):
    """Everybody explores alone: no two models are the same."""
    report = Report()
    visitors = await open_all(server, report, sessions, sessions / 6)
    await move(
        visitors, report, "changed", seconds, lambda k, turn: 0.0114 + 1e-4 * (k + 1) / sessions + 1e-3 * (turn + 1)
    )
    report.show("opened", 5)
    report.show("changed: theory", 2.5)
    report.show("changed: dots", 15)
    asked, came = sessions * max(2, round(seconds / EVERY)), len(report.seconds.get("changed: dots", []))
    print(f"  changes overtaken by the next one before their dots came: {asked - came} of {asked}")
    await leave(visitors, report)
    return report


async def rounds(server, sessions, seconds):
    """Three classes one after the other: memory must not grow, and nobody may be left behind."""
    report, peaks = Report(), []
    for turn in range(3):
        server.forget_peak()
        visitors = await open_all(server, report, sessions, sessions / 6)
        await move(
            visitors,
            report,
            "changed",
            min(seconds, 15),
            lambda k, step, turn=turn: 0.0114 + 1e-6 * (k + 100 * step + 1000 * turn),
        )
        await leave(visitors, report)
        peaks.append(server.memory(peak=True))
        print(f"  class {turn + 1}: peak {peaks[-1] or float('nan'):.0f} MB")
    if peaks[0]:
        print(f"  peak of all: {against_bar(max(peaks), 700, 'MB')}")
        print(f"  third peak above the second: {against_bar(100 * (peaks[2] / peaks[1] - 1), 10, '%')}")
    return report


async def idle(server, sessions, seconds):
    """Most tabs are open and quiet, a few are used."""
    report, quiet = Report(), Report()
    resting = await open_all(server, quiet, 10 * sessions // 3, sessions / 2)
    active = await open_all(server, report, max(2, sessions // 6), 2)
    await move(active, report, "changed", seconds / 2, lambda k, turn: 0.0114 + 1e-5 * (turn + 1))
    print(f"  {len(resting)} idle, {len(active)} active")
    report.show("changed: theory", 1)
    await leave(resting + active, report)
    return report


async def heavy(server, sessions, seconds):
    """A third of the class asks for the densest and deepest that the caps allow; the others must not feel it."""
    report, theirs = Report(), Report()
    others = await open_all(server, report, max(2, sessions // 6), 2)
    greedy = [Visitor(server.address, f"{HEAVIEST}&seed={k}") for k in range(max(2, sessions // 3))]
    for visitor in greedy:
        await visitor.open()
    await move(others, report, "changed", seconds / 2, lambda k, turn: 0.0114 + 1e-4 * (k + 1) + 1e-3 * (turn + 1))
    print(f"  {len(greedy)} greedy, {len(others)} others")
    report.show("changed: theory", 3)
    report.show("changed: dots")
    if server.memory():
        print(f"  memory: peak {server.memory(peak=True):.0f} MB")
    await leave(others + greedy, report)
    report.failures += theirs.failures
    return report


async def bad_links(server, sessions, seconds):
    """Links that nobody should have written: no failure, no growth."""
    report, draw, before = Report(), random.Random(0), server.memory()
    names = (
        "n",
        "p",
        "q",
        "m1",
        "m2",
        "s",
        "seed",
        "depth",
        "dmax",
        "reading",
        "method",
        "lesson",
        "step",
        "view",
        "lock",
        "a.p",
        "what",
        "<b>",
    )
    values = (
        "nan",
        "-1",
        "1e999",
        "",
        "0",
        "1",
        "9" * 400,
        "%00",
        "<script>alert(1)</script>",
        "../../etc",
        "1e-9",
        "fixed",
        "7.5",
        "[]",
        "١٢",
    )
    for _ in range(max(20, round(1000 * sessions / 60))):
        query = "&".join(f"{draw.choice(names)}={draw.choice(values)}" for _ in range(draw.randint(1, 6)))
        # Not the sizes that are merely slow: those are the business of `heavy`.
        visitor = Visitor(server.address, query + "&n=200&dmax=8")
        await visitor.connect()
        await visitor.ask()
        if not await visitor.wait("end", PATIENCE):
            report.missing += 1
        await leave([visitor], report)
    after = server.memory()
    if before:
        print(f"  memory {before:.0f} -> {after:.0f} MB")
    return report


SCENES = {scene.__name__: scene for scene in (one_link, all_differ, rounds, idle, heavy, bad_links)}


async def watch_over(server, names, sessions, seconds):
    """Run the scenes; the number of failures."""
    failures = 0
    for name in names:
        heading(f"{name}: {SCENES[name].__doc__.splitlines()[0]} ({sessions} sessions)")
        report = await SCENES[name](server, sessions, seconds)
        end = time.monotonic() + 20
        while server.sessions() > 0 and time.monotonic() < end:
            await asyncio.sleep(0.5)
        print(f"  sessions left: {server.sessions()}; without an answer: {report.missing}")
        print(f"  exceptions on a page: {len(report.failures)}")
        for failure in sorted(set(report.failures))[:3]:
            print(f"    {failure[:200]}")
        failures += report.missing + len(report.failures)
    return failures


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
        server = Server(chosen.address.rstrip("/")) if chosen.address else Server(*stack.enter_context(_own_server()))
        return int(asyncio.run(watch_over(server, chosen.names or list(SCENES), chosen.sessions, chosen.seconds)) > 0)


@contextlib.contextmanager
def _own_server():
    from tests.browser.conftest import serve

    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as address:
        port = address.rsplit(":", 1)[-1]
        found = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=True)
        yield address, int(found.stdout.split()[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
