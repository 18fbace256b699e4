"""What the tests of accounts share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from ecgweb.accounts.models import User
from ecgweb.mail.outbox import OutboxMail
from tests.browse import Browser, Page

GOOD = "Correct-Horse-7"


@pytest.fixture
def mails(session: scoped_session[Any]) -> Callable[[], list[OutboxMail]]:
    """All mails waiting, oldest first."""
    return lambda: list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


@pytest.fixture
def newest_link(mails: Callable[[], list[OutboxMail]]) -> Callable[[], str]:
    """The path of the activation link in the newest mail."""

    def find() -> str:
        link = re.search(r"http://127\.0\.0\.1:8000(/activate/\S+)", mails()[-1].text)
        assert link is not None, mails()[-1].text
        return link.group(1)

    return find


@pytest.fixture
def newest_code(mails: Callable[[], list[OutboxMail]]) -> Callable[[], str]:
    """The code in the newest mail."""

    def find() -> str:
        code = re.search(r"^(\d{6,8})$", mails()[-1].text, re.MULTILINE)
        assert code is not None, mails()[-1].text
        return code.group(1)

    return find


@pytest.fixture
def register(browse: Browser) -> Callable[..., Page]:
    """Send the registration form, by default with values that are fine."""

    def send(status: int = 302, **fields: str) -> Page:
        values = {
            "username": "Sam Lee",
            "email": "sam@example.org",
            "role": "student",
            "password": GOOD,
            "confirm": fields.get("password", GOOD),
            **fields,
        }
        return browse.post("accounts.register", values, status=status)

    return send


@pytest.fixture
def find_user(session: scoped_session[Any]) -> Callable[[str], User | None]:
    return lambda email: session.scalar(select(User).where(User.email == email))


@pytest.fixture
def other_browser(app: Flask) -> Browser:
    """A second browser, with cookies of its own."""
    return Browser(app)
