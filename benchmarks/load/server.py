"""What can be known of the app's process from outside."""

import re
import urllib.request
from pathlib import Path


class Server:
    """An app at an address; process_id: of its process, where it is ours and its memory can be read."""

    def __init__(self, address, process_id=None):
        self.address, self.process_id = address, process_id

    def sessions(self):
        """Number of active sessions, by Streamlit's own metrics."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=10) as answer:
            found = re.search(r"^active_sessions(?:\{[^}]*\})? (\d+)", answer.read().decode(), re.MULTILINE)
        return int(found[1]) if found else -1

    def memory(self, peak=False):
        """Megabytes in use, or the most that were since `forget_peak`; None where the process is not ours."""
        if not self.process_id:
            return None
        name = "VmHWM" if peak else "VmRSS"
        status = Path(f"/proc/{self.process_id}/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024

    def forget_peak(self):
        """Start a new measurement of the peak."""
        if self.process_id:
            Path(f"/proc/{self.process_id}/clear_refs").write_text("5")

    def files(self):
        """Paths of the scripts and styles that the first page asks for."""
        with urllib.request.urlopen(self.address, timeout=10) as answer:
            return re.findall(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"', answer.read().decode())
