"""A visitor without a browser: Streamlit's own websocket protocol, as much of it as opening a page and moving a slider takes."""

import asyncio
import json
import time
import urllib.request

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

# Whatever a page shows when Python failed: Streamlit's exception element.
_FAILURE = "exception"


class Visitor:
    """One tab. `seen` has the times (seconds, monotonic) at which the answer to the last request reached each stage:
    "theory" (the stage's data), "dots" (its simulation), "end" (the script has ended)."""

    def __init__(self, address, query=""):
        """address: of the app, http://host:port.  query: of the link that is opened, without "?"."""
        self.address, self.query = address, query
        self.seen, self.widgets, self.failures = {}, {}, []
        self._socket = self._reader = None
        self._page = self._asked = ""
        self._changed = asyncio.Event()
        self._theory = None

    async def open(self, files=()):
        """Fetch the page and its files as a browser with an empty cache does, connect, and ask for the first run."""
        self.seen = {}
        await asyncio.to_thread(self._fetch, files)
        await self.connect()
        await self.ask()

    def _fetch(self, files):
        for path in ("", *files):
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=60) as answer:
                answer.read()

    async def connect(self):
        """The websocket alone: what a browser does again when its connection was cut."""
        address = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            address, subprotocols=["streamlit"], max_size=None, open_timeout=60, compression=None
        )
        self._reader = asyncio.create_task(self._read())

    async def ask(self, **changes):
        """Ask for a run with these widgets (by key) changed; its answer resets `seen`."""
        request, self.seen = BackMsg(), {}
        client = request.rerun_script
        client.query_string, client.page_script_hash = self.query, self._page
        for key, value in changes.items():
            self.widgets[key]["value"] = value
        for widget in self.widgets.values():
            if widget["value"] is None:
                continue
            state = client.widget_states.widgets.add(id=widget["id"])
            if widget["kind"] == "slider":
                state.double_array_value.data.append(widget["value"])
            else:
                state.double_value = widget["value"]
        await self._socket.send(request.SerializeToString())

    async def wait(self, stage, seconds):
        """Wait until the answer has reached a stage; whether it did within so many seconds."""
        end = time.monotonic() + seconds
        while stage not in self.seen:
            left = end - time.monotonic()
            if left <= 0 or self._reader.done():
                return False
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                return False
        return True

    async def close(self):
        """Close the tab."""
        if self._reader:
            self._reader.cancel()
        if self._socket:
            await self._socket.close()

    async def _read(self):
        async for raw in self._socket:
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page = message.new_session.page_script_hash or self._page
            elif kind == "script_finished":
                self._reach("end")
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._take(message.delta.new_element)

    def _take(self, element):
        kind = element.WhichOneof("type")
        if kind == _FAILURE:
            self.failures.append(element.exception.message)
        elif kind in ("number_input", "slider"):
            widget = getattr(element, kind)
            key = widget.id.rsplit("-", 1)[-1]
            if key not in self.widgets or self.widgets[key]["id"] != widget.id:
                self.widgets[key] = {"id": widget.id, "kind": kind, "value": None}
        elif kind == "bidi_component":
            component = element.bidi_component
            if component.component_name.endswith("sweet_spot_stage"):
                self._theory = json.loads(component.json or component.mixed.json)["token"]
                self._reach("theory")
            elif component.component_name.endswith("sweet_spot_stage_dots"):
                data = json.loads(component.json or component.mixed.json)
                if data["token"] == self._theory:
                    self._reach("dots")

    def _reach(self, stage):
        self.seen.setdefault(stage, time.monotonic())
        self._changed.set()
