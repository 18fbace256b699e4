"""Uploading a picture, its analysis, and the list of one's analyses."""

from flask import Blueprint

blueprint = Blueprint("analyses", __name__)

from ecgweb.analyses import views  # noqa: E402

__all__ = ["blueprint", "views"]
