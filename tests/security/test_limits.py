"""Tries are counted in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from ecgweb.extensions import db
from ecgweb.security import limits
from ecgweb.security.limits import Limit

THREE_AN_HOUR = Limit("test", 3, timedelta(hours=1))


def test_tries_up_to_the_limit_pass_and_the_next_is_refused_with_the_time_to_wait(app: Flask) -> None:
    for _ in range(3):
        limits.count(THREE_AN_HOUR, "sam")
    with pytest.raises(TooManyRequests) as refused:
        limits.count(THREE_AN_HOUR, "sam")
    assert 0 < refused.value.retry_after <= 3600
    assert "Please wait" in refused.value.user_message


def test_each_person_is_counted_alone(app: Flask) -> None:
    for _ in range(3):
        limits.count(THREE_AN_HOUR, "sam")
    limits.count(THREE_AN_HOUR, "kim")


def test_a_cleared_count_starts_anew(app: Flask) -> None:
    for _ in range(3):
        limits.count(THREE_AN_HOUR, "sam")
    limits.clear(THREE_AN_HOUR, "sam")
    limits.count(THREE_AN_HOUR, "sam")


def test_keys_hold_no_address(app: Flask) -> None:
    limits.count(THREE_AN_HOUR, "sam@example.org")
    assert "sam" not in db.session.scalars(db.select(limits.RateCounter.key)).one()


def test_counters_of_past_windows_are_forgotten(app: Flask) -> None:
    limits.count(THREE_AN_HOUR, "sam")
    db.session.execute(db.update(limits.RateCounter).values(expires_at_s=1))
    limits.forget_expired()
    assert db.session.scalars(db.select(limits.RateCounter)).all() == []
