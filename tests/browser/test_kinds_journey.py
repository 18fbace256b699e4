"""A strip and a single beat in a real browser: chosen, recognised, shown, and put right by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from ecgweb.inference.service import AnalysisService
from tests.browser.test_signal_journey import opened
from tests.chromium import site_in_thread
from tests.ecg.page.strips import heart, printed
from tests.ecg.page.test_beat_picture import beat
from tests.inference.fake_models import FakeNetworks
from tests.inference.fake_signal_networks import AlwaysSinus, EveryBeatIsV, beat_image_model

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PATIENCE_MS = 40_000


def load(folder: Path) -> Any:
    known = {"beats": EveryBeatIsV(), "rhythm": AlwaysSinus(), "beat_image": beat_image_model("E")}
    return replace(FakeNetworks().load(folder), **known)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site whose networks have known answers."""
    folder = tmp_path_factory.mktemp("site")
    with site_in_thread(folder, AnalysisService(folder, load)) as address:
        yield address


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a recorder's page as PDF and with a small picture of one beat."""
    folder = tmp_path_factory.mktemp("pictures")
    Image.fromarray(printed(heart(20)).image).save(folder / "watch.pdf", resolution=127)
    Image.fromarray(beat()).save(folder / "beat.png")
    return folder


@pytest.mark.parametrize("width_px", [390, 1440])
def test_a_strip_in_a_pdf_shows_its_rhythm_and_beats(chromium: Browser, address: str, files: Path, width_px: int):
    page, said = opened(chromium, address, width_px)
    page.set_input_files("#image", files / "watch.pdf")
    page.click("#confirm")
    page.get_by_role("button", name="Show result").click(timeout=PATIENCE_MS)
    expect(page.locator("#result-diagnosis")).to_have_text("Sinus rhythm")
    page.click("#result-link")
    expect(page.get_by_role("heading", name="Beats", exact=True)).to_be_visible()
    expect(page.locator(".overlay-beat")).to_have_count(22)
    expect(page.locator(".plot")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    assert said == []
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_small_picture_of_one_beat_is_taken_and_said_to_be_another_kind(
    chromium: Browser, address: str, files: Path, scripts: bool
):
    page, said = opened(chromium, address, 390, scripts)
    page.set_input_files("#image", files / "beat.png")
    page.click("#confirm" if scripts else "#plain-submit")
    if scripts:
        page.get_by_role("button", name="Show result").click(timeout=PATIENCE_MS)
        page.click("#result-link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ventricular escape beat")
    expect(page.locator(".verdict-card")).to_contain_text("untested")
    expect(page.get_by_role("cell", name="untested")).to_have_count(2)
    page.get_by_label("This is", exact=True).select_option("page")
    page.get_by_role("button", name="Read it so").click()
    expect(page.locator(".flash-list")).to_contain_text("The result is the one from before", timeout=PATIENCE_MS)
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert said == []
    page.context.close()
