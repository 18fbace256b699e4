"""A person asks what speaks for an answer, by mouse and by keys, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ecgweb import create_app
from ecgweb.accounts import passwords
from ecgweb.accounts.models import User
from ecgweb.extensions import db, now
from ecgweb.inference.attribution import Span
from ecgweb.security.access import Role
from tests.analyses.conftest import JPEG, ChosenService, given
from tests.chromium import serving_in_thread
from tests.conftest import PASSWORD, settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EMAIL = "why@example.org"
REASONS = (Span("normal", "I", 0.48, 0.56, 0.2), Span("AFIB", "II", 1.0, 1.2, 0.3), Span("AFIB", "III", 1.0, 1.2, 0.3))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose answers are explained."""
    folder = tmp_path_factory.mktemp("site")
    service = ChosenService({**given("normal"), "reasons": REASONS})
    service.hold.set()
    app = create_app(settings(folder, f"sqlite:///{folder / 'db.sqlite3'}"), service=service)  # type: ignore[arg-type]
    with app.app_context():
        db.create_all()
        names = {"username": "Sam Lee", "email": EMAIL, "email_key": EMAIL, "role": Role.STUDENT}
        db.session.add(User(password_hash=passwords.hash_password(PASSWORD), confirmed_at=now(), **names))
        db.session.commit()
    with serving_in_thread(app) as address:
        yield address


@pytest.fixture
def result(site: str, chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A result page, in a browser that runs no scripts."""
    picture = tmp_path / "page.jpg"
    picture.write_bytes(JPEG)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/login")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[data-validate] [type=submit]")
    page.goto(f"{site}/upload")
    page.set_input_files("#image", picture)
    page.click("#plain-submit")
    page.wait_for_url("**/analyses/*", timeout=60_000)
    yield page
    context.close()


def test_the_diagnosis_is_shaded_first_and_another_answer_when_chosen(result: Page) -> None:
    expect(result.locator(".overlay .why-0")).to_have_css("display", "inline")
    expect(result.locator(".overlay .why-1")).to_have_css("display", "none")
    result.locator(".why-option", has_text="Atrial fibrillation").click()
    expect(result.locator(".overlay .why-0")).to_have_css("display", "none")
    expect(result.locator(".overlay .why-1")).to_have_css("display", "inline")
    expect(result.locator(".why-1-words")).to_be_visible()
    expect(result.locator(".why-0-words")).to_be_hidden()


def test_the_arrow_keys_choose_too_and_nothing_shades_nothing(result: Page) -> None:
    result.locator("#why-0").focus()
    result.keyboard.press("ArrowRight")
    expect(result.locator("#why-1")).to_be_checked()
    result.keyboard.press("ArrowRight")
    expect(result.locator("#why-none")).to_be_checked()
    expect(result.locator(".overlay .why-1")).to_have_css("display", "none")
    assert result.locator(".ecg .why-1").first.evaluate("one => getComputedStyle(one).display") == "none"
