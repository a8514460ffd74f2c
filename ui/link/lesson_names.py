"""Which lessons there are: files of the project's folder, and of the folder named in the settings. Never a visitor's."""

import re
from pathlib import Path

from ui.settings import SETTINGS

OWN = Path(__file__).resolve().parents[2] / "lessons"
MAX_SCENES = 40
MAX_BYTES = 100_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")


def lesson_files(extra=SETTINGS.lessons):
    """{name: path}, the project's lessons first; a lesson of the extra folder replaces one of the same name."""
    found = {}
    for folder in (OWN, *([Path(extra).expanduser()] if extra else [])):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            if _NAME.fullmatch(path.stem):
                found[path.stem] = path
    return found


FILES = lesson_files()
NAMES = tuple(FILES)
DEFAULT = "lecture" if "lecture" in FILES else next(iter(NAMES), "")
