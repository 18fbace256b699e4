"""Work that a serving process repeats beside its requests."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask

from ecgweb.extensions import db


def repeat(app: Flask, name: str, every_s: float, work: Callable[[], object]) -> None:
    """Do `work` at once and then every `every_s` seconds, in a thread that ends with the process.

    An error is logged by its type alone, because its text may hold an address; the next round
    tries again, so a database or mail server that was away is found when it comes back.
    """
    pause = threading.Event()

    def loop() -> None:
        while True:
            with app.app_context():
                try:
                    work()
                except Exception as error:
                    app.logger.error("%s: %s", name, type(error).__name__)
                    db.session.rollback()
            pause.wait(every_s)

    threading.Thread(target=loop, name=name, daemon=True).start()
