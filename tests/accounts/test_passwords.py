"""Which passwords are good, and how they are stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bcrypt
import pytest
from flask import Flask

import config as settings
from ecgweb.accounts import passwords, rules
from tests.browse import Browser

LONG = "A1!" + "abcdefghij" * 7  # 73 characters and bytes


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("Aa1!fgh", rules.PASSWORD_KINDS),
        ("Aa1!fghx", None),
        ("Aa1!" + "x" * 60, None),
        ("Aa1!" + "x" * 124, None),
        ("Aa1!" + "x" * 125, rules.PASSWORD_LONG),
        ("م" * 40 + "Aa1!", None),
        ("ПарольДень7!", None),
        ("Ünïcode Ärger 7", None),
        ("密码Aa1!密码", None),
        ("passWORD nospecial1", None),  # a space is a special character
        ("aA1é̀̀̀̀", rules.PASSWORD_KINDS),  # accents are not
    ],
)
def test_eight_to_128_characters_of_four_kinds_in_any_script(password: str, problem: str | None) -> None:
    assert rules.password_problem(password) == problem


@pytest.mark.parametrize(
    "password",
    ["Password1!", "P@ssw0rd", "Pa$$w0rd123", "Welcome2024!", "Qwerty123$", "Admin@123", "L3tm31n!!", "January2025!",
     "Summer2026#", "1qaz@WSX", "!QAZ2wsx", "Aa123456!", "123Password!", "I<3You12", "Hospital1!",
     "Electrocardiogram1!"],
)  # fmt: skip
def test_common_passwords_are_refused(password: str) -> None:
    assert rules.password_problem(password) == rules.PASSWORD_COMMON


@pytest.mark.parametrize("password", ["Correct-Horse-7", "Xk9#mTq2", "Password for my ECG work 7!", "Abcdef1!x"])
def test_uncommon_passwords_are_not(password: str) -> None:
    assert rules.password_problem(password) is None


@pytest.mark.parametrize("password", ["Samantha-7xy!", "x7!SAMANTHA", "Lee.samantha.9A", "A-b-1-doctorsam!"])
def test_names_and_email_parts_of_the_owner_are_refused(password: str) -> None:
    problem = rules.password_problem(password, "Samantha Lee", "doctorsam@example.org")
    assert problem == rules.PASSWORD_PERSONAL


def test_passwords_that_share_72_bytes_differ(app: Flask) -> None:
    stored = passwords.hash_password(LONG + "x")
    assert passwords.check_password(LONG + "x", stored)
    assert not passwords.check_password(LONG + "y", stored)


def test_letters_typed_in_another_unicode_form_are_the_same(app: Flask) -> None:
    assert passwords.check_password("Cafe\u0301-7-x", passwords.hash_password("Caf\u00e9-7-x"))


def test_bcrypt_sees_a_pre_hash_without_zero_bytes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    real = bcrypt.hashpw
    monkeypatch.setattr(bcrypt, "hashpw", lambda secret, salt: seen.append(secret) or real(secret, salt))
    passwords.hash_password("م" * 40 + "Aa1!")
    assert len(seen[0]) == 44
    assert b"\0" not in seen[0]


def test_the_stored_text_names_algorithm_and_cost(app: Flask) -> None:
    assert passwords.hash_password("Correct-Horse-7").startswith("hmac-sha256-bcrypt$2b$04$")


def test_two_people_with_one_password_are_stored_differently(app: Flask) -> None:
    assert passwords.hash_password("Correct-Horse-7") != passwords.hash_password("Correct-Horse-7")


@pytest.mark.parametrize("stored", ["", "plain", "md5$abc", "$2b$04$abc"])
def test_a_text_of_another_algorithm_matches_no_password(app: Flask, stored: str) -> None:
    assert not passwords.check_password("plain", stored)


def test_a_cost_under_the_minimum_refuses_to_start() -> None:
    with pytest.raises(settings.ConfigurationError, match="BCRYPT_COST"):
        settings.load_config({"BCRYPT_COST": "9", "SECRET_KEY": "x" * 32, "DATA_DIR": "/tmp"})


@pytest.mark.parametrize("password", ["Aa1!" + "x" * 60, "Aa1!" + "x" * 124, "م" * 40 + "Aa1!"])
def test_long_passwords_work_from_registration_to_login(
    register: Callable[..., Any], browse: Browser, newest_link: Any, find_user: Any, password: str
) -> None:
    register(password=password)
    browse.post(newest_link())
    browse.log_in(find_user("sam@example.org"), password=password)
    browse.get("accounts.account")
    browse.post("accounts.log_out")
    form = {"email": "sam@example.org", "password": password[:-1]}
    assert "Invalid email or password" in browse.post("accounts.log_in", form, status=200).text
