"""Time begins at the first sample, not at the first ink."""

import numpy as np
import pytest

from ecgweb.ecg.page.ends import sample_ends
from ecgweb.ecg.page.read import follow_page
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording


@pytest.mark.parametrize("pen_mm", [0.2, 0.35, 0.5])
@pytest.mark.parametrize("rate_hz", [100.0, 500.0])
def test_the_first_and_the_last_sample_are_found_whatever_the_pen(pen_mm, rate_hz):
    recording = synthetic_recording(sampling_rate_hz=rate_hz)
    page = draw_page(recording, Style(layout="3x4+1", trace_width_mm=pen_mm), 6.0)
    rows = follow_page(page.image).rows
    strip = next(trace for trace in page.traces if trace.rhythm_strip)
    pixels_per_ms = 6.0 * 25 / 1000
    assert (rows.start_px - strip.x_px[0]) / pixels_per_ms == pytest.approx(0, abs=2.5)
    assert (rows.end_px - strip.x_px[-1]) / pixels_per_ms == pytest.approx(0, abs=2.5)


def test_traces_of_an_unusual_length_are_taken_as_drawn_with_a_round_pen():
    page = draw_page(synthetic_recording(duration_s=8.0), Style(layout="3x4+1"), 6.0)
    rows = follow_page(page.image).rows
    strip = next(trace for trace in page.traces if trace.rhythm_strip)
    assert rows.start_px == pytest.approx(strip.x_px[0], abs=0.5)
    assert rows.end_px == pytest.approx(strip.x_px[-1], abs=0.5)


def test_a_line_around_the_grid_is_not_the_beginning_of_the_traces():
    heights = np.full((1500, 3), 50.0, np.float32)
    heights[2:7] = np.nan  # the line, then paper, then the traces
    trace = np.zeros((100, 1700), np.uint8)
    trace[:, 100:102] = 200
    trace[48:53, 107:1600] = 200
    start, end = sample_ends(trace, 100, heights, 5.0, None)
    assert start == pytest.approx(107 - 0.5 + 0.39 * 5, abs=0.3)
    assert end == pytest.approx(1599.5 - 0.39 * 5, abs=0.3)


def test_rows_that_begin_late_or_faintly_are_no_line_around_the_grid():
    heights = np.full((1500, 3), 50.0, np.float32)
    heights[:12, 1:] = np.nan  # one row alone begins with the page
    trace = np.zeros((100, 1700), np.uint8)
    trace[48:53, 100:1600] = 200
    start, _ = sample_ends(trace, 100, heights, 5.0, None)
    assert start == pytest.approx(100 - 0.5 + 0.39 * 5, abs=0.3)


def test_a_pulse_whose_foot_runs_into_the_traces_leaves_ten_seconds_from_their_other_end():
    heights = np.full((1515, 3), 50.0, np.float32)  # 15 columns of foot before 1500 of traces
    trace = np.zeros((100, 1700), np.uint8)
    trace[48:53, 100:1615] = 200
    start, end = sample_ends(trace, 100, heights, 5.0, 6.0, joined="left")
    assert end == pytest.approx(1614.5 - 0.39 * 5, abs=0.3)
    assert end - start == pytest.approx((10 - 0.005) * 25 * 6.0)
