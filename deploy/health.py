"""The container's health check, `python deploy/health.py PORT`: a whole page is run, for an engine that fails is not healthy."""

import os
import sys
import urllib.request

path = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
below = f"{path}/" if path else ""
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/{below}_stcore/script-health-check", timeout=15)
