"""The document that Streamlit's pages begin with."""

from pathlib import Path

import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
DOCUMENT = (STATIC / "index.html").read_text(encoding="utf-8")
