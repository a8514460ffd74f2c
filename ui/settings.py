"""The app's limits in one place; environment variables override them."""

import os
import re
import sys
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What one session may ask of the server.

    max_nodes: largest N that is simulated (theory has no such limit).  max_edges: largest expected number of
    edges that is simulated.  max_depth: deepest range of depths.  max_upload_mb: largest upload, in megabytes.
    max_layers_mb: the same of a file with the layers of a trained network.
    max_simulations: processes beside the app that simulate for dots; other simulations wait for their turn.
    max_jobs: long computations that run at once, the others wait.
    max_upload_nodes, max_upload_edges: largest graph that is read from a file.
    max_uploaded_edges: links of all visitors' own graphs together.
    max_waiting: requests of light pages for dots that may wait at a time.
    max_rooms, max_phones: classroom rooms at a time, and phones in one of them.
    rooms: where rooms are kept: a folder, or redis://host:port/number for several replicas; empty for a folder of the moment.
    lessons: folder of a lecturer's own lessons, beside those of the project; empty for none.
    teacher: secret of the teacher's link, ?teacher=SECRET, which shows a lesson's answers; empty: only on the server's own screen.
    data: folder of real graphs, which the page of that name offers by name; empty for none.
    frame_ancestors: who may show the app in a frame, as the header of that name says it.
    address: the app's public address, which links, codes and files give to others; empty: as the visitor's browser sees it.
    """

    max_nodes: int = 20_000
    max_edges: int = 1_000_000
    max_depth: int = 64
    max_upload_mb: int = 5
    max_layers_mb: int = 16
    max_simulations: int = 2
    max_upload_nodes: int = 20_000
    max_upload_edges: int = 500_000
    max_uploaded_edges: int = 2_000_000
    max_jobs: int = 1
    max_waiting: int = 200
    max_rooms: int = 200
    max_phones: int = 1000
    rooms: str = ""
    lessons: str = ""
    teacher: str = ""
    data: str = ""
    frame_ancestors: str = "*"
    address: str = ""


HIGHEST = Settings(
    max_nodes=1_000_000,
    max_edges=50_000_000,
    max_depth=256,
    max_upload_mb=200,
    max_layers_mb=200,
    max_simulations=64,
    max_jobs=16,
    max_waiting=10_000,
    max_rooms=10_000,
    max_phones=10_000,
    max_upload_nodes=100_000,
    max_upload_edges=5_000_000,
    max_uploaded_edges=50_000_000,
)


# Folders that must be there, and what happens where one is not.
_WITHOUT = {
    "lessons": "only the project's own lessons are offered",
    "data": "only the built-in graphs are offered by name",
}
_ADDRESS = re.compile(r"https?://[^\s?#]+")


def load(environment):
    """Return (Settings, sentences): SWEETSPOT_MAX_NODES and its like, and a sentence for each that is not valid."""
    chosen, sentences = {}, []
    for field in fields(Settings):
        name, highest = f"SWEETSPOT_{field.name.upper()}", getattr(HIGHEST, field.name)
        text = environment.get(name, "").strip()
        if not text:
            continue
        if field.type in (str, "str"):
            chosen[field.name], complaint = _text(field, text)
            sentences += [f"{name} is {text[:200]!r}, but {complaint}."] if complaint else []
            continue
        if text.isascii() and text.isdigit() and 1 <= int(text[:20]) <= highest:
            chosen[field.name] = int(text)
        else:
            sentences.append(
                f"{name} is {text[:40]!r}, but it must be a whole number from 1 to {highest:,}: "
                f"{field.default:,} is used instead."
            )
    return Settings(**chosen), sentences


def _text(field, text):
    """(value, complaint) of a setting that is a text."""
    if field.name in _WITHOUT:
        folder = Path(text).expanduser()
        return str(folder), "" if folder.is_dir() else f"there is no such folder: {_WITHOUT[field.name]}"
    if field.name == "address" and not _ADDRESS.fullmatch(text):
        return (
            field.default,
            "it must begin with http:// or https:// and have no query: the visitor's own address is used instead",
        )
    return text.rstrip("/") + "/" if field.name == "address" else text, ""


SETTINGS, _sentences = load(os.environ)
for _sentence in _sentences:
    print(_sentence, file=sys.stderr)
