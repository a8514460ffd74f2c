"""Two replicas behind the proxy serve one class, and one of them is killed in the middle of a question."""

import pytest

from benchmarks.load.redis_server import NO_REDIS, REDIS
from benchmarks.load.replicas import one_is_killed, school
from benchmarks.load.visitor import run

PHONES = 20


def test_a_replica_that_is_killed_mid_scene_costs_no_guess_and_its_phones_are_all_told_again(tmp_path, capsys):
    pytest.importorskip("redis", reason="package redis is not installed: rooms on several replicas were SKIPPED")
    if not REDIS:
        pytest.skip(NO_REDIS)
    with school(tmp_path) as (proxy, replicas, store):
        missing, _, moved = run(one_is_killed(proxy, replicas, store, PHONES, 2))
    # How soon they are back is a question to `make load`: a test shares its processors.
    assert missing == 0
    assert 0 < moved < PHONES  # both replicas had phones, and one was killed
