"""A PDF whose page draws its traces as lines is read as exactly as it was drawn."""

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.vector import on_vector_lines
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.paper.line import thin_out
from ecgweb.ecg.readers.image import open_image
from tests.ecg.readers.vector_pdf import vector_pdf
from training.reading_scores import snr_db

RECORDING = synthetic_recording(rate_bpm=83)


@pytest.fixture(scope="module", params=["3x4+1", "6x2"])
def page(request):
    style = Style(layout=request.param)
    return style, open_image(vector_pdf(RECORDING, style), "page.pdf")


def test_the_lines_lie_where_the_page_shows_them(page):
    style, upload = page
    drawing = draw_page(RECORDING, style, upload.rgb.shape[1] / draw_page(RECORDING, style, 1.0).image.shape[1])
    assert len(upload.lines) == len(drawing.traces)
    for line, trace in zip(upload.lines, drawing.traces, strict=True):
        np.testing.assert_allclose(line, np.stack([trace.x_px, trace.y_px], axis=1), atol=1.5)


def test_lines_read_far_better_than_pixels_and_clean_pixels_no_worse_than_a_png(page):
    style, upload = page
    drawing = draw_page(RECORDING, style, 6.0)
    from_pixels = read_page(upload.rgb)
    exact = snr_db(drawing.recording, on_vector_lines(from_pixels, upload.lines).recording)
    assert exact > 40
    assert exact > snr_db(drawing.recording, read_page(drawing.image).recording)


def test_lines_that_are_not_the_trace_change_nothing(page):
    _, upload = page
    reading = read_page(upload.rgb)
    elsewhere = [line + np.array([0.0, 40.0]) for line in upload.lines]
    moved = on_vector_lines(reading, elsewhere)
    np.testing.assert_array_equal(moved.recording.signal_mv, reading.recording.signal_mv)


def test_without_lines_a_reading_stays_as_it_is(page):
    reading = read_page(page[1].rgb)
    assert on_vector_lines(reading, ()).recording.signal_mv is not None
    np.testing.assert_array_equal(on_vector_lines(reading, ()).traces[0].y_px, reading.traces[0].y_px)


def test_a_line_with_points_left_out_still_reads_better_than_pixels(page):
    style, upload = page
    truth = draw_page(RECORDING, style, 2.0).recording
    kept = [line[thin_out(line[:, 0].astype(float), line[:, 1].astype(float), 0.5)] for line in upload.lines]
    from_pixels = read_page(upload.rgb)
    thinned = on_vector_lines(from_pixels, kept).recording
    assert sum(map(len, kept)) < 0.8 * sum(map(len, upload.lines))
    assert snr_db(truth, thinned) > snr_db(truth, from_pixels.recording)
