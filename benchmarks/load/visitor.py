"""A visitor without a browser: Streamlit's own websocket protocol, as much of it as a class needs."""

import asyncio
import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

# Whatever a page shows when Python failed: Streamlit's exception element.
_FAILURE = "exception"
_WIDGETS = ("number_input", "slider", "selectbox", "file_uploader")


class Visitor:
    """One tab. `seen` has the times (seconds, monotonic) at which the answer to the last request reached each stage:
    "theory" (the stage's data), "dots" (its simulation), "end" (the script has ended).

    widgets: those that pages have shown, by key.  failures: exceptions that pages have shown.  alerts: boxes with a sentence, of
    the last answer.  token: what the last theory belongs to.
    """

    def __init__(self, address, query="", page=""):
        """address: of the app, http://host:port.  query: of the link, without "?".  page: its name in the address."""
        self.address, self.query, self.page = address, query, page
        self.seen, self.widgets, self.failures, self.alerts, self.token = {}, {}, [], [], None
        self._socket = self._reader = self._urls = None
        self._script = self._session = self._forgery_key = ""
        self._changed, self._reading = asyncio.Event(), asyncio.Event()
        self._reading.set()

    async def open(self, files=()):
        """Fetch the page and its files as a browser with an empty cache does, connect, and ask for the first run."""
        self.seen = {}
        await asyncio.to_thread(self._fetch, files)
        await self.connect()
        await self.ask()

    def _fetch(self, files):
        # One connection that is kept, as a browser keeps its few.
        connection = HTTPConnection(self.address.split("//")[1], timeout=60)
        for path in ("", *files):
            connection.request("GET", f"/{path}")
            connection.getresponse().read()
        connection.close()

    async def connect(self):
        """The websocket alone: what a browser does again, naming its session, when the connection was cut."""
        address = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        names = ["streamlit", "none", self._session] if self._session else ["streamlit"]
        self._socket = await connect(
            address, subprotocols=names, max_size=None, open_timeout=60, compression=None, ping_interval=None
        )
        self._reader = asyncio.create_task(self._read())

    async def drop(self):
        """Lose the connection without a word, as when a phone leaves the room."""
        self._socket.transport.abort()
        await asyncio.wait([self._reader])

    def pause(self, yes=True):
        """Stop reading what the server sends, or go on."""
        self._reading.clear() if yes else self._reading.set()

    async def ask(self, **changes):
        """Ask for a run with these widgets (by key) changed; its answer resets `seen` and `alerts`."""
        if self._reader.done():
            # The server had given up on a reader that was too slow: a browser connects again by itself.
            await self.connect()
        request, self.seen, self.alerts = BackMsg(), {}, []
        client = request.rerun_script
        client.query_string, client.page_script_hash = self.query, self._script
        client.page_name = "" if self._script else self.page
        for key, value in changes.items():
            self.widgets[key]["value"] = value
        for widget in self.widgets.values():
            if widget["value"] is not None:
                _write(client.widget_states.widgets.add(id=widget["id"]), widget["kind"], widget["value"])
        await self._socket.send(request.SerializeToString())

    async def upload(self, key, name, content):
        """Give a file to the uploader `key` in place of what it held; whether the server took it."""
        request, self._urls = BackMsg(), None
        request.file_urls_request.request_id = str(uuid4())
        request.file_urls_request.file_names.append(name)
        request.file_urls_request.session_id = self._session
        await self._socket.send(request.SerializeToString())
        if not await self._until(lambda: self._urls is not None, 30):
            return False
        taken = await asyncio.to_thread(self._put, self._urls.upload_url, name, content)
        if taken:
            await self.ask(**{key: (name, len(content), self._urls)})
        return taken

    def _put(self, path, name, content):
        if not self._forgery_key:
            with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=30) as answer:
                self._forgery_key = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
        mark = uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        headers = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Cookie": f"_streamlit_xsrf={self._forgery_key}",
            "X-Xsrftoken": self._forgery_key,
        }
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        request = urllib.request.Request(self.address + path, body, headers, method="PUT")
        try:
            with urllib.request.urlopen(request, timeout=60):
                return True
        except (urllib.error.URLError, ConnectionError):
            return False

    async def wait(self, stage, seconds):
        """Wait until the answer has reached a stage; whether it did within so many seconds."""
        return await self._until(lambda: stage in self.seen, seconds)

    async def _until(self, reached, seconds):
        end = time.monotonic() + seconds
        while not reached():
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
        self.pause(False)
        if self._reader:
            self._reader.cancel()
        if self._socket:
            await self._socket.close()

    async def _read(self):
        try:
            async for raw in self._socket:
                await self._reading.wait()
                self.receive(ForwardMsg.FromString(raw))
        except ConnectionClosed:
            pass

    def receive(self, message):
        """Take in one message of the server, a ForwardMsg."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._script = message.new_session.page_script_hash or self._script
            self._session = message.new_session.initialize.session_id or self._session
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash or self._script
        elif kind == "script_finished":
            # A link that was put right starts the script again at once: that was not the end.
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._reach("end")
        elif kind == "file_urls_response":
            self._urls = message.file_urls_response.file_urls[0]
            self._changed.set()
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take(message.delta.new_element)

    def _take(self, element):
        kind = element.WhichOneof("type")
        if kind == _FAILURE:
            self.failures.append(element.exception.message)
        elif kind == "alert":
            self.alerts.append(element.alert.body)
        elif kind in _WIDGETS:
            widget = getattr(element, kind)
            key = widget.id.rsplit("-", 1)[-1]
            if key not in self.widgets or self.widgets[key]["id"] != widget.id:
                self.widgets[key] = {"id": widget.id, "kind": kind, "value": None}
        elif kind == "bidi_component":
            component = element.bidi_component
            if component.component_name.endswith("sweet_spot_stage"):
                self.token = json.loads(component.json or component.mixed.json)["token"]
                self._reach("theory")
            elif component.component_name.endswith("sweet_spot_stage_dots"):
                data = json.loads(component.json or component.mixed.json)
                if data["token"] == self.token:
                    self._reach("dots")

    def _reach(self, stage):
        self.seen.setdefault(stage, time.monotonic())
        self._changed.set()


def run(work):
    """The result of a coroutine, run in a thread of its own, because a browser test has a loop of its own in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


def _write(state, kind, value):
    """A widget's value as the browser would send it."""
    if kind == "slider":
        state.double_array_value.data.append(value)
    elif kind == "selectbox":
        state.string_value = value
    elif kind == "file_uploader":
        name, size, urls = value
        info = state.file_uploader_state_value.uploaded_file_info.add(name=name, size=size, file_id=urls.file_id)
        info.file_urls.CopyFrom(urls)
    else:
        state.double_value = value
