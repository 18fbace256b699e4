"""How gunicorn serves the site: one process, because TensorFlow fills it, and many threads."""

from __future__ import annotations

import ctypes
import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
# Log-ins wait for bcrypt and uploads for the network; pages must find a free thread beside them.
threads = int(os.environ.get("WEB_THREADS", "32"))
timeout = 60
graceful_timeout = 30
keepalive = 5
accesslog = None  # the audit log records what matters, without addresses or file names
control_socket_disable = True  # signals are enough, and two sites on one machine would share it
# The site answers 413 and 431 itself; these bound what reaches it.
limit_request_line = 4094
limit_request_fields = 60


def _settle_memory():  # type: ignore[no-untyped-def]
    """Let all threads allocate from two arenas, and keep what one picture needed for the next.

    glibc gives each thread an arena of its own, and each keeps what pictures once needed. But it hands large pieces
    back to the system at once, which then clears every page of memory anew: a twelfth of the processor time of a
    picture (`docs/speed.md`).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    if mallopt:
        for option, value in ((-8, 2), (-3, 64 << 20), (-1, 256 << 20)):
            mallopt(option, value)  # M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of malloc.h


_settle_memory()

# Threads of requests share the processors already. Those that OpenBLAS would start for each of them wait for each other
# at work, and took half of the processor time of a page; it reads this when NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def post_worker_init(worker):  # type: ignore[no-untyped-def]
    """Warm the networks and start sending mail in each worker, after the fork.

    A TensorFlow model built before the fork hangs its first request.
    """
    from ecgweb import start_background_work

    start_background_work(worker.app.wsgi())
