"""What this room keeps about a person, for the export of an account; tokens go with the account by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ecgweb.accounts import personal_data
from ecgweb.accounts.models import User
from ecgweb.api import tokens


def export_tokens(user: User) -> Iterator[tuple[str, bytes]]:
    """Name and dates of each token; the tokens themselves are not kept."""
    rows = [
        {
            "name": row.name,
            "created_at": row.created_at.isoformat(timespec="seconds"),
            "expires_at": row.expires_at.isoformat(timespec="seconds"),
            "last_used_at": row.last_used_at.isoformat(timespec="seconds") if row.last_used_at else None,
        }
        for row in tokens.of_user(user)
    ]
    if rows:
        yield "api_tokens.json", json.dumps(rows, indent=2, ensure_ascii=False).encode()


def register() -> None:
    personal_data.register_exporter("api", export_tokens)
