"""What this room keeps about a person, for the export and the deletion of an account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from flask import current_app
from sqlalchemy import delete

from ecgweb.accounts import personal_data
from ecgweb.accounts.models import User
from ecgweb.analyses import service
from ecgweb.analyses.models import Analysis
from ecgweb.extensions import db

SIGNAL_FORMAT = {"unit": "mV", "type": "float32, little-endian", "order": "all leads of a moment, then the next moment"}


def export_analyses(user: User) -> Iterator[tuple[str, bytes | IO[bytes]]]:
    """The picture or the signal, the result and the traces of each analysis."""
    storage = current_app.extensions["storage"]
    for analysis in service.all_of(user.id):
        folder = f"analyses/{analysis.created_at:%Y-%m-%d_%H%M%S}_{analysis.public_id}"
        about: dict[str, Any] = {
            "id": analysis.public_id,
            "created_at": analysis.created_at.isoformat(timespec="seconds"),
            "state": analysis.state,
            "help": (analysis.help or {}).get("set"),
            "sex": analysis.sex,
            "age_years": analysis.age_years,
            "analysis": analysis.contract,
        }
        yield f"{folder}/analysis.json", json.dumps(about, indent=2).encode()
        yield f"{folder}/picture.jpg", storage.get(analysis.image_key)
        if analysis.trace_key:
            yield f"{folder}/traces.npz", storage.get(analysis.trace_key)
        if analysis.signal_key:
            yield f"{folder}/signal.json", json.dumps({**(analysis.signal_about or {}), **SIGNAL_FORMAT}).encode()
            yield f"{folder}/signal.f32", storage.open(analysis.signal_key)


def erase_analyses(user: User) -> list[str]:
    """Delete the rows and return the keys of their files."""
    keys = [key for analysis in service.all_of(user.id) for key in analysis.keys]
    db.session.execute(delete(Analysis).where(Analysis.user_id == user.id))
    return keys


def register() -> None:
    personal_data.register_exporter("analyses", export_analyses)
    personal_data.register_eraser("analyses", erase_analyses)
