"""A signal in a real browser: chosen, asked about, analysed, looked at closely, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ecgweb.inference.service import AnalysisService
from tests.chromium import log_in_as, site_in_thread
from tests.ecg.readers.signal_files import adc, beating, header, npy, pack
from tests.inference.fake_models import FakeNetworks
from tests.inference.fake_signal_networks import AlwaysSinus, EveryBeatIsV, scalogram_model

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def load(folder: Path) -> Any:
    known = {"beats": EveryBeatIsV(), "rhythm": AlwaysSinus(), "time_frequency": scalogram_model()}
    return replace(FakeNetworks().load(folder), **known)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site whose networks have known answers."""
    folder = tmp_path_factory.mktemp("site")
    service = AnalysisService(Path("models"), load)
    with site_in_thread(folder, service) as address:
        yield address


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an array and with the two files of a WFDB record."""
    folder = tmp_path_factory.mktemp("signals")
    (folder / "heart.npy").write_bytes(npy(beating(60)))
    (folder / "rec.hea").write_text(header(beating(12)))
    (folder / "rec.dat").write_bytes(pack(adc(beating(12)), "16"))
    return folder


def opened(chromium: Browser, address: str, width_px: int = 1280, scripts: bool = True) -> tuple[Page, list[str]]:
    """A student on the upload page, and what the console says."""
    context = chromium.new_context(viewport={"width": width_px, "height": 900}, java_script_enabled=scripts)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    log_in_as("student", page, address)
    page.goto(f"{address}/upload")
    if scripts:
        expect(page.locator("#uploader.has-script")).to_be_visible()  # else a file chosen early goes unnoticed
    return page, said


@pytest.mark.parametrize("width_px", [390, 820, 1440])
def test_a_signal_is_asked_about_analysed_and_looked_at_closely(chromium, address, files, width_px):
    page, said = opened(chromium, address, width_px)
    page.set_input_files("#image", files / "heart.npy")
    expect(page.get_by_text("Is this the right signal?")).to_be_visible()
    expect(page.locator("#cover-choice")).to_be_hidden()
    page.click("#confirm")
    expect(page.locator("#upload-error-text")).to_contain_text("samples a second")
    page.get_by_label("Sampling rate in Hz").fill("250")
    page.click("#confirm")
    page.get_by_role("button", name="Show result").click(timeout=20_000)
    expect(page.locator("#result-diagnosis")).to_have_text("Sinus rhythm")
    page.click("#result-link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sinus rhythm")
    page.locator("#whole-title ~ .plot-box svg.can-click").click(position={"x": 300, "y": 100})
    expect(page.locator("#start_s")).not_to_have_value("0")
    page.locator("#close-up").get_by_role("link", name="Closer").click()
    expect(page.locator("#seconds")).to_have_value("5.0")
    loaded = page.evaluate("fetch(document.querySelector('#close-up image').href.baseVal).then((a) => a.status)")
    assert loaded == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    assert [words for words in said if "422" not in words] == []
    page.context.close()


def test_two_files_of_a_record_are_one_signal(chromium, address, files):
    page, _said = opened(chromium, address)
    page.set_input_files("#image", [files / "rec.hea", files / "rec.dat"])
    expect(page.locator("#signal-options")).to_be_hidden()
    page.click("#confirm")
    page.get_by_role("button", name="Show result").click(timeout=20_000)
    expect(page.locator("#result-diagnosis")).to_have_text("Sinus rhythm")
    page.context.close()


def test_without_scripts_the_same_form_and_links_do(chromium, address, files):
    page, _said = opened(chromium, address, scripts=False)
    page.set_input_files("#image", files / "heart.npy")
    page.get_by_label("Sampling rate in Hz").fill("250")
    page.click("#plain-submit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sinus rhythm")
    page.locator("#close-up").get_by_role("link", name="Later").click()
    expect(page.locator("#start_s")).to_have_value("10")
    page.context.close()
