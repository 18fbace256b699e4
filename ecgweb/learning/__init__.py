"""Explanations: for students in depth, conditions and precautions for everybody."""

from flask import Blueprint

blueprint = Blueprint("learning", __name__)

from ecgweb.learning import views  # noqa: E402

__all__ = ["blueprint", "views"]
