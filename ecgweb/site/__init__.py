"""Home, privacy and other pages open to everybody, and the frame around every page."""

from flask import Blueprint

blueprint = Blueprint("site", __name__)

from ecgweb.site import frame, views  # noqa: E402

blueprint.app_context_processor(frame.context)

__all__ = ["blueprint", "views"]
