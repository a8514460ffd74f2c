"""What stands in the way of make run is said in one sentence that names the way out."""

import socket

import pytest

from deploy.port import complaint


def test_a_port_in_use_is_named_with_the_way_out_and_a_free_one_is_not():
    with socket.create_server(("", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert complaint(port) == f"Port {port} is in use: choose another one, as in: make PORT=8502 run"
    assert complaint(port) == ""


@pytest.mark.parametrize("text", ["", "0", "65536", "http", "²", "-1", "9" * 30])
def test_what_is_no_port_is_said(text):
    assert text in complaint(text) and "from 1 to 65535" in complaint(text) and "PORT=" in complaint(text)
