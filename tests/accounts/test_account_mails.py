"""Mails are data, made from values alone."""

from __future__ import annotations

import html5lib
import pytest
from flask import Flask

from ecgweb.accounts import mails
from ecgweb.accounts.models import User
from ecgweb.mail import Message

SAM = User(username="Sam <b>&amp; Lee", email="sam@example.org")


def all_mails() -> list[Message]:
    return [
        mails.activation(SAM, "a-token"),
        mails.already_registered(SAM),
        mails.reset_code(SAM, "12345678"),
        mails.password_changed(SAM),
    ]


def test_every_mail_has_text_and_valid_html_without_leftovers(app: Flask) -> None:
    for mail in all_mails():
        html5lib.HTMLParser(strict=True).parse(mail.html)
        for part in (mail.subject, mail.text, mail.html):
            assert part.strip()
            assert not {"{{", "{%", "None"} & set(part.split())


def test_a_username_is_text_and_never_markup(app: Flask) -> None:
    for mail in all_mails():
        assert "Hello Sam <b>&amp; Lee," in mail.text
        assert "Hello Sam &lt;b&gt;&amp;amp; Lee," in mail.html


def test_subjects_hold_neither_names_nor_codes(app: Flask) -> None:
    assert [mail.subject for mail in all_mails()] == [
        f"{words} - ECG Analyzer"
        for words in (
            "Confirm your email",
            "You already have an account",
            "Your code for a new password",
            "Your password was changed",
        )
    ]


@pytest.mark.parametrize("address", ["https://ecg.example.org", "https://example.org/ecg"])
def test_links_begin_with_the_configured_address(app: Flask, address: str) -> None:
    app.config["PUBLIC_URL"] = address
    mail = mails.activation(SAM, "a-token")
    assert f"{address}/activate/a-token" in mail.text
    assert f'href="{address}/activate/a-token"' in mail.html
