"""A Redis or Valkey of one's own, for rooms that several replicas share."""

import contextlib
import shutil
import socket
import subprocess
import time

REDIS = next(filter(None, map(shutil.which, ("valkey-server", "redis-server"))), None)
NO_REDIS = "Neither valkey-server nor redis-server on PATH: rooms in Redis were SKIPPED."


@contextlib.contextmanager
def redis_server(folder):
    """Address of a Redis or Valkey of one's own, that keeps nothing on disk."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=60)
