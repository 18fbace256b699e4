"""What the privacy page says is kept for a time is gone after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import scoped_session

from ecgweb import forgetting
from ecgweb.accounts.models import ActivationToken, ResetCode, User, UserSession
from ecgweb.extensions import now
from ecgweb.mail.outbox import OutboxMail
from ecgweb.security.limits import RateCounter

Session = scoped_session[Any]


def traces_of(user: User, age: timedelta) -> list[Any]:
    """Everything with an end that an account may leave, ended so long ago."""
    over = now() - age
    return [
        UserSession(user_id=user.id, token_hash="a", browser="Firefox", expires_at=over),
        ActivationToken(user_id=user.id, token_hash="b", expires_at=over),
        ResetCode(user_id=user.id, code_hash="c", tries_left=5, expires_at=over),
        RateCounter(key="d", window=1, expires_at_s=int(over.timestamp()), count=1),
    ]


def test_what_is_over_is_deleted(session: Session, make_user: Callable[..., User]) -> None:
    session.add_all(traces_of(make_user(), timedelta(minutes=1)))
    session.commit()
    forgetting.forget()
    assert [session.query(kind).count() for kind in (UserSession, ActivationToken, ResetCode, RateCounter)] == [0] * 4


def test_what_still_serves_stays(session: Session, make_user: Callable[..., User]) -> None:
    session.add_all(traces_of(make_user(), -timedelta(minutes=1)))
    session.commit()
    forgetting.forget()
    assert [session.query(kind).count() for kind in (UserSession, ActivationToken, ResetCode, RateCounter)] == [1] * 4


def test_accounts_and_mails_wait_for_a_week_at_most(session: Session, make_user: Callable[..., User]) -> None:
    for days in (6, 8):
        made_at = now() - timedelta(days=days)
        make_user(confirmed_at=None, created_at=made_at, username=f"{days} days")
        session.add(OutboxMail(recipient="a@b.org", subject=f"{days} days", text="", html="", created_at=made_at))
    session.commit()
    forgetting.forget()
    assert [user.username for user in session.query(User)] == ["6 days"]
    assert [mail.subject for mail in session.query(OutboxMail)] == ["6 days"]
