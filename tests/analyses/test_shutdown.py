"""A server that is told to stop finishes what it has taken on: real gunicorn, real networks."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bench.pages import drawn_pages
from bench.server import Server, serving
from bench.visitor import BOUNDARY, Visitor, _multipart

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("journey")]

PATIENCE_S = 60
QUEUED = 4  # more than there are threads: some are at work, some wait


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The answer itself is wanted, not the page it leads to, which nobody serves any more."""

    def redirect_request(self, *_args):
        return None


class Uploader(Visitor):
    def __init__(self, server: Server) -> None:
        super().__init__(server.address)
        self.log_in(server.email, server.password)
        self.body = _multipart(self._token("/upload"), drawn_pages(1)[0])
        (cookies,) = [part for part in self._opener.handlers if isinstance(part, urllib.request.HTTPCookieProcessor)]
        self._opener = urllib.request.build_opener(cookies, NoRedirect)

    def send(self, **headers: str) -> int:
        """Upload a page and return the status of the answer."""
        type_ = f"multipart/form-data; boundary={BOUNDARY}"
        headers = {"Content-Type": type_, "Referer": f"{self._address}/upload", **headers}
        request = urllib.request.Request(f"{self._address}/upload", self.body, headers)
        try:
            with self._opener.open(request, timeout=PATIENCE_S) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code


def rows(folder: Path) -> list[tuple[str, str | None]]:
    """State and contract of every analysis."""
    with sqlite3.connect(next(folder.glob("*.sqlite3"))) as connection:
        return connection.execute("SELECT state, contract FROM analysis").fetchall()


def test_sigterm_finishes_analyses_and_requests_under_way(tmp_path):
    with serving(tmp_path) as server:
        uploader = Uploader(server)
        assert uploader.send() == 303  # warm, so that what follows is under way together
        statuses: list[int] = []
        for _ in range(QUEUED):
            assert uploader.send(Accept="application/json") == 201
        waiting = threading.Thread(target=lambda: statuses.append(uploader.send()))  # waits for its result
        waiting.start()
        deadline = time.monotonic() + PATIENCE_S
        while len(rows(tmp_path)) < QUEUED + 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        before = [state for state, _ in rows(tmp_path)]
        os.kill(server.pid, signal.SIGTERM)
        waiting.join(PATIENCE_S)
        _wait_for_end(server.pid)
    assert "running" in before
    assert statuses == [303]
    states, contracts = zip(*rows(tmp_path), strict=True)
    assert set(states) == {"done"}
    assert all(json.loads(contract)["accepted"] for contract in contracts)


def test_a_reload_under_load_loses_no_request(tmp_path):
    with serving(tmp_path) as server:
        before, statuses, over = children(server.pid), [], threading.Event()

        def ask() -> None:
            while not over.is_set():
                with urllib.request.urlopen(f"{server.address}/healthz", timeout=PATIENCE_S) as answer:
                    statuses.append(answer.status)

        visitors = [threading.Thread(target=ask) for _ in range(4)]
        for visitor in visitors:
            visitor.start()
        os.kill(server.pid, signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE_S
        while children(server.pid) & before and time.monotonic() < deadline:
            time.sleep(0.1)
        answered = len(statuses)
        with urllib.request.urlopen(f"{server.address}/readyz", timeout=PATIENCE_S) as answer:  # of the new worker
            assert answer.status == 200
        over.set()
        for visitor in visitors:
            visitor.join(PATIENCE_S)
        assert not children(server.pid) & before
        assert len(statuses) > answered > 0
        assert set(statuses) == {200}


def children(pid: int) -> set[str]:
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())


def _wait_for_end(pid: int) -> None:
    """Wait until the process has ended; its parent, which is this test, has yet to be told."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError("the server did not stop")
