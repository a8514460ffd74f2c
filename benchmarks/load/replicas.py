"""`python -m benchmarks.load.replicas [--phones N]`: two replicas behind the proxy serve one class, and one is killed mid-scene."""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.load.classroom import STEP, Hall, process_at
from benchmarks.load.redis_server import NO_REDIS, REDIS, redis_server
from benchmarks.load.visitor import run
from benchmarks.timing import against_bar, heading
from tests.browser.conftest import serve
from tests.browser.proxy import proxy_before

VALUE = 4


async def one_is_killed(proxy, replicas, store, phones, seconds):
    """All answer within so many seconds, in whose middle the first replica is killed.

    Returns (what is missing, seconds from then until all phones of that replica are told of the question again, how many they are).
    """
    hall = Hall(proxy, store, phones)
    # Who comes alone has each of his requests on the same replica as whoever came before.
    await hall.gather(min(seconds, phones / 100))
    await hall.turn_to(STEP)
    lost = [phone.lost for phone in hall.phones]
    answers = asyncio.gather(*(_answer(phone, seconds * random.random()) for phone in hall.phones))
    await asyncio.sleep(seconds / 2)
    killed = time.monotonic()
    os.kill(process_at(replicas[0].rsplit(":", 1)[-1]), signal.SIGKILL)
    again = sum(await answers)
    moved = [phone for phone, before in zip(hall.phones, lost, strict=True) if phone.lost > before]
    told = [await phone.until(lambda told: told["at"] > killed, 30) for phone in moved]
    counted = store.tally(hall.code).get((STEP, 1), {}).get(VALUE, 0)
    await asyncio.to_thread(hall.drive, step=STEP + 1)
    heard = [await phone.until(lambda told: told.get("step") == STEP + 1, 30) for phone in hall.phones]
    await hall.leave()
    print(f"  phones of the killed replica: {len(moved)}; answers that were sent again: {again}")
    print(f"  counted {counted} of {phones} answers, each once")
    missing = phones - counted + told.count(None) + heard.count(None) + hall.report.missing
    return missing, max((at for at in told if at), default=float("inf")) - killed, len(moved)


async def _answer(phone, pause):
    """Send a guess until it is taken, as the page on a phone does; how often it was sent again."""
    await asyncio.sleep(pause)
    for again in range(60):
        with contextlib.suppress(OSError):
            if await phone.guess(STEP, VALUE) == 200:
                return again
        await asyncio.sleep(0.5)
    return 60


@contextlib.contextmanager
def school(folder):
    """(proxy's address, addresses of two replicas, their store in Redis)."""
    from ui.rooms.redis_store import RedisStore

    with contextlib.ExitStack() as stack:
        rooms = stack.enter_context(redis_server(folder))
        replicas = [stack.enter_context(serve(folder, SWEETSPOT_ROOMS=rooms)) for _ in range(2)]
        proxy = stack.enter_context(proxy_before(replicas, folder))
        yield proxy, replicas, RedisStore(rooms, max_rooms=200, max_phones=1000)


def main(arguments):
    """Exit code 0 if nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load.replicas", description=__doc__.splitlines()[0])
    parser.add_argument("--phones", type=int, default=500)
    phones = min(parser.parse_args(arguments).phones, 1000)
    if not REDIS:
        print(NO_REDIS)
        return 0
    heading(f"{phones} phones on two replicas, one of which is killed in the middle of a question")
    with tempfile.TemporaryDirectory() as folder, school(Path(folder)) as (proxy, replicas, store):
        missing, seconds, _ = run(one_is_killed(proxy, replicas, store, phones, 5))
    print(f"  all phones back after {against_bar(seconds, 10, 's')}")
    print(f"\nwithout an answer or lost: {missing}")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
