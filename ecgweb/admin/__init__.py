"""What administrators see."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from ecgweb.admin import views  # noqa: E402

__all__ = ["blueprint", "views"]
