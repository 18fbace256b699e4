"""Home, privacy and other pages open to everybody."""

from flask import Blueprint

blueprint = Blueprint("site", __name__)

from ecgweb.site import views  # noqa: E402

__all__ = ["blueprint", "views"]
