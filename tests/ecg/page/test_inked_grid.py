"""The lines of a grid as dark as the trace are taken out of the ink."""

import numpy as np

from ecgweb.ecg.page.inked_grid import without_grid_lines


def ruled(step_px=25, height=500, width=900):
    ink = np.zeros((height, width), dtype=bool)
    ink[10::step_px] = True
    ink[:, 10::step_px] = True
    return ink


def trace(shape):
    """Upright strokes on a slanting line: nothing that runs straight along the page."""
    ink = np.zeros(shape, dtype=bool)
    for x in range(shape[1]):
        y = shape[0] // 2 + x // 20
        ink[y - 1 : y + 2, x] = True
        if x % 125 in (70, 71, 72):
            ink[y - 60 : y, x] = True
    return ink


def test_a_grid_goes_and_a_trace_stays():
    drawn = trace((500, 900))
    left = without_grid_lines(ruled() | drawn)
    assert (left & drawn).sum() > 0.9 * drawn.sum()
    assert (left & ~drawn).sum() < 0.05 * ruled().sum()


def test_without_a_grid_nothing_is_taken():
    drawn = trace((500, 900))
    assert without_grid_lines(drawn) is drawn


def test_level_traces_are_no_grid():
    rows = np.zeros((500, 900), dtype=bool)
    rows[30::40] = True
    assert without_grid_lines(rows) is rows


def test_a_line_that_a_trace_runs_along_goes_too():
    grid = ruled()
    drawn = trace(grid.shape)
    drawn[258:268, 300:600] = True  # level beside the line at 260, which is too wide there to pass for one
    left = without_grid_lines(grid | drawn)
    assert left[260, 620:800].mean() < 0.15  # crossings with upright lines stay as dots
    assert (left & drawn)[258:268, 300:600].mean() > 0.9
