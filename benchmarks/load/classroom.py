"""`python -m benchmarks.load.classroom [--phones N]`: a whole lecture hall on its phones, beside users of the app, on loopback."""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.load.classes import change
from benchmarks.load.phone import Phone
from benchmarks.load.report import Report
from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor, run
from benchmarks.timing import against_bar, heading
from tests.browser.conftest import serve
from ui.rooms.sqlite_store import SQLiteStore

STEP, SCENES = 3, 10
BESIDE = 3  # users of the app meanwhile
MODELS = 40  # that they ask for before: as many as the app remembers dots of, and more


class Hall:
    """A room on a server, its phones, and the lecturer's screen."""

    def __init__(self, address, store, phones):
        self.store, (room, self.secret) = store, store.create("lecture")
        self.code, self.report = room.code, Report()
        self.phones = [Phone(address, self.code) for _ in range(phones)]
        self.screen = Phone(address, self.code)

    def drive(self, **asked):
        return self.store.drive(self.code, self.secret, SCENES, **asked)

    async def gather(self, seconds):
        """All phones join within so many seconds."""

        async def arrive(phone, delay):
            await asyncio.sleep(delay)
            start = time.monotonic()
            await phone.join()
            phone.follow()
            if await phone.until(lambda told: True, 60) is None:
                self.report.missing += 1
            self.report.add("joined", time.monotonic() - start)

        self.screen.follow("lecturer", self.secret)
        start = time.monotonic()
        await asyncio.gather(*(arrive(p, seconds * random.random()) for p in self.phones))
        print(f"  all joined after {against_bar(time.monotonic() - start, 20, 's')}")

    async def turn_to(self, step):
        """The next scene, opened, on every phone."""
        start = time.monotonic()
        await asyncio.to_thread(self.drive, step=step)
        await asyncio.to_thread(self.drive, phase="open")
        for phone in self.phones:
            came = await phone.until(lambda told: told.get("step") == step and told["phase"] == "open", 30)
            if came is None:
                self.report.missing += 1
            else:
                self.report.add("next scene", came - start)

    async def answer(self, step, seconds):
        """All answer within so many seconds; how far the lecturer's count is behind."""
        sent, lags = [], []

        async def one(phone):
            await asyncio.sleep(seconds * random.random())
            status = await phone.guess(step, random.randrange(21))
            if status != 200:
                self.report.missing += 1
            sent.append(time.monotonic())

        async def watch():
            while len(sent) < len(self.phones):
                known = self.screen.heard.get("answered", 0) if self.screen.heard.get("step") == step else 0
                if known < len(sent):
                    lags.append(time.monotonic() - sorted(sent)[known])
                await asyncio.sleep(0.1)

        await asyncio.gather(*(one(phone) for phone in self.phones), watch())
        await self.screen.until(lambda told: told.get("answered") == len(self.phones), 10)
        counted = self.store.counts(self.code).answered
        print(f"  counted {counted} of {len(self.phones)} answers, each once")
        self.report.missing += len(self.phones) - counted
        for lag in lags:
            self.report.add("lecturer's count behind by", lag)

    async def leave(self):
        await asyncio.gather(*(phone.leave() for phone in (*self.phones, self.screen)))


async def lecture(address, store, phones, process):
    """A class joins, turns to a scene, answers; users of the app beside it. Returns what is missing."""
    server, hall = Server(address, process), Hall(address, store, phones)
    heading(f"{phones} phones in one room, {BESIDE} users of the app beside them")
    before = server.memory()
    visitors = [Visitor(address) for _ in range(BESIDE)]
    for visitor in visitors:
        await visitor.open()
        await visitor.wait("end", 60)
    # What they ask for is remembered, up to a bound: that is theirs, whether or not there is a class.
    await _move(visitors, Report(), range(MODELS), 0)
    apart = server.memory()
    print(f"  memory of the process: {before:.0f} MB at the start, {apart:.0f} MB with {MODELS} models of its users")
    beside = asyncio.create_task(_move(visitors, hall.report, range(MODELS, 1000), 1))
    await hall.gather(10)
    await hall.turn_to(STEP)
    await hall.answer(STEP, 5)
    await hall.turn_to(STEP + 1)
    print(f"  memory of the class: +{against_bar(server.memory() - apart, 60, 'MB')}")
    beside.cancel()
    await asyncio.wait([beside])
    hall.report.show("joined")
    hall.report.show("next scene", 1)
    hall.report.show("lecturer's count behind by", 1)
    hall.report.show("changed: theory", 1)
    await hall.leave()
    for visitor in visitors:
        await visitor.close()
    return hall.report.missing


async def _move(visitors, report, turns, pause):
    """The same new model for all, turn after turn."""
    for turn in turns:
        for visitor in visitors:
            await change(visitor, report, p=0.01 + 0.0001 * turn)
        await asyncio.sleep(pause)


async def killed(folder, rooms, store, phones):
    """The server is killed in the middle of a question and started again: nothing is lost, all come back."""
    heading(f"Killed and started again in the middle of a question, {phones} phones")
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(serve(folder, SWEETSPOT_ROOMS=str(rooms)))
        port = int(address.rsplit(":", 1)[-1])
        hall = Hall(address, store, phones)
        await hall.gather(5)
        await hall.turn_to(STEP)
        half = hall.phones[: phones // 2]
        await asyncio.gather(*(phone.guess(STEP, 4) for phone in half))
        os.kill(process_at(port), signal.SIGKILL)
        await asyncio.to_thread(stack.enter_context, serve(folder, port, SWEETSPOT_ROOMS=str(rooms)))
        start = time.monotonic()
        hall.drive(step=STEP + 1)
        for phone in hall.phones:
            if await phone.until(lambda told: told.get("step") == STEP + 1, 30) is None:
                hall.report.missing += 1
        print(f"  all phones back after {against_bar(time.monotonic() - start, 10, 's')}")
        kept = sum(store.tally(hall.code).get((STEP, 1), {}).values())
        print(f"  guesses kept: {kept} of {len(half)}")
        await hall.leave()
        return hall.report.missing + len(half) - kept


def process_at(port):
    found = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def main(arguments):
    """Exit code 0 if nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load.classroom", description=__doc__.splitlines()[0])
    parser.add_argument("--phones", type=int, default=500)
    phones = min(parser.parse_args(arguments).phones, 1000)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        store = SQLiteStore(folder / "rooms", max_rooms=200, max_phones=1000)
        with serve(folder, SWEETSPOT_ROOMS=str(folder / "rooms")) as address:
            missing = run(lecture(address, store, phones, process_at(address.rsplit(":", 1)[-1])))
        missing += run(killed(folder, folder / "rooms", store, phones))
    print(f"\nwithout an answer or lost: {missing}")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
