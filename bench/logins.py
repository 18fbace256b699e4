"""Pages while 16 people log in without a pause: hashing must not make everybody else wait.

`python -m bench.logins` starts the site as `make run` does, asks for pages first alone and then beside the
log-ins, and prints both. Passwords are hashed at the site's own cost.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
import urllib.error
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.figures import heading, in_ms, line
from bench.server import Server, serving
from bench.visitor import Visitor

PAGES = ("/", "/login", "/conditions", "/account")
PROMISE_MS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=16, help="how many log in at once, again and again")
    parser.add_argument("--seconds", type=float, default=15, help="how long pages are asked for, each time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        print(heading("pages"))
        print(line("nobody logs in", page_durations(server, asked.seconds)))
        with logging_in(server, asked.people) as log_ins:
            beside = page_durations(server, asked.seconds)
        print(line(f"{asked.people} people log in", beside))
        print(line("their log-ins", log_ins))
        kept = "kept" if in_ms(beside, 0.95) < PROMISE_MS else "NOT KEPT"
        print(f"pages under {PROMISE_MS} ms at p95 beside {asked.people} log-ins: {kept}")


def page_durations(server: Server, seconds: float) -> list[float]:
    """How long pages take, one after another, for somebody who is logged in."""
    visitor = Visitor(server.address)
    visitor.log_in(server.email, server.password)
    durations: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for page in PAGES:
            started = time.perf_counter()
            visitor.get(page)
            durations.append(time.perf_counter() - started)
    return durations


@contextmanager
def logging_in(server: Server, people: int) -> Iterator[list[float]]:
    """Let people log in without a pause; yields the list that their durations are added to."""
    durations: list[float] = []
    done = threading.Event()

    def keep_logging_in() -> None:
        while not done.is_set():
            started = time.perf_counter()
            try:
                Visitor(server.address).log_in(server.email, server.password)
                durations.append(time.perf_counter() - started)
            except urllib.error.HTTPError as error:
                error.close()
                time.sleep(float(error.headers.get("Retry-After", 1)))

    with ThreadPoolExecutor(people) as pool:
        waiting = [pool.submit(keep_logging_in) for _ in range(people)]
        try:
            yield durations
        finally:
            done.set()
    for person in waiting:
        person.result()


if __name__ == "__main__":
    main()
