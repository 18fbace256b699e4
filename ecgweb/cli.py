"""The commands of `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from ecgweb.accounts import cli as accounts_cli
    from ecgweb.analyze_command import analyze_command
    from ecgweb.models_command import models_commands

    accounts_cli.register(app)
    app.cli.add_command(analyze_command)
    app.cli.add_command(models_commands)
