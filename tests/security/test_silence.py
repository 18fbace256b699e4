"""Logs and the audit log say what happened, never whose address, password, code or file it was."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ecgweb.audit import AuditEvent, Event
from ecgweb.mail.outbox import OutboxMail
from tests.browse import Browser

EMAIL = "tell.nobody@example.org"
NAME = "Quiet Person"
PASSWORD, WRONG, NEW = "Correct-Horse-7", "Mistyped-Horse-7", "Another-Horse-8"


@pytest.fixture
def secrets_of_a_journey(browse: Browser, session: Any) -> list[str]:
    """Register, confirm, mistype, log in, forget and reset; returns what must not be written down."""

    def newest(pattern: str) -> str:
        mail = session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
        found = re.search(pattern, mail.text, re.MULTILINE)
        assert found is not None
        return found.group(1)

    fields = {"username": NAME, "email": EMAIL, "role": "student", "password": PASSWORD, "confirm": PASSWORD}
    browse.post("accounts.register", fields)
    token = newest(r"/activate/(\S+)")
    browse.post("accounts.activate", token=token)
    browse.post("accounts.log_in", {"email": EMAIL, "password": WRONG}, status=200)
    browse.post("accounts.log_in", {"email": EMAIL, "password": PASSWORD})
    browse.post("accounts.export", status=200).response.close()
    browse.post("accounts.log_out")
    browse.post("accounts.forgot", {"email": EMAIL})
    code = newest(r"^(\d{6,8})$")
    browse.post("accounts.reset", {"email": EMAIL, "code": code, "password": NEW, "confirm": NEW})
    return [EMAIL, EMAIL.split("@")[0], NAME, PASSWORD, WRONG, NEW, token, code]


def test_logs_hold_no_secret_of_anybody(
    app: Flask, caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = request.getfixturevalue("secrets_of_a_journey")
    assert not [secret for secret in secrets if secret.lower() in caplog.text.lower()]


def test_the_audit_log_holds_events_and_numbers_only(secrets_of_a_journey: list[str], session: Any) -> None:
    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [row.event for row in rows] == [
        Event.REGISTERED,
        Event.CONFIRMED,
        Event.LOGIN_FAILED,
        Event.LOGGED_IN,
        Event.DATA_EXPORTED,
        Event.LOGGED_OUT,
        Event.RESET_REQUESTED,
        Event.PASSWORD_RESET,
    ]
    assert {row.subject for row in rows} == {None}


def test_an_unexpected_error_is_logged_without_what_was_typed(
    app: Flask, browse: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecgweb.accounts import login_views

    def fail(email: str, password: str) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(login_views, "authenticate", fail)
    browse.post("accounts.log_in", {"email": EMAIL, "password": PASSWORD}, status=500)
    assert "RuntimeError" in caplog.text
    assert EMAIL not in caplog.text
    assert PASSWORD not in caplog.text
