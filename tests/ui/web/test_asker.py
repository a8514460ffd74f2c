"""A limit for each address is a limit for each visitor, behind a proxy too, where the proxy is believed."""

import pytest
from starlette.requests import Request
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from benchmarks.load.visitor import run
from ui.web import asker

PROXY, VISITOR = "10.0.0.5", "203.0.113.9"


def asked(trusted, said=VISITOR):
    """The address that counts when a request comes through PROXY to a server that believes `trusted`."""
    found = []

    async def app(scope, receive, send):
        found.append(asker.address(Request(scope)))

    headers = [(b"x-forwarded-for", said.encode())] if said else []
    scope = {"type": "http", "client": (PROXY, 4711), "headers": headers}
    run(ProxyHeadersMiddleware(app, trusted)(scope, None, None))
    return found[0]


@pytest.fixture(autouse=True)
def unsaid(monkeypatch):
    monkeypatch.setattr(asker, "_said", set())


@pytest.mark.parametrize("trusted", [PROXY, "10.0.0.0/8", "*"])
def test_behind_a_proxy_that_is_believed_a_visitor_has_an_address_of_its_own(trusted, capsys):
    assert asked(trusted) == VISITOR
    assert not capsys.readouterr().err


def test_behind_another_all_have_the_proxys_and_the_log_says_once_what_to_set(capsys):
    assert asked("127.0.0.1") == asked("127.0.0.1", "198.51.100.1") == PROXY
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and f"FORWARDED_ALLOW_IPS={PROXY}" in said


def test_without_a_proxy_nothing_is_said(capsys):
    assert asked("127.0.0.1", said="") == PROXY
    assert asker.address(Request({"type": "http", "headers": []})) == ""
    assert not capsys.readouterr().err
