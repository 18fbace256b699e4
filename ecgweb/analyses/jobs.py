"""Analyses run in a few threads of the serving process, so that a request never waits for another's picture."""

from __future__ import annotations

import threading
from concurrent import futures

from flask import Flask, current_app
from werkzeug.exceptions import ServiceUnavailable

from ecgweb.analyses import upkeep
from ecgweb.analyses.run import Task, run

THREADS = 2
MOST_AT_ONCE = 16  # running or waiting; at about a second each nobody waits much longer than ten
RETRY_AFTER_S = 10
BUSY = "Many pictures are being analysed just now. Please try again in about 10 seconds."
_EXTENSION = "analysis_jobs"
_making = threading.Lock()


class Jobs:
    """A bounded queue before a few threads; work under way is finished before the process ends."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._threads = futures.ThreadPoolExecutor(THREADS, thread_name_prefix="analysis")
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._under_way: dict[int, futures.Future[None]] = {}

    def reserve(self) -> None:
        """Take a place in the queue, for `submit` to use or `release` to give back.

        Raises
        ------
        ServiceUnavailable
            With `retry_after` and a sentence for people, if there is none.
        """
        if not self._places.acquire(blocking=False):
            busy = ServiceUnavailable(BUSY, retry_after=RETRY_AFTER_S)
            busy.user_message = BUSY  # type: ignore[attr-defined]
            raise busy

    def release(self) -> None:
        """Give a reserved place back."""
        self._places.release()

    def submit(self, task: Task) -> None:
        """Do a task as soon as a thread is free; `reserve` came before."""
        future = self._threads.submit(run, self._app, task)
        self._under_way[task.analysis_id] = future
        future.add_done_callback(lambda done: self._finish(task.analysis_id, done))

    def wait(self, analysis_id: int, seconds: float) -> None:
        """Wait until the analysis is done, at most so long."""
        future = self._under_way.get(analysis_id)
        if future is not None:
            futures.wait([future], timeout=seconds)

    def _finish(self, analysis_id: int, done: futures.Future[None]) -> None:
        if self._under_way.get(analysis_id) is done:  # and not read again meanwhile
            del self._under_way[analysis_id]
        self.release()


def of(app: Flask) -> Jobs:
    """The jobs of this process, begun when first asked for."""
    with _making:
        if _EXTENSION not in app.extensions:
            app.extensions[_EXTENSION] = Jobs(app)
        jobs: Jobs = app.extensions[_EXTENSION]
    return jobs


def here() -> Jobs:
    """The jobs of the application that serves this request."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return of(app)


def start(app: Flask) -> None:
    """Begin in a serving process: be ready for work, and tidy up now and from time to time."""
    of(app)
    upkeep.start(app)
