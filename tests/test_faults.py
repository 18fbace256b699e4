"""The log tells what failed and where, without a person's words."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from ecgweb import faults
from ecgweb.accounts.models import User
from ecgweb.extensions import db
from ecgweb.security.access import Role


def twice_the_same_address() -> None:
    for _ in range(2):
        db.session.add(
            User(
                username="Sam Lee",
                email="sam@example.org",
                email_key="sam@example.org",
                role=Role.STUDENT,
                password_hash="none",
            )
        )
        db.session.commit()


def test_a_row_that_the_database_refuses_is_logged_without_its_values(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        twice_the_same_address()
    except SQLAlchemyError as error:
        faults.log(logging.getLogger("test"), "test", error)
    assert "IntegrityError" in caplog.text
    assert "twice_the_same_address" in caplog.text
    assert "sam@" not in caplog.text
