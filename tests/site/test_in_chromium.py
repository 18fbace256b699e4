"""The frame of the site in a real browser: keyboard, narrow screens, sizes for fingers, and no CSP violation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.chromium import serving_in_thread
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/login",
    "/register",
    "/forgot-password",
    "/privacy",
    "/sources",
    "/appearance",
    "/conditions",
    "/nowhere",
)
PAGES_OF_A_STUDENT = ("/", "/upload", "/analyses", "/account", "/explanation", "/conditions/atrial-fibrillation")
NARROWEST_PX = 320  # WCAG 2.2, 1.4.10: a 1280 px window at 400 % zoom
FINGER_PX = 44
PRESSABLE = "header a, header summary, button, .button, .choice, .footer-links a"


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """Address of the site, served from a thread."""
    with serving_in_thread(app) as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page in the narrowest window; what the console says fails the test."""
    context = chromium.new_context(viewport={"width": NARROWEST_PX, "height": 700})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not [words for words in said if "404" not in words]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_first_key_press_offers_to_skip_to_the_content(site: str, phone: Page) -> None:
    phone.goto(site)
    phone.keyboard.press("Tab")
    assert focused(phone) == "Skip to content"
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_by_keyboard_and_leads_on(site: str, phone: Page) -> None:
    phone.goto(site)
    for _ in range(3):
        phone.keyboard.press("Tab")
    assert focused(phone) == "Menu"
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert focused(phone) == "Conditions"


def too_wide(page: Page, site: str, paths: tuple[str, ...]) -> dict[str, int]:
    """Pages that scroll sideways, with their width in pixels."""
    widths_px = {}
    for path in paths:
        page.goto(site + path)
        widths_px[path] = page.evaluate("document.documentElement.scrollWidth")
    return {path: width_px for path, width_px in widths_px.items() if width_px > NARROWEST_PX}


def test_every_open_page_fits_the_narrowest_screen(site: str, phone: Page) -> None:
    assert too_wide(phone, site, PAGES) == {}


def test_every_page_of_a_student_fits_the_narrowest_screen(
    site: str, phone: Page, make_user: Callable[..., Any]
) -> None:
    phone.goto(f"{site}/login")
    phone.fill("#email", make_user().email)
    phone.fill("#password", PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/upload")
    assert too_wide(phone, site, PAGES_OF_A_STUDENT) == {}


def test_what_can_be_pressed_is_large_enough_for_a_finger(site: str, phone: Page) -> None:
    small = {}
    for path in PAGES:
        phone.goto(site + path)
        boxes = [
            box for element in phone.locator(PRESSABLE).filter(visible=True).all() if (box := element.bounding_box())
        ]
        if flat := [box for box in boxes if box["height"] < FINGER_PX - 0.5]:
            small[path] = flat
    assert not small


def test_focus_can_be_seen_everywhere(site: str, phone: Page) -> None:
    phone.goto(site + "/login")
    for _ in range(12):
        phone.keyboard.press("Tab")
        outline = "document.activeElement === document.body ? 3 : parseFloat(getComputedStyle(document.activeElement)"
        assert phone.evaluate(f"{outline}.outlineWidth)") >= 2, focused(phone)
