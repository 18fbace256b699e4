"""Registering: the rules, their exact words, and what the mail says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ecgweb.accounts import registration, rules
from ecgweb.accounts.models import ActivationToken
from ecgweb.extensions import mail as flask_mail
from ecgweb.mail import outbox
from tests.accounts.conftest import GOOD
from tests.browse import Browser

KINDS = (
    "Password must contain at least 8 characters, one uppercase letter, one lowercase letter, "
    "one number, and one special character"
)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "", "Username is required"),
        ("username", "   ", "Username is required"),
        ("username", "ab", "Username must be at least 3 characters long"),
        ("username", "a" * 21, "Username must be at most 20 characters long"),
        ("email", "", "Email is required"),
        ("email", "sam", "Please enter a valid email"),
        ("email", "sam@example", "Please enter a valid email"),
        ("email", "sam@exam ple.org", "Please enter a valid email"),
        ("password", "", "Password is required"),
        ("password", "Aa1!567", KINDS),
        ("password", "correct-horse-7", KINDS),
        ("password", "CORRECT-HORSE-7", KINDS),
        ("password", "Correct-Horse-X", KINDS),
        ("password", "CorrectHorse77", KINDS),
        ("confirm", "", "Confirm password is required"),
        ("confirm", "Correct-Horse-8", "Confirm password must match the password"),
        ("role", "administrator", rules.ROLE_REQUIRED),
    ],
)
def test_a_field_that_is_not_right_is_named_in_the_exact_words(
    register: Callable[..., Any], field: str, value: str, words: str
) -> None:
    page = register(200, **{field: value})
    errors = {element.get("id"): element.text for element in page.all("p") if element.get("class") == "field-error"}
    assert errors[f"{field}-error"] == words


def test_the_browser_is_given_the_same_words(browse: Browser) -> None:
    html = browse.get("accounts.register", title="Sign up").html
    for words in (
        rules.USERNAME_REQUIRED,
        rules.USERNAME_SHORT,
        rules.USERNAME_LONG,
        rules.EMAIL_REQUIRED,
        rules.EMAIL_INVALID,
        rules.PASSWORD_REQUIRED,
        rules.PASSWORD_KINDS,
        rules.CONFIRM_REQUIRED,
        rules.CONFIRM_DIFFERS,
    ):
        assert f'"{words}"' in html


@pytest.mark.parametrize("username", ["abc", "a" * 20, "محمد علي", "李小明", "Zoë O'Neil-Ÿ"])
def test_usernames_of_three_to_twenty_characters_of_any_script_work(
    register: Callable[..., Any], find_user: Any, username: str
) -> None:
    register(username=username)
    assert find_user("sam@example.org").username == username


def test_two_people_may_have_the_same_username(register: Callable[..., Any], find_user: Any) -> None:
    register()
    register(email="other@example.org")
    assert find_user("sam@example.org").username == find_user("other@example.org").username


def test_a_new_account_is_inactive_until_the_link_is_followed(
    register: Callable[..., Any], browse: Browser, newest_link: Any, find_user: Any
) -> None:
    register()
    assert find_user("sam@example.org").confirmed_at is None
    browse.get(newest_link(), title="Confirm your email")
    assert find_user("sam@example.org").confirmed_at is None
    browse.post(newest_link())
    assert find_user("sam@example.org").confirmed_at is not None


def test_an_activation_link_works_once(register: Any, browse: Browser, newest_link: Any) -> None:
    register()
    browse.post(newest_link())
    browse.post(newest_link(), status=404, title="This link does not work any more")
    browse.get(newest_link(), status=404)


def test_an_activation_link_works_for_24_hours(
    register: Any, browse: Browser, newest_link: Any, session: Any, find_user: Any
) -> None:
    register()
    token = session.scalars(select(ActivationToken)).one()
    assert token.expires_at - find_user("sam@example.org").created_at < timedelta(hours=24, minutes=1)
    token.expires_at -= timedelta(hours=24)
    session.commit()
    browse.get(newest_link(), status=404)
    browse.post(newest_link(), status=404)


def test_only_a_hash_of_the_activation_link_is_stored(register: Any, newest_link: Any, session: Any) -> None:
    register()
    token = newest_link().rsplit("/", 1)[1]
    assert token not in session.scalars(select(ActivationToken)).one().token_hash


def test_a_known_address_looks_like_success_and_its_owner_gets_a_mail(
    register: Any, mails: Any, make_user: Any, browse: Browser
) -> None:
    known = make_user(email="Sam@Example.org")
    answer = register(email="sAM@example.ORG")
    fresh = register(email="fresh@example.org")
    assert answer.location == fresh.location
    assert mails()[0].recipient == known.email
    assert mails()[0].subject == "You already have an account - ECG Analyzer"
    assert "/activate/" not in mails()[0].text


def test_registering_a_known_address_changes_nothing_of_its_account(
    register: Any, make_user: Any, find_user: Any
) -> None:
    make_user(email="sam@example.org", username="Original")
    register(username="Intruder", password="Another-Horse-8")
    assert find_user("sam@example.org").username == "Original"


def test_registering_an_unconfirmed_address_again_replaces_it(
    register: Any, browse: Browser, newest_link: Any, find_user: Any
) -> None:
    register(username="First")
    old = newest_link()
    register(username="Second")
    browse.get(old, status=404)
    browse.post(newest_link())
    assert find_user("sam@example.org").username == "Second"


def test_of_two_registrations_at_once_the_database_decides(
    register: Any, make_user: Any, mails: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user(email="sam@example.org", username="First")
    monkeypatch.setattr(registration.people, "find", lambda _email: None)  # as it was a moment ago
    register(username="Second")
    assert [mail.subject for mail in mails()] == ["You already have an account - ECG Analyzer"]


def test_a_new_link_can_be_sent_and_replaces_the_old_one(register: Any, browse: Browser, newest_link: Any) -> None:
    register()
    old = newest_link()
    browse.post("accounts.resend", {"email": "SAM@example.org"})
    browse.get(old, status=404)
    browse.get(newest_link())


def test_asking_for_a_link_answers_alike_for_unknown_and_confirmed_addresses(
    browse: Browser, make_user: Any, mails: Any
) -> None:
    make_user(email="sam@example.org")
    answers = {browse.post("accounts.resend", {"email": f"{name}@example.org"}).location for name in ("sam", "nobody")}
    assert len(answers) == 1
    assert mails() == []


def test_links_use_the_configured_host_never_the_host_header(app: Flask, browse: Browser, mails: Any) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # the cookie of another host would not come along
    form = {"username": "Sam", "email": "sam@example.org", "role": "student", "password": GOOD, "confirm": GOOD}
    answer = browse.client.post("/register", data=form, headers={"Host": "evil.example"})
    assert answer.status_code == 302
    assert "http://127.0.0.1:8000/activate/" in mails()[-1].text
    assert "evil" not in mails()[-1].text + mails()[-1].html


def test_accounts_that_stay_unconfirmed_for_a_week_are_forgotten(register: Any, find_user: Any, session: Any) -> None:
    register()
    find_user("sam@example.org").created_at -= timedelta(days=8)
    registration.forget_unconfirmed()
    session.commit()
    assert find_user("sam@example.org") is None


def test_the_page_works_for_people_who_are_logged_in_too(browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user())
    assert browse.get("accounts.register", status=302).location == "/upload"


def test_signing_up_answers_while_the_mail_server_is_away(
    app: Flask, register: Any, mails: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_message: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(flask_mail, "send", refuse)
    register()
    assert outbox.send_due() == 0
    assert len(mails()) == 1
