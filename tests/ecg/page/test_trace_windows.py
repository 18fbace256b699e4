"""Windows along the rows of a page, and a reader that asks a network what it sees in them."""

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.read import follow_page
from ecgweb.ecg.page.windows import HEIGHT, WIDTH, cut_windows
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording
from ecgweb.ecg.refusal import Refused


@pytest.fixture(scope="module")
def page():
    return draw_page(synthetic_recording(), Style(layout="3x4+1"))


@pytest.fixture(scope="module")
def rows(page):
    return follow_page(page.image).rows


def ink_alone(windows):
    """As a network would answer that believes what was followed before."""
    own = windows[..., 1] > 0
    lines = np.arange(HEIGHT)[:, None]
    heights = (own * lines).sum(axis=1) / np.maximum(own.sum(axis=1), 1)
    return heights.astype(np.float32), own.any(axis=1).astype(np.float32)


def test_the_drawn_line_is_dark_in_its_own_window(page, rows):
    strip = next(trace for trace in page.traces if trace.rhythm_strip)
    window = cut_windows(rows)[-1]
    columns_px = window.left_px + np.arange(1900) * window.column_px
    line = (np.interp(columns_px, strip.x_px, strip.y_px) - window.top_px) / window.line_px
    there = window.picture[np.rint(line).astype(int), np.arange(1900)]
    assert window.picture.shape == (HEIGHT, WIDTH, 3)
    assert np.mean(there[:, 0] > 100) > 0.99
    assert np.mean(there[:, 1] > 0) > 0.99
    assert np.mean(there[:, 2] > 0) < 0.01


def test_a_window_shows_which_ink_other_rows_took():
    followed = follow_page(draw_page(synthetic_recording(), Style(layout="12x1", row_height_mm=12.0)).image).rows
    inner = cut_windows(followed)[5].picture
    middle = slice(HEIGHT // 2 - 8, HEIGHT // 2 + 8)
    assert np.mean((inner[middle, :1900, 1] > 0).any(axis=0)) > 0.9
    assert np.mean((inner[: HEIGHT // 4, :1900, 2] > 0).any(axis=0)) > 0.5
    assert np.mean((inner[-HEIGHT // 4 :, :1900, 2] > 0).any(axis=0)) > 0.5


def test_fast_paper_takes_more_windows():
    page = draw_page(synthetic_recording(), Style(layout="3x4", speed_mm_s=50.0), 4.0)
    followed = follow_page(page.image).rows
    lefts = [window.left_px for window in cut_windows(followed) if window.row == 0]
    assert len(lefts) > 1
    reading = read_page(page.image, trace_network=ink_alone)
    assert np.isfinite(reading.recording.signal_mv).mean() > 0.24


def test_the_line_is_the_one_that_the_network_sees(page):
    seen, drawn = read_page(page.image, trace_network=ink_alone), page.recording
    strip = seen.recording.lead("II")[::5]
    truth = drawn.lead("II")
    both = np.isfinite(strip) & np.isfinite(truth)
    assert both.mean() > 0.99
    assert np.corrcoef(strip[both], truth[both])[0, 1] > 0.95


def test_what_the_network_does_not_see_stays_a_gap(page):
    def blind_for_a_while(windows):
        heights, seen = ink_alone(windows)
        seen[:, 600:900] = 0
        return heights, seen

    signal_mv = read_page(page.image, trace_network=blind_for_a_while).recording.lead("II")
    gap_s = np.flatnonzero(np.isnan(signal_mv)) / 500
    assert gap_s.min() == pytest.approx(3.0, abs=0.03)
    assert gap_s.max() == pytest.approx(4.5, abs=0.03)


def test_a_network_that_sees_nothing_makes_nothing_up(page):
    def blind(windows):
        nothing = np.zeros((len(windows), WIDTH), np.float32)
        return nothing, nothing

    with pytest.raises(Refused):
        read_page(page.image, trace_network=blind)
