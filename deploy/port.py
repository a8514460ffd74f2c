"""Before `make run`: one sentence if the port is taken, `python -m deploy.port PORT`."""

import socket
import sys


def complaint(text):
    """Why the app cannot be opened at a port, or nothing."""
    again = "choose another one, as in: make PORT=8502 run"
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        return f"PORT is {text!r}, but it must be a whole number from 1 to 65535: {again}"
    try:
        with socket.create_server(("", int(text))):
            return ""
    except PermissionError:
        return f"Port {text} is the administrator's: {again}"
    except OSError:
        return f"Port {text} is in use: {again}"


if __name__ == "__main__":
    sys.exit(complaint(sys.argv[1]) or 0)
