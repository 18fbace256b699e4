"""The mails of accounts: each function returns one as data. Links lead to the configured address of the site."""

from __future__ import annotations

from typing import Any

from flask import current_app

from ecgweb.accounts.models import User
from ecgweb.mail import Message


def activation(user: User, token: str) -> Message:
    """The link that confirms an address."""
    return _message(user, "activation", "Confirm your email", link=_link("accounts.activate", token=token))


def already_registered(user: User) -> Message:
    """Somebody tried to register an address that has an account."""
    return _message(
        user,
        "already_registered",
        "You already have an account",
        link=_link("accounts.log_in"),
        forgot_link=_link("accounts.forgot"),
    )


def reset_code(user: User, code: str) -> Message:
    """The code that allows a new password."""
    return _message(user, "reset_code", "Your code for a new password", code=code, link=_link("accounts.reset"))


def password_changed(user: User) -> Message:
    """Tell the owner, who can act if it was not them."""
    return _message(user, "password_changed", "Your password was changed", link=_link("accounts.forgot"))


def _message(user: User, template: str, subject: str, **values: Any) -> Message:
    values |= {"username": user.username, "subject": subject}
    return Message(
        recipient=user.email,
        subject=f"{subject} - ECG Analyzer",
        text=_render(f"mail/{template}.txt", values).strip() + "\n",
        html=_render(f"mail/{template}.html", values),
    )


def _render(template: str, values: dict[str, Any]) -> str:
    """Mails are written from their values alone; who asks for a page at this moment does not matter."""
    return current_app.jinja_env.get_template(template).render(values)


def _link(endpoint: str, **values: str) -> str:
    """An address made from PUBLIC_URL; the Host header of a request is never trusted."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return str(current_app.config["PUBLIC_URL"]) + path
