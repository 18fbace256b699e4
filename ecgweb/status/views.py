"""Whether the process lives and whether it can serve. Never cached."""

from __future__ import annotations

import shutil
from typing import Any

from flask import current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ecgweb.extensions import db
from ecgweb.security import access
from ecgweb.status import blueprint

MINIMUM_FREE_BYTES = 200 * 1024 * 1024


@blueprint.get("/healthz")
@access.public
def healthz() -> Any:
    """The process answers."""
    return jsonify(status="ok"), 200, {"Cache-Control": "no-store"}


@blueprint.get("/readyz")
@access.public
def readyz() -> Any:
    """Database, networks and disk are ready; 503 names what is not."""
    checks = {
        "database": _database_answers(),
        "models": current_app.extensions["analysis_service"].ready,
        "disk": shutil.disk_usage(current_app.config["DATA_DIR"]).free > MINIMUM_FREE_BYTES,
    }
    ready = all(checks.values())
    return jsonify(ready=ready, checks=checks), 200 if ready else 503, {"Cache-Control": "no-store"}


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True
