"""Health of the process and readiness to serve."""

from flask import Blueprint

blueprint = Blueprint("status", __name__)

from ecgweb.status import views  # noqa: E402

__all__ = ["blueprint", "views"]
