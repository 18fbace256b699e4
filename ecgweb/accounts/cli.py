"""Commands about accounts; real administrators are made here and nowhere else."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands to `flask --app wsgi`."""
