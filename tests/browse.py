"""A browser for page tests: every page it opens is checked, so a page test is a few lines."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ecgweb.extensions import db

HTML = "{http://www.w3.org/1999/xhtml}"


class Page:
    """One answer, parsed when it is HTML."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        self.tree: Element | None = None
        if response.mimetype == "text/html" and self.html and response.status_code not in (301, 302, 303):
            self.tree = html5lib.HTMLParser(strict=True).parse(self.html)
            check_page(self)

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    @property
    def text(self) -> str:
        """The words a person sees, white space folded."""
        body = self.tree.find(f"{HTML}body") if self.tree is not None else None
        return " ".join("".join(body.itertext()).split()) if body is not None else self.html

    def all(self, tag: str) -> list[Element]:
        return list(self.tree.iter(f"{HTML}{tag}")) if self.tree is not None else []

    def title(self) -> str:
        return "".join(self.all("title")[0].itertext()).strip()

    def heading(self) -> str:
        return " ".join("".join(self.all("h1")[0].itertext()).split())

    def csrf_token(self) -> str:
        for field in self.all("input"):
            if field.get("name") == "csrf_token":
                return field.get("value") or ""
        raise AssertionError("the page has no form with a CSRF token")


def check_page(page: Page) -> None:
    """What holds for every page: one h1, title, description, language, safe forms, no inline style or script."""
    html = page.all("html")[0]
    assert html.get("lang"), "the page names no language"
    assert len(page.all("h1")) == 1, f"a page has one h1, this one {len(page.all('h1'))}"
    assert page.title(), "the page has no title"
    descriptions = [meta for meta in page.all("meta") if meta.get("name") == "description"]
    assert descriptions and descriptions[0].get("content"), "the page has no meta description"
    csp = page.response.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", csp)
    assert "default-src 'none'" in csp and nonce, csp
    for script in page.all("script"):
        assert script.get("nonce") == nonce.group(1), "a script without the nonce of the page"
    assert not page.all("style"), "styles belong into files"
    ids: list[str] = []
    for element in page.tree.iter() if page.tree is not None else ():
        assert element.get("style") is None, f"inline style on {element.tag}"
        assert not [name for name in element.keys() if name.startswith("on")], f"inline handler on {element.tag}"  # noqa: SIM118
        if element.get("id"):
            ids.append(str(element.get("id")))
    assert len(ids) == len(set(ids)), f"ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for form in page.all("form"):
        if (form.get("method") or "get").lower() == "post":
            names = [field.get("name") for field in form.iter(f"{HTML}input")]
            assert "csrf_token" in names, "a POST form without a CSRF token"
    for image in page.all("img"):
        assert image.get("alt") is not None, f"a picture without alt: {image.get('src')}"


class Client(FlaskClient):
    """Gives each request an application context of its own, as a server does.

    Else requests of one test would share `flask.g`, and with it who is logged in. Afterwards the database
    session of the test sees what the request wrote.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.rollback()
        return response


class Browser:
    """Opens pages by endpoint or path and checks each; forms are posted with their CSRF token."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, endpoint: str, *, status: int = 200, title: str | None = None, **values: Any) -> Page:
        """Open a page; `values` fill its address."""
        page = Page(self.client.get(self._path(endpoint, values)))
        self._check(page, status, title)
        return page

    def post(
        self,
        endpoint: str,
        data: dict[str, Any] | None = None,
        *,
        status: int = 302,
        title: str | None = None,
        headers: dict[str, str] | None = None,
        **values: Any,
    ) -> Page:
        """Post a form the way a browser does, with the CSRF token of the session."""
        path = self._path(endpoint, values)
        form = {"csrf_token": self._csrf_token(), **(data or {})}
        page = Page(self.client.post(path, data=form, headers=headers))
        self._check(page, status, title)
        return page

    def follow(self, page: Page, *, status: int = 200) -> Page:
        """Open the page a redirect leads to."""
        following = Page(self.client.get(page.location))
        self._check(following, status, None)
        return following

    def log_in(self, user: Any, password: str = "Correct-Horse-7") -> None:
        """Log in through the log-in form."""
        self.post("accounts.log_in", {"email": user.email, "password": password})

    def _path(self, endpoint: str, values: dict[str, Any]) -> str:
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def _csrf_token(self) -> str:
        """The token of any page's form; log-in is open to visitors, the account page to the rest."""
        page = Page(self.client.get(self._path("accounts.log_in", {})))
        if page.status in (301, 302, 303):
            page = Page(self.client.get(self._path("accounts.account", {})))
        return page.csrf_token()

    def _check(self, page: Page, status: int, title: str | None) -> None:
        assert page.status == status, f"{page.status} instead of {status}: {page.text[:300]}"
        if title is not None:
            assert page.title().startswith(title), f"title is {page.title()!r}"
