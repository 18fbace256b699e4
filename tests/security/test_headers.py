"""What every answer tells the browser, errors included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ecgweb import create_app
from ecgweb.extensions import db
from tests.browse import Browser
from tests.conftest import FakeService, settings

PAGES = ["/", "/login", "/register", "/healthz", "/static/css/tokens.css", "/no-such-page", "/account", "/activate/x"]


@pytest.fixture
def production(tmp_path: Path) -> Flask:
    """A site with the cookies and headers of production, over HTTPS."""
    overrides = settings(tmp_path, f"sqlite:///{tmp_path / 'db.sqlite3'}") | {
        "ENVIRONMENT": "production",
        "PUBLIC_URL": "https://ecg.example.org",
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "WTF_CSRF_ENABLED": False,
    }
    app = create_app(overrides, service=FakeService())  # type: ignore[arg-type]
    with app.app_context():
        db.create_all()
    return app


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policies(browse: Browser, path: str) -> None:
    with browse.client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_errors_of_the_site_itself_carry_them_too(app: Flask, browse: Browser, monkeypatch: Any) -> None:
    def fail() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(fail, "access_rule", app.view_functions["site.home"].access_rule, raising=False)
    monkeypatch.setitem(app.view_functions, "site.home", fail)
    page = browse.get("site.home", status=500)
    assert "default-src 'none'" in page.response.headers["Content-Security-Policy"]


def test_each_answer_has_a_nonce_of_its_own(browse: Browser) -> None:
    policies = {browse.client.get("/login").headers["Content-Security-Policy"] for _ in range(5)}
    assert len(policies) == 5


def test_pages_of_people_who_are_logged_in_are_not_stored(browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user())
    assert browse.get("accounts.account").response.headers["Cache-Control"] == "no-store"


def test_production_asks_for_https_for_two_years(production: Flask) -> None:
    headers = production.test_client().get("/login", base_url="https://ecg.example.org").headers
    assert "max-age=63072000" in headers["Strict-Transport-Security"]


def test_cookies_of_production_are_bound_to_host_and_https(production: Flask) -> None:
    from ecgweb.accounts import passwords
    from ecgweb.accounts.models import User
    from ecgweb.extensions import now
    from ecgweb.security.access import Role

    with production.app_context():
        password_hash = passwords.hash_password("Correct-Horse-7")
        fields = {"email": "sam@example.org", "email_key": "sam@example.org", "role": Role.STUDENT}
        db.session.add(User(username="Sam", password_hash=password_hash, confirmed_at=now(), **fields))
        db.session.commit()
    form = {"email": "sam@example.org", "password": "Correct-Horse-7"}
    answer = production.test_client().post("/login", data=form, base_url="https://ecg.example.org")
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-session", "__Host-device"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_production_has_no_development_pages(production: Flask) -> None:
    paths = {rule.rule for rule in production.url_map.iter_rules()}
    assert not any(path.startswith("/dev/") for path in paths)


def test_debug_is_off(production: Flask) -> None:
    assert production.debug is False
