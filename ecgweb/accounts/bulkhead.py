"""Hashing passwords in a room of its own.

One hash keeps a core busy for a fifth of a second. When many people log in at once, hashing must neither take
all cores nor all request threads, or every other page would wait behind it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from werkzeug.exceptions import ServiceUnavailable

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

THREADS = max(1, min(2, os.cpu_count() or 1))
MOST_AT_ONCE = 20  # waiting and under way; each of them holds a request thread
RETRY_AFTER_S = 3
NICENESS = 2  # pages go first where hashing and pages want the same core


class Bulkhead:
    """A few threads for heavy work, and a queue that turns callers away when it is full."""

    def __init__(self, threads: int = THREADS, most_at_once: int = MOST_AT_ONCE) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="hashing", initializer=_step_back)
        self._places = threading.BoundedSemaphore(most_at_once)

    def run(self, work: Callable[Arguments, Answer], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        """Do the work in one of the threads and wait for its answer.

        Raises
        ------
        ServiceUnavailable
            If too many callers wait already; it tells when to come back.
        """
        if not self._places.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=RETRY_AFTER_S)
        try:
            return self._pool.submit(work, *args, **kwargs).result()
        finally:
            self._places.release()


def _step_back() -> None:
    """Lower the priority of this thread alone, where the system can (Linux)."""
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    except (AttributeError, OSError):  # another system: hashing then shares cores evenly
        return


hashing = Bulkhead()
