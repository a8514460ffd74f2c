"""What the light pages have to bear: everybody in the hall opens the stage on a phone."""

import asyncio
import gzip
import random
import re
import time

from benchmarks.load.report import Report
from benchmarks.timing import against_bar

ARRIVAL = 10.0  # seconds in which all come


class Stage:
    """A phone on /play: its document, the files that this asks for over one kept connection, then the dots."""

    def __init__(self, address):
        self._host, self._port = address.removeprefix("http://").split(":")
        self._reader = self._writer = None

    async def get(self, path):
        """(status, content) of one request."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        content = await self._reader.readexactly(int(re.search(r"content-length: (\d+)", head)[1]))
        return int(head.split()[1]), gzip.decompress(content) if "content-encoding: gzip" in head else content

    async def open(self):
        """All that the first curve needs: the browser computes it by itself from there."""
        _, document = await self.get("/play")
        names = re.findall(r'(?:src|href)="(light/[^"]+)"', document.decode())
        return all([(await self.get(f"/{name}"))[0] == 200 for name in names]) and len(names) >= 3

    async def dots(self, client):
        return (await self.get(f"/api/dots?n=2000&client={client}"))[0] == 200

    async def leave(self):
        self._writer.close()
        await self._writer.wait_closed()


async def play(server, sessions, seconds):
    """A whole hall opens the light stage by one link: 500 phones where a class has 60."""
    report, first, start = Report(), Stage(server.address), time.monotonic()
    await first.open()
    print(f"  the first visitor has the files of the first curve after {time.monotonic() - start:.3g} s")
    await first.leave()
    before = server.memory()
    phones = [Stage(server.address) for _ in range(25 * sessions // 3)]

    async def visit(number, phone):
        await asyncio.sleep(ARRIVAL * random.random())
        start = time.monotonic()
        if await phone.open():
            report.add("first curve: its files", time.monotonic() - start)
        else:
            report.missing += 1
        if await phone.dots(f"phone{number}"):
            report.add("dots", time.monotonic() - start)
        else:
            report.missing += 1

    await asyncio.gather(*(visit(*pair) for pair in enumerate(phones)))
    print(f"  {len(phones)} phones within {ARRIVAL:g} s")
    report.show("first curve: its files", 1)
    report.show("dots", 5)
    if before:
        report.growth = server.memory() - before
        print(f"  memory of the process: +{against_bar(report.growth, 60, 'MB')}")
    await asyncio.gather(*(phone.leave() for phone in phones))
    return report
