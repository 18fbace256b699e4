"""Every view declares who may see it; a view that declares nothing is shown to nobody.

@blueprint.get("/explanation")
@access.roles(Role.STUDENT)
def explanation(): ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from werkzeug.exceptions import Forbidden

View = TypeVar("View", bound=Callable[..., Any])
_bearer_loader: Callable[[], Any] = lambda: None  # noqa: E731 - nobody, until the API sets its own


class Role(StrEnum):
    """What a person may do; students and professionals choose theirs when they register."""

    STUDENT = "student"
    PROFESSIONAL = "professional"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return {
            Role.STUDENT: "Medical student",
            Role.PROFESSIONAL: "Healthcare professional",
            Role.ADMINISTRATOR: "Administrator",
        }[self]


@dataclass(frozen=True)
class Rule:
    """Who may see a view: everybody, programs with a person's token, or signed-in people of the roles named.

    `refusal` tells the others why not.
    """

    everybody: bool = False
    by_token: bool = False
    roles: frozenset[Role] = frozenset()
    refusal: str | None = None


def _declare(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


public = _declare(Rule(everybody=True))
by_token = _declare(Rule(by_token=True))
signed_in = _declare(Rule(roles=frozenset(Role)))


def roles(*allowed: Role, refusal: str | None = None) -> Callable[[View], View]:
    """Declare that only signed-in people of these roles see the view; others get a 403 page that may say why."""
    return _declare(Rule(roles=frozenset(allowed), refusal=refusal))


def bearer_loader(loader: Callable[[], Any]) -> None:
    """Set what finds the person behind the token of a request, None if it has none that works."""
    global _bearer_loader
    _bearer_loader = loader


def token_user() -> Any:
    """The person whose token this request brought."""
    return g.token_user


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The declared rule of an endpoint, None if it declares none."""
    return getattr(app.view_functions[endpoint], "access_rule", None)


def register(app: Flask) -> None:
    public(app.view_functions["static"])
    app.before_request(_enforce)


def _enforce() -> Any:
    if request.endpoint is None:
        return None  # no such page: the 404 handler answers
    rule = rule_of(current_app, request.endpoint)
    if rule is None:
        abort(403)
    if rule.everybody:
        return None
    if rule.by_token:
        g.token_user = _bearer_loader()
        return None if g.token_user else abort(401)
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if current_user.role not in rule.roles:
        refused = Forbidden()
        refused.user_message = rule.refusal  # type: ignore[attr-defined]
        raise refused
    return None
