"""Calipers on a result in a real browser: by mouse, by finger and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select

from ecgweb.analyses.models import Analysis
from ecgweb.ecg.waves import Measurements
from ecgweb.ecg.waves.delineation import Boundaries
from tests.analyses.conftest import given
from tests.chromium import serving_in_thread
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

MARKS = Boundaries(-50.0, 50.0, -200.0, -100.0, 150.0, 350.0)
PX = 5  # of a drag


@pytest.fixture(params=[390, 1440])
def result(
    app: Flask, chromium: Browser, person: Any, upload: Callable[..., Any], service: Any, session: Any, request: Any
) -> Iterator[Page]:
    """The result page of an analysis, on a phone and on a desktop; what the console says fails the test."""
    service.fields = {**given("normal"), "measurements": Measurements(heart_rate_bpm=75.0, beats=12, marks=MARKS)}
    upload()
    public_id = session.scalar(select(Analysis.public_id))
    with serving_in_thread(app) as address:
        context = chromium.new_context(viewport={"width": request.param, "height": 900}, has_touch=True)
        page = _signed_in(context, address, person.email)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/analyses/{public_id}")
        yield page
        context.close()
        assert said == []


def _signed_in(context: BrowserContext, address: str, email: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/upload")
    return page


def beat(page: Page) -> Locator:
    return page.locator(".median-beat")


def number(reading: Locator) -> float:
    found = re.match(r"[\d.]+", reading.inner_text())
    assert found, reading.inner_text()
    return float(found[0])


def drag(page: Page, handle: Locator, right_px: float, down_px: float) -> None:
    """Take a line near the middle of the drawing and move it."""
    box, drawing = handle.bounding_box(), handle.locator("xpath=ancestor::*[name()='svg']").bounding_box()
    assert box and drawing
    across = box["width"] > box["height"]
    x = drawing["x"] + drawing["width"] * 0.7 if across else box["x"] + box["width"] / 2
    y = box["y"] + box["height"] / 2 if across else drawing["y"] + drawing["height"] * 0.7
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right_px, y + down_px, steps=4)
    page.mouse.up()


def test_time_is_read_between_two_lines_that_begin_at_qt_and_are_dragged(result: Page) -> None:
    beat(result).get_by_role("button", name="Measure time").click()
    reading = beat(result).locator(".caliper-reading-time")
    expect(reading).to_have_text("400 ms (10.0 mm)")
    line = beat(result).get_by_role("slider", name="Second time line")
    line.scroll_into_view_if_needed()
    width_mm, drawing = 25.0, beat(result).locator(".beat-large svg").bounding_box()
    assert drawing
    drag(result, line, 10 * PX, 0)
    assert number(reading) == pytest.approx(400 + 40 * 10 * PX * width_mm / drawing["width"], abs=4)
    assert line.get_attribute("aria-valuetext") == reading.inner_text()


def test_lines_move_by_arrow_keys_one_or_both(result: Page) -> None:
    beat(result).get_by_role("button", name="Measure time").click()
    reading = beat(result).locator(".caliper-reading-time")
    second = beat(result).get_by_role("slider", name="Second time line")
    second.focus()
    for _ in range(5):
        result.keyboard.press("ArrowRight")
    result.keyboard.press("Shift+ArrowRight")
    expect(reading).to_contain_text("460 ms (11.5 mm)")
    place = float(second.get_attribute("aria-valuenow") or "nan")
    beat(result).get_by_role("slider", name="Both time lines").focus()
    result.keyboard.press("Shift+ArrowLeft")
    expect(reading).to_contain_text("460 ms")
    assert float(second.get_attribute("aria-valuenow") or "nan") == pytest.approx(place - 1, abs=0.11)


def test_voltage_is_read_between_two_level_lines(result: Page) -> None:
    beat(result).get_by_role("button", name="Measure voltage").click()
    reading = beat(result).locator(".caliper-reading-voltage")
    before = number(reading)
    beat(result).get_by_role("slider", name="First voltage line").focus()
    for _ in range(3):
        result.keyboard.press("Shift+ArrowUp")
    assert number(reading) == pytest.approx(before + 0.3, abs=0.011)
    assert reading.inner_text().split()[1] == "mV"


def test_an_interval_marches_over_the_whole_trace_and_goes_again(result: Page) -> None:
    trace = result.locator("section[aria-labelledby=redrawn-title]")
    trace.get_by_role("button", name="Measure time").click()
    trace.get_by_role("button", name="Repeat the interval").click()
    expect(trace.locator(".caliper-reading-time")).to_contain_text("as an RR interval")
    expect(trace.locator(".caliper-hint")).to_be_visible()
    echoes = trace.locator(".caliper-echo")
    assert (echoes.get_attribute("d") or "").count("M") >= 2
    trace.get_by_role("button", name="Repeat the interval").click()
    assert echoes.get_attribute("d") == ""
    trace.get_by_role("button", name="Measure time").click()
    expect(trace.get_by_role("slider")).to_have_count(0)
    expect(trace.get_by_role("button", name="Repeat the interval")).to_be_hidden()


def test_the_page_stays_as_wide_as_the_screen_and_lines_are_within_reach(result: Page) -> None:
    trace = result.locator("section[aria-labelledby=redrawn-title]")
    trace.scroll_into_view_if_needed()
    trace.get_by_role("button", name="Measure time").click()
    size = result.viewport_size
    assert size
    assert result.evaluate("document.documentElement.scrollWidth") == size["width"]
    for name in ("First time line", "Second time line"):
        box = trace.get_by_role("slider", name=name).bounding_box()
        assert box
        assert 0 <= box["x"] + box["width"] / 2 <= size["width"]


def test_another_lead_is_shown_large_by_its_radio_button(result: Page) -> None:
    beat(result).get_by_role("radio", name="V3").check(force=True)
    expect(beat(result).locator("[data-lead=V3]")).to_be_visible()
    expect(beat(result).locator("[data-lead=II]")).to_be_hidden()
