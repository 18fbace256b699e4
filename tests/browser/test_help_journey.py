"""A person helps the reader in a real browser: by mouse, by keys, by finger, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ecgweb.inference.service import AnalysisService
from tests.chromium import log_in_as, site_in_thread
from tests.ecg.page.photographs import ASKEW, SIZE_PX, photograph
from tests.inference.fake_models import FakeNetworks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("help")]

READ_MS = 60_000  # a busy test machine takes its time
KINDS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that reads pictures for itself and diagnoses them all alike."""
    folder = tmp_path_factory.mktemp("site")
    service = AnalysisService(folder, FakeNetworks().load)
    with site_in_thread(folder, service) as address:
        yield address


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "askew.jpg"
    Image.fromarray(photograph()[0]).save(path, quality=92)
    return path


@pytest.fixture(params=list(KINDS))
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser; anything its console says fails the test."""
    context = chromium.new_context(**KINDS[request.param])
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    context.close()
    assert said == []


def upload(page: Page, site: str, picture: Path) -> None:
    """Send a picture as a demo student does without the script, and open the help on its result."""
    log_in_as("student", page, site)
    page.wait_for_url("**/upload")
    page.set_input_files("#image", picture)
    page.locator("#confirm, #plain-submit").filter(visible=True).first.click()
    if page.locator("#show-result").count():
        page.locator("#show-result").click(timeout=READ_MS)
        page.locator("#result-link").click()
    page.wait_for_selector("#help", timeout=READ_MS)
    page.goto(f"{page.url.split('#')[0]}#help")
    page.reload()


def drag(page: Page, corner: int, to: tuple[float, float]) -> None:
    page.evaluate("document.getElementById('help-picture').scrollIntoView({block: 'center', behavior: 'instant'})")
    frame, dot = (
        page.locator(".help-svg image").bounding_box(),
        page.locator(".help-handle-dot").nth(corner).bounding_box(),
    )
    assert frame and dot
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.mouse.down()
    scale = frame["width"] / SIZE_PX[0]
    page.mouse.move(frame["x"] + scale * to[0], frame["y"] + scale * to[1], steps=4)
    expect(page.locator(".help-loupe")).to_be_visible()
    page.mouse.up()


def corner_of(page: Page, corner: int) -> tuple[float, float]:
    across, down = (page.input_value(f"#help-corner_{corner}_{axis}") for axis in "xy")
    return float(across), float(down)


def test_corners_are_dragged_and_the_page_is_read(site: str, context: BrowserContext, picture: Path) -> None:
    page = context.new_page()
    upload(page, site, picture)
    for corner, at in enumerate(ASKEW):
        drag(page, corner, at)
        assert corner_of(page, corner) == pytest.approx(at, abs=12)
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("You set: the corners of the page.")).to_be_visible(timeout=READ_MS)
    expect(page.get_by_role("heading", name="What was read off your picture")).to_be_visible()


def test_everything_can_be_done_by_keys(site: str, context: BrowserContext, picture: Path) -> None:
    page = context.new_page()
    upload(page, site, picture)
    first = page.locator(".help-handle").first
    first.focus()
    page.keyboard.press("ArrowRight")
    start = corner_of(page, 0)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowLeft")
    x, y = corner_of(page, 0)
    assert x < start[0]
    assert y > start[1]
    assert str(round(x)) in (first.get_attribute("aria-label") or "")
    page.locator("#help-turn-right").focus()
    page.keyboard.press("Enter")
    assert page.locator(".help-svg > g").get_attribute("transform") == f"translate({SIZE_PX[1]} 0) rotate(90)"
    assert (first.get_attribute("aria-label") or "").startswith("Top right corner")
    page.locator("#help-mark").focus()
    page.keyboard.press("Enter")
    box = page.locator("[name=ignored]")
    before = box.input_value().split(",")
    page.keyboard.press("ArrowDown")  # down the page as it is shown: to the right on the picture
    assert int(box.input_value().split(",")[0]) > int(before[0])
    page.keyboard.press("Delete")
    assert not box.is_checked()
    page.locator("#help-reset").click()
    assert page.input_value("#help-corner_0_x") == ""


def test_leads_follow_the_layout_that_is_chosen(site: str, context: BrowserContext, picture: Path) -> None:
    page = context.new_page()
    upload(page, site, picture)
    page.select_option("#help-layout", "6x2+1")
    page.get_by_text("Names of the leads").click()
    leads = page.locator("#help-leads select")
    assert leads.evaluate_all("all => all.map(one => one.value)") == [
        "I", "V1", "II", "V2", "III", "V3", "aVR", "V4", "aVL", "V5", "aVF", "V6", "II"
    ]  # fmt: skip
    leads.nth(12).select_option("V1")
    assert page.is_checked("#help-use-leads")
    assert page.input_value("#help-leads-layout") == "6x2+1"


def test_fields_alone_are_enough_without_javascript(site: str, chromium: Browser, picture: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    upload(page, site, picture)
    if page.locator("details.help-details").get_attribute("open") is None:
        page.get_by_text("Correct how the page is read").click()
    page.get_by_text("Corners as numbers").click()
    for corner, point in enumerate(ASKEW):
        for axis, value in zip("xy", point, strict=True):
            page.fill(f"#help-corner_{corner}_{axis}", str(value))
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("#help")).to_contain_text("You set: the corners of the page.", timeout=READ_MS)
    context.close()
