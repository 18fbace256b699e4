"""The whole site under gunicorn: ready after, pages, upload to result with 1 and with 16 people, memory.

`python -m bench.site` starts it as `make run` does, on a fresh database in a temporary folder, and stops it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from bench.figures import heading, line
from bench.pages import Page, pages
from bench.server import Server, serving
from bench.visitor import Visitor

PUBLIC_PAGES = ("/", "/login", "/register", "/conditions", "/privacy")
OWN_PAGES = ("/upload", "/analyses", "/account", "/explanation")  # the demo account is a student's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--uploads", type=int, default=32, help="pictures sent with 1 and with 16 people")
    asked = parser.parse_args()
    what, files = pages(17)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        print(f"{os.cpu_count()} processor cores; ready {server.ready_s:.1f} s after start")
        print(f"memory when ready: {server.memory_mb():.0f} MB")
        print(heading("pages, one person"))
        for path, seconds in page_durations(server, files[0], asked.rounds).items():
            print(line(path, seconds))
        print(heading(f"upload to result page, {what}"))
        for people in (1, 16):
            print(line(f"{people} at once", upload_durations(server, files, people, asked.uploads)))
        print(f"memory at the end: {server.memory_mb():.0f} MB")


def page_durations(server: Server, example: Page, rounds: int) -> dict[str, list[float]]:
    """Seconds for every page, each asked for `rounds` times after one to warm it."""
    visitor = Visitor(server.address)
    seconds = {path: _asked(visitor, path, rounds) for path in PUBLIC_PAGES}
    visitor.log_in(server.email, server.password)
    visitor.upload_to_result_s(example)
    seconds |= {path: _asked(visitor, path, rounds) for path in OWN_PAGES}
    return seconds | {"a result": _asked(visitor, visitor.newest_result(), rounds)}


def upload_durations(server: Server, files: Sequence[Page], people: int, uploads: int) -> list[float]:
    """Seconds from upload to result page, `people` of them sending one picture after another."""
    visitors = [_logged_in(server) for _ in range(people)]
    share = max(1, uploads // people)
    sent = [list(islice(cycle(files), start, start + share)) for start in range(people)]
    with ThreadPoolExecutor(people) as pool:
        rounds = pool.map(lambda one, own: [one.upload_to_result_s(page) for page in own], visitors, sent)
    return [seconds for durations in rounds for seconds in durations]


def _logged_in(server: Server) -> Visitor:
    visitor = Visitor(server.address)
    visitor.log_in(server.email, server.password)
    return visitor


def _asked(visitor: Visitor, path: str, rounds: int) -> list[float]:
    visitor.get(path)
    return [_seconds(visitor, path) for _ in range(rounds)]


def _seconds(visitor: Visitor, path: str) -> float:
    started = time.perf_counter()
    visitor.get(path)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
