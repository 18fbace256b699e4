"""All that is kept about a person: to hand it over, and to delete it.

Each room that keeps something about people adds itself here, so that this one need not know the others:

    personal_data.register_exporter("analyses", export_analyses)
    personal_data.register_eraser("analyses", erase_analyses)
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import delete, select

from ecgweb.accounts import sessions
from ecgweb.accounts.models import User
from ecgweb.audit import AuditEvent
from ecgweb.extensions import db, now
from ecgweb.mail.outbox import OutboxMail

KEEP_IN_MEMORY_BYTES = 8 * 1024 * 1024

# Path inside the archive and content, in memory or open, of each file that belongs to a person.
Exporter = Callable[[User], Iterable[tuple[str, bytes | IO[bytes]]]]
# Deletes rows within the current transaction and returns the storage keys of files to delete after it.
Eraser = Callable[[User], Iterable[str]]

_exporters: dict[str, Exporter] = {}
_erasers: dict[str, Eraser] = {}


def register_exporter(room: str, exporter: Exporter) -> None:
    """Add the files of a room to the export."""
    _exporters[room] = exporter


def register_eraser(room: str, eraser: Eraser) -> None:
    """Let a room delete what it keeps when an account is deleted."""
    _erasers[room] = eraser


def export(user: User) -> IO[bytes]:
    """A ZIP archive of everything kept about a person, ready to be read."""
    archive_file = SpooledTemporaryFile(max_size=KEEP_IN_MEMORY_BYTES)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(archive_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for exporter in _exporters.values():
            for path, content in exporter(user):
                _add(archive, path, content)
    archive_file.seek(0)
    return archive_file


def _add(archive: zipfile.ZipFile, path: str, content: bytes | IO[bytes]) -> None:
    if isinstance(content, bytes):
        archive.writestr(path, content)
        return
    with content, archive.open(path, "w", force_zip64=True) as member:
        shutil.copyfileobj(content, member)


def erase(user: User) -> list[str]:
    """Delete what the rooms keep about a person; returns the storage keys to delete after the commit."""
    return [key for eraser in _erasers.values() for key in eraser(user)]


def _export_account(user: User) -> Iterable[tuple[str, bytes]]:
    about = {
        "exported_at": _moment(now()),
        "username": user.username,
        "email": user.email,
        "role": user.role,
        "created_at": _moment(user.created_at),
        "confirmed_at": _moment(user.confirmed_at),
        "sessions": [
            {"browser": row.browser, "created_at": _moment(row.created_at), "last_seen_at": _moment(row.last_seen_at)}
            for row in sessions.of_user(user)
        ],
    }
    yield "account.json", _json(about)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.user_id == user.id).order_by(AuditEvent.id))
    yield "activity.json", _json([{"at": _moment(row.at), "event": row.event, "about": row.subject} for row in events])


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _json(content: object) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False).encode()


def _erase_mails(user: User) -> Iterable[str]:
    """Mails to this person that still wait to be sent, or lie in the development mailbox."""
    db.session.execute(delete(OutboxMail).where(OutboxMail.recipient == user.email))
    return ()


register_exporter("account", _export_account)
register_eraser("mail", _erase_mails)
