"""The site as `make run` serves it, on a fresh database of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import resident_mb
from bench.pages import ROOT

PATIENCE_S = 120
ACCOUNT = re.compile(r"(\S+@\S+)\s+(\S+)")


@dataclass(frozen=True)
class Server:
    """A running site: its address, how long it took to be ready, and a demo account."""

    address: str
    pid: int
    ready_s: float
    email: str
    password: str

    def memory_mb(self) -> float:
        """Resident memory of the whole service, workers included."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        return resident_mb(self.pid) + sum(resident_mb(int(child)) for child in children)


@contextmanager
def serving(data_dir: Path) -> Iterator[Server]:
    """Make a database with demo accounts, start gunicorn, wait until it says it is ready, and stop it at the end."""
    port = _free_port()
    environment = {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "BIND": f"127.0.0.1:{port}",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "UPLOADS_PER_HOUR": "100000",
        "ANALYSES_PER_USER": "100000",
        "DATABASE_URL": "",
    }
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=environment, check=True, capture_output=True)
    made = subprocess.run(
        [*flask, "demo-accounts"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    account = ACCOUNT.search(made.stdout)
    if account is None:
        raise RuntimeError(f"no demo account was made: {made.stdout}")
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--log-level", "warning", "wsgi:app"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        ready_s = _ready(address, process, started)
        yield Server(address, process.pid, ready_s, account[1], account[2])
    finally:
        process.terminate()
        process.wait(timeout=60)


def _ready(address: str, process: subprocess.Popen[bytes], started: float) -> float:
    while time.perf_counter() - started < PATIENCE_S:
        if process.poll() is not None:
            raise RuntimeError(f"the site stopped with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return time.perf_counter() - started
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the site was not ready within {PATIENCE_S} s")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
