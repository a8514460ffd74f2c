"""What goes wrong: greedy links, bad links, bad files, phones that leave the room, readers that cannot keep up."""

import asyncio
import random
import time

from benchmarks.load.bad_files import bad_file
from benchmarks.load.classes import PATIENCE, changes, exploring, leave, move, open_all
from benchmarks.load.report import Report
from benchmarks.load.visitor import Visitor

# The densest graph that the app's default caps still simulate, and its deepest range.
HEAVIEST = "n=20000&p=0.005&q=0.005&dmax=64"
NAMES = "n p q m1 m2 s seed depth dmax reading method lesson step view lock a.p graph walk sheet tnets part what <b>"
VALUES = (
    *("nan", "-1", "1e999", "", "0", "1", "9" * 400, "%00", "<script>alert(1)</script>", "../../etc", "1e-9", "fixed"),
    *("7.5", "[]", "١٢", "true", "𝟙", "1_000", "0x10", "+-1"),
)


async def heavy(server, sessions, seconds):
    """A third of the class asks for the densest and deepest that the caps allow; the others must not feel it."""
    report, greed = Report(), Report()
    others = await open_all(server, report, max(2, sessions // 6), 2)
    greedy = [Visitor(server.address, f"{HEAVIEST}&seed={k}") for k in range(max(2, sessions // 3))]
    for visitor in greedy:
        await visitor.open()
    await move(others, report, seconds / 2, exploring)
    print(f"  {len(greedy)} greedy, {len(others)} others")
    report.show("changed: theory", 3)
    report.show("changed: dots")
    if server.memory():
        print(f"  memory: peak {server.memory(peak=True):.0f} MB")
    await leave(others, report)
    await leave(greedy, greed)
    report.failures += greed.failures
    return report


async def bad_links(server, sessions, seconds):
    """Links that nobody should have written: no failure, no growth."""
    report, draw, count = Report(), random.Random(0), max(20, round(1000 * sessions / 60))
    for k in range(count):
        if k == count // 4:
            warm = server.memory()
        query = "&".join(f"{draw.choice(NAMES.split())}={draw.choice(VALUES)}" for _ in range(draw.randint(1, 6)))
        # Not the sizes that are merely slow: those are the business of `heavy`.
        visitor = Visitor(
            server.address, query + "&n=200&dmax=8", draw.choice(("", "remedies", "real", "map", "lesson"))
        )
        await visitor.connect()
        await visitor.ask()
        if not await visitor.wait("end", PATIENCE):
            report.missing += 1
        await leave([visitor], report)
    print(f"  {count} links")
    _show_growth(report, server, warm)
    return report


async def bad_uploads(server, sessions, seconds):
    """Files that are no graph, or too much of one: each is answered by a sentence, no failure, no growth."""
    report, draw, count = Report(), random.Random(0), max(20, round(500 * sessions / 60))
    answered = refused = 0
    for first in range(0, count, count // 4):
        if first == count // 4:
            warm = server.memory()
        visitor = Visitor(server.address, "dmax=4", "real")
        await visitor.connect()
        await visitor.ask()
        await visitor.wait("end", PATIENCE)
        await visitor.ask(graph_choice="Your own file")
        await visitor.wait("end", PATIENCE)
        for _ in range(first, min(first + count // 4, count)):
            name, content = bad_file(draw)
            if not await visitor.upload("graph_files", name, content):
                refused += 1
            elif not await visitor.wait("end", PATIENCE):
                report.missing += 1
            else:
                answered += bool(visitor.alerts)
        await leave([visitor], report)
    print(
        f"  {count} files: {refused} refused at the door, {answered} answered by a sentence, {count - refused - answered} drawn"
    )
    _show_growth(report, server, warm)
    return report


async def dropped(server, sessions, seconds):
    """Connections that break off, half of them while an answer is on its way: the session goes on where it was."""
    report = Report()
    visitors = await open_all(server, report, max(2, sessions // 6), 2)

    async def lose(k, visitor):
        for turn in range(changes(seconds / 4)):
            await visitor.ask(p=exploring(k, turn))
            await visitor.wait("end" if turn % 2 else "theory", PATIENCE)
            await visitor.wait("theory", PATIENCE)
            token = visitor.token
            await visitor.drop()
            start = time.monotonic()
            await visitor.connect()
            visitor.token = None
            # What a browser does: its widgets, and no word about the stage, which the server has to know.
            await visitor.ask()
            if await visitor.wait("dots", PATIENCE):
                report.add("back", visitor.seen["dots"] - start)
            if visitor.token != token:
                report.missing += 1

    await asyncio.gather(*(lose(k, visitor) for k, visitor in enumerate(visitors)))
    report.show("back", 10)
    await leave(visitors, report)
    return report


async def slow_readers(server, sessions, seconds):
    """Some ask again and again and read nothing: the others must not feel it, and what they missed comes when they read on."""
    report, theirs = Report(), Report()
    slow = await open_all(server, theirs, max(2, sessions // 6), 2)
    others = await open_all(server, report, max(2, sessions // 6), 2)
    for visitor in slow:
        visitor.pause()

    async def nag():
        while True:
            for k, visitor in enumerate(slow):
                await visitor.ask(p=exploring(k + 500, random.randrange(50)))
            await asyncio.sleep(1)

    nagging = asyncio.create_task(nag())
    await move(others, report, seconds / 2, exploring)
    nagging.cancel()
    for k, visitor in enumerate(slow):
        visitor.pause(False)
        await visitor.ask(p=exploring(k + 500, 99))
        report.missing += not await visitor.wait("dots", PATIENCE)
    print(f"  {len(slow)} slow, {len(others)} others")
    report.show("changed: theory", 2.5)
    if server.memory():
        print(f"  memory: {server.memory():.0f} MB")
    await leave(others, report)
    await leave(slow, theirs)
    report.failures += theirs.failures
    return report


def _show_growth(report, server, warm):
    """Print the memory after a quarter, when caches and code are there, and at the end; keep the difference."""
    if warm:
        report.growth = server.memory() - warm
        print(f"  memory after a quarter {warm:.0f} MB, at the end {warm + report.growth:.0f} MB")
