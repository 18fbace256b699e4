"""Registering, logging in, sessions and one's own data."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from ecgweb.accounts import login_manager, views  # noqa: E402

__all__ = ["blueprint", "login_manager", "views"]
