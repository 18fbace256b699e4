"""Pages drawn from a known recording are read back, however they are scaled, turned, cropped or compressed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.reading import PageReading
from ecgweb.ecg.paper import PageDrawing, Style, draw_page, synthetic_recording
from ecgweb.ecg.recording import Recording
from ecgweb.ecg.refusal import Refused


@pytest.fixture(scope="module")
def page() -> PageDrawing:
    return draw_page(synthetic_recording(rate_bpm=75), Style(header=("ECG REPORT", "ID: 12    61 years")))


@pytest.fixture(scope="module")
def reading(page: PageDrawing) -> PageReading:
    return read_page(page.image)


def worst_correlation(first: Recording, second: Recording) -> float:
    at = np.arange(second.signal_mv.shape[1]) / second.sampling_rate_hz
    own = np.arange(first.signal_mv.shape[1]) / first.sampling_rate_hz
    values = []
    for one, other in zip(first.signal_mv, second.signal_mv, strict=True):
        resampled = np.interp(at, own, one)
        both = np.isfinite(resampled) & np.isfinite(other)
        values.append(np.corrcoef(resampled[both], other[both])[0, 1])
    return float(min(values))


def as_picture(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("RGB"))


def test_the_signal_comes_back_as_drawn(page, reading):
    assert worst_correlation(reading.recording, page.recording) > 0.98
    read, drawn = reading.recording.lead("V5"), page.recording.lead("V5")
    assert np.nanmax(read) - np.nanmin(read) == pytest.approx(np.nanmax(drawn) - np.nanmin(drawn), rel=0.1)


def test_scale_layout_and_quality_are_told(page, reading):
    assert reading.pixels_per_mm == pytest.approx(page.pixels_per_mm, rel=0.002)
    assert reading.layout == page.layout
    assert reading.quality.verdict == "good"
    assert min(reading.quality.leads.values()) > 0.95


def test_each_lead_fills_its_own_column_and_the_strip_the_whole_page(reading):
    seconds = np.arange(reading.recording.signal_mv.shape[1]) / reading.recording.sampling_rate_hz
    seen = np.isfinite(reading.recording.lead("V2"))
    assert seconds[seen].min() == pytest.approx(5.0, abs=0.03)
    assert seconds[seen].max() == pytest.approx(7.5, abs=0.03)
    assert np.isfinite(reading.recording.lead("II")).mean() > 0.98


def test_traces_lie_on_the_drawn_lines(page, reading):
    drawn = next(trace for trace in page.traces if trace.lead == "V4")
    found = next(trace for trace in reading.traces if trace.lead == "V4")
    seen = np.isfinite(found.y_px)
    off_px = found.y_px[seen] - np.interp(found.x_px[seen], drawn.x_px, drawn.y_px)
    assert np.median(np.abs(off_px)) < 0.5


@pytest.mark.parametrize("percent", [60, 150, 200])
def test_a_scaled_page_reads_alike(page, reading, percent):
    size = tuple(round(side * percent / 100) for side in page.image.shape[1::-1])
    scaled = read_page(as_picture(Image.fromarray(page.image).resize(size, Image.Resampling.LANCZOS)))
    assert worst_correlation(scaled.recording, reading.recording) > 0.96
    assert scaled.pixels_per_mm == pytest.approx(page.pixels_per_mm * percent / 100, rel=0.005)


@pytest.mark.parametrize("degrees", [-2, 0.7, 2])
def test_a_turned_page_reads_alike_and_traces_follow_the_turn(page, reading, degrees):
    image = Image.fromarray(page.image).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    turned = read_page(as_picture(image))
    assert worst_correlation(turned.recording, reading.recording) > 0.96
    drawn = next(trace for trace in page.traces if trace.rhythm_strip)
    found = next(trace for trace in turned.traces if trace.rhythm_strip)
    tilt = np.polyfit(drawn.x_px, drawn.y_px, 1)[0] - np.tan(np.radians(degrees))
    seen = np.isfinite(found.y_px)
    assert np.polyfit(found.x_px[seen], found.y_px[seen], 1)[0] == pytest.approx(tilt, abs=0.003)


def test_a_cropped_or_padded_page_reads_alike(page, reading):
    cropped = read_page(page.image[20:-25, 15:-30])
    padded = read_page(np.pad(page.image, ((90, 40), (60, 130), (0, 0)), constant_values=255))
    assert worst_correlation(cropped.recording, reading.recording) > 0.98
    assert worst_correlation(padded.recording, reading.recording) > 0.98


def test_a_strongly_compressed_page_reads_alike(page, reading):
    file = io.BytesIO()
    Image.fromarray(page.image).save(file, "JPEG", quality=60)
    compressed = read_page(as_picture(Image.open(file)))
    assert worst_correlation(compressed.recording, reading.recording) > 0.96


@pytest.mark.parametrize(
    "style",
    [
        Style(layout="3x4", grid="blue", pulse="none"),
        Style(layout="3x4+3", grid="grey", separators="ticks"),
        Style(layout="6x2", grid="dotted", row_height_mm=22, separators="line"),
        Style(layout="6x2+1", grid="none", row_height_mm=22, rhythm_leads=("V1",)),
        Style(layout="12x1", grid="green", row_height_mm=18, pulse="right"),
        Style(layout="3x4+1", grid="brown", gain_mm_mv=5.0),
        Style(layout="3x4+1", grid="red", speed_mm_s=50.0),
    ],
    ids=lambda style: f"{style.layout} {style.grid}",
)
def test_layouts_grids_gains_and_speeds_are_recognised(style):
    page = draw_page(synthetic_recording(rate_bpm=64), style)
    reading = read_page(page.image)
    assert reading.layout == page.layout
    assert worst_correlation(reading.recording, page.recording) > 0.9


def test_stages_are_told_in_order(page):
    stages: list[str] = []
    read_page(page.image, stages.append)
    assert stages == ["page_found", "traces_read"]


def test_a_page_without_grid_and_pulse_has_no_scale():
    page = draw_page(synthetic_recording(), Style(grid="none", pulse="none"))
    with pytest.raises(Refused) as refusal:
        read_page(page.image)
    assert refusal.value.reason.code == "unreadable_grid"


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_picture_is_refused(level):
    with pytest.raises(Refused) as refusal:
        read_page(np.full((700, 1000, 3), level, dtype=np.uint8))
    assert refusal.value.reason.code == "not_an_ecg"


def test_a_thumbnail_is_too_small():
    with pytest.raises(Refused) as refusal:
        read_page(np.full((300, 400, 3), 255, dtype=np.uint8))
    assert refusal.value.reason.code == "too_small"
