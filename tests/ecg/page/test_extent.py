"""Where the traces begin beside a calibration pulse."""

import numpy as np
import pytest

from ecgweb.ecg.page.extent import joined_side, trace_extent
from ecgweb.ecg.page.pulse import Pulse
from ecgweb.ecg.page.runs import MOST_RUNS, Runs

ROWS = np.array([100.0, 200.0, 300.0], np.float32)
PULSE = Pulse(60.0, 40, 70)  # its flat top; 6 pixels a millimetre


def rows_of_ink(gap):
    """Three level rows from column 30 on, bare in the columns of `gap`."""
    top = np.full((1000, MOST_RUNS), np.nan, np.float32)
    top[30:, :3] = ROWS - 1
    top[gap] = np.nan
    return Runs(top, top + 2, np.isfinite(top).sum(axis=1), 0)


def test_a_foot_that_runs_into_the_traces_is_as_long_as_that_before_the_pulse():
    runs = rows_of_ink(slice(0, 0))
    assert joined_side(runs, ROWS, PULSE, 6.0) == "left"
    assert trace_extent(runs, ROWS, PULSE, 6.0) == (80, 1000)


def test_traces_begin_after_the_gap_beside_a_pulse():
    runs = rows_of_ink(slice(78, 88))
    assert joined_side(runs, ROWS, PULSE, 6.0) is None
    assert trace_extent(runs, ROWS, PULSE, 6.0) == pytest.approx((88, 1000))
