"""Copy Streamlit's static files for the proxy and compress them once: `python deploy/precompress.py FOLDER`."""

import gzip
import shutil
import sys
from pathlib import Path

import streamlit

COMPRESSIBLE = {".js", ".css", ".json", ".svg", ".wasm", ".ttf", ".html"}


def precompress(folder):
    """Write folder/static with a .gz beside every file that gains from it; returns how many files were compressed."""
    source, target = Path(streamlit.__file__).parent / "static" / "static", Path(folder) / "static"
    shutil.copytree(source, target, dirs_exist_ok=True)
    files = [path for path in target.rglob("*") if path.suffix in COMPRESSIBLE]
    for path in files:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    return len(files)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("precompress: name one folder, as in: python deploy/precompress.py files")
    print(f"{precompress(sys.argv[1])} files compressed.")
