"""Registering, logging in, sessions and one's own data."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from ecgweb.accounts import views  # noqa: E402

__all__ = ["blueprint", "views"]
