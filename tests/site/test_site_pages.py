"""The pages open to everybody, and the frame around every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from ecgweb.extensions import login_manager
from ecgweb.security import access
from ecgweb.security.access import Role
from ecgweb.site.navigation import LINKS
from ecgweb.templating import NOTICE
from tests.browse import HTML, Browser, Page


def header_links(page: Page) -> list[str]:
    """Words of the links of the main navigation, in order."""
    nav = next(nav for nav in page.all("nav") if nav.get("aria-label") == "Main")
    return ["".join(part.itertext()) for part in nav.iter() if part.tag in (f"{HTML}a", f"{HTML}button")]


@pytest.mark.parametrize(
    ("endpoint", "title"),
    [
        ("site.home", "Read a paper ECG"),
        ("site.privacy", "Privacy"),
        ("site.sources", "Sources and licence"),
        ("site.appearance", "Appearance"),
    ],
)
def test_open_pages_are_whole_and_carry_the_notice(browse: Browser, endpoint: str, title: str) -> None:
    page = browse.get(endpoint, title=title)
    assert page.heading().startswith(title)
    assert NOTICE in page.text


def test_home_leads_visitors_to_sign_up_and_log_in(browse: Browser) -> None:
    hrefs = [link.get("href") for link in browse.get("site.home").all("a")]
    assert {"/register", "/login"} <= set(hrefs)


def test_home_leads_people_who_are_logged_in_to_upload(browse: Browser, make_user: Callable[..., Any]) -> None:
    browse.log_in(make_user())
    assert "Upload an ECG" in browse.get("site.home").text


def test_visitors_are_offered_conditions_log_in_and_sign_up(browse: Browser) -> None:
    assert header_links(browse.get("site.home")) == ["Conditions", "Log in", "Sign up"]


@pytest.mark.parametrize("role", list(Role))
def test_the_header_shows_each_role_its_pages(browse: Browser, make_user: Callable[..., Any], role: Role) -> None:
    browse.log_in(make_user(role=role))
    assert header_links(browse.get("site.home")) == [*(link.label for link in LINKS[role]), "Log out"]


def test_only_students_are_led_to_the_explanation() -> None:
    assert [role for role, links in LINKS.items() if "Explanation" in [link.label for link in links]] == [Role.STUDENT]


def test_the_link_of_the_page_shown_is_marked(browse: Browser) -> None:
    marked = [link for link in browse.get("accounts.log_in").all("a") if link.get("aria-current") == "page"]
    assert {link.get("href") for link in marked} == {"/login"}


def test_the_theme_is_remembered_in_a_cookie(browse: Browser) -> None:
    browse.post("site.choose_appearance", {"theme": "dark"}, status=303)
    assert browse.get("site.home").all("html")[0].get("data-theme") == "dark"
    browse.post("site.choose_appearance", {"theme": ""}, status=303)
    assert browse.get("site.home").all("html")[0].get("data-theme") is None


def test_a_made_up_theme_is_not_taken(browse: Browser) -> None:
    browse.client.set_cookie("theme", '"><script>')
    assert browse.get("site.home").all("html")[0].get("data-theme") is None


def test_the_manifest_and_the_robots_file_answer(browse: Browser) -> None:
    assert '"short_name":"ECG"' in browse.client.get("/site.webmanifest").text
    assert "Disallow: /analyses" in browse.client.get("/robots.txt").text


def test_an_unknown_address_says_page_not_found(browse: Browser) -> None:
    page = browse.get("/no/such/page", status=404, title="Page Not Found")
    assert "Go to the home page" in page.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 415, 429, 500, 503])
def test_every_error_has_a_page_in_the_design(browse: Browser, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    failing = access.public(lambda: abort(status))
    monkeypatch.setitem(browse.app.view_functions, "site.home", failing)
    page = browse.get("/", status=status)
    assert page.all("main") and NOTICE in page.text and f"Error {status}" in page.text


def test_a_busy_site_tries_again_by_itself(
    browse: Browser, make_user: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    browse.log_in(make_user())
    page = database_away(browse, monkeypatch, "/analyses", status=503)
    assert page.response.headers["Retry-After"] == "10"
    assert [meta.get("content") for meta in page.all("meta") if meta.get("http-equiv") == "refresh"] == ["10"]
    assert "Next try in 10 seconds" in page.text
    assert header_links(page) == ["Conditions", "Log in", "Sign up"]


def test_an_unknown_address_is_page_not_found_even_without_a_database(
    browse: Browser, make_user: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    browse.log_in(make_user())
    assert database_away(browse, monkeypatch, "/no/such/page", status=404).title().startswith("Page Not Found")


def test_a_site_without_a_free_connection_is_busy(browse: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait_in_vain() -> None:
        raise NoFreeConnection

    monkeypatch.setitem(browse.app.view_functions, "site.home", access.public(wait_in_vain))
    assert browse.get("/", status=503).response.headers["Retry-After"] == "10"


def database_away(browse: Browser, monkeypatch: pytest.MonkeyPatch, path: str, status: int) -> Page:
    """Open a page while nobody can be looked up, as when the database server is down."""

    def fail(_token: str) -> None:
        raise OperationalError("SELECT", {}, ConnectionError("refused"))

    monkeypatch.setattr(login_manager, "_user_callback", fail)
    return browse.get(path, status=status)


def cache_control(browse: Browser, address: str) -> str:
    with browse.client.get(address) as response:
        return response.headers["Cache-Control"]


def test_a_style_sheet_is_kept_by_its_own_address_and_asked_for_again_by_others(browse: Browser) -> None:
    sheet = next(
        link.get("href") or "" for link in browse.get("site.home").all("link") if "v=" in str(link.get("href"))
    )
    assert cache_control(browse, sheet) == "public, max-age=31536000, immutable"
    assert cache_control(browse, sheet.split("?")[0]) == "no-cache"
    assert cache_control(browse, sheet.split("?")[0] + "?v=older") == "no-cache"
