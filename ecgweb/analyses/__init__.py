"""Uploading a picture, its analysis, and the list of one's analyses."""

from flask import Blueprint

blueprint = Blueprint("analyses", __name__)

from ecgweb.analyses import kind_views, person_views, personal_data, views  # noqa: E402
from ecgweb.analyses.exports import views as export_views  # noqa: E402

personal_data.register()

__all__ = ["blueprint", "export_views", "kind_views", "person_views", "views"]
