"""Registering, logging in, sessions and one's own data."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from ecgweb.accounts import (  # noqa: E402
    account_views,
    demo_views,
    login_manager,
    login_views,
    registration_views,
)

__all__ = ["account_views", "blueprint", "demo_views", "login_manager", "login_views", "registration_views"]
