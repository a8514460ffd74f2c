"""The files of the light pages: written once, served by the app and put into the static copy alike."""

from pathlib import Path

from ui.light import play_data
from ui.stage import stage

_HERE = Path(__file__).parent
_PLAY = ("keys", "text", "sliders", "play")


def page(name):
    """A document: "play" or "class"."""
    return (_HERE / f"{name}.html").read_text(encoding="utf-8")


def file(name, server=True, hosted=""):
    """The content of light/NAME as text, or None where there is no such file. server, hosted: as in play_data.content."""
    if name == "data.js":
        return play_data.script(server, hosted)
    if name == "play.js":
        own = [(_HERE / "play" / f"{part}.js").read_text(encoding="utf-8") for part in _PLAY]
        # In a block, so that its names are its own.
        return "\n".join([stage.WALK, stage.FIGURE, "{", *own, "}"])
    if name == "play.css":
        return f"{stage.STYLE}\n{(_HERE / name).read_text(encoding='utf-8')}\n.bare {{\n{stage.FRAME}}}\n"
    if name == "icon.svg":
        return (_HERE.parent / name).read_text(encoding="utf-8")
    path = _HERE / name
    return path.read_text(encoding="utf-8") if name in ("class.js", "class.css", "guesses.js") else None


PLAY_FILES = ("data.js", "play.js", "play.css", "icon.svg")
