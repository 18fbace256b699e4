"""Commands about accounts: `flask --app wsgi users ...` and `flask --app wsgi demo-accounts`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from ecgweb import audit
from ecgweb.accounts import demo, passwords, people, rules, sessions
from ecgweb.accounts.models import User, email_key
from ecgweb.extensions import db, now
from ecgweb.security.access import Role

users = AppGroup("users", help="Administrators are made here; accounts are disabled and enabled.")


def register(app: Flask) -> None:
    """Add the commands to an application."""
    app.cli.add_command(users)
    app.cli.add_command(demo_accounts)


@users.command("create-admin")
@click.argument("email")
@click.option("--username", default="Administrator", show_default=True)
@click.password_option(help="Asked for when it is not given.")
def create_admin(email: str, username: str, password: str) -> None:
    """Make a confirmed administrator with the address EMAIL."""
    problem = None if rules.is_email(email) else rules.EMAIL_INVALID
    if problem := problem or rules.password_problem(password, username, email):
        raise click.ClickException(problem)
    if people.find(email) is not None:
        raise click.ClickException("an account has this address already")
    user = User(
        username=username[: rules.MAX_USERNAME_LENGTH],
        email=email,
        email_key=email_key(email),
        role=Role.ADMINISTRATOR,
        password_hash=passwords.hash_password(password),
        confirmed_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    audit.record(audit.Event.REGISTERED, user.id)
    db.session.commit()
    click.echo(f"Administrator {user.id} can log in now.")


@users.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Close the account of EMAIL and end its sessions."""
    user = _find(email)
    user.disabled_at = user.disabled_at or now()
    sessions.end_all(user)
    audit.record(audit.Event.ACCOUNT_DISABLED, user.id)
    db.session.commit()
    click.echo(f"Account {user.id} is disabled and its sessions are ended.")


@users.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Open the account of EMAIL again."""
    user = _find(email)
    user.disabled_at = None
    audit.record(audit.Event.ACCOUNT_ENABLED, user.id)
    db.session.commit()
    click.echo(f"Account {user.id} is enabled.")


@click.command("demo-accounts")
@with_appcontext
def demo_accounts() -> None:
    """Make three demo accounts with one password (development only)."""
    if current_app.config["ENVIRONMENT"] != "development":
        raise click.ClickException("demo accounts exist in development only")
    password = demo.make_demo_accounts()
    for email in demo.DEMO_EMAILS.values():
        click.echo(f"{email}  {password}")


def _find(email: str) -> User:
    user = people.find(email)
    if user is None:
        raise click.ClickException("no account has this address")
    return user
