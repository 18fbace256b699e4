"""Every route declares who may use it, and no other site can make a browser change anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from ecgweb.security import access
from ecgweb.security.access import Role
from tests.browse import Browser

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
CHANGING = ("log_out", "delete", "end_session", "end_other_sessions", "export", "change_password")


def path_of(app: Flask, rule: Rule) -> str:
    """An address of the route, whatever its arguments."""
    fillings: dict[str, Any] = {name: "x" for name in rule.arguments}
    for name, converter in rule._converters.items():
        if isinstance(converter, IntegerConverter):
            fillings[name] = 1
    return app.url_map.bind("").build(rule.endpoint, fillings)


def unsafe_routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Routes that a browser's cookie opens; those of the API need a token in a header, which no other site can send."""
    for rule in app.url_map.iter_rules():
        declared = access.rule_of(app, rule.endpoint)
        if declared and declared.by_token:
            continue
        for method in sorted(UNSAFE & (rule.methods or set())):
            yield method, path_of(app, rule)


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    silent = [rule.endpoint for rule in app.url_map.iter_rules() if access.rule_of(app, rule.endpoint) is None]
    assert silent == []


def test_a_route_that_declares_nothing_is_shown_to_nobody(
    app: Flask, browse: Browser, make_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "site.home", lambda: "secret")
    browse.get("site.home", status=403)
    browse.log_in(make_user(Role.ADMINISTRATOR))
    browse.get("site.home", status=403)


def test_pages_for_people_with_an_account_send_visitors_to_log_in(app: Flask, browse: Browser) -> None:
    for rule in app.url_map.iter_rules():
        declared = access.rule_of(app, rule.endpoint)
        assert declared is not None
        if not declared.everybody and not declared.by_token and "GET" in (rule.methods or set()):
            answer = browse.client.get(path_of(app, rule))
            assert answer.status_code == 302, rule.endpoint
            assert answer.location.startswith("/login?next=/"), rule.endpoint


def test_routes_for_programs_want_a_token_and_nothing_else(app: Flask, browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user(Role.ADMINISTRATOR))
    for rule in app.url_map.iter_rules():
        declared = access.rule_of(app, rule.endpoint)
        if declared and declared.by_token:
            method = min((rule.methods or set()) - {"OPTIONS", "HEAD"})
            assert browse.client.open(path_of(app, rule), method=method).status_code == 401, rule.endpoint


def test_every_unsafe_route_refuses_a_form_without_a_token(app: Flask, browse: Browser, make_user: Any) -> None:
    browse.log_in(make_user(Role.ADMINISTRATOR))
    for method, path in unsafe_routes(app):
        answer = browse.client.open(path, method=method, data={"email": "sam@example.org"})
        assert answer.status_code == 400, f"{method} {path}"
        assert "came from elsewhere" in answer.text, f"{method} {path}"


@pytest.mark.parametrize("odd", ["%00", "0", "9" * 10, "9" * 30, "%F0%9F%92%94", "a" * 2000])
def test_addresses_that_no_row_can_have_are_not_found(app: Flask, browse: Browser, make_user: Any, odd: str) -> None:
    browse.log_in(make_user())
    for path in ("/analyses/{}", "/analyses/{}/image", "/dev/mailbox/{}", "/conditions/{}", "/activate/{}"):
        assert browse.client.get(path.format(odd)).status_code == 404, path
    token = {"csrf_token": browse.get("accounts.account").csrf_token()}
    for path in ("/account/sessions/{}/end", "/account/tokens/{}/revoke"):
        assert browse.client.post(path.format(odd), data=token).status_code == 404, path


def test_the_token_of_another_session_is_refused(browse: Browser, other_browser: Browser, make_user: Any) -> None:
    browse.log_in(make_user())
    stolen = other_browser.get("accounts.log_in").csrf_token()
    assert browse.client.post("/logout", data={"csrf_token": stolen}).status_code == 400


def test_nothing_that_changes_something_is_a_get(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.rpartition(".")[2] in CHANGING:
            assert "GET" not in (rule.methods or set()), rule.endpoint


def test_json_callers_get_a_401_instead_of_a_page(browse: Browser) -> None:
    answer = browse.client.get("/account", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["error"]["status"] == 401
