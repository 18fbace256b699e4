"""The audit log as administrators see it."""

from __future__ import annotations

from typing import Any

import pytest

from ecgweb import audit
from ecgweb.admin.audit_log import PAGE_SIZE
from ecgweb.audit import AuditEvent, Event
from ecgweb.security.access import Role
from tests.browse import HTML, Browser


@pytest.mark.parametrize(("role", "status"), [(Role.ADMINISTRATOR, 200), (Role.PROFESSIONAL, 403), (Role.STUDENT, 403)])
def test_administrators_alone_see_the_activity(browse: Browser, make_user: Any, role: Role, status: int) -> None:
    browse.log_in(make_user(role))
    browse.get("admin.activity", status=status)


def test_visitors_are_sent_to_log_in(browse: Browser) -> None:
    assert browse.get("admin.activity", status=302).location == "/login?next=/admin/activity"


def rows(page: Any) -> list[list[str]]:
    bodies = page.all("tbody")
    return [["".join(cell.itertext()) for cell in row.iter(f"{HTML}td")] for row in bodies[0]] if bodies else []


def test_the_log_shows_accounts_by_number_and_is_filtered_by_event(browse: Browser, make_user: Any) -> None:
    admin = make_user(Role.ADMINISTRATOR, username="Hidden Name")
    browse.log_in(admin)
    page = browse.get("admin.activity", event=Event.LOGGED_IN.value)
    assert [row[1:4] for row in rows(page)] == [["Logged in", str(admin.id), "Administrator"]]
    assert admin.email not in page.text
    assert "Hidden Name" not in page.text


def test_looking_at_the_log_is_recorded(browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user(Role.ADMINISTRATOR))
    browse.get("admin.activity")
    assert rows(browse.get("admin.activity"))[0][1] == "Administrator viewed"


def test_old_events_are_on_further_pages(browse: Browser, make_user: Any, session: Any) -> None:
    for _ in range(PAGE_SIZE + 5):
        audit.record(Event.ANALYSED)
    session.commit()
    browse.log_in(make_user(Role.ADMINISTRATOR))
    first = browse.get("admin.activity", event="analysed")
    assert len(rows(first)) == PAGE_SIZE
    older = next(link.get("href") for link in first.all("a") if link.text == "Older")
    assert len(rows(browse.get(older))) == 5
    assert session.query(AuditEvent).count() >= PAGE_SIZE


def test_an_unknown_filter_shows_everything(browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user(Role.ADMINISTRATOR))
    assert rows(browse.get("admin.activity", event="nonsense", before="x"))
