"""Hashing has few threads and a short queue."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

from ecgweb.accounts import passwords
from ecgweb.accounts.bulkhead import Bulkhead
from ecgweb.extensions import db
from tests.browse import Browser


def test_no_more_work_than_threads_runs_at_once() -> None:
    bulkhead = Bulkhead(threads=2, most_at_once=20)
    running = threading.Semaphore(2)

    def work(number: int) -> int:
        assert running.acquire(blocking=False), "a third piece of work runs"
        threading.Event().wait(0.005)
        running.release()
        return number

    with ThreadPoolExecutor(10) as callers:
        assert list(callers.map(lambda number: bulkhead.run(work, number), range(20))) == list(range(20))


def test_callers_are_turned_away_when_the_queue_is_full() -> None:
    bulkhead, door = Bulkhead(threads=1, most_at_once=1), threading.Event()
    with ThreadPoolExecutor(1) as callers:
        first = callers.submit(bulkhead.run, door.wait, 5)
        while bulkhead._places._value:
            threading.Event().wait(0.001)
        with pytest.raises(ServiceUnavailable):
            bulkhead.run(int)
        door.set()
        assert first.result()


def test_a_place_is_free_again_after_an_error() -> None:
    bulkhead = Bulkhead(threads=1, most_at_once=1)
    for _ in range(2):
        with pytest.raises(ValueError, match="could not convert"):
            bulkhead.run(float, "no number")


def test_a_full_queue_answers_503_and_when_to_come_back(
    app: Flask, browse: Browser, make_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user()
    monkeypatch.setattr(passwords, "hashing", Bulkhead(threads=1, most_at_once=1))
    assert passwords.hashing._places.acquire()
    page = browse.post("accounts.log_in", {"email": user.email, "password": "Correct-Horse-7"}, status=503)
    assert int(page.response.headers["Retry-After"]) > 0


def test_pages_are_served_while_no_more_passwords_can_be_hashed(
    browse: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "hashing", Bulkhead(threads=1, most_at_once=1))
    assert passwords.hashing._places.acquire()
    browse.get("site.home")
    browse.get("accounts.log_in")


def test_no_database_connection_is_held_while_a_password_is_hashed(
    browse: Browser, make_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user()
    held: list[bool] = []
    real = passwords.check_password

    def check(password: str, stored: str) -> bool:
        held.append(db.session().in_transaction())
        return real(password, stored)

    monkeypatch.setattr(passwords, "check_password", check)
    browse.log_in(user)
    assert held == [False]
