"""Accounts on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from ecgweb.security.access import Role
from tests.accounts.conftest import GOOD
from tests.browse import Browser


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def test_an_administrator_is_made_on_the_command_line(run: Any, browse: Browser, find_user: Any) -> None:
    assert run("users", "create-admin", "root@example.org", "--password", GOOD).exit_code == 0
    user = find_user("root@example.org")
    assert user.role is Role.ADMINISTRATOR
    browse.log_in(user)
    browse.get("admin.activity")


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [("root", GOOD, "valid email"), ("root@example.org", "Admin@123", "easy to guess")],
)
def test_administrators_follow_the_same_rules(run: Any, email: str, password: str, words: str) -> None:
    result = run("users", "create-admin", email, "--password", password)
    assert result.exit_code == 1
    assert words in result.output


def test_an_address_has_one_account(run: Any, make_user: Any) -> None:
    make_user(email="root@example.org")
    assert run("users", "create-admin", "ROOT@example.org", "--password", GOOD).exit_code == 1


def test_nobody_registers_as_an_administrator(register: Any, find_user: Any) -> None:
    register(200, role="administrator")
    assert find_user("sam@example.org") is None


def test_a_disabled_account_can_be_enabled_again(run: Any, browse: Browser, make_user: Any) -> None:
    user = make_user()
    run("users", "disable", user.email)
    form = {"email": user.email, "password": GOOD}
    assert "Invalid email or password" in browse.post("accounts.log_in", form, status=200).text
    run("users", "enable", user.email)
    browse.log_in(user)
    browse.get("accounts.account")


def test_disabling_an_unknown_address_says_so(run: Any) -> None:
    assert "no account" in run("users", "disable", "nobody@example.org").output


def test_demo_accounts_are_three_with_one_printed_password(run: Any, app: Flask, find_user: Any) -> None:
    lines = [line.split() for line in run("demo-accounts").output.splitlines()]
    assert [email for email, _ in lines] == ["student@example.org", "professional@example.org", "admin@example.org"]
    for email, password in lines:
        browse = Browser(app)
        browse.log_in(find_user(email), password=password)
        browse.get("accounts.account")


def test_demo_accounts_are_refused_in_production(run: Any, app: Flask, find_user: Any) -> None:
    app.config["ENVIRONMENT"] = "production"
    assert run("demo-accounts").exit_code == 1
    assert find_user("student@example.org") is None


def test_a_button_makes_the_demo_accounts_and_shows_their_password(browse: Browser, find_user: Any) -> None:
    text = browse.follow(browse.post("/dev/demo-accounts")).text
    password = text.split("Their password is ")[1].split()[0]
    browse.log_in(find_user("professional@example.org"), password=password)
    browse.get("accounts.account")
