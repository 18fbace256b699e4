"""What every template can use."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for

from ecgweb.ecg.readers.formats import NAMES
from ecgweb.extensions import now
from ecgweb.security.access import Role

NOTICE = "For research and education only. Not a medical device."


def register(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, Role=Role, NOTICE=NOTICE, PICTURE_FORMATS=NAMES)
    app.context_processor(_context)


def asset(filename: str) -> str:
    """Address of a static file that changes whenever its content does, so browsers may keep it for long."""
    return url_for("static", filename=filename, v=_fingerprint(_static_path(filename)))


def is_current_asset() -> bool:
    """True if the request is for a static file by the address that `asset` gives it now."""
    filename = (request.view_args or {}).get("filename", "")
    wanted = request.args.get("v")
    return bool(wanted) and _static_path(filename).is_file() and wanted == _fingerprint(_static_path(filename))


def _static_path(filename: str) -> Path:
    return Path(str(current_app.static_folder)) / filename


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _context() -> dict[str, Any]:
    return {"this_year": now().year, "development": current_app.config["ENVIRONMENT"] == "development"}
