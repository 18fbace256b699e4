"""A new password by a code from the mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ecgweb.accounts.models import ResetCode
from ecgweb.accounts.password_reset import CODE_LIFETIME, TRIES
from ecgweb.extensions import now
from tests.accounts.conftest import GOOD
from tests.browse import Browser

NEW = "Another-Horse-8"
NOT_VALID = "This code is not valid"


@pytest.fixture
def user(make_user: Any) -> Any:
    return make_user(email="sam@example.org")


def ask(browse: Browser, email: str = "sam@example.org") -> Any:
    return browse.post("accounts.forgot", {"email": email})


def reset(browse: Browser, code: str, status: int = 200, password: str = NEW, email: str = "sam@example.org") -> Any:
    fields = {"email": email, "code": code, "password": password, "confirm": password}
    return browse.post("accounts.reset", fields, status=status)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"


def test_the_code_from_the_mail_sets_a_new_password(user: Any, browse: Browser, newest_code: Any) -> None:
    assert ask(browse).location == "/reset-password"
    reset(browse, newest_code(), 302)
    browse.log_in(user, password=NEW)
    browse.get("accounts.account")


def test_the_form_asks_for_email_code_and_the_password_twice(user: Any, browse: Browser) -> None:
    ask(browse)
    fields = {field.get("name"): field.get("value") for field in browse.get("accounts.reset").all("input")}
    assert fields["email"] == "sam@example.org"
    assert {"code", "password", "confirm"} <= set(fields)


def test_a_code_may_be_typed_with_spaces(user: Any, browse: Browser, newest_code: Any) -> None:
    ask(browse)
    code = newest_code()
    reset(browse, f" {code[:4]} {code[4:]} ", 302)


def test_a_code_works_once(user: Any, browse: Browser, newest_code: Any) -> None:
    ask(browse)
    code = newest_code()
    reset(browse, code, 302)
    assert NOT_VALID in reset(browse, code, password="Third-Horse-9").text


def test_a_new_code_makes_the_old_one_useless(user: Any, browse: Browser, newest_code: Any) -> None:
    ask(browse)
    old = newest_code()
    ask(browse)
    assert NOT_VALID in reset(browse, old).text
    reset(browse, newest_code(), 302)


def test_a_code_works_for_ten_minutes(user: Any, browse: Browser, newest_code: Any, session: Any) -> None:
    ask(browse)
    row = session.scalars(select(ResetCode)).one()
    assert row.expires_at - now() <= timedelta(minutes=10)
    row.expires_at -= CODE_LIFETIME
    session.commit()
    assert NOT_VALID in reset(browse, newest_code()).text


def test_a_code_stops_after_five_wrong_tries(user: Any, browse: Browser, newest_code: Any) -> None:
    ask(browse)
    code = newest_code()
    for _ in range(TRIES):
        assert NOT_VALID in reset(browse, another(code)).text
    assert NOT_VALID in reset(browse, code).text


def test_four_wrong_tries_leave_one(user: Any, browse: Browser, newest_code: Any) -> None:
    ask(browse)
    code = newest_code()
    for _ in range(TRIES - 1):
        reset(browse, another(code))
    reset(browse, code, 302)


def test_a_form_with_a_mistake_costs_no_try(user: Any, browse: Browser, session: Any, newest_code: Any) -> None:
    ask(browse)
    reset(browse, newest_code(), password="short")
    assert session.scalars(select(ResetCode)).one().tries_left == TRIES


def test_the_code_is_stored_with_a_password_hash(user: Any, browse: Browser, newest_code: Any, session: Any) -> None:
    ask(browse)
    row = session.scalars(select(ResetCode)).one()
    assert row.code_hash.startswith("hmac-sha256-bcrypt$2b$")
    assert newest_code() not in row.code_hash


def test_the_new_password_must_not_contain_the_username_and_the_code_stays_good(
    make_user: Any, browse: Browser, newest_code: Any
) -> None:
    make_user(email="sam@example.org", username="Leopold")
    ask(browse)
    assert "must not contain your username" in reset(browse, newest_code(), password="Leopold-the-5th").text
    reset(browse, newest_code(), 302)


def test_a_reset_ends_all_sessions_and_mails_the_owner(
    user: Any, browse: Browser, other_browser: Browser, newest_code: Any, mails: Any
) -> None:
    other_browser.log_in(user)
    ask(browse)
    reset(browse, newest_code(), 302)
    other_browser.get("accounts.account", status=302)
    assert mails()[-1].subject == "Your password was changed - ECG Analyzer"


def test_unknown_addresses_get_the_same_answer_and_no_mail(
    user: Any, browse: Browser, other_browser: Browser, mails: Any
) -> None:
    known = browse.follow(ask(browse)).text
    unknown = other_browser.follow(ask(other_browser, "nobody@example.org")).text
    assert known.replace("sam@", "") == unknown.replace("nobody@", "")
    assert [mail.recipient for mail in mails()] == ["sam@example.org"]


def test_a_code_opens_only_its_own_account(user: Any, make_user: Any, browse: Browser, newest_code: Any) -> None:
    make_user(email="ann@example.org")
    ask(browse)
    assert NOT_VALID in reset(browse, newest_code(), email="ann@example.org").text


def test_a_code_does_not_confirm_an_address(make_user: Any, browse: Browser, newest_code: Any) -> None:
    make_user(email="sam@example.org", confirmed_at=None)
    ask(browse)
    reset(browse, newest_code(), 302)
    page = browse.post("accounts.log_in", {"email": "sam@example.org", "password": NEW}, status=200)
    assert "Please confirm your email" in page.text


def test_disabled_accounts_get_no_code(make_user: Any, browse: Browser, mails: Any) -> None:
    make_user(email="sam@example.org", disabled_at=now())
    ask(browse)
    assert mails() == []


def test_the_old_password_stops_working(user: Any, browse: Browser, newest_code: Any) -> None:
    ask(browse)
    reset(browse, newest_code(), 302)
    page = browse.post("accounts.log_in", {"email": "sam@example.org", "password": GOOD}, status=200)
    assert "Invalid email or password" in page.text
