"""Sessions live in the database and end there."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from ecgweb.accounts.browsers import browser_family
from ecgweb.accounts.models import UserSession
from ecgweb.extensions import now
from ecgweb.security.access import Role
from tests.browse import Browser


def cookie_session(app: Flask, browse: Browser) -> dict[str, Any]:
    """What the signed cookie of the browser holds."""
    cookie = browse.client.get_cookie("session")
    assert cookie is not None
    serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return dict(serializer.loads(cookie.value))


def test_the_cookie_holds_a_random_token_and_the_database_only_its_hash(
    app: Flask, browse: Browser, make_user: Any, session: Any
) -> None:
    browse.log_in(make_user())
    token = cookie_session(app, browse)["_user_id"]
    assert len(token) >= 22  # 128 bits in Base64
    assert session.scalars(select(UserSession)).one().token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_the_cookie_survives_closing_the_tab_for_24_hours(browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user())
    cookie = browse.client.get_cookie("session")
    assert cookie is not None
    assert cookie.expires is not None
    assert timedelta(hours=23) < cookie.expires - now() <= timedelta(hours=24)
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_each_log_in_starts_a_new_session_and_drops_the_old_cookie(
    app: Flask, browse: Browser, make_user: Any, session: Any
) -> None:
    user = make_user()
    browse.get("accounts.log_in")
    before = cookie_session(app, browse)["csrf_token"]
    browse.log_in(user)
    first = cookie_session(app, browse)
    browse.post("accounts.log_out")
    browse.log_in(user)
    assert before != first.get("csrf_token")
    assert first["_user_id"] != cookie_session(app, browse)["_user_id"]
    assert session.scalar(select(func.count(UserSession.id))) == 1


def test_a_stolen_cookie_is_worth_nothing_after_log_out(
    browse: Browser, other_browser: Browser, make_user: Any
) -> None:
    browse.log_in(make_user())
    cookie = browse.client.get_cookie("session")
    assert cookie is not None
    browse.post("accounts.log_out")
    other_browser.client.set_cookie("session", cookie.value)
    other_browser.get("accounts.account", status=302)


def test_a_session_ends_after_24_hours_even_if_it_is_used(browse: Browser, make_user: Any, session: Any) -> None:
    browse.log_in(make_user())
    row = session.scalars(select(UserSession)).one()
    assert row.expires_at - row.created_at <= timedelta(hours=24, seconds=1)
    row.expires_at = now() - timedelta(seconds=1)
    session.commit()
    browse.get("accounts.account", status=302)


@pytest.mark.parametrize(("role", "status"), [(Role.ADMINISTRATOR, 302), (Role.STUDENT, 200)])
def test_administrators_are_logged_out_after_30_minutes_of_silence(
    browse: Browser, make_user: Any, session: Any, role: Role, status: int
) -> None:
    browse.log_in(make_user(role))
    session.scalars(select(UserSession)).one().last_seen_at -= timedelta(minutes=31)
    session.commit()
    browse.get("accounts.account", status=status)


def test_last_seen_is_written_once_a_minute_at_most(browse: Browser, make_user: Any, session: Any) -> None:
    browse.log_in(make_user())
    row = session.scalars(select(UserSession)).one()
    seen = row.last_seen_at
    browse.get("accounts.account")
    session.refresh(row)
    assert row.last_seen_at == seen
    row.last_seen_at = seen - timedelta(minutes=2)
    session.commit()
    browse.get("accounts.account")
    session.refresh(row)
    assert row.last_seen_at >= seen


def test_disabling_an_account_ends_its_sessions(app: Flask, browse: Browser, make_user: Any) -> None:
    user = make_user()
    browse.log_in(user)
    result = app.test_cli_runner().invoke(args=["users", "disable", user.email])
    assert result.exit_code == 0, result.output
    browse.get("accounts.account", status=302)


def test_people_see_their_sessions_and_end_another_one(
    browse: Browser, other_browser: Browser, make_user: Any, session: Any
) -> None:
    user = make_user()
    browse.log_in(user)
    other_browser.log_in(user)
    page = browse.get("accounts.account")
    assert "this browser" in page.text
    other = session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
    browse.post("accounts.end_session", session_id=other.id)
    other_browser.get("accounts.account", status=302)
    browse.get("accounts.account")


def test_all_other_sessions_can_be_ended_at_once(browse: Browser, other_browser: Browser, make_user: Any) -> None:
    user = make_user()
    browse.log_in(user)
    other_browser.log_in(user)
    browse.post("accounts.end_other_sessions")
    other_browser.get("accounts.account", status=302)
    browse.get("accounts.account")


def test_nobody_ends_the_session_of_somebody_else(
    browse: Browser, other_browser: Browser, make_user: Any, session: Any
) -> None:
    browse.log_in(make_user())
    row = session.scalars(select(UserSession)).one()
    other_browser.log_in(make_user())
    other_browser.post("accounts.end_session", session_id=row.id, status=404)
    browse.get("accounts.account")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("", "Unknown browser"),
        ("x" * 5000, "Unknown browser"),
    ],
)
def test_browsers_are_called_by_their_names(user_agent: str, words: str) -> None:
    assert browser_family(user_agent) == words
