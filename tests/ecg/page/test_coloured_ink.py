"""Traces in bright colours, as web viewers and plots draw them."""

import numpy as np
import pytest

from ecgweb.ecg.page import read_page
from ecgweb.ecg.page.ink import coloured_darkness
from ecgweb.ecg.paper import Style, draw_page, synthetic_recording

BLUE, RED, BLACK = (0, 0, 255), (220, 30, 30), (20, 20, 20)


def page(ink, grid):
    return draw_page(synthetic_recording(), Style(ink=ink, grid=grid), 6.0).image


@pytest.mark.parametrize(("ink", "grid"), [(BLUE, "pink"), (BLUE, "none"), (RED, "grey")])
def test_a_bright_trace_is_read(ink, grid):
    reading, drawn = read_page(page(ink, grid)), synthetic_recording()
    read_mv = reading.recording.signal_mv
    step = round(reading.recording.sampling_rate_hz / drawn.sampling_rate_hz)
    assert reading.layout.name == "3x4+1"
    for lead in (1, 3, 10):
        shown = read_mv[lead, ::step][: drawn.signal_mv.shape[1]]
        seen = np.isfinite(shown)
        assert np.corrcoef(shown[seen], drawn.signal_mv[lead, : len(shown)][seen])[0, 1] > 0.95


@pytest.mark.parametrize("grid", ["pink", "grey", "dark"])
def test_black_ink_is_no_bright_ink(grid):
    assert coloured_darkness(page(BLACK, grid)) is None


def test_the_grid_is_palest_where_a_bright_trace_is_sought():
    dark = coloured_darkness(page(BLUE, "pink")).trace
    assert np.percentile(dark, 99) > 200
    assert np.median(dark) < 10
