"""Which links the header shows, by role, declared as one table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from ecgweb.security.access import Role


@dataclass(frozen=True)
class Link:
    """A link of the header; `rooms` are blueprints whose other pages belong to it."""

    endpoint: str
    label: str
    rooms: tuple[str, ...] = ()
    primary: bool = False

    @property
    def url(self) -> str:
        return url_for(self.endpoint)

    def leads_to(self, endpoint: str | None) -> bool:
        """True if the page shown is reached through this link."""
        return endpoint in self.rooms


UPLOAD = Link("analyses.upload", "Upload")
ANALYSES = Link("analyses.index", "My analyses", ("analyses.show",))
EXPLANATION = Link("learning.explanation", "Explanation")
CONDITIONS = Link("learning.conditions", "Conditions", ("learning.condition",))
ACTIVITY = Link("admin.activity", "Activity")
ACCOUNT = Link("accounts.account", "Account", ("developers.own_tokens", "developers.make_token"))
LOG_IN = Link("accounts.log_in", "Log in", ("accounts.forgot", "accounts.reset"))
SIGN_UP = Link("accounts.register", "Sign up", ("accounts.activate", "accounts.resend"), primary=True)

LINKS: dict[Role | None, tuple[Link, ...]] = {
    None: (CONDITIONS, LOG_IN, SIGN_UP),
    Role.STUDENT: (UPLOAD, ANALYSES, EXPLANATION, CONDITIONS, ACCOUNT),
    Role.PROFESSIONAL: (UPLOAD, ANALYSES, CONDITIONS, ACCOUNT),
    Role.ADMINISTRATOR: (UPLOAD, ANALYSES, CONDITIONS, ACTIVITY, ACCOUNT),
}
