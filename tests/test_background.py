"""Repeated work outlives its errors."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from ecgweb import background


def test_work_goes_on_after_an_error_which_is_logged_without_its_words(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []
    done = threading.Event()

    def work() -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("sam@example.org")
        done.set()
        threading.Event().wait()  # the thread sleeps for the rest of the run

    background.repeat(app, "test", 0.01, work)
    assert done.wait(5)
    assert "test: RuntimeError" in caplog.text
    assert "sam@example.org" not in caplog.text
