"""Limits are counted in the database: every worker sees them, and a restart forgets none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from ecgweb import create_app
from ecgweb.accounts import guards
from ecgweb.security import limits
from ecgweb.security.limits import Limit
from tests.browse import Browser
from tests.conftest import FakeService, settings


def test_another_process_goes_on_counting_where_the_first_stopped(
    app: Flask, browse: Browser, make_user: Any, tmp_path: Path
) -> None:
    user = make_user()
    for _ in range(guards.LOG_IN_PER_ACCOUNT.most):
        browse.post("accounts.log_in", {"email": user.email, "password": "Wrong-Horse-7"}, status=200)
    restarted = create_app(
        settings(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"]) | {"WTF_CSRF_ENABLED": False},
        service=FakeService(),  # type: ignore[arg-type]
    )
    form = {"email": user.email, "password": "Correct-Horse-7"}
    assert restarted.test_client().post("/login", data=form).status_code == 429
    with restarted.app_context():
        from ecgweb.extensions import db

        db.engine.dispose()


def test_no_window_of_accounts_is_longer_than_15_minutes() -> None:
    declared = [value for value in vars(guards).values() if isinstance(value, Limit)]
    assert declared
    assert all(limit.per <= guards.QUARTER for limit in declared)


def test_a_forgiven_try_can_be_made_again(session: Any) -> None:
    limit = Limit("test", 1, guards.QUARTER)
    for _ in range(3):
        limits.count(limit, "somebody")
        limits.forgive(limit, "somebody")
        session.commit()
