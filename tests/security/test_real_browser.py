"""A real browser on the pages of accounts: nothing breaks the content security policy, and forms speak our words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ecgweb.accounts import rules
from tests.chromium import log_in_as, site_in_thread
from tests.conftest import FakeService

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGES = ("/", "/register", "/register/check-your-mail", "/activate/resend", "/activate/x", "/login", "/forgot-password",
         "/reset-password", "/account", "/admin/activity", "/no-such-page", "/dev/mailbox/")  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site that runs in a thread."""
    folder = tmp_path_factory.mktemp("site")
    with site_in_thread(folder, FakeService()) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new visitor; what breaks the policy is noted in `page.violations`."""
    page = chromium.new_page()
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: violations.append(str(error)))
    yield page
    assert violations == []
    page.close()


def errors(page: Page) -> list[str]:
    return [error.inner_text() for error in page.query_selector_all(".field-error:not([hidden])")]


def submit(page: Page) -> None:
    page.click("form[data-validate] [type=submit]")


def test_no_page_breaks_the_policy_or_keeps_anything_in_the_browser(page: Page, address: str) -> None:
    for path in PAGES[:8]:
        page.goto(address + path)
    log_in_as("admin", page, address)
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.evaluate("document.cookie") == ""


def test_an_empty_form_is_stopped_with_all_words_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}/register")
    submit(page)
    assert errors(page) == [
        rules.USERNAME_REQUIRED,
        rules.EMAIL_REQUIRED,
        rules.ROLE_REQUIRED,
        rules.PASSWORD_REQUIRED,
        rules.CONFIRM_REQUIRED,
    ]
    assert page.evaluate("document.activeElement.id") == "username"
    assert page.url == f"{address}/register"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "ab", rules.USERNAME_SHORT),
        ("username", "  a  b  ", None),
        ("username", "x" * 21, rules.USERNAME_LONG),
        ("email", "sam", rules.EMAIL_INVALID),
        ("email", "sam@example", rules.EMAIL_INVALID),
        ("email", "sam@example.org", None),
        ("password", "Aa1!567", rules.PASSWORD_KINDS),
        ("password", "م" * 40 + "Aa1!", None),
        ("password", "Aa1!" + "x" * 125, rules.PASSWORD_LONG),
        ("confirm", "another", rules.CONFIRM_DIFFERS),
    ],
)
def test_the_browser_says_the_very_words_of_the_server(
    page: Page, address: str, field: str, value: str, words: str | None
) -> None:
    page.goto(f"{address}/register")
    page.fill(f"#{field}", value)
    page.press(f"#{field}", "Tab")
    assert page.evaluate(f"document.getElementById('{field}').validationMessage") == (words or "")
    assert page.inner_text(f"#{field}-error") == (words or "")


def test_rules_of_the_password_are_ticked_off_while_it_is_typed(page: Page, address: str) -> None:
    page.goto(f"{address}/register")
    met = lambda: [item.get_attribute("data-rule") for item in page.query_selector_all(".is-met")]  # noqa: E731
    page.fill("#password", "abc1")
    assert met() == ["lower", "number"]
    page.fill("#password", "Abcdef1!")
    assert met() == ["length", "upper", "lower", "number", "special"]


def test_a_password_can_be_shown_and_is_hidden_again_when_sent(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.fill("#email", "sam@example.org")
    page.fill("#password", "visible")
    page.click("text=Show")
    assert page.get_attribute("#password", "type") == "text"
    page.evaluate(
        "document.querySelector('form[data-validate]').addEventListener('submit', (event) => event.preventDefault())"
    )
    submit(page)
    assert page.get_attribute("#password", "type") == "password"


def test_without_scripts_the_whole_way_works(chromium: Browser, address: str) -> None:
    context: Any = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/register")
    page.fill("#username", "Sam Lee")
    page.fill("#email", "no.script@example.org")
    page.check("#role-0")
    page.fill("#password", "Correct-Horse-7")
    page.fill("#confirm", "Correct-Horse-7")
    submit(page)
    page.goto(f"{address}/dev/mailbox/")
    page.click("text=Confirm your email")
    page.goto(page.get_attribute("main a[href*='/activate/']", "href").replace("http://127.0.0.1:8000", address))
    page.click("text=Confirm my email")
    page.fill("#email", "no.script@example.org")
    page.fill("#password", "Correct-Horse-7")
    submit(page)
    assert page.url == f"{address}/upload"
    context.close()
