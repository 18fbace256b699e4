"""The commands of `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from ecgweb.accounts import cli as accounts_cli

    accounts_cli.register(app)
