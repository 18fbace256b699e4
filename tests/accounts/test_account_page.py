"""One's own account: password, data and deletion."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, String, cast, func, select, text

from ecgweb.accounts import personal_data
from ecgweb.accounts.models import User
from ecgweb.audit import AuditEvent, Event
from ecgweb.extensions import db
from tests.accounts.conftest import GOOD
from tests.browse import Browser

NEW = "Another-Horse-8"
EMAIL = "samantha.scan@example.org"
NAME = "Scan Samantha"


def change(browse: Browser, status: int = 200, current: str = GOOD, password: str = NEW) -> Any:
    fields = {"current_password": current, "password": password, "confirm": password}
    return browse.post("accounts.change_password", fields, status=status)


def exported(browse: Browser) -> zipfile.ZipFile:
    with browse.post("accounts.export", status=200).response as answer:
        return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.fixture
def user(make_user: Any) -> User:
    return make_user(email=EMAIL, username=NAME)


@pytest.fixture
def picture(app: Flask, user: User) -> Iterator[str]:
    """A file of the user in the storage, as another room would keep it."""
    storage = app.extensions["storage"]
    key = storage.put(b"the picture of this person", "jpg")
    personal_data.register_exporter("test", lambda _user: [("pictures/1.jpg", storage.get(key))])
    personal_data.register_eraser("test", lambda _user: [key])
    yield key
    personal_data._exporters.pop("test")
    personal_data._erasers.pop("test")
    storage.delete(key)


def test_changing_the_password_ends_other_sessions_and_mails_the_owner(
    user: User, browse: Browser, other_browser: Browser, mails: Any
) -> None:
    browse.log_in(user)
    other_browser.log_in(user)
    change(browse, 302)
    browse.get("accounts.account")
    other_browser.get("accounts.account", status=302)
    assert [mail.subject for mail in mails()] == ["Your password was changed - ECG Analyzer"]
    other_browser.log_in(user, password=NEW)
    other_browser.get("accounts.account")


@pytest.mark.parametrize(
    ("current", "password", "words"),
    [
        ("Wrong-Horse-7", NEW, "This is not your password"),
        ("", NEW, "Current password is required"),
        (GOOD, "short", "Password must contain at least 8 characters"),
        (GOOD, "Samantha-9-xyz", "Password must not contain your username"),
    ],
)
def test_a_change_needs_the_current_password_and_a_good_new_one(
    user: User, browse: Browser, mails: Any, current: str, password: str, words: str
) -> None:
    browse.log_in(user)
    assert words in change(browse, current=current, password=password).text
    assert mails() == []


def test_guesses_at_the_own_password_are_limited(user: User, browse: Browser) -> None:
    browse.log_in(user)
    for _ in range(10):
        change(browse, current="Wrong-Horse-7")
    change(browse, 429)


def test_the_export_holds_everything_and_is_recorded(user: User, browse: Browser, picture: str, session: Any) -> None:
    browse.log_in(user)
    archive = exported(browse)
    account = json.loads(archive.read("account.json"))
    assert (account["email"], account["username"], account["role"]) == (EMAIL, NAME, "student")
    assert [event["event"] for event in json.loads(archive.read("activity.json"))] == ["logged in", "data exported"]
    assert archive.read("pictures/1.jpg") == b"the picture of this person"
    assert "password" not in json.dumps(account)


def test_the_export_is_of_oneself_only(user: User, browse: Browser, make_user: Any) -> None:
    make_user(email="ann@example.org", username="Ann")
    browse.log_in(user)
    archive = exported(browse)
    assert not any(b"ann@example.org" in archive.read(name) for name in archive.namelist())


def test_deleting_needs_the_password(user: User, browse: Browser, find_user: Any) -> None:
    browse.log_in(user)
    page = browse.post("accounts.delete", {"own_password": "Wrong-Horse-7"}, status=200)
    assert "This is not your password" in page.text
    assert find_user(EMAIL) is not None


def test_deletion_leaves_no_trace_of_the_person_in_any_table_or_file(
    app: Flask, user: User, browse: Browser, picture: str, session: Any
) -> None:
    browse.log_in(user)
    browse.post("accounts.forgot", {"email": EMAIL})  # a mail that waits, a code, a limit that counts
    browse.log_in(user)
    token_hash = user.sessions[0].token_hash
    browse.post("accounts.delete", {"own_password": GOOD})
    for trace in (EMAIL, NAME, token_hash, "hmac-sha256-bcrypt"):
        assert list(rows_with(trace)) == [], trace
    assert picture not in list(app.extensions["storage"].keys())
    assert not any(EMAIL.encode() in path.read_bytes() for path in files_of(app))


def test_what_is_deleted_is_overwritten_in_the_database_file(user: User, browse: Browser, session: Any) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # Postgres overwrites rows when it vacuums
    browse.log_in(user)
    browse.post("accounts.delete", {"own_password": GOOD})
    session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert EMAIL.encode() not in Path(str(db.engine.url.database)).read_bytes()


def test_deletion_ends_all_sessions_and_keeps_the_audit_log_without_the_account(
    user: User, browse: Browser, other_browser: Browser, session: Any
) -> None:
    other_browser.log_in(user)
    browse.log_in(user)
    browse.post("accounts.delete", {"own_password": GOOD})
    other_browser.get("accounts.account", status=302)
    events = session.execute(select(AuditEvent.event, AuditEvent.user_id).order_by(AuditEvent.id)).all()
    assert events[-1] == (Event.ACCOUNT_DELETED, None)
    assert {user_id for _event, user_id in events} == {None}


def rows_with(text: str) -> Iterator[str]:
    """The columns of all tables in which the text occurs."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                continue
            found = func.lower(cast(column, String)).contains(text.lower())
            if db.session.scalar(select(func.count()).select_from(table).where(found)):
                yield f"{table.name}.{column.name}"


def files_of(app: Flask) -> list[Path]:
    """The files a site keeps besides its database."""
    return [path for path in app.config["DATA_DIR"].rglob("*") if path.is_file() and "sqlite" not in path.name]
