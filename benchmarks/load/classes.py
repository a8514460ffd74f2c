"""What a class does: all open one link, everybody explores alone, one class after another, most tabs lie idle."""

import asyncio
import contextlib
import random
import tempfile
import time
from pathlib import Path

from benchmarks.load.report import Report
from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor
from benchmarks.timing import against_bar

EVERY = 5.0  # seconds between two changes of one visitor
PATIENCE = 60.0


async def open_all(server, report, count, seconds, query=""):
    """`count` visitors that open the app at even distances within so many seconds."""
    visitors, files = [Visitor(server.address, query) for _ in range(count)], server.files()

    async def arrive(visitor, delay):
        await asyncio.sleep(delay)
        start = time.monotonic()
        await visitor.open(files)
        if await visitor.wait("theory", PATIENCE):
            report.add("opened", visitor.seen["theory"] - start)
        else:
            report.missing += 1
        if await visitor.wait("dots", PATIENCE):
            report.add("opened, dots", visitor.seen["dots"] - start)
        await visitor.wait("end", PATIENCE)

    await asyncio.gather(*(arrive(visitor, seconds * k / count) for k, visitor in enumerate(visitors)))
    return visitors


async def change(visitor, report, name="changed", patience=PATIENCE, **values):
    """One change and how long its theory and its dots took."""
    start = time.monotonic()
    await visitor.ask(**values)
    if await visitor.wait("theory", patience):
        report.add(f"{name}: theory", visitor.seen["theory"] - start)
    else:
        report.missing += 1
    if await visitor.wait("dots", start + patience - time.monotonic()):
        report.add(f"{name}: dots", visitor.seen["dots"] - start)


def changes(seconds):
    """How many changes a visitor makes in so many seconds: two at least."""
    return max(2, round(seconds / EVERY))


async def move(visitors, report, seconds, value_at):
    """Each visitor changes p every EVERY seconds to value_at(visitor's number, turn); the last change may take its time."""

    async def run(k, visitor):
        await asyncio.sleep(EVERY * random.Random(k).random())
        for turn in range(changes(seconds)):
            start, last = time.monotonic(), turn == changes(seconds) - 1
            await change(visitor, report, patience=PATIENCE if last else EVERY, p=value_at(k, turn))
            await asyncio.sleep(max(0.0, start + EVERY - time.monotonic()))

    await asyncio.gather(*(run(k, visitor) for k, visitor in enumerate(visitors)))


async def leave(visitors, report):
    """Close all tabs; keep what went wrong in them."""
    for visitor in visitors:
        report.failures += visitor.failures
        with contextlib.suppress(Exception):
            await visitor.close()


def following(k, turn):
    """The same change for everybody."""
    return 0.0114 + 1e-5 * (turn + 1)


def exploring(k, turn):
    """No two models are the same, for up to a thousand visitors."""
    return 0.0114 + 1e-3 * (turn + 1) + 1e-6 * k


async def fresh(server, sessions, seconds):
    """A class opens an app that has just been started, and that nobody has visited."""
    from tests.browser.conftest import serve

    report = Report()
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as address:
        visitors = await open_all(Server(address), report, sessions, sessions / 6)
        report.show("opened", 5)
        report.show("opened, dots")
        await leave(visitors, report)
    return report


async def one_link(server, sessions, seconds):
    """All follow the lecturer: the same change for everybody."""
    report = Report()
    visitors = await open_all(server, report, sessions, sessions / 6)
    await move(visitors, report, seconds, following)
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
    await move(visitors, report, seconds, exploring)
    report.show("opened", 5)
    report.show("changed: theory", 2.5)
    report.show("changed: dots", 15)
    asked, came = sessions * changes(seconds), len(report.seconds.get("changed: dots", []))
    print(f"  changes overtaken by the next one before their dots came: {asked - came} of {asked}")
    await leave(visitors, report)
    return report


async def rounds(server, sessions, seconds):
    """Three classes one after the other: memory must not grow, and nobody may be left behind."""
    report, peaks = Report(), []
    for turn in range(3):
        server.forget_peak()
        visitors = await open_all(server, report, sessions, sessions / 6)
        await move(visitors, report, min(seconds, 15), lambda k, step, turn=turn: exploring(k, step) + 1e-7 * turn)
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
    await move(active, report, seconds / 2, following)
    print(f"  {len(resting)} idle, {len(active)} active")
    report.show("changed: theory", 1)
    if server.memory():
        print(f"  memory: {server.memory():.0f} MB")
    await leave(resting + active, report)
    return report
