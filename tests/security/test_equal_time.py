"""Answers take as long for unknown addresses as for known ones, so that time tells nothing either."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

import pytest
from flask import Flask

from ecgweb.accounts import guards
from tests.browse import Browser

ROUNDS = 9
COST = 10  # 50 ms a hash; the site's own cost, 12, takes four times as long and hides differences even better


@pytest.fixture
def answer_time(app: Flask, browse: Browser, make_user: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., float]:
    """Median time of posting a form for a known address, as a multiple of that for an unknown one.

    It is the processor's time, all threads together: other programs on the machine would blur a clock's.
    """
    app.config["BCRYPT_COST"] = COST
    for limit in [name for name in vars(guards) if isinstance(getattr(guards, name), guards.Limit)]:
        monkeypatch.setattr(guards, limit, guards.Limit(limit, 10**6, guards.QUARTER))
    make_user(email="known@example.org")
    numbers = itertools.count()

    def measure(path: str, fields: dict[str, str]) -> float:
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        token = browse.get("accounts.log_in").csrf_token()
        for _ in range(ROUNDS):
            for kind, email in (("known", "known@example.org"), ("unknown", f"new{next(numbers)}@example.org")):
                start = process_time()
                browse.client.post(path, data={**fields, "email": email, "csrf_token": token})
                times[kind].append(process_time() - start)
        return median(times["known"]) / median(times["unknown"])

    return measure


PASSWORD = "Correct-Horse-8"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/login", {"password": PASSWORD}),
        ("/register", {"username": "Sam", "role": "student", "password": PASSWORD, "confirm": PASSWORD}),
        ("/forgot-password", {}),
        ("/reset-password", {"code": "12345678", "password": PASSWORD, "confirm": PASSWORD}),
    ],
)
def test_known_and_unknown_addresses_take_the_same_time(
    answer_time: Callable[..., float], path: str, fields: dict[str, str]
) -> None:
    assert answer_time(path, fields) == pytest.approx(1, abs=0.1)
