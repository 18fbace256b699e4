"""What administrators see."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from ecgweb.admin import activity_views  # noqa: E402

__all__ = ["activity_views", "blueprint"]
