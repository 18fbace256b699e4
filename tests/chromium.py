"""Debian's Chromium and sites for it to open, shared by all tests that drive a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from ecgweb import create_app
from ecgweb.extensions import db
from tests.conftest import settings


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium for the tests of one module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def serving_in_thread(app: Flask) -> Iterator[str]:
    """Serve `app` from a thread of the test and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def site_in_thread(folder: Path, service: Any) -> Iterator[str]:
    """Serve a site with a database of its own in `folder` and yield its address."""
    app = create_app(settings(folder, f"sqlite:///{folder / 'db.sqlite3'}"), service=service)
    with app.app_context():
        db.create_all()
    with serving_in_thread(app) as address:
        yield address


def log_in_as(role: str, page: Page, address: str) -> None:
    """Make the demo accounts of a fresh site and log in as its `student`, `professional` or `admin`."""
    page.goto(f"{address}/login")
    page.click("text=Make demo accounts")
    password = page.inner_text(".flash-list").split("Their password is ")[1].split()[0]
    page.fill("#email", f"{role}@example.org")
    page.fill("#password", password)
    with page.expect_navigation():
        page.click("form[data-validate] [type=submit]")
