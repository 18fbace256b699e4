"""Covering the text around the traces: nothing of it is left, and the page still reads the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import maximum_filter

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.cover import cover_text
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.readers.image import encode_jpeg, open_image

HEADER = ("Jane Doe   born 12.03.1956   ID 1234567", "General Hospital", "20.11.2025 08:15   HR 70 bpm", "")
STYLES = {
    "3x4+1": Style(header=HEADER),
    "12x1": Style(layout="12x1", header=HEADER, row_height_mm=15.0, grid="none"),
    "6x2 on a full sheet": Style(layout="6x2", header=HEADER, row_height_mm=24.0, full_bleed=True),
}


def ink(rgb: np.ndarray) -> np.ndarray:
    """Pixels as dark as text is."""
    return rgb.max(axis=2) < 120


@pytest.fixture(scope="module", params=STYLES)
def pages(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray, int]:
    """A page with a header as drawn, the same without it, and where its grid begins."""
    style = STYLES[request.param]
    drawn = draw_page(synthetic_recording(), style)
    bare = draw_page(synthetic_recording(), replace(style, header=("",) * len(HEADER)))
    top_mm = style.margin_mm + 1.5 * style.text_height_mm * len(HEADER)
    return drawn.image, bare.image, round(top_mm * drawn.pixels_per_mm)


def test_no_ink_of_the_header_is_left(pages):
    image, bare, top_px = pages
    kept = open_image(encode_jpeg(cover_text(image, read_page(image))), "kept.jpg").rgb
    peaks = maximum_filter(ink(bare[:top_px]), 5)  # of tall R waves, which reach that far up
    assert (ink(image[:top_px]) & ~peaks).sum() > 1000
    assert not (ink(kept[:top_px]) & ~peaks).any()


def test_no_ink_of_the_footer_is_left(pages):
    image, _bare, _top_px = pages
    kept = open_image(encode_jpeg(cover_text(image, read_page(image))), "kept.jpg").rgb
    assert ink(image[-60:]).any()
    assert not ink(kept[-60:]).any()


def test_what_is_put_there_does_not_depend_on_the_text(pages):
    image, bare, top_px = pages
    reading = read_page(image)
    with_text, without = cover_text(image, reading), cover_text(bare, reading)
    assert np.array_equal(with_text[: top_px // 2], without[: top_px // 2])


def test_the_covered_page_reads_the_same(pages):
    image, _bare, _top_px = pages
    before = read_page(image)
    after = read_page(open_image(encode_jpeg(cover_text(image, before)), "kept.jpg").rgb)
    assert after.layout == before.layout
    assert np.nanmean(np.abs(after.recording.signal_mv - before.recording.signal_mv)) < 0.01


def test_the_traces_themselves_are_not_touched(pages):
    image, _bare, _top_px = pages
    reading = read_page(image)
    covered = cover_text(image, reading)
    for trace in reading.traces:
        seen = np.isfinite(trace.x_px) & np.isfinite(trace.y_px)
        x, y = np.round(trace.x_px[seen]).astype(int), np.round(trace.y_px[seen]).astype(int)
        assert np.array_equal(covered[y, x], image[y, x])


def test_where_rows_end_at_different_places_the_last_row_still_counts(pages):
    image, _bare, _top_px = pages
    reading = read_page(image)
    lowest = max(reading.traces, key=lambda trace: np.nanmedian(trace.y_px))
    shorter = replace(lowest, x_px=lowest.x_px[:-50], y_px=lowest.y_px[:-50])
    traces = tuple(shorter if trace is lowest else trace for trace in reading.traces)
    as_read, cut = cover_text(image, reading), cover_text(image, replace(reading, traces=traces))
    right = slice(int(np.nanmax(shorter.x_px)) + 5, int(np.nanmax(lowest.x_px)) - 5)
    below = int(np.nanmedian(lowest.y_px)) + 10
    assert np.array_equal(cut[below - 5 : below, right], as_read[below - 5 : below, right])
