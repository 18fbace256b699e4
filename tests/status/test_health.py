"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from ecgweb.extensions import db
from tests.browse import Browser


def test_a_living_process_says_so_and_nobody_caches_it(browse: Browser) -> None:
    answer = browse.client.get("/healthz")
    assert answer.json == {"status": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_site_with_database_models_and_disk_is_ready(browse: Browser) -> None:
    answer = browse.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "checks": {"database": True, "models": True, "disk": True}}


def test_a_site_without_its_models_is_not_ready(app: Flask, browse: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions["analysis_service"], "ready", False, raising=False)
    answer = browse.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["models"] is False


def test_a_site_without_its_database_is_not_ready(browse: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    monkeypatch.setattr(db.session, "execute", fail)
    answer = browse.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["database"] is False


def test_a_browser_that_is_logged_in_learns_the_same_when_the_database_is_away(
    browse: Browser, make_user: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    browse.log_in(make_user())
    monkeypatch.setattr(db.session, "execute", fail)
    assert browse.client.get("/healthz").json == {"status": "ok"}
    assert browse.client.get("/readyz").json["checks"]["database"] is False  # type: ignore[index]
