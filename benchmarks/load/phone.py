"""A phone in a room, without a browser: it joins, listens and answers over plain HTTP on loopback."""

import asyncio
import json
import time


class Phone:
    """heard: the last message by phase, with the time (monotonic) at which it came."""

    def __init__(self, address, code):
        host, self._port = address.removeprefix("http://").split(":")
        self._host, self._code, self.token, self.heard = host, code, "", {}
        self.lost, self._listener, self._writer = 0, None, None

    async def post(self, path, body):
        """(status, text) of one request."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        content = json.dumps(body).encode()
        writer.write(self._head("POST", path, len(content)) + content)
        answer = await reader.read()
        writer.close()
        head, _, text = answer.partition(b"\r\n\r\n")
        if not head:
            raise ConnectionResetError("The server went away before it answered.")
        return int(head.split()[1]), text.decode()

    def _head(self, method, path, length=0, token=None):
        lines = (
            f"{method} /class/{self._code}/{path} HTTP/1.1",
            f"Host: {self._host}",
            f"Authorization: Bearer {token or self.token}",
            f"Content-Length: {length}",
            *(["Connection: close"] if method == "POST" else []),
        )
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def join(self):
        status, text = await self.post("join", {})
        assert status == 200, text
        self.token = json.loads(text)["token"]

    def follow(self, path="events", token=None):
        """Listen in the background until `leave`, connecting again whenever the line is cut."""
        self._listener = asyncio.create_task(self._listen(path, token))

    async def _listen(self, path, token):
        while True:
            try:
                reader, self._writer = await asyncio.open_connection(self._host, self._port)
                self._writer.write(self._head("GET", path, token=token))
                async for line in reader:
                    if line.startswith(b"data: {"):
                        told = json.loads(line[6:])
                        self.heard = {"at": time.monotonic(), **told}
            except OSError:
                pass
            self.lost += 1
            await asyncio.sleep(0.5)

    async def until(self, wanted, seconds):
        """Seconds (monotonic) at which a message came for which wanted(told) holds; None if it did not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.heard and wanted(self.heard):
                return self.heard["at"]
            await asyncio.sleep(0.01)
        return None

    async def guess(self, step, value):
        return (await self.post("guess", {"step": step, "round": 1, "value": value}))[0]

    async def leave(self):
        if self._listener:
            self._listener.cancel()
            if self._writer:
                self._writer.close()
            await asyncio.wait([self._listener])
