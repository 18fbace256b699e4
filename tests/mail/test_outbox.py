"""Mail waits in the outbox until the server takes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from ecgweb import mail
from ecgweb.extensions import mail as flask_mail
from ecgweb.extensions import now
from ecgweb.mail import outbox

HELLO = mail.Message("sam@example.org", "Hello", "Hello in text", "<p>Hello in HTML</p>")


@pytest.fixture
def queued(session: scoped_session[Any]) -> outbox.OutboxMail:
    mail.queue(HELLO)
    session.commit()
    return session.scalars(select(outbox.OutboxMail)).one()


def refuse(_message: object) -> None:
    raise ConnectionRefusedError


def test_a_queued_mail_is_sent_in_text_and_html_and_forgotten(app: Flask, queued: Any, session: Any) -> None:
    with flask_mail.record_messages() as sent:
        assert outbox.send_due() == 1
    assert (sent[0].recipients, sent[0].body, sent[0].html) == (["sam@example.org"], HELLO.text, HELLO.html)
    assert session.scalars(select(outbox.OutboxMail)).all() == []


def test_a_mail_whose_transaction_fails_is_never_sent(app: Flask, session: Any) -> None:
    mail.queue(HELLO)
    session.rollback()
    assert outbox.send_due() == 0


def test_a_mail_is_kept_and_tried_later_when_the_server_is_away(
    app: Flask, queued: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flask_mail, "send", refuse)
    assert outbox.send_due() == 0
    session.expire_all()
    row = session.scalars(select(outbox.OutboxMail)).one()
    assert row.attempts == 1
    assert row.next_attempt_at > now()


def test_a_mail_that_failed_goes_out_once_the_server_is_back(
    app: Flask, queued: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(flask_mail, "send", refuse)
        outbox.send_due()
    session.scalars(select(outbox.OutboxMail)).one().next_attempt_at = now() - timedelta(seconds=1)
    session.commit()
    assert outbox.send_due() == 1


def test_a_leased_mail_is_not_sent_twice(app: Flask, queued: Any) -> None:
    assert outbox._lease_next() is not None
    assert outbox._lease_next() is None


def test_failures_are_logged_without_the_address(
    app: Flask, queued: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(flask_mail, "send", refuse)
    outbox.send_due()
    assert "not sent" in caplog.text
    assert "sam@example.org" not in caplog.text


def test_mails_that_could_not_be_sent_for_a_week_are_deleted(app: Flask, queued: Any, session: Any) -> None:
    queued.created_at = now() - timedelta(days=8)
    session.commit()
    outbox.forget_old()
    assert session.scalars(select(outbox.OutboxMail)).all() == []
