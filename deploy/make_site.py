"""The static copy: `python -m deploy.make_site [FOLDER]` writes the light stage and its data, which need no server.

Theory of every model is computed in the browser; what is simulated is the app's. SWEETSPOT_HOSTED names the address of an app
that is offered for the rest.
"""

import os
import shutil
import sys
from pathlib import Path

from core import terminal
from ui.light import files


def make_site(folder, hosted=""):
    """Write the copy into a folder, once it is whole; returns its size in bytes. Other files of the folder stay as they are."""
    folder = Path(folder).resolve()
    fresh = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        (fresh / "light").mkdir(parents=True)
        (fresh / "index.html").write_text(files.page("play"), encoding="utf-8")
        for name in files.PLAY_FILES:
            (fresh / "light" / name).write_text(files.file(name, server=False, hosted=hosted), encoding="utf-8")
        size = sum(path.stat().st_size for path in fresh.rglob("*") if path.is_file())
        folder.mkdir(exist_ok=True)
        shutil.rmtree(folder / "light", ignore_errors=True)
        for name in ("light", "index.html"):
            os.replace(fresh / name, folder / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return size


def main(arguments):
    """Exit code 0; 2 with one sentence for more than one folder."""
    if len(arguments) > 1:
        print("make_site: name one folder, as in: python -m deploy.make_site site", file=sys.stderr)
        return 2
    folder = arguments[0] if arguments else "site"
    size = make_site(folder, os.environ.get("SWEETSPOT_HOSTED", ""))
    print(f"{folder}: {size / 1e3:,.0f} kB. Open {folder}/index.html, or put the folder on any web space.")
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(lambda: main(sys.argv[1:]), "make_site"))
