"""Logging in and out, and what a stranger can learn from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ecgweb.accounts import guards, passwords
from ecgweb.accounts.return_path import own_path
from ecgweb.audit import AuditEvent, Event
from ecgweb.extensions import now
from tests.accounts.conftest import GOOD
from tests.browse import Browser


def attempt(browse: Browser, email: str, password: str, status: int = 200) -> Any:
    return browse.post("accounts.log_in", {"email": email, "password": password}, status=status)


def test_logging_in_leads_to_the_upload_page(browse: Browser, make_user: Any) -> None:
    assert attempt(browse, make_user().email, GOOD, 302).location == "/upload"


def test_case_of_the_email_does_not_matter(browse: Browser, make_user: Any) -> None:
    make_user(email="Sam@Example.org")
    attempt(browse, "sAM@eXAMPLE.ORG", GOOD, 302)


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [("", GOOD, "Email is required"), ("sam@example.org", "", "Password is required")],
)
def test_empty_fields_are_named(browse: Browser, email: str, password: str, words: str) -> None:
    assert words in attempt(browse, email, password).text


def test_unknown_email_and_wrong_password_get_one_and_the_same_page(
    browse: Browser, other_browser: Browser, make_user: Any
) -> None:
    make_user(email="sam@example.org")
    wrong = attempt(browse, "sam@example.org", "Wrong-Horse-7").text
    unknown = attempt(other_browser, "sum@example.org", "Wrong-Horse-7").text
    assert "Invalid email or password" in wrong
    assert wrong == unknown


def test_an_unconfirmed_account_with_the_right_password_can_have_the_link_sent_again(
    browse: Browser, make_user: Any, newest_link: Any
) -> None:
    make_user(email="sam@example.org", confirmed_at=None)
    page = attempt(browse, "sam@example.org", GOOD)
    assert "Please confirm your email" in page.text
    assert "Send the link again" in page.text
    browse.post("accounts.resend", {"email": "sam@example.org"})
    browse.get(newest_link())


def test_an_unconfirmed_account_with_a_wrong_password_gets_the_common_answer(browse: Browser, make_user: Any) -> None:
    make_user(email="sam@example.org", confirmed_at=None)
    text = attempt(browse, "sam@example.org", "Wrong-Horse-7").text
    assert "Invalid email or password" in text
    assert "confirm" not in text


def test_a_disabled_account_gets_the_common_answer(browse: Browser, make_user: Any) -> None:
    make_user(email="sam@example.org", disabled_at=now())
    assert "Invalid email or password" in attempt(browse, "sam@example.org", GOOD).text


def test_visitors_are_sent_to_log_in_and_then_back(browse: Browser, make_user: Any) -> None:
    to_log_in = browse.get("accounts.account", status=302).location
    assert to_log_in == "/login?next=/account"
    assert browse.post(to_log_in, {"email": make_user().email, "password": GOOD}).location == "/account"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil",
        "",
        "http:evil.example",
        "/\n/evil.example",
        " //evil.example",
    ],
)
def test_next_to_another_host_is_refused(browse: Browser, make_user: Any, target: str) -> None:
    data = {"email": make_user().email, "password": GOOD}
    assert browse.post("accounts.log_in", data, next=target).location == "/upload"


def test_next_to_an_own_path_keeps_its_query() -> None:
    assert own_path("/analyses?page=2") == "/analyses?page=2"


def test_logging_out_ends_the_session_and_needs_a_post(browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user())
    browse.get("/logout", status=405)
    browse.get("accounts.account")
    browse.post("accounts.log_out")
    browse.get("accounts.account", status=302)


def test_wrong_passwords_close_an_account_to_strangers_for_15_minutes_at_most(browse: Browser, make_user: Any) -> None:
    make_user(email="sam@example.org")
    for _ in range(guards.LOG_IN_PER_ACCOUNT.most):
        attempt(browse, "sam@example.org", "Wrong-Horse-7")
    refused = attempt(browse, "sam@example.org", GOOD, 429)
    assert 0 < int(refused.response.headers["Retry-After"]) <= timedelta(minutes=15).total_seconds()


def test_guessing_elsewhere_does_not_lock_the_owner_out_of_a_known_browser(
    browse: Browser, other_browser: Browser, make_user: Any
) -> None:
    make_user(email="sam@example.org")
    attempt(browse, "sam@example.org", GOOD, 302)
    browse.post("accounts.log_out")
    for _ in range(guards.LOG_IN_PER_ACCOUNT.most):
        attempt(other_browser, "sam@example.org", "Wrong-Horse-7")
    attempt(other_browser, "sam@example.org", GOOD, 429)
    attempt(browse, "sam@example.org", GOOD, 302)


def test_a_known_browser_of_one_account_is_a_stranger_to_another(browse: Browser, make_user: Any) -> None:
    make_user(email="sam@example.org")
    make_user(email="ann@example.org")
    attempt(browse, "ann@example.org", GOOD, 302)
    browse.post("accounts.log_out")
    for _ in range(guards.LOG_IN_PER_ACCOUNT.most):
        attempt(browse, "sam@example.org", "Wrong-Horse-7")
    attempt(browse, "sam@example.org", GOOD, 429)


def test_unknown_addresses_are_limited_like_known_ones(browse: Browser) -> None:
    for _ in range(guards.LOG_IN_PER_ACCOUNT.most):
        attempt(browse, "nobody@example.org", "Wrong-Horse-7")
    attempt(browse, "nobody@example.org", "Wrong-Horse-7", 429)


def test_one_address_cannot_try_many_accounts(browse: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "LOG_IN_PER_ADDRESS", guards.Limit("few", 3, guards.QUARTER))
    for number in range(3):
        attempt(browse, f"person{number}@example.org", "Wrong-Horse-7")
    attempt(browse, "person4@example.org", "Wrong-Horse-7", 429)


def test_successful_log_ins_do_not_count_as_guesses(
    browse: Browser, other_browser: Browser, app: Flask, make_user: Any
) -> None:
    user = make_user()
    for _ in range(guards.LOG_IN_PER_ACCOUNT.most + 2):
        attempt(Browser(app), user.email, GOOD, 302)


def test_a_password_hashed_at_another_cost_is_hashed_again_at_login(
    browse: Browser, app: Flask, make_user: Any, session: Any
) -> None:
    user = make_user()
    assert "$2b$04$" in user.password_hash
    app.config["BCRYPT_COST"] = 5
    attempt(browse, user.email, GOOD, 302)
    session.refresh(user)
    assert "$2b$05$" in user.password_hash
    assert passwords.check_password(GOOD, user.password_hash)


def test_log_ins_and_failures_are_recorded(browse: Browser, make_user: Any, session: Any) -> None:
    user = make_user()
    attempt(browse, user.email, "Wrong-Horse-7")
    attempt(browse, user.email, GOOD, 302)
    browse.post("accounts.log_out")
    events = [(row.event, row.user_id) for row in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert events == [(event, user.id) for event in (Event.LOGIN_FAILED, Event.LOGGED_IN, Event.LOGGED_OUT)]


def test_a_password_far_over_the_limit_is_refused_before_it_is_hashed(browse: Browser, make_user: Any) -> None:
    user = make_user()
    assert "Invalid email or password" in attempt(browse, user.email, GOOD + "x" * 100_000).text
