"""The static copy: `python -m deploy.make_site [FOLDER]` writes the light stage and its data, which need no server.

Theory of every model is computed in the browser; what is simulated is the app's. SWEETSPOT_HOSTED names the address of an app
that is offered for the rest.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from ui.light import files


def make_site(folder, hosted=""):
    """Write the copy into a folder, in place of what it held, once it is whole; returns its size in bytes."""
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        (fresh / "light").mkdir()
        (fresh / "index.html").write_text(files.page("play"), encoding="utf-8")
        for name in files.PLAY_FILES:
            (fresh / "light" / name).write_text(files.file(name, server=False, hosted=hosted), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


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
    sys.exit(main(sys.argv[1:]))
