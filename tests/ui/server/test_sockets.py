"""Answers leave at once."""

import os
import socket

import pytest

from ui.server.sockets import answer_at_once


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="this system has no /proc")
def test_connections_of_a_socket_opened_as_streamlit_opens_it_inherit_that_answers_leave_at_once():
    def delayed():
        """Whether a connection that is accepted now holds back small answers."""
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            return accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert delayed()
        assert answer_at_once.__wrapped__() >= 1
        assert not delayed()
