"""What the frame of every page needs, error pages included, so nothing here may fail when the database does."""

from __future__ import annotations

from typing import Any

from flask import g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from ecgweb.extensions import db
from ecgweb.site.navigation import LINKS, Link

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def viewer() -> Any:
    """The signed-in user, None for a visitor, and None too while the database is away."""
    if "viewer" not in g:
        try:
            g.viewer = current_user._get_current_object() if current_user.is_authenticated else None
        except SQLAlchemyError:
            db.session.rollback()
            g.viewer = None
    return g.viewer


def navigation() -> tuple[Link, ...]:
    """The links of the header for whoever looks."""
    user = viewer()
    return LINKS[user.role if user else None]


def theme() -> str | None:
    """The theme the reader chose, None to follow the device."""
    chosen = request.cookies.get(THEME_COOKIE)
    return chosen if chosen in THEMES else None


def context() -> dict[str, Any]:
    """Names every template can use; `current_user` asks the database only where a template names it."""
    return {"current_user": current_user, "viewer": viewer, "navigation": navigation, "theme": theme()}
